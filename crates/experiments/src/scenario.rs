//! Experiments in which threads meet: what they have in common.

use std::fmt::Debug;

use trace::Backend;
#[cfg(any(feature = "kernels", feature = "reports"))]
use trace::wire::StageRun;

#[cfg(feature = "reports")]
use crate::Conclusion;
use crate::machine::Machine;
use crate::spec::ParamValue;
use crate::{ProcessJob, Runnable, Stage};

/// Checked parameters of an experiment that plays on the threads of one lab.
pub(crate) trait Scenario: Debug + Send + Sync {
    /// Every parameter with its value, in the order of the spec.
    fn values(&self) -> Vec<(&'static str, ParamValue)>;

    /// Threads that take part.
    fn threads(&self) -> u32;

    /// Names of the resources that its events speak of, by their numbers.
    fn resources(&self) -> Vec<String>;

    /// Plays it on the threads of `lab`, as often as asked for.
    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<StageRun, primitives::Stopped>;

    /// The one sentence about what the run shows; its word was found where it ran.
    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String;
}

impl<S: Scenario> Runnable for S {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        self.values()
    }

    fn stages(&self, _machine: Machine) -> Vec<Stage> {
        vec![Stage { backend: Backend::Threads, threads: self.threads() }]
    }

    fn resources(&self) -> Vec<String> {
        self.resources()
    }

    #[cfg(feature = "kernels")]
    fn run_on_threads(&self, lab: &crate::Lab<'_>) -> Result<StageRun, primitives::Stopped> {
        self.play(lab)
    }

    fn process_job(&self) -> Option<ProcessJob> {
        None
    }

    #[cfg(feature = "reports")]
    fn conclude(&self, stages: &[StageRun], _machine: Machine) -> Conclusion {
        let run = stages.last().expect("a scenario has one stage");
        let shown = Shown { run };
        let text = trace::capitalized(&self.sentence(&shown));
        let verdict = trace::Verdict { kind: shown.kind(), text };
        Conclusion { verdict, outcome: run.figures.clone() }
    }
}

/// `1 round`, `20 rounds`.
#[cfg(feature = "reports")]
pub(crate) fn plural(count: u64, one: &str) -> String {
    format!("{} {one}{}", measure::format_count(count), if count == 1 { "" } else { "s" })
}

/// A finished run, as its sentence needs it.
#[cfg(feature = "reports")]
pub(crate) struct Shown<'a> {
    run: &'a StageRun,
}

#[cfg(feature = "reports")]
mod shown {
    use serde_json::Value;
    use trace::VerdictKind;

    use super::Shown;

    impl Shown<'_> {
        /// The word that most repeats ended with, defects first.
        pub(crate) fn kind(&self) -> VerdictKind {
            let counted = self.counts();
            let defects = counted.iter().filter(|(kind, _)| *kind != VerdictKind::Held);
            let most = defects.max_by_key(|(_, count)| *count);
            most.map_or(VerdictKind::Held, |(kind, _)| *kind)
        }

        /// Repeats in all.
        pub(crate) fn repeats(&self) -> u64 {
            self.counts().iter().map(|(_, count)| count).sum()
        }

        /// Repeats that ended with `kind`.
        pub(crate) fn count(&self, kind: VerdictKind) -> u64 {
            self.counts().iter().filter(|(k, _)| *k == kind).map(|(_, count)| count).sum()
        }

        /// `in 7 of 20 runs ` and the like for the runs that ended with `kind`; nothing if there was
        /// one run only.
        pub(crate) fn how_often(&self, kind: VerdictKind) -> String {
            match (self.count(kind), self.repeats()) {
                (_, 1) => String::new(),
                (some, all) if some == all => format!("In all {all} runs: "),
                (some, all) => format!("In {some} of {all} runs: "),
            }
        }

        /// A figure that is a number.
        pub(crate) fn number(&self, name: &str) -> f64 {
            self.run.figure(name).unwrap_or_default()
        }

        /// A figure that is a whole number.
        pub(crate) fn count_of(&self, name: &str) -> u64 {
            self.value(name).as_u64().unwrap_or_default()
        }

        /// A figure that is a list of names.
        pub(crate) fn names(&self, name: &str) -> Vec<&str> {
            self.value(name).as_array().into_iter().flatten().filter_map(Value::as_str).collect()
        }

        /// A figure.
        pub(crate) fn value(&self, name: &str) -> &Value {
            self.run.figures.get(name).unwrap_or(&Value::Null)
        }

        /// The cycle as a person says it: `thread 1 waits for section B, which thread 2 holds; …`.
        pub(crate) fn cycle(&self) -> String {
            let ties = self.value("cycle").as_array().map_or(&[][..], |ties| ties);
            let tie = |tie: &Value| {
                let word = |name: &str| tie[name].as_str().unwrap_or("nobody").to_owned();
                format!(
                    "{} waits for {}, which {} holds",
                    word("thread"),
                    word("resource"),
                    word("holder")
                )
            };
            ties.iter().map(tie).collect::<Vec<_>>().join("; ")
        }

        fn counts(&self) -> Vec<(VerdictKind, u64)> {
            let outcomes = self.value("distribution").as_array().map_or(&[][..], |all| all);
            let count = |outcome: &Value| {
                let kind = VerdictKind::from_name(outcome["kind"].as_str()?)?;
                Some((kind, outcome["count"].as_u64()?))
            };
            let mut counts: Vec<(VerdictKind, u64)> = Vec::new();
            for (kind, count) in outcomes.iter().filter_map(count) {
                match counts.iter_mut().find(|(known, _)| *known == kind) {
                    Some((_, sum)) => *sum += count,
                    None => counts.push((kind, count)),
                }
            }
            counts
        }
    }
}
