//! Experiment `hello-threads`: threads are started, greet, and are joined; daemon threads are cut off.
//!
//! * **Claim:** threads that run side by side have no order unless something makes one; a daemon
//!   thread does not keep the program alive.
//! * **Source:** the lecture's first threads; Python's `threading.Thread(daemon=True)`.
//! * **Smallest failure:** two threads, one greeting each: both orders occur.
//! * **Look at:** the lines as they arrived, and how they differ from run to run.

#[cfg(feature = "kernels")]
mod run;

use crate::error::{ParamError, Problem};
use crate::param::Fields;
use crate::scenario::Scenario;
#[cfg(feature = "reports")]
use crate::scenario::Shown;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct HelloThreads;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    greetings: u64,
    pause_ms: u64,
    /// The last threads are daemons; at least one thread is none.
    daemons: u32,
    repeats: u64,
}

static SPEC: Spec = Spec {
    id: "hello-threads",
    #[cfg(feature = "reports")]
    title: "Hello, threads",
    group: Group::Threads,
    #[cfg(feature = "reports")]
    summary: "Main starts threads that greet at their own pace, joins them, and ends.",
    #[cfg(feature = "reports")]
    prediction: "In which order will the lines arrive? And will it be the same order next time?",
    #[cfg(feature = "reports")]
    look_for: &[
        "Each thread's own lines are in order. Between threads there is no order, and it changes from run to run.",
        "Main starts the threads one after the other, and the later ones may still be first.",
        "The daemon thread greets for ever. When main has joined all the others it ends, and the daemon is cut off in the middle of its pause.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((1, 64), "4", "Threads that main starts."),
        ParamSpec::integer(
            "greetings",
            "Greetings",
            (1, 20),
            "3",
            "per thread",
            "Lines that each thread writes; daemon threads go on for ever.",
        ),
        ParamSpec::integer(
            "pause_ms",
            "Pause",
            (0, 1000),
            "5",
            "ms",
            "Between two greetings of a thread.",
        ),
        ParamSpec::integer(
            "daemons",
            "Daemon threads",
            (0, 63),
            "1",
            "of them",
            "The last so many threads are daemons: main does not wait for them.",
        ),
        ParamSpec::repeats("5"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for HelloThreads {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            greetings: fields.integer("greetings"),
            pause_ms: fields.integer("pause_ms"),
            daemons: u32::try_from(fields.integer("daemons")).expect("limited to 63"),
            repeats: fields.integer("repeats"),
        };
        if fields.all_right() && params.daemons >= params.threads && fields.is_given("daemons") {
            let problem = Problem::NotBelowThreads { threads: params.threads };
            fields.refuse(ParamError::new("daemons", params.daemons, problem));
        }
        fields.finish()?;
        // One thread alone is none unless that was asked for.
        let daemons = params.daemons.min(params.threads - 1);
        Ok(Box::new(Params { daemons, ..params }))
    }
}

impl Scenario for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", ParamValue::Integer(self.threads.into())),
            ("greetings", ParamValue::Integer(self.greetings)),
            ("pause_ms", ParamValue::Integer(self.pause_ms)),
            ("daemons", ParamValue::Integer(self.daemons.into())),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        (1..=self.threads).map(|n| format!("start of thread {n}")).collect()
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        let cut_off = shown.names("cut_off");
        let orders = match (shown.count_of("distinct_orders"), shown.repeats()) {
            _ if self.threads == 1 => "One thread alone has one order only".to_owned(),
            (_, 1) => "Run it again: the order between threads is nobody's promise".to_owned(),
            (1, runs) => format!("The lines came in the same order in all {runs} runs, by chance"),
            (orders, runs) => format!("The lines came in {orders} different orders in {runs} runs"),
        };
        let daemons = match cut_off.len() {
            0 => String::new(),
            1 => format!("; {} was a daemon and was cut off when main ended", cut_off[0]),
            n => format!("; {n} daemon threads were cut off when main ended"),
        };
        format!("{orders}{daemons}.")
    }
}
