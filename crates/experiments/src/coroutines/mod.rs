//! Experiment `coroutines`: many tasks on one thread, each of which says itself when another may go on.
//!
//! * **Claim:** coroutines go on in turn, cost bytes where threads cost megabytes, and are interrupted nowhere but
//!   where they await: one that never does starves all others, and what is checked before an await may be wrong
//!   after it.
//! * **Source:** the lecture's generators with `send`, and the scheduler of micro-threads that it leaves as an
//!   exercise.
//! * **Smallest failure:** two coroutines see the last ticket, both await, both sell it.
//! * **Look at:** whose turn it is, and the memory of ten thousand coroutines against that of threads.

files! { run, model, words }

use crate::choice::{Preemption, preempted};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{both, each, explore, repeats, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<Coroutines>("coroutines", Group::OneAtATime);

params! {
    /// Checked parameters.
    Coroutines {
        /// Threads to compare them with; in the model, coroutines.
        threads: u32 = each(whole(1, 200, "4"), whole(1, 6, "2"));
        /// What the tasks do.
        play: Play = run(word::<Play>("micro-threads"));
        /// Who says when another task goes on.
        model: Model = run(word::<Model>("cooperative"));
        /// Coroutines that switch as fast as they can, and are weighed.
        coroutines: u64 = run(whole(1, 10_000, "10000"));
        /// Turns that each task takes.
        steps: u64 = run(whole(1, 100, "3"));
        /// Whether the first task never yields.
        greedy: Greedy = run(word::<Greedy>("no"));
        /// Tickets on sale.
        tickets: u64 = each(whole(0, 100, "3"), whole(0, 6, "1"));
        /// What keeps the check and the sale together.
        guard: Guard = both(word::<Guard>("none"));
        /// Whether a task of the model awaits between the check and the sale.
        awaits: Awaits = explore(word::<Awaits>("between"));
        /// When a task of the model may be interrupted.
        preemption: Preemption = preempted("await");
        /// Runs in a row.
        repeats: u64 = repeats("1");
    }
}

choice! {
    /// What the tasks do.
    Play {
        /// Three generators add 10, 20 and 30 to what is sent to them, until they are closed.
        Generators = "generators";
        /// Micro-threads take turns.
        MicroThreads = "micro-threads";
        /// Customers buy tickets: look whether there is one, await the payment, take it.
        Tickets = "tickets";
    }
}

choice! {
    /// Who says when another task goes on.
    Model {
        /// The task itself.
        Cooperative = "cooperative";
        /// The scheduler of the machine: each task is a thread.
        Preemptive = "preemptive";
    }
}

choice! {
    /// Whether the first task never yields.
    Greedy {
        /// It yields after each turn, as the others do.
        No = "no";
        /// It goes on until it is cut off.
        Yes = "yes";
    }
}

choice! {
    /// What keeps the check and the sale together.
    Guard {
        /// Nothing.
        None = "none";
        /// A lock that is held across the await.
        Lock = "lock";
    }
}

choice! {
    /// Where a task of the model awaits.
    Awaits {
        /// Between the check and the sale.
        Between = "between";
        /// After both.
        After = "after";
    }
}

impl Needs for Coroutines {
    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        vec!["the lock".to_owned()]
    }
}
