//! Experiment `semaphore`: a room for a few threads at a time.
//!
//! * **Claim:** never are more threads inside than there are permits; the others wait.
//! * **Source:** the lecture's `threading.Semaphore`; Dijkstra, "Cooperating Sequential Processes",
//!   Technological University Eindhoven, 1965.
//! * **Smallest failure:** none.
//! * **Look at:** how many are inside at once, and the line outside.

#[cfg(feature = "models")]
mod model;
#[cfg(feature = "kernels")]
mod run;

use crate::error::ParamError;
use crate::param::Fields;
use crate::scenario::Scenario;
#[cfg(feature = "reports")]
use crate::scenario::Shown;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct Semaphores;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    permits: u64,
    inside_ms: u64,
    rounds: u64,
    repeats: u64,
}

static SPEC: Spec = Spec {
    id: "semaphore",
    #[cfg(feature = "reports")]
    title: "Semaphore",
    group: Group::Locks,
    #[cfg(feature = "reports")]
    summary: "A semaphore lets a number of threads in; the others wait in line.",
    #[cfg(feature = "reports")]
    prediction: "Six threads, two permits, ten milliseconds inside: when is the last one in?",
    #[cfg(feature = "reports")]
    look_for: &[
        "Never are more threads inside than permits, and as long as somebody waits never fewer.",
        "Whoever leaves lets the next one in: follow the arrows.",
        "With one permit it works like a lock, but any thread may release it.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((1, 64), "6", "Threads that want to get in."),
        ParamSpec::integer(
            "permits",
            "Permits",
            (1, 64),
            "2",
            "threads",
            "How many may be inside at once.",
        ),
        ParamSpec::integer("inside_ms", "Inside", (0, 1000), "10", "ms", "How long each stays."),
        ParamSpec::integer(
            "rounds",
            "Rounds",
            (1, 100),
            "2",
            "per thread",
            "How often each goes in.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for Semaphores {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            permits: fields.integer("permits"),
            inside_ms: fields.integer("inside_ms"),
            rounds: fields.integer("rounds"),
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
            ("permits", ParamValue::Integer(self.permits)),
            ("inside_ms", ParamValue::Integer(self.inside_ms)),
            ("rounds", ParamValue::Integer(self.rounds)),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the semaphore".to_owned()]
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        let most = shown.count_of("max_inside");
        let longest = measure::format_ms(shown.number("longest_wait_ms"));
        if shown.count(trace::VerdictKind::WrongValue) > 0 {
            return format!(
                "More threads were inside at once than {} permits allow: this semaphore is broken.",
                self.permits
            );
        }
        let plural = if most == 1 { "thread was" } else { "threads were" };
        format!("At most {most} {plural} inside at once; the longest wait was {longest}.")
    }
}
