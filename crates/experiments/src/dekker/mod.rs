//! The model `dekker`: two threads keep each other out with two flags, and a turn for when both want
//! to go in.
//!
//! * **Claim:** reads and writes alone are enough for mutual exclusion; courtesy needs an order, or it
//!   may last for ever.
//! * **Source:** Dijkstra, "Cooperating Sequential Processes", Technological University Eindhoven,
//!   1965, who ascribes the solution to Dekker, and takes the same wrong turns before it.
//! * **Smallest failure:** look, look, raise, raise: both are inside.
//! * **Look at:** who lowers its flag when both are raised.
//!
//! As for `peterson`, there is no experiment with real threads.

files! { model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, only_explored, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{explore, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Dekker>("dekker", Group::Locks);

params! {
    /// Checked parameters.
    Dekker {
        /// The algorithm as published, or with a mistake.
        variant: Variant = explore(word::<Variant>("correct"));
        /// How often each goes in.
        rounds: u64 = explore(whole(1, 3, "1"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
    }
}

choice! {
    /// The algorithm, and what can be got wrong in it.
    Variant {
        /// As published.
        Correct = "correct";
        /// Both step back for each other, and there is no turn.
        Courteous = "courteous";
        /// The flag is raised after the look.
        LateFlag = "late-flag";
    }
}

impl Needs for Dekker {
    fn threads(&self) -> u32 {
        2
    }
}

only_explored!(Dekker);
