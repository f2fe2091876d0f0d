//! What the caller of a pool has seen in the end, and whether it is what was promised.

use crate::pool::{Call, Pool};

/// What the caller has seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::pool) struct Seen {
    /// The jobs whose results it has, in the order in which it got them.
    pub(in crate::pool) results: Vec<u64>,
    /// The job whose failure reached it.
    pub(in crate::pool) failure: Option<u64>,
    /// Calls of the callback, each by the first job of its result.
    pub(in crate::pool) callbacks: Vec<u64>,
    /// Calls of the callback for errors.
    pub(in crate::pool) error_callbacks: u64,
    /// Jobs that were computed, whatever became of their results.
    pub(in crate::pool) computed: u64,
    /// Chunks with other values than those of their jobs.
    pub(in crate::pool) wrong: u64,
    /// Whether a wait ran out of time.
    pub(in crate::pool) timed_out: bool,
    /// Whether what was late came when it was asked for again.
    pub(in crate::pool) came_later: bool,
    /// Whether the pool still works.
    pub(in crate::pool) is_alive: bool,
    /// Jobs that were computed after the failure had come back.
    pub(in crate::pool) done_after_failure: u64,
}

impl Seen {
    /// The order that was seen: that of the callbacks of each job, or else of the results.
    pub(in crate::pool) fn order(&self, call: Call) -> &[u64] {
        if call == Call::ApplyAsync { &self.callbacks } else { &self.results }
    }
}

impl Pool {
    /// Whether the caller has seen what CPython promises, whichever worker computed which chunk when.
    pub(in crate::pool) fn is_kept_by(&self, seen: &Seen) -> bool {
        let failed = (self.fails > 0).then_some(self.fails);
        let chunk = |job: u64| (job - 1) / self.chunksize();
        let lost = failed.map(chunk);
        let succeeds = |job: &u64| lost != Some(chunk(*job));
        let is_whole = failed.is_none() || self.chunksize() == 1;
        let mut got = seen.results.clone();
        let right = match self.call {
            Call::Map | Call::MapAsync if failed.is_some() => got.is_empty(),
            Call::Map | Call::MapAsync | Call::ApplyAsync | Call::Imap => {
                let before = |job: &u64| is_whole || Some(chunk(*job)) < lost;
                got.into_iter().eq((1..=self.jobs).filter(succeeds).filter(before))
            }
            Call::ImapUnordered => {
                got.sort_unstable();
                let once = got.windows(2).all(|pair| pair[0] < pair[1]);
                let all = || (1..=self.jobs).filter(succeeds);
                once && got.iter().all(succeeds) && (!is_whole || got.len() == all().count())
            }
        };
        right && seen.wrong == 0 && seen.is_alive && seen.failure == failed
    }
}
