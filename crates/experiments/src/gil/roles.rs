//! The run of `gil` in processes: each has an interpreter of its own, so that nobody needs a lock.

use std::rc::Rc;

use processes::{Ended, Port, Process};
use trace::Activity;
use trace::wire::StageRun;

use super::common::{ANSWER_MS, MOST_BESIDE, Seen, Task, middle};
use super::{Gil, Under};
use crate::Stage;
use crate::param::Choice;
use crate::repeats::Repeats;
use crate::roles::{Acting, Roles};
use crate::sampling;
use crate::work::{Pace, ROUNDS, compute};

/// The first number of what the parent says: compute a while; do your task, by its index and the pace; or record
/// from now on.
const WARM_UP: f64 = 0.0;
const ACT: f64 = 1.0;
const RECORD: f64 = 2.0;

impl Roles for Gil {
    fn main(&self, _: Stage, me: Rc<Process>) -> Acting<'_, StageRun> {
        Box::pin(async move {
            let workers: Vec<Port> = (0..self.threads).map(|_| me.start(0)).collect();
            me.switch(false);
            for worker in &workers {
                me.started(*worker).await?;
            }
            let rounds_per_ms = pace(&me, &workers).await?;
            if self.lock != Under::Processes {
                let mut all = Vec::new();
                for _ in 0..self.repeats.min(MOST_BESIDE) {
                    all.push(self.play(&me, &workers, rounds_per_ms).await?);
                }
                let figures = self.figures(&[(Under::Processes, middle(&all))]);
                let figures = figures.map(|(name, value)| (name.to_owned(), value));
                return Ok(StageRun {
                    threads: self.threads,
                    figures: figures.into_iter().collect(),
                    ..StageRun::default()
                });
            }
            let (mut repeats, mut all) = (Repeats::default(), Vec::new());
            for repeat in 1..=self.repeats {
                if repeat == self.repeats {
                    me.switch(true);
                    workers.iter().for_each(|worker| me.tell(*worker, &[RECORD]));
                }
                let seen = self.play(&me, &workers, rounds_per_ms).await?;
                all.push(seen);
                repeats.add(self.shown(seen, middle(&all), &[]));
                me.progress(repeat, self.repeats);
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
                        let mut pace = Pace::new(me.now_ms());
                        me.work(|| pace.step(|| me.now_ms()) && !pace.is_warm(), |_| ()).await?;
                        me.tell(Port::PARENT, &[]);
                    }
                    _ => {
                        let responses_ms =
                            self.act(&me, order.number(1) as usize, order.number(2)).await?;
                        me.tell(Port::PARENT, &responses_ms);
                    }
                }
            }
        })
    }
}

/// How many rounds a process does in a millisecond, when all have been compiled for good.
async fn pace(me: &Process, workers: &[Port]) -> Result<f64, Ended> {
    workers.iter().for_each(|worker| me.tell(*worker, &[WARM_UP]));
    for worker in workers {
        me.receive_from(*worker).await?;
    }
    let mut pace = Pace::new(me.now_ms());
    me.work(|| pace.step(|| me.now_ms()), |_| ()).await?;
    Ok(pace.rounds_per_ms())
}

impl Gil {
    async fn play(
        &self,
        me: &Process,
        workers: &[Port],
        rounds_per_ms: f64,
    ) -> Result<Seen, Ended> {
        let began_ms = me.now_ms();
        for (index, worker) in workers.iter().enumerate() {
            me.tell(*worker, &[ACT, index as f64, rounds_per_ms]);
        }
        let mut responses_ms = Vec::new();
        for worker in workers {
            let answer = me.receive_from(*worker);
            responses_ms.extend(&me.during(Activity::Waiting, 0, answer).await?.numbers);
        }
        let response_ms = sampling::middle(&responses_ms);
        let wall_ms = me.now_ms() - began_ms;
        Ok(Seen { wall_ms, response_ms, hand_overs: None, held_ms: None })
    }

    /// What one process does.
    async fn act(&self, me: &Process, index: usize, rounds_per_ms: f64) -> Result<Vec<f64>, Ended> {
        let mut responses_ms = Vec::new();
        match self.task(index) {
            Task::Compute(ms) => run(me, (ms * rounds_per_ms) as u64).await?,
            Task::Wait(waits) => {
                for _ in 0..waits {
                    let asked_ms = me.now_ms();
                    let wait = me.sleep(self.wait_ms as f64);
                    me.during(Activity::Sleeping, 0, wait).await?;
                    run(me, (ANSWER_MS * rounds_per_ms) as u64).await?;
                    responses_ms.push(me.now_ms() - asked_ms);
                }
            }
        }
        Ok(responses_ms)
    }
}

/// Computes so many rounds.
async fn run(me: &Process, mut rounds: u64) -> Result<(), Ended> {
    let step = || {
        compute(rounds.min(ROUNDS));
        rounds = rounds.saturating_sub(ROUNDS);
        rounds > 0
    };
    me.during(Activity::Work, 0, me.work(step, |_| ())).await
}
