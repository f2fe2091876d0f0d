//! The words of `lock`.

use measure::{format_count, format_ms};
use trace::{Lane, VerdictKind};

use super::{Acquire, Kind, Locks};
use crate::report::finished::plural;
use crate::report::moment;
use crate::report::shows::{Figure, Form, Picture, Sequence, Shows, Table};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, Moment, ParamWords, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "mutex mutual exclusion critical section acquire release with contention spin",
    miniature: Miniature::Lanes(&["#####       #####", ".....#####", "..........#######"]),
};

static WORDS: Words = Words {
    title: "Lock",
    run: Lesson {
        summary: "Threads take one lock, hold it for a while, and give it back.",
        prediction: "Three threads wait for the same lock and hold it for 5 ms. How long is the longest wait?",
        asks: Asks::Number { figure: "longest_wait_ms", unit: "ms" },
        look_for: &[
            (
                "Never are two threads inside. The others sleep (futex) or keep looking (spin, ticket).",
                Spot::Picture(Picture::Lanes),
            ),
            (
                "A ticket lock serves in the order of arrival; a futex lock may be taken by whoever comes by.",
                Spot::Named("order"),
            ),
            (
                "With more threads than cores, a spinning thread takes the time that the holder needs to get out.",
                Spot::Picture(Picture::Throughput),
            ),
            (
                "Non-blocking: a refused thread does something else instead. Timeout: it gives up after a while.",
                Spot::Param("acquire"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Threads take one lock, go in, and give it back.",
        prediction: "Three threads take turns with one lock. Can two of them be inside at once?",
        asks: Asks::Whether,
        look_for: &[
            ("Futex, spin, ticket: in no state are two threads inside.", Spot::Outcomes),
            (
                "A spinning thread takes steps that lead nowhere; a sleeping one takes none.",
                Spot::Steps,
            ),
            (
                "With look-first two threads may both find the lock free, and both go in.",
                Spot::Param("kind"),
            ),
            (
                "Timeout: whoever is scheduled while the lock is taken may give up.",
                Spot::Param("acquire"),
            ),
        ],
    },
    params: &[
        ParamWords::threads("Threads that want the lock."),
        ParamWords::choice(
            "kind",
            "Kind of lock",
            "How a thread waits.",
            &[
                ("futex", "Futex"),
                ("spin", "Spin"),
                ("ticket", "Ticket"),
                ("look-first", "Spin, look first"),
            ],
        ),
        ParamWords::choice(
            "acquire",
            "Acquire",
            "How long a thread waits.",
            &[("blocking", "Blocking"), ("non-blocking", "Non-blocking"), ("timeout", "Timeout")],
        ),
        ParamWords::number("hold_ms", "Hold", "ms", "Time inside."),
        ParamWords::number(
            "timeout_ms",
            "Timeout",
            "ms",
            "With acquire timeout: the longest wait.",
        ),
        ParamWords::number(
            "rounds",
            "Rounds",
            "per thread",
            "How often each thread asks for the lock.",
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::Throughput],
    figures: &[
        Figure::count("refused", "Refused", ""),
        Figure::count("timed_out", "Gave up waiting", ""),
        Figure::FAIRNESS,
        Figure::per_second("acquisitions_per_s", "Acquisitions per second"),
    ],
    tables: &[Table {
        name: "waits_ms",
        title: "How long each waited",
        caption: "From asking to holding.",
        columns: &[
            ("thread", "Thread", Form::Word),
            ("median_ms", "Median", Form::Ms),
            ("max_ms", "Longest", Form::Ms),
        ],
    }],
    sequences: &[Sequence {
        name: "order",
        title: "Who got the lock when",
        caption: "Each name is one acquisition.",
    }],
    ..Shows::MEETING
};

impl Tell for Locks {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.kind {
            _ if self.threads == 1 => Some("One thread alone is always the only one inside."),
            Kind::LookFirst => None,
            _ if self.acquire == Acquire::Timeout => None,
            Kind::Futex => {
                Some("The lock lets one thread in; the next one gets it when it is given back.")
            }
            Kind::Spin => {
                Some("Looking and taking are one step, so only one thread finds it free.")
            }
            Kind::Ticket => Some("Every thread has its own number, and one number is served."),
        }
    }
}

impl Conclude for Locks {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn moment(&self, lanes: &[Lane]) -> Option<Moment> {
        moment::overtaken(lanes)
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        if run.count(VerdictKind::WrongValue) > 0 {
            return "Two threads were inside at the same time: this lock is broken.".to_owned();
        }
        let asked = u64::from(self.threads) * self.rounds;
        let got = format_count(asked - run.count_of("refused") - run.count_of("timed_out"));
        let asked = format_count(asked);
        let longest = format_ms(run.number("longest_wait_ms"));
        match self.acquire {
            Acquire::Blocking => format!(
                "The lock was taken {} by {}, one at a time; the longest wait was {longest}.",
                plural(u64::from(self.threads) * self.rounds, "time"),
                plural(self.threads.into(), "thread"),
            ),
            Acquire::NonBlocking if run.count_of("refused") == 0 => {
                format!("All {asked} tries got the lock: nobody else held it.")
            }
            Acquire::NonBlocking => format!(
                "{got} of {asked} tries got the lock; the others were refused at once and did \
                 something else."
            ),
            Acquire::Timeout => match run.count_of("timed_out") {
                0 if run.count(VerdictKind::TimedOut) > 0 => format!(
                    "Requests gave up in {}, not in the last; its longest wait was {longest}.",
                    plural(run.count(VerdictKind::TimedOut), "run")
                ),
                0 => format!(
                    "All {asked} requests got the lock in time; the longest wait was {longest}."
                ),
                gave_up => format!(
                    "{} of {asked} requests gave up after {}; the longest wait that paid was {longest}.",
                    format_count(gave_up),
                    format_ms(self.timeout_ms as f64),
                ),
            },
        }
    }
}
