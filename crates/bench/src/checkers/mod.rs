//! The same small programs in loom and shuttle, which run real code again and again, and in SPIN.

mod spin;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;
use trace::wire::{ExploreOptions, OutcomeRecord};
use xtask::Outcome;

use crate::Effort;
use crate::explorer::explored;
use crate::figure::Unit;

/// Threads and increments of `lost-update`.
const SIZES: [(usize, usize); 4] = [(2, 1), (2, 2), (2, 3), (3, 2)];

/// A size for those only that look at states.
const LARGE: (usize, usize) = (4, 4);
/// Philosophers at the table.
const SEATS: usize = 8;

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

/// Every program in every checker, most for ten seconds at most.
///
/// # Errors
///
/// SPIN is missing, or two that have seen everything disagree.
pub(crate) fn rows(effort: Effort) -> Outcome<Vec<Row>> {
    let limit = Duration::from_secs(if effort.quick { 1 } else { 10 });
    let samples = if effort.quick { 10_000 } else { 100_000 };
    // shuttle leaves a panic hook behind that speaks whenever loom ends a thread: loom comes first.
    let loom = SIZES.map(|size| loom(size, limit));
    let mut rows = Vec::new();
    for (size, loom) in SIZES.into_iter().zip(loom) {
        rows.extend([ours(size)?, loom, depth_first(size, limit), at_random(size, samples)]);
        rows.push(spin::lost_update(size, limit)?);
    }
    // Too much for those that run the program for each schedule.
    rows.extend([ours(LARGE)?, spin::lost_update(LARGE, 3 * limit)?]);
    rows.extend([our_table(SEATS)?, spin::philosophers(SEATS, limit)?]);
    agree(&rows)?;
    Ok(rows)
}

/// Whoever has looked at everything has seen the same.
fn agree(rows: &[Row]) -> Outcome {
    for row in rows.iter().filter(|row| row.complete) {
        let same = |other: &&Row| other.complete && other.program == row.program;
        if let Some(other) = rows.iter().filter(same).find(|other| other.totals != row.totals) {
            let (one, two) = (&row.totals, &other.totals);
            let (by, and) = (row.checker, other.checker);
            return Err(format!("{}: {by} saw {one:?}, {and} saw {two:?}", row.program).into());
        }
    }
    Ok(())
}

fn program((threads, increments): (usize, usize)) -> String {
    format!("lost-update {threads} × {increments}")
}

fn table(seats: usize) -> String {
    format!("{seats} ordered philosophers")
}

fn ours(size: (usize, usize)) -> Outcome<Row> {
    let (threads, increments) = size;
    let link = format!("#/explore/lost-update?v=1&threads={threads}&increments={increments}");
    of_link(program(size), &link, |outcome| outcome.value)
}

/// How it ends is all that a meal leaves behind.
fn our_table(seats: usize) -> Outcome<Row> {
    let link = format!("#/explore/dining-philosophers?v=1&threads={seats}&strategy=ordered");
    of_link(table(seats), &link, |outcome| outcome.kind)
}

fn of_link(program: String, link: &str, seen: fn(OutcomeRecord) -> String) -> Outcome<Row> {
    let options = ExploreOptions::default();
    explored(link, &options)?; // warms up
    let record = explored(link, &options)?;
    Ok(Row {
        program,
        checker: "Interleave",
        work: format!("{} states", record.states),
        elapsed: Duration::from_secs_f64(record.elapsed_ms / 1e3),
        totals: record.outcomes.into_iter().map(seen).collect(),
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
