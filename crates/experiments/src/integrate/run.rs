//! The methods on threads. Each returns the value of the integral and leaves timing to the caller.

use std::iter;

use primitives::{Queue, Stopped};
use rayon::prelude::*;
use serde_json::{Map, Value};
use trace::Activity;
use trace::wire::StageRun;

use super::Integrate;
use super::choices::Method;
use crate::chunk::{Chunk, Reduction};
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::param::Choice;
use crate::sampling::Take;

/// Tasks for each thread that method `pool` offers to work stealing: small enough to even out, few
/// enough to show.
const TASKS_PER_THREAD: u64 = 32;
/// Why a put into a queue of results cannot fail.
const UNBOUNDED: &str = "a queue without bound takes every item until it is shut down";

impl Run for Integrate {
    /// Times the method and the sequential baseline in turn on the threads of `lab`.
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let (whole, warm_up) = self.chunks();
        let variants = [(self.method.word(), lab.threads as u32), ("sequential", 1)];
        let mut values = [0.0; 2];
        let samples = lab.time(&variants, self.repeats, whole.n_blocks(), |take| {
            let (variant, job) = match take {
                Take::WarmUp(variant) => (variant, &warm_up),
                Take::Measured { variant, .. } => (variant, &whole),
            };
            values[variant] = match variant {
                0 => self.compute(job, lab)?,
                _ => sequential(job, lab)?,
            };
            Ok(())
        })?;
        let figures = [("value", values[0]), ("sequential_value", values[1])];
        let figures = figures.map(|(name, value)| (name.to_owned(), Value::from(value)));
        Ok(StageRun {
            threads: lab.threads as u32,
            samples,
            figures: Map::from_iter(figures),
            ..StageRun::default()
        })
    }
}

impl Integrate {
    fn compute(&self, job: &Chunk, lab: &Lab<'_>) -> Result<f64, Stopped> {
        match self.method {
            Method::Threads => threads(job, lab),
            Method::Pool => pool(job, lab),
            Method::Slide => slide(job, lab),
            Method::Sequential | Method::Processes | Method::Tasks => sequential(job, lab),
        }
    }
}

/// One thread, block after block.
fn sequential(job: &Chunk, lab: &Lab<'_>) -> Result<f64, Stopped> {
    Ok(job.join(&sum_chunk(job, lab)?))
}

/// One chunk for each thread; each puts its sums on a queue, as the slides do with `threading`.
fn threads(job: &Chunk, lab: &Lab<'_>) -> Result<f64, Stopped> {
    let results = Queue::new(0, 0, lab.threads);
    let worker = |index: usize| {
        let me = lab.worker(index);
        let chunk = job.part(index as u64, lab.threads as u64);
        let first = chunk.blocks.start;
        let work = || sum_chunk(&chunk, lab);
        let sums = me.lane().span(Activity::Work, first as u32, work);
        results.put(&me.silent(), (first, sums)).expect(UNBOUNDED);
    };
    lab.each_thread(worker, || {
        let me = lab.worker(lab.coordinator()).silent();
        let mut parts = Vec::with_capacity(lab.threads);
        for _ in 0..lab.threads {
            let (first, sums) = results.get(&me)?;
            parts.push((first, sums?));
        }
        if job.reduction == Reduction::Blocks {
            parts.sort_unstable_by_key(|(first, _)| *first);
        }
        let sums: Vec<f64> = parts.into_iter().flat_map(|(_, sums)| sums).collect();
        Ok(job.join(&sums))
    })
}

/// Many small chunks; a thread that has none left steals from another (rayon).
fn pool(job: &Chunk, lab: &Lab<'_>) -> Result<f64, Stopped> {
    let tasks = job.n_blocks().min(TASKS_PER_THREAD * lab.threads as u64);
    let sums = lab.install(|| {
        let task = |index: u64| {
            let chunk = job.part(index, tasks);
            let thread = rayon::current_thread_index().expect("a task runs on a pool thread");
            let work = || sum_chunk(&chunk, lab);
            lab.recorder.lane(thread).span(Activity::Work, chunk.blocks.start as u32, work)
        };
        match job.reduction {
            Reduction::Blocks => (0..tasks)
                .into_par_iter()
                .map(task)
                .collect::<Result<Vec<_>, _>>()
                .map(|s| s.concat()),
            Reduction::PerThread => (0..tasks)
                .into_par_iter()
                .map(|index| Ok(task(index)?[0]))
                .try_reduce(|| 0.0, |left, right| Ok(left + right))
                .map(|sum| vec![sum]),
        }
    });
    Ok(job.join(&sums?))
}

/// The lecture's own chunking, as written: every chunk starts at `dx * i`, which forgets `a`, and
/// takes `int(N / thread_count)` points, which drops the remainder.
fn slide(job: &Chunk, lab: &Lab<'_>) -> Result<f64, Stopped> {
    let integral = job.problem;
    let n_chunk = integral.n / lab.threads as u64;
    let dx = (integral.b - integral.a) / lab.threads as f64;
    let results = Queue::new(0, 0, lab.threads);
    let integrate = |x0: f64, x1: f64| {
        let step = (x1 - x0) / n_chunk as f64;
        let mut s = 0.0;
        let mut next = 0;
        while next < n_chunk {
            let end = (next + integral.blocks().len).min(n_chunk);
            s = quadrature::running_sum(integral.f, x0, step, s, next..end);
            lab.control.advance()?;
            next = end;
        }
        Ok(s * step)
    };
    let worker = |index: usize| {
        let me = lab.worker(index);
        let x0 = dx * index as f64;
        let work = || integrate(x0, x0 + dx);
        let sum = me.lane().span(Activity::Work, index as u32, work);
        results.put(&me.silent(), sum).expect(UNBOUNDED);
    };
    lab.each_thread(worker, || {
        let me = lab.worker(lab.coordinator()).silent();
        iter::repeat_with(|| results.get(&me)?).take(lab.threads).sum()
    })
}

/// Sums one chunk, block by block, looking at the stop word after each.
fn sum_chunk(chunk: &Chunk, lab: &Lab<'_>) -> Result<Vec<f64>, Stopped> {
    let mut work = chunk.work();
    while work.step() {
        lab.control.advance()?;
    }
    Ok(work.sums())
}
