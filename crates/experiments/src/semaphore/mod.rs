//! Experiment `semaphore`: a room for a few threads at a time.
//!
//! * **Claim:** never are more threads inside than there are permits; the others wait.
//! * **Source:** the lecture's `threading.Semaphore`; Dijkstra, "Cooperating Sequential Processes",
//!   Technological University Eindhoven, 1965.
//! * **Smallest failure:** none.
//! * **Look at:** how many are inside at once, and the line outside.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{each, explore, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Semaphores>("semaphore", Group::Locks);

params! {
    /// Checked parameters.
    Semaphores {
        /// Threads that want to get in.
        threads: u32 = each(whole(1, 64, "6"), whole(1, 6, "3"));
        /// How many may be inside at once.
        permits: u64 = each(whole(1, 64, "2"), whole(1, 6, "2"));
        /// What keeps too many out.
        guard: Guard = explore(word::<Guard>("semaphore"));
        /// How long each stays, in milliseconds.
        inside_ms: u64 = run(whole(0, 1000, "10"));
        /// How often each goes in.
        rounds: u64 = each(whole(1, 100, "2"), whole(1, 5, "1"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// What keeps too many out.
    Guard {
        /// The semaphore: it looks and counts in one step.
        Semaphore = "semaphore";
        /// A look at how many are inside, and then a step.
        LookFirst = "look-first";
    }
}

impl Needs for Semaphores {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the semaphore".to_owned()]
    }
}
