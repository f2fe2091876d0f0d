//! Experiment `lost-update`: threads read, increase and write back one shared number.
//!
//! * **Claim:** two threads that read the same number write the same successor, and one increment is
//!   lost; an atomic addition, a lock or a number for each thread loses none.
//! * **Source:** the lecture's table of two interleaved increments.
//! * **Smallest failure:** read, read, write back, write back: two increments, one counted.
//! * **Look at:** the histogram of totals over the repeats.

#[cfg(feature = "models")]
mod model;
#[cfg(feature = "kernels")]
mod run;

use crate::choice::{Gap, choice};
use crate::error::ParamError;
use crate::param::Fields;
use crate::scenario::Scenario;
#[cfg(feature = "reports")]
use crate::scenario::Shown;
use crate::spec::{DefaultValue, Group, ParamKind, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct LostUpdate;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    increments: u64,
    gap: Gap,
    fix: Fix,
    repeats: u64,
}

choice! {
    /// What keeps the three steps together.
    Fix {
        /// Nothing does.
        None = "none", "None";
        /// One instruction does all three.
        Atomic = "atomic", "Atomic";
        /// Only the holder of a lock may do them.
        Lock = "lock", "Lock";
        /// Nothing is shared until the end.
        PerThread = "per-thread", "Per thread";
    }
}

static SPEC: Spec = Spec {
    id: "lost-update",
    #[cfg(feature = "reports")]
    title: "Lost update",
    group: Group::Threads,
    #[cfg(feature = "reports")]
    summary: "Each thread reads a shared number, increases it and writes it back.",
    #[cfg(feature = "reports")]
    prediction: "Two threads add 100 each. Which totals are possible, and what is the least one?",
    #[cfg(feature = "reports")]
    look_for: &[
        "The total is nearly always too small, and differs from run to run.",
        "With no gap it takes many increments before the steps of two threads meet; the race is there all the same.",
        "Each fix loses nothing. Compare what they cost: with a number for each thread nobody waits.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((1, 64), "2", "Each adds its increments to the same number."),
        ParamSpec {
            name: "increments",
            #[cfg(feature = "reports")]
            label: "Increments",
            kind: ParamKind::Integer { min: 1, max: 10_000_000 },
            default: DefaultValue::Follows {
                param: "gap",
                table: &[("yield", "100"), ("sleep", "20"), ("none", "1000000")],
            },
            #[cfg(feature = "reports")]
            unit: "per thread",
            #[cfg(feature = "reports")]
            help: "How often each thread adds 1.",
        },
        ParamSpec::choice(
            "gap",
            "Between read and write",
            Gap::CHOICES,
            "yield",
            "What a thread does while the number it has read grows old.",
        ),
        ParamSpec::choice(
            "fix",
            "Fix",
            Fix::CHOICES,
            "none",
            "What keeps read and write together.",
        ),
        ParamSpec::repeats("20"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for LostUpdate {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            increments: fields.integer("increments"),
            gap: Gap::of(fields.word("gap")),
            fix: Fix::of(fields.word("fix")),
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
            ("increments", ParamValue::Integer(self.increments)),
            ("gap", ParamValue::Word(self.gap.word())),
            ("fix", ParamValue::Word(self.fix.word())),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the lock".to_owned()]
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        use measure::format_count;
        use trace::VerdictKind;

        let expected = format_count(shown.count_of("expected"));
        match (shown.count(VerdictKind::LostUpdates), self.fix, self.threads) {
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
                let runs = shown.repeats();
                let least = shown.count_of("least");
                let most = format_count(shown.count_of("most_lost"));
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
