//! The words of `reentrant-lock`.

use trace::{Lane, VerdictKind};

use super::{Kind, ReentrantLock};
use crate::experiment::Needs;
use crate::report::moment;
use crate::report::shows::{Figure, Picture, Sequence, Shows};
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, Moment, ParamWords, Remedy, Spot, Tell,
    Words,
};

static CARD: Card = Card {
    topics: "RLock recursive mutex recursion owner count",
    miniature: Miniature::Lanes(&["################", "  ############  ", "    ########    "]),
};

static WORDS: Words = Words {
    title: "Reentrant lock",
    run: Lesson {
        summary: "A recursive function takes the same lock at every level.",
        prediction: "The thread holds the lock and calls itself. Who is it waiting for at level 2?",
        asks: Asks::Ending(&[
            (VerdictKind::Deadlock, "For itself, for ever"),
            (VerdictKind::Held, "For nobody"),
        ]),
        look_for: &[
            (
                "With a plain lock the thread waits for itself: the smallest deadlock there is.",
                Spot::Picture(Picture::WaitsFor),
            ),
            (
                "With an RLock the count grows by one at each level, and others wait until it is back at 0.",
                Spot::Param("kind"),
            ),
        ],
    },
    explore: Lesson {
        summary: "A recursive function takes the same lock at every level.",
        prediction: "With a plain lock a thread wants level 2. How likely is it that it waits for ever?",
        asks: Asks::Chance,
        look_for: &[
            (
                "With a plain lock every schedule ends in a deadlock: the holder waits for itself.",
                Spot::Outcomes,
            ),
            (
                "With an RLock the count goes up and down again, and only at 0 may another thread begin.",
                Spot::Param("kind"),
            ),
        ],
    },
    params: &[
        ParamWords::threads("Threads that call the function."),
        ParamWords::number("depth", "Depth", "levels", "How deep the function calls itself."),
        ParamWords::choice(
            "kind",
            "Kind of lock",
            "Which lock it takes.",
            &[("lock", "Lock"), ("rlock", "RLock")],
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    pictures: &[Picture::Lanes, Picture::Histogram, Picture::WaitsFor],
    figures: &[Figure::DETECTED],
    sequences: &[Sequence {
        name: "counts",
        title: "How often it was held",
        caption: "The hold count after each level.",
    }],
    ..Shows::MEETING
};

impl Tell for ReentrantLock {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("kind", "lock", "rlock")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.kind {
            Kind::RLock => {
                Some("The owner of an RLock never waits for it, and gives it back as often.")
            }
            Kind::Lock if self.depth == 1 => {
                Some("One level takes the lock once, and any lock will do.")
            }
            Kind::Lock => None,
        }
    }
}

impl Conclude for ReentrantLock {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn moment(&self, lanes: &[Lane]) -> Option<Moment> {
        moment::circle(lanes, &self.resources())
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        match (run.count(VerdictKind::Deadlock), self.kind, self.depth) {
            (0, _, 1) => "One level takes the lock once, and any lock will do.".to_owned(),
            (0, ..) => format!(
                "Every thread went {} levels deep: its owner may take an RLock again, and gave it back \
                 as often.",
                self.depth
            ),
            _ => format!(
                "{}{} holds the lock and waits for it at level 2: it has locked itself out.",
                run.how_often(VerdictKind::Deadlock),
                run.value("cycle")[0]["thread"].as_str().unwrap_or("a thread"),
            ),
        }
    }
}
