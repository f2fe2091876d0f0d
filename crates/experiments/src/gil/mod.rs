//! Experiment `gil`: threads of which one at a time may run, because an interpreter has one lock.
//!
//! * **Claim:** under a global interpreter lock threads that compute are no faster than one, and threads that wait
//!   are as fast as ever; one that computes makes those that wait wait longer, by up to the switch interval.
//! * **Source:** the lecture's remark that threads of Python do not compute in parallel.
//! * **Smallest failure:** two threads that compute under the lock: a speed-up of 1.
//! * **Look at:** the lane of the lock, and the speed-ups with it, without it, and in processes.

files! { run, roles, common, model, words }

use crate::choice::{Preemption, preempted_without_await};
use crate::declare::{choice, files, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::param::{DefaultValue, each, explore, real, repeats, run, whole, word};
use crate::{Computer, Stage};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Gil>("gil", Group::OneAtATime);

params! {
    /// Checked parameters.
    Gil {
        /// Threads, and processes to compare them with.
        threads: u32 = each(whole(1, 64, "2"), whole(1, 4, "2"));
        /// Under what they run: that is what is drawn; all three are measured.
        lock: Under = run(word::<Under>("gil"));
        /// What each has to do.
        work: Work = run(word::<Work>("cpu"));
        /// What each computes, in milliseconds of one core.
        work_ms: u64 = run(whole(0, 10_000, "100").or(COMPUTES));
        /// How often one that waits does so.
        waits: u64 = run(whole(1, 1000, "20"));
        /// How long a wait takes, in milliseconds.
        wait_ms: u64 = run(whole(0, 1000, "5"));
        /// After how long a thread asks for the lock, in milliseconds.
        interval_ms: f64 = run(real(0.1, 1000.0, "5"));
        /// How a thread of the model changes what is shared.
        statement: Statement = explore(word::<Statement>("operator"));
        /// How often each thread of the model does so.
        times: u64 = explore(whole(1, 10, "2"));
        /// Whether the model has the lock.
        preemption: Preemption = preempted_without_await("gil");
        /// Runs in a row.
        repeats: u64 = repeats("5");
    }
}

/// Where threads wait the work between is an answer each, and beside them one goes on computing.
const COMPUTES: DefaultValue = DefaultValue::Follows {
    param: "work",
    table: &[("cpu", "100"), ("io", "0"), ("mixed", "300")],
};

choice! {
    /// Under what they run.
    Under {
        /// Threads, of which the holder of the lock runs.
        Gil = "gil";
        /// Threads that all run.
        None = "none";
        /// Processes, each with an interpreter of its own.
        Processes = "processes";
    }
}

choice! {
    /// What each has to do.
    Work {
        /// It computes.
        Cpu = "cpu";
        /// It waits for something, again and again, and needs the lock for a moment in between.
        Io = "io";
        /// The first one computes, the others wait.
        Mixed = "mixed";
    }
}

choice! {
    /// How what is shared is changed.
    Statement {
        /// `counter += 1`.
        Operator = "operator";
        /// `counter = increase(counter)`.
        Function = "function";
        /// `counter = counter + 1` if there is room, which a function is asked for.
        Check = "check";
        /// `items.append(1)`.
        Append = "append";
    }
}

impl Needs for Gil {
    fn threads(&self) -> u32 {
        self.threads
    }

    /// What is drawn comes last.
    fn stages(&self, _computer: Computer) -> Vec<Stage> {
        let processes = Stage::processes(self.threads);
        match self.lock {
            Under::Processes => vec![Stage::threads(self.threads).optional(true), processes],
            Under::Gil | Under::None => vec![processes, Stage::threads(self.threads)],
        }
    }

    fn resources(&self) -> Vec<String> {
        vec!["the GIL".to_owned()]
    }
}
