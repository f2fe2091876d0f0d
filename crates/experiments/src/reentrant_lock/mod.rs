//! Experiment `reentrant-lock`: a recursive function that takes a lock at every level.
//!
//! * **Claim:** a plain lock locks its own holder out; a reentrant lock counts how often its owner has
//!   taken it.
//! * **Source:** the lecture's `threading.RLock`.
//! * **Smallest failure:** depth 2.
//! * **Look at:** the hold count at each level.

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
pub(crate) struct ReentrantLock;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    depth: u64,
    kind: Kind,
    repeats: u64,
}

choice! {
    /// Which lock.
    Kind {
        /// Whoever holds it must not take it again.
        Lock = "lock", "Lock";
        /// Its owner may take it again, and must give it back as often.
        RLock = "rlock", "RLock";
    }
}

static SPEC: Spec = Spec {
    id: "reentrant-lock",
    #[cfg(feature = "reports")]
    title: "Reentrant lock",
    group: Group::Locks,
    #[cfg(feature = "reports")]
    summary: "A recursive function takes the same lock at every level.",
    #[cfg(feature = "reports")]
    prediction: "The thread holds the lock and calls itself. Who is it waiting for at level 2?",
    #[cfg(feature = "reports")]
    look_for: &[
        "With a plain lock the thread waits for itself: the smallest deadlock there is.",
        "With an RLock the count grows by one at each level, and others wait until it is back at 0.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((1, 64), "2", "Threads that call the function."),
        ParamSpec::integer(
            "depth",
            "Depth",
            (1, 100),
            "4",
            "levels",
            "How deep the function calls itself.",
        ),
        ParamSpec::choice("kind", "Kind of lock", Kind::CHOICES, "lock", "Which lock it takes."),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for ReentrantLock {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            depth: fields.integer("depth"),
            kind: Kind::of(fields.word("kind")),
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
            ("depth", ParamValue::Integer(self.depth)),
            ("kind", ParamValue::Word(self.kind.word())),
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
        use trace::VerdictKind;

        match (shown.count(VerdictKind::Deadlock), self.kind, self.depth) {
            (0, _, 1) => "One level takes the lock once, and any lock will do.".to_owned(),
            (0, ..) => format!(
                "Every thread went {} levels deep: its owner may take an RLock again, and gave it back \
                 as often.",
                self.depth
            ),
            _ => format!(
                "{}{} holds the lock and waits for it at level 2: it has locked itself out.",
                shown.how_often(VerdictKind::Deadlock),
                shown.value("cycle")[0]["thread"].as_str().unwrap_or("a thread"),
            ),
        }
    }
}
