//! The run of `gil` in processes: each has an interpreter of its own, so that nobody needs a lock.

use std::rc::Rc;

use processes::{Ended, Port, Process};
use trace::Activity;
use trace::wire::StageRun;

use super::common::{ANSWER_MS, ENOUGH_MS, MOST_BESIDE, Seen, Task, middle};
use super::{Gil, Under};
use crate::Stage;
use crate::param::Choice;
use crate::repeats::Repeats;
use crate::roles::{self, Acting, Roles};
use crate::sampling;
use crate::work::{Millisecond, ROUNDS, compute};

/// The first number of what the parent says: compute a while; do your task, by its index and the rounds of a
/// millisecond; or record from now on.
const WARM_UP: f64 = 0.0;
const ACT: f64 = 1.0;
const RECORD: f64 = 2.0;
/// The first number of what a worker says while it acts: it has got on, by so many steps; or it has done its task,
/// with the times of its responses.
const ON: f64 = 0.0;
const DONE: f64 = 1.0;
/// Between two reports of how far one has got, in milliseconds.
const REPORT_MS: f64 = 100.0;

impl Roles for Gil {
    fn main(&self, _: Stage, me: Rc<Process>) -> Acting<'_, StageRun> {
        Box::pin(async move {
            let workers: Vec<Port> = (0..self.threads).map(|_| me.start(0)).collect();
            me.switch(false);
            for worker in &workers {
                me.started(*worker).await?;
            }
            let rounds = roles::rounds_per_ms(&me, &workers, WARM_UP).await?;
            let is_drawn = self.lock == Under::Processes;
            let most = if is_drawn { self.repeats } else { self.repeats.min(MOST_BESIDE) };
            let mut parent =
                Parent { me: &me, workers, millisecond: Millisecond::new(rounds), done: 0, most };
            let mut all = Vec::new();
            if !is_drawn {
                let mut passed_ms = 0.0;
                while (all.len() as u64) < most && passed_ms < ENOUGH_MS {
                    let seen = parent.play(self).await?;
                    passed_ms += seen.wall_ms;
                    all.push(seen);
                }
                let beside = [(Under::Processes, middle(&all))];
                let figures = self.figures(&beside, &parent.millisecond);
                let figures = figures.map(|(name, value)| (name.to_owned(), value));
                return Ok(StageRun {
                    threads: self.threads,
                    figures: figures.into_iter().collect(),
                    ..StageRun::default()
                });
            }
            let mut repeats = Repeats::default();
            for repeat in 1..=self.repeats {
                if repeat == self.repeats {
                    me.switch(true);
                    parent.tell_all(&[RECORD]);
                }
                let seen = parent.play(self).await?;
                all.push(seen);
                repeats.add(self.shown(seen, middle(&all), &[], &parent.millisecond));
            }
            Ok(repeats.finish(self.lock.word(), self.threads))
        })
    }

    fn child(&self, _: u32, me: Rc<Process>) -> Acting<'_, ()> {
        Box::pin(async move {
            me.switch(false);
            loop {
                let order = me.receive_from(Port::PARENT).await?;
                match order.number(0) {
                    RECORD => me.switch(true),
                    WARM_UP => {
                        roles::warm_up(&me).await?;
                        me.tell(Port::PARENT, &[]);
                    }
                    _ => {
                        let mut numbers = vec![DONE];
                        let task = self.task(order.number(1) as usize);
                        let mut child = Child::new(&me, order.number(2));
                        numbers.extend(child.act(task, self.wait_ms).await?);
                        me.tell(Port::PARENT, &numbers);
                    }
                }
            }
        })
    }
}

/// The first process.
struct Parent<'a> {
    me: &'a Process,
    workers: Vec<Port>,
    millisecond: Millisecond,
    /// Plays that are over, of how many.
    done: u64,
    most: u64,
}

impl Parent<'_> {
    fn tell_all(&self, numbers: &[f64]) {
        self.workers.iter().for_each(|worker| self.me.tell(*worker, numbers));
    }

    async fn play(&mut self, gil: &Gil) -> Result<Seen, Ended> {
        let (me, steps) = (self.me, gil.steps());
        let began_ms = me.now_ms();
        for (index, worker) in self.workers.iter().enumerate() {
            me.tell(*worker, &[ACT, index as f64, self.millisecond.rounds()]);
        }
        let (mut responses_ms, mut left, mut on) = (Vec::new(), self.workers.len(), 0);
        while left > 0 {
            let (_, answer) = me.during(Activity::Waiting, 0, me.receive()).await?;
            if answer.number(0) == DONE {
                responses_ms.extend(&answer.numbers[1..]);
                left -= 1;
            } else {
                on += answer.number(1) as u64;
                me.progress(self.done * steps + on.min(steps), self.most * steps);
            }
        }
        let wall_ms = me.now_ms() - began_ms;
        self.done += 1;
        me.progress(self.done * steps, self.most * steps);
        if self.done <= MOST_BESIDE {
            self.millisecond.see(roles::glance(me).await?);
        }
        let response_ms = sampling::middle(&responses_ms);
        Ok(Seen { wall_ms, response_ms, hand_overs: None, held_ms: None })
    }
}

/// A process with a task.
struct Child<'a> {
    me: &'a Process,
    rounds_per_ms: f64,
    told_ms: f64,
    /// Steps that it did not tell yet.
    steps: f64,
}

impl<'a> Child<'a> {
    fn new(me: &'a Process, rounds_per_ms: f64) -> Self {
        Self { me, rounds_per_ms, told_ms: me.now_ms(), steps: 0.0 }
    }

    /// Does the task; how long each response took, in milliseconds.
    async fn act(&mut self, task: Task, wait_ms: u64) -> Result<Vec<f64>, Ended> {
        let (me, mut responses_ms) = (self.me, Vec::new());
        match task {
            Task::Compute(ms) => self.run(ms as f64, 1.0).await?,
            Task::Wait(waits) => {
                for _ in 0..waits {
                    let asked_ms = me.now_ms();
                    me.during(Activity::Sleeping, 0, me.sleep(wait_ms as f64)).await?;
                    self.run(ANSWER_MS, 0.0).await?;
                    responses_ms.push(me.now_ms() - asked_ms);
                    self.has_done(1.0);
                }
            }
        }
        Ok(responses_ms)
    }

    /// Computes for so long; each millisecond is so many steps.
    async fn run(&mut self, ms: f64, steps: f64) -> Result<(), Ended> {
        let (me, per_block) = (self.me, ROUNDS as f64 / self.rounds_per_ms * steps);
        let mut rounds = (ms * self.rounds_per_ms) as u64;
        let step = || {
            compute(rounds.min(ROUNDS));
            rounds = rounds.saturating_sub(ROUNDS);
            rounds > 0
        };
        let work = me.work(step, |blocks| self.has_done(blocks as f64 * per_block));
        me.during(Activity::Work, 0, work).await
    }

    /// Counts steps, and tells now and then how many there were.
    fn has_done(&mut self, steps: f64) {
        self.steps += steps;
        let now_ms = self.me.now_ms();
        if now_ms >= self.told_ms + REPORT_MS {
            self.me.tell(Port::PARENT, &[ON, self.steps.floor()]);
            (self.told_ms, self.steps) = (now_ms, self.steps.fract());
        }
    }
}
