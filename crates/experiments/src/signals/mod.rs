//! Experiment `signals`: one thread gives a signal, the others wait for it.
//!
//! * **Claim:** an event stays set and a barrier counts, but a condition forgets: who comes after the
//!   signal waits for ever, unless it looks at the state before it waits.
//! * **Source:** Python's `threading.Event`, `Condition` and `Barrier`; Lampson and Redell, "Experience
//!   with Processes and Monitors in Mesa", Communications of the ACM, 1980.
//! * **Smallest failure:** notify, then wait.
//! * **Look at:** who woke whom.

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
pub(crate) struct Signals;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    kind: Kind,
    arrival: Arrival,
    wait: Wait,
    repeats: u64,
}

choice! {
    /// Which signal.
    Kind {
        /// A flag that stays set.
        Event = "event", "Event";
        /// A call that only those hear who are waiting.
        Condition = "condition", "Condition";
        /// A point where all wait for each other.
        Barrier = "barrier", "Barrier";
    }
}

choice! {
    /// When the waiting threads come.
    Arrival {
        /// Before the signal.
        Early = "early", "Before";
        /// After it.
        Late = "late", "After";
    }
}

choice! {
    /// How a thread waits for a condition.
    Wait {
        /// It just waits.
        Bare = "bare", "wait()";
        /// It waits only while the state is not there yet.
        Predicate = "predicate", "wait_for(ready)";
    }
}

static SPEC: Spec = Spec {
    id: "signals",
    #[cfg(feature = "reports")]
    title: "Signals",
    group: Group::Queues,
    #[cfg(feature = "reports")]
    summary: "Thread 1 gives a signal that the other threads wait for.",
    #[cfg(feature = "reports")]
    prediction: "The signal is given first, and then the others begin to wait. Will they wake up?",
    #[cfg(feature = "reports")]
    look_for: &[
        "A condition's signal is lost if nobody waits: whoever comes later waits for ever.",
        "With wait_for(ready) a thread looks at the state first, and never misses what has happened.",
        "An event stays set, so a late thread does not wait at all. At a barrier the last one wakes all others.",
    ],
    live: true,
    params: &[
        ParamSpec::threads((2, 64), "3", "One gives the signal, the others wait for it."),
        ParamSpec::choice("kind", "Signal", Kind::CHOICES, "condition", "Which signal."),
        ParamSpec::choice(
            "arrival",
            "The others come",
            Arrival::CHOICES,
            "late",
            "Before or after the signal. At a barrier all come when they like.",
        ),
        ParamSpec::choice(
            "wait",
            "They call",
            Wait::CHOICES,
            "bare",
            "How they wait for a condition; an event and a barrier know one way only.",
        ),
        ParamSpec::repeats("1"),
    ],
    #[cfg(feature = "reports")]
    python: include_str!("program.py"),
    #[cfg(feature = "reports")]
    rust: include_str!("run.rs"),
};

impl Experiment for Signals {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            kind: Kind::of(fields.word("kind")),
            arrival: Arrival::of(fields.word("arrival")),
            wait: Wait::of(fields.word("wait")),
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
            ("arrival", ParamValue::Word(self.arrival.word())),
            ("wait", ParamValue::Word(self.wait.word())),
            ("repeats", ParamValue::Integer(self.repeats)),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        ["the event", "the condition", "the condition's lock", "the barrier", "its turn"]
            .map(str::to_owned)
            .to_vec()
    }

    #[cfg(feature = "kernels")]
    fn play(&self, lab: &crate::Lab<'_>) -> Result<trace::wire::StageRun, primitives::Stopped> {
        self.run(lab)
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, shown: &Shown<'_>) -> String {
        use crate::scenario::plural;
        use trace::VerdictKind;

        let others = plural(u64::from(self.threads - 1), "thread");
        let woken = shown.value("woken").as_array().map_or(0, Vec::len);
        match (shown.count(VerdictKind::LostWakeup), self.kind, self.arrival) {
            (1.., ..) => format!(
                "{}thread 1 gave its signal before anybody waited. It was lost, and {others} would \
                 wait for ever.",
                shown.how_often(VerdictKind::LostWakeup)
            ),
            (0, Kind::Barrier, _) => format!(
                "{} came last to the barrier and woke {}.",
                shown.value("woken")[0]["by"].as_str().unwrap_or("A thread"),
                plural(woken as u64, "thread"),
            ),
            (0, _, Arrival::Early) => format!("Thread 1 woke {others} that waited."),
            (0, Kind::Event, Arrival::Late) => {
                format!("The event stayed set, so {others} that came later did not have to wait.")
            }
            (0, Kind::Condition, Arrival::Late) => {
                format!("The signal was lost, but {others} looked at the state first and went on.")
            }
        }
    }
}
