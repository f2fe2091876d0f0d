//! Experiment `stdout-writer`: threads write lines, word by word, to one output.
//!
//! * **Claim:** lines that are written in pieces get mixed unless one thread at a time may write.
//! * **Source:** the lecture's locking exercise.
//! * **Smallest failure:** two threads, a line of two words each.
//! * **Look at:** the text as it was written.

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
use crate::spec::{Group, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct StdoutWriter;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    lines: u64,
    guard: Guard,
    gap: Gap,
    repeats: u64,
}

choice! {
    /// What a thread needs before it may write a line.
    Guard {
        /// Nothing.
        None = "none", "None";
        /// The one lock.
        Lock = "lock", "Lock";
        /// One of two permits.
        Semaphore = "semaphore", "Semaphore (2)";
    }
}

static SPEC: Spec = Spec {
    id: "stdout-writer",
    #[cfg(feature = "reports")]
    title: "Writing to stdout",
    group: Group::Locks,
    #[cfg(feature = "reports")]
    summary: "Threads write lines to one output, a word at a time.",
    #[cfg(feature = "reports")]
    prediction: "Four threads write five lines each. How many lines will arrive whole?",
    #[cfg(feature = "reports")]
    look_for: &[
        "Without a guard, words of different threads end up in one line.",
        "A lock around the whole line keeps it whole. Around each word it would not.",
        "A semaphore with two permits still lets two threads write at once.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((1, 64), "4", "Threads that write."),
        ParamSpec::integer(
            "lines",
            "Lines",
            (1, 100),
            "5",
            "per thread",
            "Lines that each writes.",
        ),
        ParamSpec::choice(
            "guard",
            "Guard",
            Guard::CHOICES,
            "none",
            "What a thread needs before it writes a line.",
        ),
        ParamSpec::choice(
            "gap",
            "Between two words",
            Gap::CHOICES,
            "yield",
            "What a thread does there.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for StdoutWriter {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            lines: fields.integer("lines"),
            guard: Guard::of(fields.word("guard")),
            gap: Gap::of(fields.word("gap")),
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
            ("lines", ParamValue::Integer(self.lines)),
            ("guard", ParamValue::Word(self.guard.word())),
            ("gap", ParamValue::Word(self.gap.word())),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the lock".to_owned(), "the semaphore".to_owned()]
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        use measure::format_count;
        use trace::VerdictKind;

        let all = match u64::from(self.threads) * self.lines {
            1 => "The one line is whole".to_owned(),
            n => format!("All {} lines are whole", format_count(n)),
        };
        let often = shown.how_often(VerdictKind::Jumbled);
        let jumbled = match shown.count_of("jumbled_lines") {
            0 => "lines are mixed, though not in the last".to_owned(),
            1 => "1 line is mixed".to_owned(),
            n => format!("{} lines are mixed", format_count(n)),
        };
        match (shown.count(VerdictKind::Jumbled), self.guard) {
            (0, Guard::Lock) => {
                format!("{all}: one thread at a time may write.")
            }
            (0, _) if self.threads == 1 => {
                format!("{all}: one thread writes alone.")
            }
            (0, _) => format!(
                "{all} this time. Nothing promises it: widen the gap to see them \
                 mixed."
            ),
            (_, Guard::Semaphore) => {
                format!("{often}{jumbled}: two threads may write at the same time.")
            }
            _ => format!("{often}{jumbled}: threads wrote their words in between each other's."),
        }
    }
}
