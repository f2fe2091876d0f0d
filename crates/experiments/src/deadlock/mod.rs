//! Experiment `deadlock`: trains on a ring of track sections, each in one and in need of the next.
//!
//! * **Claim:** who holds one lock and waits for another may wait for ever; a fixed order of locks, or
//!   giving back what one holds, cures it.
//! * **Source:** the lecture's two trains at a crossing; Coffman, Elphick and Shoshani, "System
//!   Deadlocks", ACM Computing Surveys, 1971.
//! * **Smallest failure:** A takes 1, B takes 2, A wants 2, B wants 1.
//! * **Look at:** the circle in the picture of who waits for whom.

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
pub(crate) struct Deadlock;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    order: Order,
    trips: u64,
    hold_ms: u64,
    repeats: u64,
}

choice! {
    /// In which order a train takes its two sections.
    Order {
        /// The one it stands before, then the next: round the ring.
        Opposite = "opposite", "Opposite";
        /// The one with the lower number first.
        Same = "same", "Same";
        /// As `Opposite`, but a train that finds the next one taken gives the first one back.
        TryLock = "try-lock", "Try lock";
    }
}

static SPEC: Spec = Spec {
    id: "deadlock",
    #[cfg(feature = "reports")]
    title: "Deadlock",
    group: Group::Deadlock,
    #[cfg(feature = "reports")]
    summary: "Each train needs two track sections, and every section is needed by two trains.",
    #[cfg(feature = "reports")]
    prediction: "Each train takes the section before it, then wants the next. How far do they get?",
    #[cfg(feature = "reports")]
    look_for: &[
        "Every train holds a section and waits for one that the next train holds: the circle is complete, and nobody will ever move.",
        "With the same order for all, one train gets both sections and the others wait in line.",
        "With try-lock, a train that cannot go on gives back what it holds and tries again after a random pause.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((2, 8), "2", "Trains, and as many track sections in a ring."),
        ParamSpec::choice(
            "order",
            "Order of the locks",
            Order::CHOICES,
            "opposite",
            "Which section each train takes first.",
        ),
        ParamSpec::integer(
            "trips",
            "Trips",
            (1, 1000),
            "40",
            "per train",
            "How often each train passes.",
        ),
        ParamSpec::integer(
            "hold_ms",
            "Time on a section",
            (0, 1000),
            "2",
            "ms",
            "Between taking the first section and asking for the second, and again on both.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for Deadlock {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            order: Order::of(fields.word("order")),
            trips: fields.integer("trips"),
            hold_ms: fields.integer("hold_ms"),
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
            ("order", ParamValue::Word(self.order.word())),
            ("trips", ParamValue::Integer(self.trips)),
            ("hold_ms", ParamValue::Integer(self.hold_ms)),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        ('A'..).take(self.threads as usize).map(|s| format!("section {s}")).collect()
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        use trace::VerdictKind;

        let trips = measure::format_count(shown.count_of("trips"));
        match (shown.count(VerdictKind::Deadlock), self.order) {
            (0, Order::Opposite) => format!(
                "All {trips} trips were made this time: the circle never closed. The deadlock is \
                 possible all the same; give them more time on a section."
            ),
            (0, Order::Same) => format!(
                "All {trips} trips were made: with one order for all, no circle of waiting can close."
            ),
            (0, Order::TryLock) => format!(
                "All {trips} trips were made; trains gave way {}.",
                crate::scenario::plural(shown.count_of("retries"), "time")
            ),
            _ => {
                let circle = shown.cycle();
                let often = shown.how_often(VerdictKind::Deadlock);
                if circle.is_empty() {
                    format!("{often}the trains ended in a deadlock; in the last one they did not.")
                } else {
                    format!("{often}{circle}.")
                }
            }
        }
    }
}
