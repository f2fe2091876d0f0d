//! Experiment `lock`: threads hold one lock in turn.
//!
//! * **Claim:** one thread at a time is inside; who comes next is up to the lock, and so is what a
//!   wait costs.
//! * **Source:** the lecture's three threads in line for `f()`, and its non-blocking lock.
//! * **Smallest failure:** none; a spin lock on one core wastes the time its holder needs.
//! * **Look at:** the line of waiting threads, and acquisitions per second against the thread count.

#[cfg(feature = "models")]
mod model;
#[cfg(feature = "kernels")]
mod run;
#[cfg(feature = "kernels")]
mod throughput;

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
pub(crate) struct Locks;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    kind: Kind,
    acquire: Acquire,
    hold_ms: u64,
    timeout_ms: u64,
    rounds: u64,
    repeats: u64,
}

choice! {
    /// How a thread waits.
    Kind {
        /// It sleeps.
        Futex = "futex", "Futex";
        /// It looks again and again, and whoever looks first gets it.
        Spin = "spin", "Spin";
        /// It draws a number and looks again and again whether it is served.
        Ticket = "ticket", "Ticket";
    }
}

choice! {
    /// How long a thread waits.
    Acquire {
        /// As long as it takes.
        Blocking = "blocking", "Blocking";
        /// Not at all.
        NonBlocking = "non-blocking", "Non-blocking";
        /// For a time.
        Timeout = "timeout", "Timeout";
    }
}

static SPEC: Spec = Spec {
    id: "lock",
    #[cfg(feature = "reports")]
    title: "Lock",
    group: Group::Locks,
    #[cfg(feature = "reports")]
    summary: "Threads take one lock, hold it for a while, and give it back.",
    #[cfg(feature = "reports")]
    prediction: "Three threads wait for the same lock. Who is next, and how long does the last one wait?",
    #[cfg(feature = "reports")]
    look_for: &[
        "Never are two threads inside. The others sleep (futex) or keep looking (spin, ticket).",
        "A ticket lock serves in the order of arrival; a futex lock may be taken by whoever comes by.",
        "With more threads than cores, a spinning thread takes the time that the holder needs to get out.",
        "Non-blocking: a refused thread does something else instead. Timeout: it gives up after a while.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((1, 64), "3", "Threads that want the lock."),
        ParamSpec::choice("kind", "Kind of lock", Kind::CHOICES, "futex", "How a thread waits."),
        ParamSpec::choice(
            "acquire",
            "Acquire",
            Acquire::CHOICES,
            "blocking",
            "How long a thread waits.",
        ),
        ParamSpec::integer("hold_ms", "Hold", (0, 1000), "5", "ms", "Time inside."),
        ParamSpec::integer(
            "timeout_ms",
            "Timeout",
            (1, 10_000),
            "8",
            "ms",
            "With acquire timeout: the longest wait.",
        ),
        ParamSpec::integer(
            "rounds",
            "Rounds",
            (1, 1000),
            "5",
            "per thread",
            "How often each thread asks for the lock.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for Locks {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            kind: Kind::of(fields.word("kind")),
            acquire: Acquire::of(fields.word("acquire")),
            hold_ms: fields.integer("hold_ms"),
            timeout_ms: fields.integer("timeout_ms"),
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
            ("kind", ParamValue::Word(self.kind.word())),
            ("acquire", ParamValue::Word(self.acquire.word())),
            ("hold_ms", ParamValue::Integer(self.hold_ms)),
            ("timeout_ms", ParamValue::Integer(self.timeout_ms)),
            ("rounds", ParamValue::Integer(self.rounds)),
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
        use crate::scenario::plural;
        use measure::{format_count, format_ms};
        use trace::VerdictKind;

        if shown.count(VerdictKind::WrongValue) > 0 {
            return "Two threads were inside at the same time: this lock is broken.".to_owned();
        }
        let asked = u64::from(self.threads) * self.rounds;
        let got = format_count(asked - shown.count_of("refused") - shown.count_of("timed_out"));
        let asked = format_count(asked);
        let longest = format_ms(shown.number("longest_wait_ms"));
        match self.acquire {
            Acquire::Blocking => format!(
                "The lock was taken {} by {}, one at a time; the longest wait was {longest}.",
                plural(u64::from(self.threads) * self.rounds, "time"),
                plural(self.threads.into(), "thread"),
            ),
            Acquire::NonBlocking if shown.count_of("refused") == 0 => {
                format!("All {asked} tries got the lock: nobody else held it.")
            }
            Acquire::NonBlocking => format!(
                "{got} of {asked} tries got the lock; the others were refused at once and did \
                 something else."
            ),
            Acquire::Timeout => match shown.count_of("timed_out") {
                0 if shown.count(VerdictKind::TimedOut) > 0 => format!(
                    "Requests gave up in {}, not in the last; its longest wait was {longest}.",
                    plural(shown.count(VerdictKind::TimedOut), "run")
                ),
                0 => format!(
                    "All {asked} requests got the lock in time; the longest wait was {longest}."
                ),
                gave_up => format!(
                    "{} of {asked} requests gave up after {}; the longest wait that paid was {longest}.",
                    format_count(gave_up),
                    format_ms(self.timeout_ms as f64),
                ),
            },
        }
    }
}
