//! Experiment `deadlock`: trains on a ring of track sections, each in one and in need of the next.
//!
//! * **Claim:** who holds one lock and waits for another may wait for ever; a fixed order of locks, or
//!   giving back what one holds, cures it.
//! * **Source:** the lecture's two trains at a crossing; Coffman, Elphick and Shoshani, "System
//!   Deadlocks", ACM Computing Surveys, 1971.
//! * **Smallest failure:** A takes 1, B takes 2, A wants 2, B wants 1.
//! * **Look at:** the circle in the picture of who waits for whom.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Deadlock>("deadlock", Group::Deadlock);

params! {
    /// Checked parameters.
    Deadlock {
        /// Trains, and as many track sections in a ring.
        threads: u32 = both(whole(2, 8, "2"));
        /// Which section each train takes first.
        order: Order = both(word::<Order>("opposite"));
        /// How often each train passes.
        trips: u64 = each(whole(1, 1000, "40"), whole(1, 10, "1"));
        /// Between taking the first section and asking for the second, and again on both.
        hold_ms: u64 = run(whole(0, 1000, "2"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// In which order a train takes its two sections.
    Order {
        /// The one it stands before, then the next: round the ring.
        Opposite = "opposite";
        /// The one with the lower number first.
        Same = "same";
        /// As `Opposite`, but a train that finds the next one taken gives the first one back.
        TryLock = "try-lock";
    }
}

impl Needs for Deadlock {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn thread_name(&self, index: usize) -> String {
        format!("train {}", index + 1)
    }

    fn resources(&self) -> Vec<String> {
        ('A'..).take(self.threads as usize).map(|s| format!("section {s}")).collect()
    }
}
