//! Experiment `pool`: a pool of workers computes many jobs, as `Pool` and `ThreadPool` do.
//!
//! * **Claim:** whoever computes which job, `map` and `imap` give results in the order of the jobs; a job
//!   that fails takes its chunk with it and reaches the caller, and the pool lives on.
//! * **Source:** the lecture's `multiprocessing.Pool` and `ThreadPool`, with `apply_async` and
//!   `get(timeout=1)` of a job that sleeps for 10 s. What is promised is what CPython does
//!   (`Lib/multiprocessing/pool.py`).
//! * **Smallest failure:** `fails=3` with `chunksize=2`: job 4 is never computed.
//! * **Look at:** gaps at the end of the timeline with large chunks, `cost=uneven` above all.

files! { common, run, roles, model, words }

use crate::Stage;
use crate::choice::Sweep;
use crate::computer::Computer;
use crate::declare::{choice, files, params};
use crate::error::{ParamError, Problem};
use crate::experiment::{Experiment, Needs};
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{Choice, DefaultValue, both, each, real, run, whole, word};

/// The catalogue's entry.
pub(crate) const EXPERIMENT: Experiment = Experiment::new::<Pool>("pool", Group::Processes);

params! {
    /// Checked parameters.
    Pool {
        /// Workers of the pool.
        threads: u32 = each(whole(1, 64, "").or(DefaultValue::Cores), whole(1, 4, "2"));
        /// What its workers are.
        kind: Kind = run(word::<Kind>("process"));
        /// How the caller hands in its jobs and gets results.
        call: Call = both(word::<Call>("map"));
        /// Jobs; number k has the result k².
        jobs: u64 = each(whole(1, 10_000, "24"), whole(1, 4, "3"));
        /// How the work is distributed over the jobs.
        cost: Cost = run(word::<Cost>("even"));
        /// Work of a job, on average, in milliseconds of one core.
        work_ms: f64 = run(real(0.0, 1000.0, "5"));
        /// Jobs that a worker is handed at once; 0 as CPython chooses.
        chunksize: u64 = run(whole(0, 10_000, "0"));
        /// The number of the job that fails, from 1; 0 if none does.
        fails: u64 = run(whole(0, 10_000, "0"));
        /// The longest wait of `get(timeout)` and `next(timeout)`; 0 waits as long as it takes.
        timeout_ms: u64 = run(whole(0, 60_000, "0"));
        /// Whether other chunk sizes are measured first, and the best of them is played.
        sweep: Sweep = run(word::<Sweep>("off"));
        /// Runs in a row.
        repeats: u64 = run(whole(1, 100, "1"));
    }
}

choice! {
    /// What the workers of a pool are.
    Kind {
        /// `multiprocessing.Pool`.
        Process = "process";
        /// `multiprocessing.pool.ThreadPool`.
        Thread = "thread";
    }
}

choice! {
    /// How the caller hands in its jobs and gets results.
    Call {
        /// One call for each job, then `get` of each, in order.
        ApplyAsync = "apply_async";
        /// One call, which returns all results.
        Map = "map";
        /// One call, then one `get`.
        MapAsync = "map_async";
        /// One call, then `next` for each result, in order.
        Imap = "imap";
        /// One call, then `next` for each result, as they arrive.
        ImapUnordered = "imap_unordered";
    }
}

choice! {
    /// How the work is distributed over the jobs.
    Cost {
        /// All cost the same.
        Even = "even";
        /// Each costs more than the one before, all together as much.
        Uneven = "uneven";
    }
}

impl Pool {
    /// Jobs in a chunk. 0 stands for what CPython chooses: for `map` a quarter of what each worker would
    /// have to do, rounded up, and for `imap` one.
    fn chunksize(&self) -> u64 {
        match (self.call, self.chunksize) {
            (Call::ApplyAsync, _) | (Call::Imap | Call::ImapUnordered, 0) => 1,
            (Call::Map | Call::MapAsync, 0) => self.jobs.div_ceil(4 * u64::from(self.threads)),
            (_, given) => given,
        }
    }
}

impl Needs for Pool {
    fn check(&mut self, fields: &mut Fields<'_>) {
        if !fields.all_right() {
            return;
        }
        if self.fails > self.jobs {
            let problem = Problem::IntegerOutside { min: 0, max: self.jobs };
            fields.refuse(ParamError::new("fails", self.fails, problem));
        }
        let is_generator =
            matches!(self.call, Call::Imap | Call::ImapUnordered) && self.chunksize() > 1;
        if is_generator && self.timeout_ms > 0 {
            let problem = Problem::NoTimeout { call: self.call.word() };
            fields.refuse(ParamError::new("timeout_ms", self.timeout_ms, problem));
        }
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn stages(&self, _: Computer) -> Vec<Stage> {
        vec![match self.kind {
            Kind::Process => Stage::processes(self.threads),
            Kind::Thread => Stage::threads(self.threads),
        }]
    }

    fn thread_name(&self, index: usize) -> String {
        format!("worker {}", index + 1)
    }

    fn resources(&self) -> Vec<String> {
        ["the tasks", "the results"].map(str::to_owned).to_vec()
    }
}
