//! Experiment `dining-philosophers`: each needs the fork to the left and the fork to the right.
//!
//! * **Claim:** if all take the left fork first, all may starve; numbering the forks, or letting one
//!   philosopher less sit down, cures it.
//! * **Source:** Dijkstra, "Hierarchical Ordering of Sequential Processes", Acta Informatica, 1971.
//! * **Smallest failure:** everybody takes the left fork.
//! * **Look at:** meals of each, and the circle when they starve.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<DiningPhilosophers>("dining-philosophers", Group::Deadlock);

params! {
    /// Checked parameters.
    DiningPhilosophers {
        /// Philosophers, and as many forks.
        threads: u32 = each(whole(2, 8, "5"), whole(2, 10, "3"));
        /// How each gets two forks.
        strategy: Strategy = both(word::<Strategy>("naive"));
        /// After these everybody is content.
        meals: u64 = each(whole(1, 1000, "30"), whole(1, 10, "1"));
        /// For a meal, and as long between the first fork and the second.
        eat_ms: u64 = run(whole(0, 100, "2"));
        /// When a thread may be interrupted.
        preemption: Preemption = preempted("anywhere");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// How a philosopher gets two forks.
    Strategy {
        /// Left, then right.
        Naive = "naive";
        /// The fork with the lower number first.
        Ordered = "ordered";
        /// A waiter lets all but one sit down at the same time.
        Waiter = "waiter";
        /// Left, then right if it is free; otherwise the left one goes back.
        TryLock = "try-lock";
    }
}

impl Needs for DiningPhilosophers {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn thread_name(&self, index: usize) -> String {
        format!("philosopher {}", index + 1)
    }

    fn resources(&self) -> Vec<String> {
        (1..=self.threads)
            .map(|fork| format!("fork {fork}"))
            .chain(["the waiter".to_owned()])
            .collect()
    }
}
