//! The book of a pool: which chunks were handed out, what came back, and what the caller has seen of it. It
//! is plain data, and keeps to what CPython does (`Lib/multiprocessing/pool.py`):
//!
//! * A chunk is one task, `list(map(job, chunk))`. Where a job fails, the rest of its chunk is not computed,
//!   and what was computed of it is gone.
//! * `map` and `map_async` are ready when every chunk has come back, and fail as a whole.
//! * `imap` and `imap_unordered` go on after a failure with chunks of one job; with greater chunks they are
//!   generators, which end with it.

#[cfg(test)]
mod tests;

use super::seen::Seen;
use crate::pool::{Call, Pool};

/// Some neighboring jobs that are one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pool) struct Chunk {
    /// The number of its first job.
    pub(in crate::pool) first: u64,
    /// Its jobs.
    pub(in crate::pool) jobs: u64,
}

/// What came back for a chunk: the values of its jobs, or the number of the one that failed.
pub(in crate::pool) type Answer = Result<Vec<u64>, u64>;

impl Chunk {
    /// Jobs that were computed for `answer`. Those before one that failed were computed in vain.
    pub(in crate::pool) fn computed(self, answer: &Answer) -> u64 {
        answer.as_ref().map_or_else(|job| job - self.first, |values| values.len() as u64)
    }
}

/// The book of one call.
#[derive(Debug)]
pub(in crate::pool) struct Book {
    call: Call,
    jobs: u64,
    chunksize: u64,
    timeout_ms: Option<f64>,
    /// Chunks that were handed out.
    handed_out: u64,
    /// What came back, by the number of the chunk.
    answers: Vec<Option<Answer>>,
    /// The numbers of the chunks in the order in which they came back.
    arrivals: Vec<usize>,
    /// The job whose failure came back first.
    failed: Option<u64>,
    caller: Caller,
    /// What the caller has seen.
    pub(in crate::pool) seen: Seen,
}

/// Where the caller is.
#[derive(Debug)]
struct Caller {
    /// Waits that are over.
    waited: usize,
    /// When it began to wait, in milliseconds; nothing before it has.
    since_ms: Option<f64>,
    /// Whether it was told that what it waits for is late.
    is_late: bool,
    /// Whether its generator has ended with a failure.
    is_cut: bool,
}

impl Book {
    /// The book of a call of `pool`.
    pub(in crate::pool) fn new(pool: &Pool) -> Self {
        Self {
            call: pool.call,
            jobs: pool.jobs,
            chunksize: pool.chunksize(),
            timeout_ms: (pool.timeout_ms > 0).then_some(pool.timeout_ms as f64),
            handed_out: 0,
            answers: vec![None; pool.n_chunks()],
            arrivals: Vec::new(),
            failed: None,
            caller: Caller { waited: 0, since_ms: None, is_late: false, is_cut: false },
            seen: Seen::default(),
        }
    }

    /// The next chunk to hand out.
    pub(in crate::pool) fn hand_out(&mut self) -> Option<Chunk> {
        let first = self.handed_out * self.chunksize + 1;
        (first <= self.jobs).then(|| {
            self.handed_out += 1;
            Chunk { first, jobs: self.chunksize.min(self.jobs + 1 - first) }
        })
    }

    /// The job after a failure, from which is seen whether the pool still works.
    pub(in crate::pool) fn one_more(&self) -> Option<Chunk> {
        self.failed.map(|_| Chunk { first: self.jobs + 1, jobs: 1 })
    }

