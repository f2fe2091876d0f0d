//! The words of `deadlock`.

use measure::format_count;
use trace::{Lane, VerdictKind};

use super::{Deadlock, Order};
use crate::experiment::Needs;
use crate::report::finished::plural;
use crate::report::moment;
use crate::report::shows::{Bars, Figure, Form, Picture, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, Moment, ParamWords, Remedy, Spot, Tell,
    Words,
};

static CARD: Card = Card {
    topics: "trains lock order circular wait hold and wait try-lock Coffman",
    miniature: Miniature::Circle(2),
};

static WORDS: Words = Words {
    title: "Deadlock",
    run: Lesson {
        summary: "Each train needs two track sections, and every section is needed by two trains.",
        prediction: "Each train takes the section before it, then wants the next. How far do they get?",
        asks: Asks::Ending(&[
            (VerdictKind::Deadlock, "They block each other"),
            (VerdictKind::Held, "All of them arrive"),
        ]),
        look_for: &[
            (
                "Every train holds a section and waits for one that the next train holds: the circle is complete, and nobody will ever move.",
                Spot::Picture(Picture::WaitsFor),
            ),
            (
                "With the same order for all, one train gets both sections and the others wait in line.",
                Spot::Param("order"),
            ),
            (
                "With try-lock, a train that cannot go on gives back what it holds and tries again after a random pause.",
                Spot::Param("order"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Each train needs two track sections, and every section is needed by two trains.",
        prediction: "Two trains, two sections, one trip each. In how many of their schedules do they block each other?",
        asks: Asks::Schedules,
        look_for: &[
            ("Once each train holds a section, no schedule gets them out.", Spot::Graph),
            (
                "With the same order for all, the first section decides who goes first.",
                Spot::Param("order"),
            ),
            (
                "With try-lock they may give way again and again; that it lasts for ever has probability 0.",
                Spot::Param("order"),
            ),
        ],
    },
    params: &[
        ParamWords::threads("Trains, and as many track sections in a ring."),
        ParamWords::choice(
            "order",
            "Order of the locks",
            "Which section each train takes first.",
            &[("opposite", "Opposite"), ("same", "Same"), ("try-lock", "Try lock")],
        ),
        ParamWords::number("trips", "Trips", "per train", "How often each train passes."),
        ParamWords::number(
            "hold_ms",
            "Time on a section",
            "ms",
            "Between taking the first section and asking for the second, and again on both.",
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::WaitsFor],
    figures: &[
        Figure::DETECTED,
        Figure::count("trips", "Trips", ""),
        Figure::per_second("trips_per_s", "Trips per second"),
        Figure::count("retries", "Retries", ""),
    ],
    bars: &[Bars {
        name: "throughput_of_cures",
        title: "How far each cure carries",
        caption: "Trips in a second with each cure.",
        form: Form::PerSecond,
    }],
    ..Shows::MEETING
};

impl Tell for Deadlock {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("order", "opposite", "same")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.order {
            Order::Opposite => None,
            Order::Same => Some(
                "All take the lower section first, so whoever holds the highest one that is taken \
                 can go on.",
            ),
            Order::TryLock => Some("Nobody waits for a second section while holding a first one."),
        }
    }
}

impl Conclude for Deadlock {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn moment(&self, lanes: &[Lane]) -> Option<Moment> {
        moment::circle(lanes, &self.resources())
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let trips = format_count(run.count_of("trips"));
        match (run.count(VerdictKind::Deadlock), self.order) {
            (0, Order::Opposite) => format!(
                "All {trips} trips were made this time: the circle never closed. The deadlock is \
                 possible all the same; give them more time on a section."
            ),
            (0, Order::Same) => format!(
                "All {trips} trips were made: with one order for all, no circle of waiting can close."
            ),
            (0, Order::TryLock) => format!(
                "All {trips} trips were made; trains gave way {}.",
                plural(run.count_of("retries"), "time")
            ),
            _ => {
                let circle = run.cycle();
                let often = run.how_often(VerdictKind::Deadlock);
                if circle.is_empty() {
                    format!("{often}the trains ended in a deadlock; in the last one they did not.")
                } else {
                    format!("{often}{circle}.")
                }
            }
        }
    }
}
