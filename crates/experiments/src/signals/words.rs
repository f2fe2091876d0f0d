//! The words of `signals`.

use trace::{Lane, VerdictKind};

use super::{Arrival, Kind, Signals, Wait};
use crate::report::finished::plural;
use crate::report::moment;
use crate::report::shows::{Figure, Form, Picture, Shows, Table};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, Moment, ParamWords, Remedy, Spot, Tell,
    Words,
};

static CARD: Card = Card {
    topics: "event condition variable barrier wait notify notify_all wake-up lost signal",
    miniature: Miniature::Lanes(&["########w#####", "........######", "........######"]),
};

static WORDS: Words = Words {
    title: "Signals",
    run: Lesson {
        summary: "Thread 1 gives a signal that the other threads wait for.",
        prediction: "The signal is given first, and then the others begin to wait. Will they wake up?",
        asks: Asks::Ending(&[
            (VerdictKind::LostWakeup, "No, they sleep for ever"),
            (VerdictKind::Held, "Yes, all of them"),
        ]),
        look_for: &[
            (
                "A condition's signal is lost if nobody waits: whoever comes later waits for ever.",
                Spot::Picture(Picture::WaitsFor),
            ),
            (
                "With wait_for(ready) a thread looks at the state first, and never misses what has happened.",
                Spot::Param("wait"),
            ),
            (
                "An event stays set, so a late thread does not wait at all. At a barrier the last one wakes all others.",
                Spot::Param("kind"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Thread 1 gives a signal that the other threads wait for.",
        prediction: "A condition, two threads that call wait(). How likely is it that somebody sleeps for ever?",
        asks: Asks::Chance,
        look_for: &[
            (
                "Both have to wait before the signal is given; every other schedule loses it for somebody.",
                Spot::Outcomes,
            ),
            (
                "With wait_for(ready) no schedule does: whoever comes later sees that it has happened.",
                Spot::Param("wait"),
            ),
            ("An event stays set, and a barrier counts: neither forgets.", Spot::Param("kind")),
        ],
    },
    params: &[
        ParamWords::threads("One gives the signal, the others wait for it."),
        ParamWords::choice(
            "kind",
            "Signal",
            "Which signal.",
            &[("event", "Event"), ("condition", "Condition"), ("barrier", "Barrier")],
        ),
        ParamWords::choice(
            "arrival",
            "The others come",
            "Before or after the signal. At a barrier all come when they like.",
            &[("any", "At any time"), ("early", "Before"), ("late", "After")],
        ),
        ParamWords::choice(
            "wait",
            "They call",
            "How they wait for a condition; an event and a barrier know one way only.",
            &[("bare", "wait()"), ("predicate", "wait_for(ready)")],
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::WaitsFor],
    figures: &[Figure::DETECTED],
    tables: &[Table {
        name: "woken",
        title: "Who woke whom",
        caption: "In the order in which they woke.",
        columns: &[
            ("thread", "Thread", Form::Word),
            ("by", "Woken by", Form::Word),
            ("waited_ms", "Waited", Form::Ms),
        ],
    }],
    ..Shows::MEETING
};

impl Tell for Signals {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("wait", "bare", "predicate")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match (self.kind, self.wait, self.arrival) {
            (Kind::Event, ..) => Some("An event stays set, so it does not matter who comes first."),
            (Kind::Barrier, ..) => Some("The last one to come opens the barrier for all of them."),
            (_, Wait::Predicate, _) => {
                Some("Whoever comes after the signal sees that it was given, and does not wait.")
            }
            (.., Arrival::Early) => Some("The signal is given when everybody waits for it."),
            _ => None,
        }
    }
}

impl Conclude for Signals {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn moment(&self, lanes: &[Lane]) -> Option<Moment> {
        moment::missed(lanes)
    }

    fn part(&self, index: usize, _: &str) -> &'static str {
        if index == 0 { "giver" } else { "hearer" }
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let others = plural(u64::from(self.threads - 1), "thread");
        let woken = run.value("woken").as_array().map_or(0, Vec::len);
        match (run.count(VerdictKind::LostWakeup), self.kind, self.arrival) {
            (1.., ..) => format!(
                "{}thread 1 gave its signal before anybody waited. It was lost, and {others} would \
                 wait for ever.",
                run.how_often(VerdictKind::LostWakeup)
            ),
            (0, Kind::Barrier, _) => format!(
                "{} came last to the barrier and woke {}.",
                run.value("woken")[0]["by"].as_str().unwrap_or("A thread"),
                plural(woken as u64, "thread"),
            ),
            (0, _, Arrival::Early) => format!("Thread 1 woke {others} that waited."),
            (0, Kind::Event, _) => {
                format!("The event stayed set, so {others} that came later did not have to wait.")
            }
            (0, Kind::Condition, _) => {
                format!("The signal was lost, but {others} looked at the state first and went on.")
            }
        }
    }
}
