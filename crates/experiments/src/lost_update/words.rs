//! The words of `lost-update`.

use measure::format_count;
use trace::{Lane, VerdictKind};

use super::{Fix, LostUpdate};
use crate::report::moment;
use crate::report::shows::{Bars, Figure, Form, Picture, Shows};
use crate::report::words::GAPS;
use crate::report::{
    Asks, Card, Conclude, Finished, Lesson, Miniature, Moment, ParamWords, Remedy, Spot, Tell,
    Words,
};

static CARD: Card = Card {
    topics: "race condition data race counter increment atomic fetch_add read modify write",
    miniature: Miniature::Lanes(&["##r####w##r###w#", "####r####w##r#w#"]),
};

static WORDS: Words = Words {
    title: "Lost update",
    run: Lesson {
        summary: "Each thread reads a shared number, increases it and writes it back.",
        prediction: "Two threads add 100 each. What will the total be?",
        asks: Asks::Number { figure: "observed", unit: "" },
        look_for: &[
            (
                "The total is nearly always too small, and differs from run to run.",
                Spot::Picture(Picture::Histogram),
            ),
            (
                "With no gap it takes many increments before the steps of two threads meet; the race is there all the same.",
                Spot::Param("gap"),
            ),
            (
                "Each fix loses nothing. Compare what they cost: with a number for each thread nobody waits.",
                Spot::Named("cost_ns"),
            ),
        ],
    },
    explore: Lesson {
        summary: "Each thread reads a shared number, increases it and writes it back.",
        prediction: "Two threads add 1 each. In how many of their schedules is one increment lost?",
        asks: Asks::Schedules,
        look_for: &[
            (
                "As soon as both have read before either has written, one increment is lost.",
                Spot::Steps,
            ),
            (
                "With more increments a slow thread can wipe out many: the least total of two threads is 2.",
                Spot::Param("increments"),
            ),
            ("Each fix leaves one outcome only.", Spot::Param("fix")),
        ],
    },
    params: &[
        ParamWords::threads("Each adds its increments to the same number."),
        ParamWords::number(
            "increments",
            "Increments",
            "per thread",
            "How often each thread adds 1.",
        ),
        ParamWords::choice(
            "gap",
            "Between read and write",
            "What a thread does while the number it has read grows old.",
            GAPS,
        ),
        ParamWords::choice(
            "increase",
            "Increased by",
            "An operator is one instruction; a call of a function is where Python may switch threads.",
            &[("operator", "Operator"), ("function", "Function")],
        ),
        ParamWords::choice(
            "fix",
            "Fix",
            "What keeps read and write together.",
            &[
                ("none", "None"),
                ("atomic", "Atomic"),
                ("lock", "Lock"),
                ("per-thread", "Per thread"),
            ],
        ),
        ParamWords::PREEMPTION,
        ParamWords::REPEATS,
    ],
};

static SHOWS: Shows = Shows {
    figures: &[
        Figure::count("expected", "Expected", ""),
        Figure::count("observed", "Observed", "in the last run"),
        Figure::count("lost", "Lost", "in the last run"),
        Figure::count("least", "Least total", "of all runs"),
        Figure::count("most_lost", "Most lost", "in one run"),
    ],
    bars: &[Bars {
        name: "cost_ns",
        title: "What each fix costs",
        caption: "Time for one increment with each fix, all threads together, with no gap.",
        form: Form::Ns,
    }],
    ..Shows::MEETING
};

/// Both threads read, then both write: in the same order, or the other way round; the first one reads first, or the
/// second one.
const SCHEDULES: [[&str; 2]; 2] = [
    [
        "#/explore/lost-update?v=1&schedule=m.ABAB.5ca168f5",
        "#/explore/lost-update?v=1&schedule=m.AB2A.70ddb515",
    ],
    [
        "#/explore/lost-update?v=1&schedule=m.BABA.ee0702d5",
        "#/explore/lost-update?v=1&schedule=m.BA2B.d9cab6b5",
    ],
];

impl Tell for LostUpdate {
    fn words() -> &'static Words {
        &WORDS
    }

    fn card() -> &'static Card {
        &CARD
    }

    fn remedy(&self) -> Option<Remedy> {
        Remedy::new("fix", "none", "lock")
    }

    fn why_it_holds(&self) -> Option<&'static str> {
        match self.fix {
            _ if self.threads == 1 => Some("One thread alone has nobody to race with."),
            Fix::None => None,
            Fix::Atomic => Some("Read, increase and write are one step: nobody can come between."),
            Fix::Lock => {
                Some("Between read and write a thread holds the lock, so nobody else reads.")
            }
            Fix::PerThread => {
                Some("Nothing is shared until the end, and then it is added in one step.")
            }
        }
    }
}

impl Conclude for LostUpdate {
    fn shows(&self) -> &'static Shows {
        &SHOWS
    }

    fn moment(&self, lanes: &[Lane]) -> Option<Moment> {
        let moment = moment::overwritten(lanes).filter(|_| self.fix == Fix::None)?;
        let lane = |mark: usize| Some(moment.marks.get(mark)?.lane);
        let (first, second, writer) = (lane(0)?, lane(1)?, lane(2)?);
        // The threads of the model have the names that these have, in their order.
        let schedule = SCHEDULES[usize::from(second < first)][usize::from(writer != first)];
        Some(Moment { schedule: Some(schedule), ..moment })
    }

    fn sentence(&self, run: &Finished<'_>) -> String {
        let expected = format_count(run.count_of("expected"));
        match (run.count(VerdictKind::LostUpdates), self.fix, self.threads) {
            (0, _, 1) => {
                format!("One thread alone counts to {expected}: there is nobody to race with.")
            }
            (0, Fix::None, _) => "No update was lost this time: the steps of the threads did not meet. \
                                  The race is there all the same; widen the gap or add increments to \
                                  see it."
                .to_owned(),
            (0, fix, _) => format!(
                "All {expected} increments were counted: {}.",
                match fix {
                    Fix::Atomic => "read, increase and write are one step",
                    Fix::Lock => "the lock lets one thread at a time do all three steps",
                    _ => "each thread counted for itself, and the sums were added at the end",
                }
            ),
            (some, ..) => {
                let runs = run.repeats();
                let least = run.count_of("least");
                let most = format_count(run.count_of("most_lost"));
                match runs {
                    1 => format!(
                        "Of {expected} increments {most} got lost: threads wrote back numbers they had read before others wrote."
                    ),
                    _ => format!(
                        "Increments were lost in {some} of {runs} runs, up to {most} of {expected}: the \
                         least total was {}.",
                        format_count(least)
                    ),
                }
            }
        }
    }
}
