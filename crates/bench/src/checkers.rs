//! The same small programs in loom and shuttle, which run real code again and again.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;
use trace::wire::ExploreOptions;
use xtask::Outcome;

use crate::Effort;
use crate::explorer::explored;
use crate::figure::Unit;

/// Threads and increments of `lost-update`.
const SIZES: [(usize, usize); 4] = [(2, 1), (2, 2), (2, 3), (3, 2)];

/// What one checker made of one program.
pub(crate) struct Row {
    program: String,
    checker: &'static str,
    /// What it did, and how often.
    work: String,
    elapsed: Duration,
    /// The totals that it saw.
    totals: BTreeSet<String>,
    complete: bool,
}

impl Row {
    /// The cells of the table.
    pub(crate) fn cells(&self) -> [String; 6] {
        let ms = self.elapsed.as_secs_f64() * 1e3;
        let totals: Vec<&str> = self.totals.iter().map(String::as_str).collect();
        [
            self.program.clone(),
            self.checker.to_owned(),
            self.work.clone(),
            Unit::Milliseconds.text(ms),
            totals.join(" "),
            if self.complete { "yes" } else { "no" }.to_owned(),
        ]
    }
}

/// Every program in every checker, each for ten seconds at most.
///
/// # Errors
///
/// A link of ours cannot be read.
pub(crate) fn rows(effort: Effort) -> Outcome<Vec<Row>> {
    let limit = Duration::from_secs(if effort.quick { 1 } else { 10 });
    let samples = if effort.quick { 10_000 } else { 100_000 };
    // shuttle leaves a panic hook behind that speaks whenever loom ends a thread: loom comes first.
    let loom = SIZES.map(|size| loom(size, limit));
    let mut rows = Vec::new();
    for (size, loom) in SIZES.into_iter().zip(loom) {
        rows.extend([ours(size)?, loom, depth_first(size, limit), at_random(size, samples)]);
    }
    Ok(rows)
}

fn program((threads, increments): (usize, usize)) -> String {
    format!("lost-update {threads} × {increments}")
}

fn ours(size: (usize, usize)) -> Outcome<Row> {
    let (threads, increments) = size;
    let link = format!("#/explore/lost-update?v=1&threads={threads}&increments={increments}");
    let options = ExploreOptions::default();
    explored(&link, &options)?; // warms up
    let record = explored(&link, &options)?;
    Ok(Row {
        program: program(size),
        checker: "Interleave",
        work: format!("{} states", record.states),
        elapsed: Duration::from_secs_f64(record.elapsed_ms / 1e3),
        totals: record.outcomes.into_iter().map(|outcome| outcome.value).collect(),
        complete: record.complete,
    })
}

/// The program, with the types of one checker.
macro_rules! lost_update {
    ($checker:ident, $size:expr, $seen:expr) => {{
        let ((threads, increments), seen) = ($size, $seen.clone());
        move || {
            use $checker::sync::Arc;
            use $checker::sync::atomic::{AtomicUsize, Ordering};

            let counter = Arc::new(AtomicUsize::new(0));
            let spawn = |_| {
                let counter = counter.clone();
                $checker::thread::spawn(move || {
                    for _ in 0..increments {
                        let value = counter.load(Ordering::SeqCst);
                        counter.store(value + 1, Ordering::SeqCst);
                    }
                })
            };
            let workers: Vec<_> = (0..threads).map(spawn).collect();
            for worker in workers {
                worker.join().expect("it does not panic");
            }
            seen.note(counter.load(Ordering::SeqCst));
        }
    }};
}

/// What executions saw.
#[derive(Default)]
struct Seen {
    executions: AtomicU64,
    totals: Mutex<BTreeSet<String>>,
}

impl Seen {
    fn note(&self, total: usize) {
        self.executions.fetch_add(1, Ordering::Relaxed);
        let mut totals = self.totals.lock().expect("nobody panics while holding it");
        totals.insert(total.to_string());
    }

    fn row(
        &self,
        size: (usize, usize),
        checker: &'static str,
        elapsed: Duration,
        complete: bool,
    ) -> Row {
        let executions = self.executions.load(Ordering::Relaxed);
        let totals = self.totals.lock().expect("nobody panics while holding it").clone();
        let work = format!("{executions} executions");
        Row { program: program(size), checker, work, elapsed, totals, complete }
    }
}

fn loom(size: (usize, usize), limit: Duration) -> Row {
    let seen = Arc::new(Seen::default());
    let mut model = loom::model::Builder::new();
    model.preemption_bound = None;
    model.max_duration = Some(limit);
    model.checkpoint_interval = 100; // executions between two looks at the time
    let start = Instant::now();
    model.check(lost_update!(loom, size, seen));
    let elapsed = start.elapsed();
    seen.row(size, "loom", elapsed, elapsed < limit)
}

fn depth_first(size: (usize, usize), limit: Duration) -> Row {
    let seen = Arc::new(Seen::default());
    let mut config = shuttle::Config::new();
    config.max_time = Some(limit);
    let scheduler = shuttle::scheduler::DfsScheduler::new(None, false);
    let start = Instant::now();
    shuttle::Runner::new(scheduler, config).run(lost_update!(shuttle, size, seen));
    let elapsed = start.elapsed();
    seen.row(size, "shuttle, depth first", elapsed, elapsed < limit)
}

fn at_random(size: (usize, usize), samples: usize) -> Row {
    let seen = Arc::new(Seen::default());
    let scheduler = shuttle::scheduler::RandomScheduler::new_from_seed(1, samples);
    let start = Instant::now();
    shuttle::Runner::new(scheduler, shuttle::Config::new()).run(lost_update!(shuttle, size, seen));
    seen.row(size, "shuttle, at random", start.elapsed(), false)
}
