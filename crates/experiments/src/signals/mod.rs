//! Experiment `signals`: one thread gives a signal, the others wait for it.
//!
//! * **Claim:** an event stays set and a barrier counts, but a condition forgets: who comes after the
//!   signal waits for ever, unless it looks at the state before it waits.
//! * **Source:** Python's `threading.Event`, `Condition` and `Barrier`; Lampson and Redell, "Experience
//!   with Processes and Monitors in Mesa", Communications of the ACM, 1980.
//! * **Smallest failure:** notify, then wait.
//! * **Look at:** who woke whom.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{Allowed, DefaultValue, ParamKind, both, each, repeats, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Signals>("signals", Group::Queues);

params! {
    /// Checked parameters.
    Signals {
        /// One gives the signal, the others wait for it.
        threads: u32 = each(whole(2, 64, "3"), whole(2, 6, "3"));
        /// Which signal.
        kind: Kind = both(word::<Kind>("condition"));
        /// Before or after the signal; at a barrier all come when they like.
        arrival: Arrival = each(MADE_SURE_OF, word::<Arrival>("any"));
        /// How they wait for a condition.
        wait: Wait = both(word::<Wait>("bare"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

/// Those of [`Arrival`] that real threads can be made to keep.
const MADE_SURE_OF: Allowed =
    Allowed { kind: ParamKind::Choice(&["early", "late"]), default: DefaultValue::Fixed("late") };

choice! {
    /// Which signal.
    Kind {
        /// A flag that stays set.
        Event = "event";
        /// A call that only those hear who are waiting.
        Condition = "condition";
        /// A point where all wait for each other.
        Barrier = "barrier";
    }
}

choice! {
    /// When the waiting threads come. `Any` is for explorations only.
    Arrival {
        /// Whenever they like.
        Any = "any";
        /// Before the signal.
        Early = "early";
        /// After it.
        Late = "late";
    }
}

choice! {
    /// How a thread waits for a condition.
    Wait {
        /// It just waits.
        Bare = "bare";
        /// It waits only while the state is not there yet.
        Predicate = "predicate";
    }
}

impl Needs for Signals {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        ["the event", "the condition", "the condition's lock", "the barrier", "its turn"]
            .map(str::to_owned)
            .to_vec()
    }
}
