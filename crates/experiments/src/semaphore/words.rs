//! The words of `semaphore`.

use measure::format_ms;
use trace::VerdictKind;

use super::{Guard, Semaphores};
use crate::report::shows::{Figure, Form, Picture, Shows, Table};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, ParamWords, Remedy, Spot, Tell, Words,
};

static CARD: Card = Card {
    topics: "permits counting bounded acquire release",
    miniature: Miniature::Lanes(&[
        "######      ####",
        "########    ####",
        "......######",
        "........######",
    ]),
};

static WORDS: Words = Words {
    title: "Semaphore",
    run: Lesson {
        summary: "A semaphore lets a number of threads in; the others wait in line.",
        prediction: "Six threads, two permits, ten milliseconds inside, twice each. How long is the longest wait?",
        asks: Asks::Number { figure: "longest_wait_ms", unit: "ms" },
        look_for: &[
            (
                "Never are more threads inside than permits, and as long as somebody waits never fewer.",
                Spot::Named("max_inside"),
            ),
            (
                "Whoever leaves lets the next one in: follow the arrows.",
                Spot::Picture(Picture::Lanes),
            ),
            (
                "With one permit it works like a lock, but any thread may release it.",
                Spot::Param("permits"),
            ),
        ],
    },
    explore: Lesson {
        summary: "A semaphore lets a number of threads in; the others wait.",
        prediction: "Three threads, two permits. Can there be three inside?",
        asks: Asks::Whether,
        look_for: &[
            (
                "The outcome is the greatest number that was inside at once: from 1 to the permits.",
                Spot::Outcomes,
            ),
            (
                "No schedule has more inside than permits, which no number of runs could prove.",
                Spot::Param("permits"),
            ),
            ("With look-first two threads may both see room for one.", Spot::Param("guard")),
        ],
    },
    params: &[
        ParamWords::threads("Threads that want to get in."),
        ParamWords::number("permits", "Permits", "threads", "How many may be inside at once."),
        ParamWords::choice(
            "guard",
            "Guard",
            "What keeps too many out.",
            &[("semaphore", "Semaphore"), ("look-first", "Look first")],
        ),
        ParamWords::number("inside_ms", "Inside", "ms", "How long each stays."),
        ParamWords::number("rounds", "Rounds", "per thread", "How often each goes in."),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure::count("permits", "Permits", ""),
        Figure::count("max_inside", "Most inside", "at the same time"),
    ],
    tables: &[Table {
        name: "line",
        title: "The waiting line",
        caption: "In the order in which they came, from the first one on. Before it: who had come and was not in yet.",
        columns: &[
            ("thread", "Thread", Form::Word),
            ("came_ms", "Came at", Form::Ms),
            ("place", "Before it", Form::Count),
            ("waited_ms", "Waited", Form::Ms),
            ("in_ms", "Went in at", Form::Ms),
        ],
    }],
    outcome: "An outcome is the most that were inside at once.",
    ..Shows::MEETING
};

impl Tell for Semaphores {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("guard", "look-first", "semaphore")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.guard {
            Guard::Semaphore => {
                Some("Every thread inside has a permit, and there are no more of them.")
            }
            Guard::LookFirst if u64::from(self.threads) <= self.permits => {
                Some("There is room for all of them.")
            }
            Guard::LookFirst => None,
        }
    }
}

impl Conclude for Semaphores {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let most = run.count_of("max_inside");
        let longest = format_ms(run.number("longest_wait_ms"));
        if run.count(VerdictKind::WrongValue) > 0 {
            return format!(
                "More threads were inside at once than {} permits allow: this semaphore is broken.",
                self.permits
            );
        }
        let plural = if most == 1 { "thread was" } else { "threads were" };
        format!("At most {most} {plural} inside at once; the longest wait was {longest}.")
    }
}
