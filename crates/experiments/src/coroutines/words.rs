//! The words of `coroutines`.

use trace::VerdictKind;

use super::{Awaits, Coroutines, Greedy, Guard, Model, Play};
use crate::choice::Preemption;
use crate::report::finished::plural;
use crate::report::shows::{Bars, Figure, Form, Picture, Sequence, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Remedy, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "generator yield send await async asyncio event loop green threads micro-threads scheduler",
    miniature: Miniature::Lanes(&["##    ##    ##", "  ##    ##    ##", "    ##    ##"]),
};

static WORDS: Words = Words {
    title: "Coroutines",
    run: Lesson {
        summary: "Many tasks on one thread: each says itself, by awaiting, when another one may go on.",
        prediction: "Ten thousand coroutines on one thread do nothing but let the next one go on. How often in a second?",
        asks: Asks::Number { figure: "switches_per_s.cooperative", unit: "times" },
        look_for: &[
            (
                "Coroutines have their turns in a fixed order, threads in whatever order the machine likes.",
                Spot::Picture(Picture::Turns),
            ),
            ("One that never awaits starves all others; a thread cannot.", Spot::Param("greedy")),
            (
                "A coroutine weighs some dozens of bytes, a thread a megabyte and more.",
                Spot::Named("bytes"),
            ),
            (
                "Whatever was checked before an await may be wrong after it, without any thread.",
                Spot::Param("play"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Coroutines look whether there is a ticket, await the payment, and take it.",
        prediction: "Nobody interrupts a coroutine between two awaits. Can a ticket be sold twice?",
        asks: Asks::Whether,
        look_for: &[
            (
                "With the await between check and sale, both see the last ticket.",
                Spot::Param("awaits"),
            ),
            (
                "With the await after both, nothing comes in between, as it would with threads.",
                Spot::Param("awaits"),
            ),
            ("A lock that is held across the await keeps them together.", Spot::Param("guard")),
        ],
    },
    params: &[
        ParamWords::number("threads", "Tasks", "", "Coroutines, or threads that do the same."),
        ParamWords::choice(
            "play",
            "Tasks do",
            "Generators add 10, 20 and 30 to what is sent; micro-threads take turns; customers buy tickets.",
            &[
                ("generators", "Generators"),
                ("micro-threads", "Micro-threads"),
                ("tickets", "Tickets"),
            ],
        ),
        ParamWords::choice(
            "model",
            "Each task is a",
            "A coroutine goes on until it awaits; a thread is interrupted anywhere.",
            &[("cooperative", "Coroutine"), ("preemptive", "Thread")],
        ),
        ParamWords::number(
            "coroutines",
            "Weigh and time",
            "coroutines",
            "So many do nothing but yield, to count their switches and bytes.",
        ),
        ParamWords::number("steps", "Turns", "per task", "How often each task has a turn."),
        ParamWords::choice(
            "greedy",
            "First task",
            "Whether the first micro-thread yields after each turn, or never.",
            &[("no", "Yields"), ("yes", "Never yields")],
        ),
        ParamWords::number("tickets", "Tickets", "", "Tickets on sale."),
        ParamWords::choice(
            "guard",
            "Guard",
            "What keeps the check and the sale together.",
            &[("none", "None"), ("lock", "Lock")],
        ),
        ParamWords::choice(
            "awaits",
            "Pays",
            "Where a customer awaits: between the check and the sale, or after both.",
            &[("between", "Between"), ("after", "After")],
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure::count("turns", "Turns", "of all tasks"),
        Figure::count("closed", "Closed", "generators"),
        Figure::count("starved", "Starved", "had no turn beside the greedy one"),
        Figure::count("sold", "Sold", "tickets"),
        Figure::count("oversold", "Oversold", "that were not there"),
    ],
    bars: &[
        Bars {
            name: "switches_per_s",
            title: "Switches",
            caption: "How often in a second another one goes on.",
            form: Form::PerSecond,
        },
        Bars {
            name: "bytes",
            title: "Memory of each",
            caption: "Of one that waits: its state, or its stack.",
            form: Form::Bytes,
        },
        Bars {
            name: "bytes_of_all",
            title: "Memory of all",
            caption: "Of the coroutines that are weighed, and what as many threads would take: their stacks alone.",
            form: Form::Bytes,
        },
    ],
    sequences: &[Sequence {
        name: "answers",
        title: "What the generators gave",
        caption: "In the order in which they gave it.",
    }],
    pictures: &[Picture::Turns, Picture::Lanes, Picture::Histogram],
    ..Shows::MEETING
};

impl Tell for Coroutines {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        let only = Some(("play", "tickets"));
        Remedy::new("guard", "none", "lock").map(|remedy| Remedy { only, ..remedy })
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        if self.threads == 1 {
            return Some("One alone has nobody to race with.");
        }
        if self.guard == Guard::Lock {
            return Some("The lock is held across the await, so nobody looks in between.");
        }
        if u64::from(self.threads) <= self.tickets || self.tickets == 0 {
            return Some("There is a ticket for each of them, or for none.");
        }
        (self.awaits == Awaits::After && self.preemption != Preemption::Anywhere)
            .then_some("Nobody is interrupted between the check and the sale.")
    }
}

impl Conclude for Coroutines {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let tasks = plural(
            self.threads.into(),
            if self.model == Model::Cooperative { "coroutine" } else { "thread" },
        );
        match self.play {
            Play::Generators => format!(
                "Each target answered what was sent to it, {} in all, and was closed.",
                plural(run.count_of("turns"), "time")
            ),
            Play::Tickets => {
                let often = run.how_often(VerdictKind::WrongValue);
                match (run.count_of("oversold"), self.guard) {
                    (0, Guard::Lock) => format!(
                        "Nothing was oversold: {tasks} held the lock from the check to the sale."
                    ),
                    (0, Guard::None) => {
                        format!("Nothing was oversold: {tasks} found tickets enough, or none.")
                    }
                    (some, _) => format!(
                        "{often}{} that did not exist: {tasks} saw a ticket before anybody had taken it.",
                        plural(some, "ticket was sold")
                            .replace("ticket was solds", "tickets were sold")
                    ),
                }
            }
            Play::MicroThreads => match (run.value("starved").as_u64(), self.greedy) {
                (Some(0), _) => format!(
                    "The greedy one kept nobody from a turn: {tasks} are interrupted anywhere."
                ),
                (Some(some), _) => format!(
                    "{} had no turn until the greedy one was cut off: it never awaited.",
                    plural(some, "task")
                ),
                (None, Greedy::Yes) => "One alone keeps nobody from a turn.".to_owned(),
                (None, Greedy::No) => {
                    let order = if self.model == Model::Cooperative {
                        "one after the other, round and round"
                    } else {
                        "in whatever order the machine chose"
                    };
                    format!("{tasks} had their turns {order}.")
                }
            },
        }
    }
}