    /// Takes in what came back for `chunk`.
    pub(in crate::pool) fn arrive(&mut self, chunk: Chunk, answer: Answer) {
        let Chunk { first, .. } = chunk;
        if let Ok(values) = &answer {
            let right = (first..first + chunk.jobs).map(super::value);
            self.seen.wrong += u64::from(!right.eq(values.iter().copied()));
        }
        let computed = chunk.computed(&answer);
        if self.failed.is_some() {
            self.seen.done_after_failure += computed;
        }
        if first > self.jobs {
            self.seen.is_alive = answer.is_ok();
            return;
        }
        self.seen.computed += computed;
        self.failed = self.failed.or(answer.as_ref().err().copied());
        if self.call == Call::ApplyAsync {
            self.call_back(answer.as_ref().ok().map(|_| first));
        }
        let number = ((first - 1) / self.chunksize) as usize;
        self.answers[number] = Some(answer);
        self.arrivals.push(number);
        if self.call == Call::MapAsync && self.all_arrived() {
            self.call_back(self.failed.is_none().then_some(1));
        }
        self.seen.is_alive = self.failed.is_none();
    }

    /// Calls the callback for the result that begins with `job`, or the one for errors.
    fn call_back(&mut self, job: Option<u64>) {
        match job {
            Some(job) => self.seen.callbacks.push(job),
            None => self.seen.error_callbacks += 1,
        }
    }

    /// What the caller does at `now_ms`: begins to wait, takes what has come, and gives up a wait whose time
    /// is over.
    pub(in crate::pool) fn look(&mut self, now_ms: f64) {
        self.caller.since_ms.get_or_insert(now_ms);
        while self.waits() && self.is_ready() {
            let failure = self.seen.failure;
            self.deliver();
            self.seen.came_later |= self.caller.is_late && self.seen.failure == failure;
            let waited = self.caller.waited + 1;
            self.caller = Caller { waited, since_ms: Some(now_ms), is_late: false, ..self.caller };
        }
        if self.left_ms(now_ms).is_some_and(|left_ms| left_ms <= 0.0) {
            self.caller.is_late = true;
            self.seen.timed_out = true;
        }
    }

    /// How long the caller goes on waiting until it is told that what it waits for is late, in milliseconds.
    pub(in crate::pool) fn left_ms(&self, now_ms: f64) -> Option<f64> {
        let timeout_ms = self.timeout_ms.filter(|_| self.waits() && !self.caller.is_late)?;
        Some(self.caller.since_ms? + timeout_ms - now_ms)
    }

    /// Whether every chunk has come back, and the caller has got all that it will.
    pub(in crate::pool) fn is_over(&self) -> bool {
        self.all_arrived() && !self.waits()
    }

    fn all_arrived(&self) -> bool {
        self.arrivals.len() == self.answers.len()
    }

    fn waits(&self) -> bool {
        let n_waits = match self.call {
            Call::Map | Call::MapAsync => 1,
            Call::ApplyAsync | Call::Imap | Call::ImapUnordered => self.answers.len(),
        };
        !self.caller.is_cut && self.caller.waited < n_waits
    }

    fn is_ready(&self) -> bool {
        match self.call {
            Call::Map | Call::MapAsync => self.all_arrived(),
            Call::ApplyAsync | Call::Imap => self.answers[self.caller.waited].is_some(),
            Call::ImapUnordered => self.arrivals.len() > self.caller.waited,
        }
    }

    /// Gives the caller what it waits for, which is ready.
    fn deliver(&mut self) {
        let waited = self.caller.waited;
        let chunk = match self.call {
            Call::Map | Call::MapAsync => {
                match self.failed {
                    Some(job) => self.seen.failure = Some(job),
                    None => self.seen.results.extend(1..=self.jobs),
                }
                return;
            }
            Call::ApplyAsync | Call::Imap => waited,
            Call::ImapUnordered => self.arrivals[waited],
        };
        match self.answers[chunk].as_ref().expect("it is ready") {
            Ok(values) => {
                let first = chunk as u64 * self.chunksize + 1;
                self.seen.results.extend(first..first + values.len() as u64);
            }
            Err(job) => {
                self.seen.failure = Some(*job);
                self.caller.is_cut = self.chunksize > 1;
            }
        }
    }
}
