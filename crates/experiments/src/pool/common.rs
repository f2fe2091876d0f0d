//! What pools of threads and of processes have in common: the book, the work, and what a run shows.

pub(super) mod book;
pub(super) mod seen;
pub(super) mod task;

use serde_json::{Value, json};
use trace::VerdictKind;
use trace::wire::StageRun;

use self::book::{Answer, Chunk};
use self::seen::Seen;
use super::{Call, Kind, Pool};
use crate::choice::Sweep;
use crate::experiment::Needs;
use crate::repeats::Played;

/// Results that are sent to the page.
const MOST_RESULTS: usize = 1000;
/// An order is counted by its digits up to this job.
const MOST_DIGITS: u64 = 9;

/// Numbers of what the workers and the caller wait for.
pub(super) const TASKS: u32 = 0;
pub(super) const RESULTS: u32 = 1;

/// The value of job `number`.
pub(super) fn value(number: u64) -> u64 {
    number * number
}

/// What one worker has done.
#[derive(Clone, Debug, Default)]
pub(super) struct Share {
    chunks: u64,
    jobs: u64,
    /// What its jobs cost, and how long it had one.
    cost_ms: f64,
    busy_ms: f64,
}

impl Share {
    /// It has computed one more chunk.
    pub(super) fn add(&mut self, pool: &Pool, chunk: Chunk, answer: &Answer, busy_ms: f64) {
        let end = answer.as_ref().map_or_else(|job| job + 1, |_| chunk.first + chunk.jobs);
        self.chunks += 1;
        self.jobs += chunk.computed(answer);
        self.cost_ms += (chunk.first..end).map(|job| pool.cost_ms(job)).sum::<f64>();
        self.busy_ms += busy_ms;
    }
}

/// What one worker alone would need for all that was computed, in milliseconds, at the greatest pace of any:
/// that which was measured beforehand, or that of a worker. So `n` workers are at most `n` times as fast.
fn sequential_ms(shares: &[Share]) -> f64 {
    /// Less is too short for a clock of a millisecond.
    const LEAST_MS: f64 = 8.0;
    let long = shares.iter().filter(|share| share.busy_ms >= LEAST_MS);
    let pace = long.map(|share| share.cost_ms / share.busy_ms).fold(1.0, f64::max);
    shares.iter().map(|share| share.cost_ms).sum::<f64>() / pace
}

/// How many times as fast; nothing if there was nothing to do.
fn speed_up(sequential_ms: f64, wall_ms: f64) -> Value {
    if sequential_ms > 0.0 { json!(sequential_ms / wall_ms.max(1e-3)) } else { Value::Null }
}

/// How long the jobs of a sweep took, by chunk size.
pub(super) type Times = Vec<(u64, f64)>;

/// The chunk size with the shortest time, the smaller one of two.
pub(super) fn best(times: &Times) -> Option<u64> {
    times.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(|&(chunksize, _)| chunksize)
}

impl Pool {
    /// The same jobs, none of which fails, without a timeout: what is measured for each chunk size.
    pub(super) fn measured(&self, chunksize: u64) -> Self {
        Self { chunksize, fails: 0, timeout_ms: 0, ..self.clone() }
    }

    /// The same with the best of the chunk sizes that were measured.
    pub(super) fn with_best(&self, times: &Times) -> Self {
        Self { chunksize: best(times).unwrap_or(self.chunksize), ..self.clone() }
    }

    /// How often a sweep measures each chunk size, in turn; the shortest time counts.
    pub(super) const SWEEP_REPEATS: u64 = 3;

    /// The chunk sizes of a sweep, the powers of 2 up to all jobs in one chunk, with no time yet; none unless
    /// it was asked for.
    pub(super) fn sweep_begins(&self) -> Times {
        let most = match (self.sweep, self.call) {
            (Sweep::Off, _) => 0,
            (Sweep::On, Call::ApplyAsync) => 1,
            (Sweep::On, _) => self.jobs,
        };
        let sizes = (0..).map(|power| 1 << power).take_while(|size| *size <= most);
        sizes.map(|size| (size, f64::INFINITY)).collect()
    }

    /// Chunks of one call.
    pub(super) fn n_chunks(&self) -> usize {
        self.jobs.div_ceil(self.chunksize()) as usize
    }

    /// What a finished repeat shows.
    pub(super) fn shown(&self, seen: &Seen, shares: &[Share], wall_ms: f64) -> Played {
        let kind = match (self.is_kept_by(seen), seen.timed_out) {
            (false, _) => VerdictKind::WrongValue,
            (true, true) => VerdictKind::TimedOut,
            (true, false) => VerdictKind::Held,
        };
        let order = seen.order(self.call);
        let in_order = order.is_sorted();
        let value = match in_order {
            _ if self.jobs <= MOST_DIGITS => order.iter().map(u64::to_string).collect(),
            true => "in order".to_owned(),
            false => "out of order".to_owned(),
        };
        let row = |(index, share): (usize, &Share)| {
            let worker = match self.kind {
                Kind::Process => format!("process {}", index + 1),
                Kind::Thread => self.thread_name(index),
            };
            let Share { chunks, jobs, busy_ms, .. } = share;
            json!({ "worker": worker, "chunks": chunks, "jobs": jobs, "busy_ms": busy_ms })
        };
        let sequential_ms = sequential_ms(shares);
        let results: Vec<u64> = seen.results.iter().map(|job| self::value(*job)).collect();
        let callback_order = (self.call == Call::ApplyAsync).then_some(&seen.callbacks);
        let figures = [
            ("jobs", json!(self.jobs)),
            ("results", json!(results.iter().take(MOST_RESULTS).collect::<Vec<_>>())),
            ("n_results", json!(results.len())),
            ("in_order", json!(seen.results.is_sorted())),
            ("callback_order", json!(callback_order)),
            ("callbacks", json!(seen.callbacks.len())),
            ("error_callbacks", json!(seen.error_callbacks)),
            ("computed", json!(seen.computed)),
            ("chunksize", json!(self.chunksize())),
            ("chunks", json!(self.n_chunks())),
            ("busy_ms", shares.iter().map(|share| json!(share.busy_ms)).collect()),
            ("workers", shares.iter().enumerate().map(row).collect()),
            ("sequential_ms", json!(sequential_ms)),
            ("speed_up", speed_up(sequential_ms, wall_ms)),
            ("timed_out", json!(seen.timed_out)),
            ("result_came_later", json!(seen.came_later)),
            ("failure", json!(seen.failure.map(|job| format!("job {job} failed")))),
            ("pool_alive", json!(seen.is_alive)),
            ("tasks_done_after_failure", json!(seen.done_after_failure)),
        ];
        Played::new(kind, value, wall_ms, figures)
    }

    /// Adds what a sweep found to the figures of a run.
    pub(super) fn add_sweep(run: &mut StageRun, times: &Times) {
        let Some(best) = best(times) else { return };
        let by_size = times.iter().map(|&(size, wall_ms)| (size.to_string(), json!(wall_ms)));
        let figures =
            [("best_chunksize", json!(best)), ("wall_ms_by_chunksize", by_size.collect())];
        run.figures.extend(figures.map(|(name, value)| (name.to_owned(), value)));
    }
}
