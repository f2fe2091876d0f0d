//! The run of `pool` with threads: all tasks stand in one queue, and the coordinator, which is the caller, hears
//! of what came back by another one.

use std::time::Duration;

use primitives::{GetError, Queue, Stopped, Worker};
use trace::wire::StageRun;

use super::Pool;
use super::common::book::{Answer, Book, Chunk};
use super::common::task::Task;
use super::common::{RESULTS, Share, TASKS, Times};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Scene, Script};
use crate::param::Choice;

/// The longest wait of a worker before it looks whether the pool is closed. It is nobody whom the watchdog could
/// take for lost: the caller may still hand in a task.
const LOOK: Duration = Duration::from_millis(50);
/// Why a put into a queue without bound cannot fail.
const OPEN: &str = "the queue is shut down at the end";

/// What came back.
struct Done {
    worker: usize,
    chunk: Chunk,
    answer: Answer,
    began_ms: f64,
    ended_ms: f64,
}

/// The queues between the caller and its workers.
struct Pipes {
    tasks: Queue<Chunk>,
    results: Queue<Done>,
}

impl Run for Pool {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let rounds_per_ms = if self.work_ms > 0.0 { lab.rounds_per_ms()? } else { 0.0 };
        let times = self.measure(lab, rounds_per_ms)?;
        let best = self.with_best(&times);
        let script = Script {
            variant: self.call.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: self.jobs,
            resources: self.resources(),
        };
        let mut run = script.run(lab, &mut |scene| best.once(lab, scene, rounds_per_ms))?;
        Self::add_sweep(&mut run, &times);
        Ok(run)
    }
}

/// Computes tasks until the pool is closed.
fn work(pool: &Pool, pipes: &Pipes, rounds_per_ms: f64, me: &Worker<'_>) -> Result<(), Stopped> {
    loop {
        let chunk = match pipes.tasks.get_timeout(me, LOOK) {
            Ok(chunk) => chunk,
            Err(GetError::Empty) => continue,
            Err(GetError::ShutDown) => return Ok(()),
            Err(GetError::Stopped) => return Err(Stopped),
        };
        let began_ms = me.now_ms();
        let mut task = Task::new(pool, chunk, rounds_per_ms, began_ms);
        while task.step(|| me.now_ms(), |kind, job| me.lane().record(kind, job, None)) {
            me.check()?;
        }
        let (worker, answer, ended_ms) = (me.index(), task.answer(), me.now_ms());
        for _ in 0..chunk.jobs {
            me.step()?;
        }
        let done = Done { worker, chunk, answer, began_ms, ended_ms };
        pipes.results.put(me, done).map_err(|_| Stopped)?;
    }
}

impl Pool {
    /// What each chunk size takes, in turn; nothing unless it was asked for.
    fn measure(&self, lab: &Lab<'_>, rounds_per_ms: f64) -> Result<Times, Stopped> {
        let mut times = self.sweep_begins();
        for _ in 0..Self::SWEEP_REPEATS {
            for (chunksize, best_ms) in &mut times {
                let scene = Scene::before(lab);
                let played = self.measured(*chunksize).once(lab, &scene, rounds_per_ms)?;
                *best_ms = best_ms.min(played.wall_ms);
            }
        }
        Ok(times)
    }

    fn once(
        &self,
        lab: &Lab<'_>,
        scene: &Scene<'_>,
        rounds_per_ms: f64,
    ) -> Result<Played, Stopped> {
        let capacity = self.n_chunks() + 1;
        let pipes = Pipes {
            tasks: Queue::new(TASKS, 0, capacity),
            results: Queue::new(RESULTS, 0, capacity),
        };
        let caller = lab.worker(lab.coordinator()).silent();
        let mut book = Book::new(self);
        while let Some(chunk) = book.hand_out() {
            pipes.tasks.try_put(&caller, chunk).expect(OPEN);
        }
        let mut shares = vec![Share::default(); self.threads as usize];
        let (mut first_ms, mut last_ms) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut closing = false;
        let mut call = |caller: &Worker<'_>, _| {
            let caller = caller.silent();
            while let Ok(done) = pipes.results.try_get(&caller) {
                let Done { worker, chunk, answer, began_ms, ended_ms } = done;
                if !closing {
                    shares[worker].add(self, chunk, &answer, ended_ms - began_ms);
                    first_ms = first_ms.min(began_ms);
                    last_ms = last_ms.max(ended_ms);
                }
                book.arrive(chunk, answer);
            }
            book.look(caller.now_ms());
            if book.is_over() && !std::mem::replace(&mut closing, true) {
                if let Some(chunk) = book.one_more() {
                    pipes.tasks.try_put(&caller, chunk).expect(OPEN);
                }
                pipes.tasks.shut_down(); // what is in it is still computed
            }
            false
        };
        let body = |me: &Worker<'_>| work(self, &pipes, rounds_per_ms, me);
        let resources: [&dyn primitives::Resource; 2] = [&pipes.tasks, &pipes.results];
        scene.play_with(self.threads as usize, &resources, &body, &mut call)?;
        while let Ok(Done { chunk, answer, .. }) = pipes.results.try_get(&caller) {
            book.arrive(chunk, answer);
        }
        Ok(self.shown(&book.seen, &shares, last_ms - first_ms))
    }
}
