//! Experiment `reentrant-lock`: a recursive function that takes a lock at every level.
//!
//! * **Claim:** a plain lock locks its own holder out; a reentrant lock counts how often its owner has
//!   taken it.
//! * **Source:** the lecture's `threading.RLock`.
//! * **Smallest failure:** depth 2.
//! * **Look at:** the hold count at each level.

files! { run, model, words }

use crate::choice::{Preemption, preempted_without_await};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, repeats, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<ReentrantLock>("reentrant-lock", Group::Locks);

params! {
    /// Checked parameters.
    ReentrantLock {
        /// Threads that call the function.
        threads: u32 = each(whole(1, 64, "2"), whole(1, 4, "2"));
        /// How deep the function calls itself.
        depth: u64 = each(whole(1, 100, "4"), whole(1, 10, "2"));
        /// Which lock it takes.
        kind: Kind = both(word::<Kind>("lock"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted_without_await("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// Which lock.
    Kind {
        /// Whoever holds it must not take it again.
        Lock = "lock";
        /// Its owner may take it again, and must give it back as often.
        RLock = "rlock";
    }
}

impl Needs for ReentrantLock {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the lock".to_owned()]
    }
}
