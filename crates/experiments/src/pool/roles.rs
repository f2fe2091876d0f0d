//! The run of `pool` with processes: the first one is the caller, and hands a task to each worker that has
//! none; everything crosses by message.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use processes::{Ended, Message, Port, Process};
use trace::Activity;
use trace::wire::StageRun;

use super::Pool;
use super::common::book::{Answer, Book, Chunk};
use super::common::task::Task;
use super::common::{RESULTS, Share, TASKS, Times};
use crate::Stage;
use crate::param::Choice;
use crate::repeats::{Played, Repeats};
use crate::roles::{self, Acting, Roles};

/// The first number of what the caller says: compute a chunk, by its first job, its jobs, the number of the job
/// that fails, and the pace; record from now on; or work a while.
const COMPUTE: f64 = 0.0;
const RECORD: f64 = 1.0;
const WARM_UP: f64 = 2.0;
/// The first number of what a worker says: it has the values of a chunk, by the time it took, the first job and
/// the jobs; or one of them has failed.
const DONE: f64 = 0.0;
const FAILED: f64 = 1.0;

impl Roles for Pool {
    fn main(&self, _: Stage, me: Rc<Process>) -> Acting<'_, StageRun> {
        Box::pin(async move {
            let workers: Vec<Port> = (0..self.threads).map(|_| me.start(0)).collect();
            me.switch(false);
            let calls = self.repeats + self.sweep_begins().len() as u64 * Self::SWEEP_REPEATS;
            let (total, done) = (calls * self.jobs, Cell::new(0));
            Caller { me: &me, workers, rounds_per_ms: 0.0, done, total }.run(self).await
        })
    }

    fn child(&self, _: u32, me: Rc<Process>) -> Acting<'_, ()> {
        Box::pin(async move {
            me.switch(false);
            loop {
                let order = me.receive_from(Port::PARENT);
                let order = me.during(Activity::Waiting, TASKS, order).await?;
                match order.number(0) {
                    RECORD => me.switch(true),
                    WARM_UP => {
                        roles::warm_up(&me).await?;
                        me.tell(Port::PARENT, &[]);
                    }
                    _ => self.compute(&order, &me).await?,
                }
            }
        })
    }
}

impl Pool {
    /// Computes a chunk, and sends back what came of it.
    async fn compute(&self, order: &Message, me: &Process) -> Result<(), Ended> {
        let began_ms = me.now_ms();
        let [first, jobs, fails] = [1, 2, 3].map(|at| order.number(at) as u64);
        let pool = Self { fails, ..self.clone() };
        let mut task = Task::new(&pool, Chunk { first, jobs }, order.number(4), began_ms);
        let step = || task.step(|| me.now_ms(), |kind, job| me.record(kind, job));
        me.work(step, |_| ()).await?;
        let busy_ms = me.now_ms() - began_ms;
        let (said, values) = match task.answer() {
            Ok(values) => (DONE, values),
            Err(job) => (FAILED, vec![job]),
        };
        let mut numbers = vec![said, busy_ms, first as f64, jobs as f64];
        numbers.extend(values.into_iter().map(|value| value as f64));
        me.tell(Port::PARENT, &numbers);
        Ok(())
    }
}

/// What came back: the chunk, what came of it, and how long it took in milliseconds.
fn read(message: &Message) -> (Chunk, Answer, f64) {
    let whole = |at| message.number(at) as u64;
    let values = || message.numbers.iter().skip(4).map(|value| *value as u64).collect();
    let answer = if message.number(0) == DONE { Ok(values()) } else { Err(whole(4)) };
    (Chunk { first: whole(2), jobs: whole(3) }, answer, message.number(1))
}

/// The first process.
struct Caller<'a> {
    me: &'a Process,
    workers: Vec<Port>,
    rounds_per_ms: f64,
    /// Jobs that are done, and those of all calls.
    done: Cell<u64>,
    total: u64,
}

impl Caller<'_> {
    async fn run(mut self, pool: &Pool) -> Result<StageRun, Ended> {
        for worker in &self.workers {
            self.me.started(*worker).await?;
        }
        if pool.work_ms > 0.0 {
            self.rounds_per_ms = roles::rounds_per_ms(self.me, &self.workers, WARM_UP).await?;
        }
        let times = self.measure(pool).await?;
        let (mut repeats, best) = (Repeats::default(), pool.with_best(&times));
        for repeat in 1..=pool.repeats {
            if repeat == pool.repeats {
                self.me.switch(true);
                self.tell_all(&[RECORD]);
            }
            repeats.add(self.play(&best).await?);
        }
        let mut run = repeats.finish(pool.call.word(), pool.threads);
        Pool::add_sweep(&mut run, &times);
        Ok(run)
    }

    fn tell_all(&self, numbers: &[f64]) {
        self.workers.iter().for_each(|worker| self.me.tell(*worker, numbers));
    }

    /// What each chunk size takes, in turn; nothing unless it was asked for.
    async fn measure(&self, pool: &Pool) -> Result<Times, Ended> {
        let mut times = pool.sweep_begins();
        for _ in 0..Pool::SWEEP_REPEATS {
            for (chunksize, best_ms) in &mut times {
                let played = self.play(&pool.measured(*chunksize)).await?;
                *best_ms = best_ms.min(played.wall_ms);
            }
        }
        Ok(times)
    }

    /// Plays one call.
    async fn play(&self, pool: &Pool) -> Result<Played, Ended> {
        let me = self.me;
        let mut idle: VecDeque<usize> = (0..self.workers.len()).collect();
        let mut shares = vec![Share::default(); self.workers.len()];
        let began_ms = me.now_ms();
        let mut book = Book::new(pool);
        loop {
            while let Some(&worker) = idle.front()
                && let Some(chunk) = book.hand_out()
            {
                idle.pop_front();
                self.hand_out(pool, worker, chunk);
            }
            book.look(me.now_ms());
            if book.is_over() {
                break;
            }
            let Some((from, message)) = self.wait(book.left_ms(me.now_ms())).await? else {
                continue; // it is late
            };
            let worker = self.workers.iter().position(|worker| *worker == from);
            let worker = worker.expect("only workers send to the caller");
            let (chunk, answer, busy_ms) = read(&message);
            shares[worker].add(pool, chunk, &answer, busy_ms);
            book.arrive(chunk, answer);
            idle.push_back(worker);
            self.done.set(self.done.get() + chunk.jobs);
            me.progress(self.done.get(), self.total);
        }
        let wall_ms = me.now_ms() - began_ms;
        if let Some(chunk) = book.one_more() {
            self.hand_out(pool, 0, chunk);
            let (chunk, answer, _) = read(&me.receive_from(self.workers[0]).await?);
            book.arrive(chunk, answer);
        }
        Ok(pool.shown(&book.seen, &shares, wall_ms))
    }

    /// Waits for what comes back, for so many milliseconds at most.
    async fn wait(&self, at_most_ms: Option<f64>) -> Result<Option<(Port, Message)>, Ended> {
        let me = self.me;
        let result = async {
            match at_most_ms {
                Some(ms) => me.receive_within(ms).await,
                None => me.receive().await.map(Some),
            }
        };
        me.during(Activity::Waiting, RESULTS, result).await
    }

    fn hand_out(&self, pool: &Pool, worker: usize, Chunk { first, jobs }: Chunk) {
        let [first, jobs, fails] = [first, jobs, pool.fails].map(|number| number as f64);
        self.me.tell(self.workers[worker], &[COMPUTE, first, jobs, fails, self.rounds_per_ms]);
    }
}
