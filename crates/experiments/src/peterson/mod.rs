//! The model `peterson`: two threads keep each other out with two flags and a turn.
//!
//! * **Claim:** reads and writes alone are enough for mutual exclusion, but their order matters.
//! * **Source:** Peterson, "Myths About the Mutual Exclusion Problem", Information Processing Letters,
//!   1981.
//! * **Smallest failure:** look, look, raise, raise: both are inside.
//! * **Look at:** what each has seen when it goes in.
//!
//! There is no experiment with real threads: on real processors the algorithm needs fences, which is
//! another lesson. Here memory is sequentially consistent.

files! { model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, only_explored, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{explore, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Peterson>("peterson", Group::Locks);

params! {
    /// Checked parameters.
    Peterson {
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
        /// There are flags only.
        NoTurn = "no-turn";
        /// The turn is given away before the flag is raised.
        TurnFirst = "turn-first";
        /// The flag is raised after the look.
        LateFlag = "late-flag";
    }
}

impl Needs for Peterson {
    fn threads(&self) -> u32 {
        2
    }
}

only_explored!(Peterson);
