//! Experiment `hello-threads`: threads are started, greet, and are joined; daemon threads are cut off.
//!
//! * **Claim:** threads that run side by side have no order unless something makes one; a daemon
//!   thread does not keep the program alive.
//! * **Source:** the lecture's first threads; Python's `threading.Thread(daemon=True)`.
//! * **Smallest failure:** two threads, one greeting each: both orders occur.
//! * **Look at:** the lines as they arrived, and how they differ from run to run.

files! { run, words }

use crate::declare::{files, only_runs, params};
use crate::error::{ParamError, Problem};
use crate::experiment::{Experiment, Needs};
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{repeats, run, whole};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment =
    Experiment::new::<HelloThreads>("hello-threads", Group::Threads);

params! {
    /// Checked parameters.
    HelloThreads {
        /// Threads that main starts.
        threads: u32 = run(whole(1, 64, "4"));
        /// Lines that each thread writes; daemon threads go on for ever.
        greetings: u64 = run(whole(1, 20, "3"));
        /// Between two greetings of a thread.
        pause_ms: u64 = run(whole(0, 1000, "5"));
        /// The last threads are daemons; at least one thread is none.
        daemons: u32 = run(whole(0, 63, "1"));
        /// Runs in a row.
        repeats: u64 = repeats("5");
    }
}

impl Needs for HelloThreads {
    fn check(&mut self, fields: &mut Fields<'_>) {
        if fields.all_right() && self.daemons >= self.threads && fields.is_given("daemons") {
            let problem = Problem::NotBelowThreads { threads: self.threads };
            fields.refuse(ParamError::new("daemons", self.daemons, problem));
        }
        // One thread alone is none unless that was asked for.
        self.daemons = self.daemons.min(self.threads - 1);
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        (0..self.threads as usize).map(|n| format!("start of {}", self.thread_name(n))).collect()
    }
}

only_runs!(HelloThreads);
