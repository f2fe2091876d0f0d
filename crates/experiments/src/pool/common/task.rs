//! The jobs of a pool, done round by round: no job ends before its time, even on a machine that is busy with
//! something else.

use trace::{Activity, EventKind};

use super::book::{Answer, Chunk};
use crate::pool::{Cost, Pool};
use crate::work::{ROUNDS, compute};

/// The coarsest step of a clock, in milliseconds.
const CLOCK_MS: f64 = 1.0;

/// A chunk that a worker computes.
#[derive(Debug)]
pub(in crate::pool) struct Task<'a> {
    pool: &'a Pool,
    rounds_per_ms: f64,
    /// The job that is next, or on its way.
    job: u64,
    end: u64,
    /// Rounds that are left of the job that is on its way.
    left: Option<u64>,
    /// When that job may end, in milliseconds.
    due_ms: f64,
    values: Vec<u64>,
    failed: Option<u64>,
}

impl<'a> Task<'a> {
    /// Begins with `chunk` at `now_ms`, at a pace that was measured.
    pub(in crate::pool) fn new(
        pool: &'a Pool,
        chunk: Chunk,
        rounds_per_ms: f64,
        now_ms: f64,
    ) -> Self {
        let Chunk { first, jobs } = chunk;
        Self {
            pool,
            rounds_per_ms,
            job: first,
            end: first + jobs,
            left: None,
            due_ms: now_ms - CLOCK_MS,
            values: Vec::with_capacity(jobs as usize),
            failed: None,
        }
    }

    /// Goes on for a moment; `false` when the chunk is done, or a job of it has failed. `note` hears of the
    /// begin and the end of each job; `now_ms` is the clock.
    pub(in crate::pool) fn step(
        &mut self,
        now_ms: impl Fn() -> f64,
        note: impl Fn(EventKind, u32),
    ) -> bool {
        if self.job == self.end || self.failed.is_some() {
            return false;
        }
        let subject = self.job as u32;
        let left = self.left.unwrap_or_else(|| {
            note(EventKind::Begin(Activity::Work), subject);
            let cost_ms = self.pool.cost_ms(self.job);
            self.due_ms += cost_ms;
            (cost_ms * self.rounds_per_ms) as u64
        });
        compute(left.min(ROUNDS));
        let left = left.saturating_sub(ROUNDS);
        self.left = Some(left);
        if left > 0 || now_ms() < self.due_ms {
            return true;
        }
        self.left = None;
        note(EventKind::End, subject);
        if self.job == self.pool.fails {
            self.failed = Some(self.job);
        } else {
            self.values.push(super::value(self.job));
            self.job += 1;
        }
        true
    }

    /// What came of it.
    pub(in crate::pool) fn answer(self) -> Answer {
        self.failed.map_or(Ok(self.values), Err)
    }
}

impl Pool {
    /// What job `number` costs, in milliseconds of one core. With uneven costs job k of n costs 2k / (n + 1)
    /// times the average, so that all of them together cost the same.
    pub(super) fn cost_ms(&self, number: u64) -> f64 {
        match self.cost {
            Cost::Uneven if number <= self.jobs => {
                self.work_ms * 2.0 * number as f64 / (self.jobs + 1) as f64
            }
            Cost::Even | Cost::Uneven => self.work_ms,
        }
    }
}
