//! Experiment `livelock`: polite people in a corridor step aside again and again.
//!
//! * **Claim:** threads that react to each other in the same way at the same time may act for ever
//!   without getting anywhere; chance or a rule of precedence cures it.
//! * **Source:** the lecture's two people who sway from side to side; Lamport, "The Mutual Exclusion
//!   Problem: Part II", Journal of the ACM, 1986, on progress.
//! * **Smallest failure:** two people, two sides, both step at once.
//! * **Look at:** nobody waits for anybody, and still nobody passes.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Livelock>("livelock", Group::Deadlock);

params! {
    /// Checked parameters.
    Livelock {
        /// People, and as many lanes in the corridor.
        threads: u32 = each(whole(2, 8, "2"), whole(2, 4, "2"));
        /// What breaks the symmetry.
        cure: Cure = both(word::<Cure>("none"));
        /// After so many rounds without an end it is called a livelock.
        rounds: u64 = run(whole(1, 10_000, "100"));
        /// How long a step to the next lane takes.
        step_ms: u64 = run(whole(0, 100, "2"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// What breaks the symmetry.
    Cure {
        /// Nothing: everybody steps aside at once.
        None = "none";
        /// Each steps aside or stays, by chance.
        BackOff = "back-off";
        /// The one with the lowest number stays.
        Priority = "priority";
    }
}

impl Needs for Livelock {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn thread_name(&self, index: usize) -> String {
        format!("person {}", index + 1)
    }

    fn resources(&self) -> Vec<String> {
        vec!["everybody else".to_owned()]
    }
}
