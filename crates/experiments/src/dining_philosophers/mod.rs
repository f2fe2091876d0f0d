//! Experiment `dining-philosophers`: each needs the fork to the left and the fork to the right.
//!
//! * **Claim:** if all take the left fork first, all may starve; numbering the forks, or letting one
//!   philosopher less sit down, cures it.
//! * **Source:** Dijkstra, "Hierarchical Ordering of Sequential Processes", Acta Informatica, 1971.
//! * **Smallest failure:** everybody takes the left fork.
//! * **Look at:** meals of each, and the circle when they starve.

#[cfg(feature = "models")]
mod model;
#[cfg(feature = "kernels")]
mod run;

use crate::choice::choice;
use crate::error::ParamError;
use crate::param::Fields;
use crate::scenario::Scenario;
#[cfg(feature = "reports")]
use crate::scenario::Shown;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct DiningPhilosophers;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    strategy: Strategy,
    meals: u64,
    eat_ms: u64,
    repeats: u64,
}

choice! {
    /// How a philosopher gets two forks.
    Strategy {
        /// Left, then right.
        Naive = "naive", "Naive";
        /// The fork with the lower number first.
        Ordered = "ordered", "Ordered";
        /// A waiter lets all but one sit down at the same time.
        Waiter = "waiter", "Waiter";
        /// Left, then right if it is free; otherwise the left one goes back.
        TryLock = "try-lock", "Try lock";
    }
}

static SPEC: Spec = Spec {
    id: "dining-philosophers",
    #[cfg(feature = "reports")]
    title: "Dining philosophers",
    group: Group::Deadlock,
    #[cfg(feature = "reports")]
    summary: "Philosophers around a table share the forks between them; eating takes two.",
    #[cfg(feature = "reports")]
    prediction: "Everybody takes the left fork first. How many meals will be eaten?",
    #[cfg(feature = "reports")]
    look_for: &[
        "Naive: sooner or later everybody holds the left fork and waits for the right one.",
        "Ordered: the last philosopher reaches for the right fork first, so the circle never closes.",
        "Compare the meals of each: a cure that starves somebody is none.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((2, 8), "5", "Philosophers, and as many forks."),
        ParamSpec::choice(
            "strategy",
            "Strategy",
            Strategy::CHOICES,
            "naive",
            "How each gets two forks.",
        ),
        ParamSpec::integer(
            "meals",
            "Meals",
            (1, 1000),
            "30",
            "each",
            "After these everybody is content.",
        ),
        ParamSpec::integer(
            "eat_ms",
            "Time for a meal",
            (0, 100),
            "2",
            "ms",
            "And as long between the first fork and the second.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for DiningPhilosophers {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            strategy: Strategy::of(fields.word("strategy")),
            meals: fields.integer("meals"),
            eat_ms: fields.integer("eat_ms"),
            repeats: fields.integer("repeats"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Scenario for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", ParamValue::Integer(self.threads.into())),
            ("strategy", ParamValue::Word(self.strategy.word())),
            ("meals", ParamValue::Integer(self.meals)),
            ("eat_ms", ParamValue::Integer(self.eat_ms)),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        (1..=self.threads)
            .map(|fork| format!("fork {fork}"))
            .chain(["the waiter".to_owned()])
            .collect()
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        use crate::scenario::plural;
        use measure::{format_count, format_ms};
        use trace::VerdictKind;

        let meals = format_count(shown.count_of("total_meals"));
        match (shown.count(VerdictKind::Deadlock), self.strategy) {
            (0, Strategy::Naive) => format!(
                "All {meals} meals were eaten this time: never did everybody hold the left fork at \
                 once. It can happen all the same."
            ),
            (0, _) => format!(
                "All {meals} meals were eaten in {}; nobody starved.",
                format_ms(shown.number("wall_ms"))
            ),
            (some, _) if shown.value("cycle").is_null() => format!(
                "In {some} of {} runs everybody starved, but not in the last one.",
                shown.repeats()
            ),
            _ => format!(
                "{}Everybody holds one fork and waits for the next: the table starves after {}.",
                shown.how_often(VerdictKind::Deadlock),
                plural(shown.count_of("total_meals"), "meal"),
            ),
        }
    }
}
