//! The work of a pool: it takes its time on a core, and cannot be done faster. Were a job simply to look at the
//! clock until its time is over, more workers than cores would seem to compute as many jobs at once. So it is
//! counted in rounds, and how many of them a core does in a millisecond is measured beforehand. On a machine that
//! is busy with something else that may be too few, so no job ends before its time either.

use std::hint::black_box;

use trace::{Activity, EventKind};

use super::book::{Answer, Chunk};
use crate::pool::{Cost, Pool};

/// Rounds between two looks around: some ten microseconds.
const ROUNDS: u64 = 4096;
/// Work before the pace is measured, in milliseconds: browsers compile anew what has run for a while.
const WARM_UP_MS: f64 = 60.0;
/// Time over which the pace is measured at once, and altogether, in milliseconds.
const SAMPLE_MS: f64 = 8.0;
const MEASURE_MS: f64 = 60.0;

/// The coarsest step of a clock, in milliseconds.
const CLOCK_MS: f64 = 1.0;

/// Computes `rounds` rounds, each of which needs the one before. It is the same code when the pace is measured
/// and in a job, or the compiler may make one of them faster.
///
/// Source: Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (14), 2003.
#[inline(never)]
fn compute(rounds: u64) {
    let mut state = black_box(0x9e37_79b9_7f4a_7c15_u64);
    for _ in 0..rounds {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    black_box(state);
}

/// Measures how many rounds a core does in a millisecond: the most of several times, because whatever else
/// goes on makes it less.
#[derive(Debug)]
pub(in crate::pool) struct Pace {
    began_ms: f64,
    sample_ms: f64,
    rounds: u64,
    most: f64,
}

impl Pace {
    /// Begins at `now_ms`.
    pub(in crate::pool) fn new(now_ms: f64) -> Self {
        Self { began_ms: now_ms, sample_ms: now_ms, rounds: 0, most: 0.0 }
    }

    /// Goes on; `false` when it is known. `now_ms` is the clock.
    pub(in crate::pool) fn step(&mut self, now_ms: impl Fn() -> f64) -> bool {
        compute(ROUNDS);
        self.rounds += ROUNDS;
        let now_ms = now_ms();
        let passed_ms = now_ms - self.sample_ms;
        if passed_ms >= SAMPLE_MS {
            if self.is_warm() {
                self.most = self.most.max(self.rounds as f64 / passed_ms);
            }
            (self.sample_ms, self.rounds) = (now_ms, 0);
        }
        self.most == 0.0 || now_ms - self.began_ms < WARM_UP_MS + MEASURE_MS
    }

    /// Whether it has gone on for so long that browsers have compiled it for good.
    pub(in crate::pool) fn is_warm(&self) -> bool {
        self.sample_ms - self.began_ms >= WARM_UP_MS
    }

    /// Rounds in a millisecond.
    pub(in crate::pool) fn rounds_per_ms(&self) -> f64 {
        self.most
    }
}

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
