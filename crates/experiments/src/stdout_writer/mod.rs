//! Experiment `stdout-writer`: threads write lines, word by word, to one output.
//!
//! * **Claim:** lines that are written in pieces get mixed unless one thread at a time may write.
//! * **Source:** the lecture's locking exercise.
//! * **Smallest failure:** two threads, a line of two words each.
//! * **Look at:** the text as it was written.

files! { run, model, words }

use crate::choice::{Gap, Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<StdoutWriter>("stdout-writer", Group::Locks);

params! {
    /// Checked parameters.
    StdoutWriter {
        /// Threads that write.
        threads: u32 = each(whole(1, 64, "4"), whole(1, 5, "2"));
        /// Lines that each writes.
        lines: u64 = each(whole(1, 100, "5"), whole(1, 4, "1"));
        /// What a thread needs before it writes a line.
        guard: Guard = both(word::<Guard>("none"));
        /// What a thread does between two words.
        gap: Gap = run(word::<Gap>("yield"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// What a thread needs before it may write a line.
    Guard {
        /// Nothing.
        None = "none";
        /// The one lock.
        Lock = "lock";
        /// One of two permits.
        Semaphore = "semaphore";
    }
}

impl Needs for StdoutWriter {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the lock".to_owned(), "the semaphore".to_owned()]
    }
}
