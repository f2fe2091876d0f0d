//! The run of `gil` on threads: with the lock and without it.

use std::time::Duration;

use primitives::{Resource, Stopped, Worker};
use trace::wire::StageRun;

use super::common::{ANSWER_MS, ENOUGH_MS, MOST_BESIDE, Seen, Task, middle};
use super::{Gil, Under};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{PerThread, Scene, Script};
use crate::param::Choice;
use crate::sampling;
use crate::work::{Millisecond, ROUNDS, compute};

/// The lock, if there is one.
type Interpreter = Option<primitives::Gil>;

impl Run for Gil {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let mut millisecond = Millisecond::new(lab.rounds_per_ms()?);
        let others: Vec<Under> =
            [Under::None, Under::Gil].into_iter().filter(|under| *under != self.lock).collect();
        let most = self.repeats.min(MOST_BESIDE);
        let before = others.len() as u64 * most * self.steps();
        let after = if self.lock == Under::Processes { 0 } else { self.repeats * self.steps() };
        let mut beside = Vec::new();
        for (under, done) in others.into_iter().zip(0..) {
            let (mut all, mut passed_ms) = (Vec::new(), 0.0);
            while (all.len() as u64) < most && passed_ms < ENOUGH_MS {
                let done = (done * most + all.len() as u64) * self.steps();
                let scene = Scene::beside(lab, (done, before + after));
                let seen = self.once(&scene, under, &millisecond)?;
                millisecond.see(lab.glance()?);
                passed_ms += seen.wall_ms;
                all.push(seen);
            }
            beside.push((under, middle(&all)));
        }
        if self.lock == Under::Processes {
            let figures =
                self.figures(&beside, &millisecond).map(|(name, value)| (name.to_owned(), value));
            return Ok(StageRun {
                threads: self.threads,
                figures: figures.into_iter().collect(),
                ..StageRun::default()
            });
        }
        let script = Script {
            variant: self.lock.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: self.steps(),
            resources: self.resources(),
        };
        let mut all = Vec::new();
        script.run_after(before, lab, &mut |scene| {
            let seen = self.once(scene, self.lock, &millisecond)?;
            all.push(seen);
            if all.len() as u64 <= MOST_BESIDE {
                millisecond.see(lab.glance()?);
            }
            Ok(self.shown(seen, middle(&all), &beside, &millisecond))
        })
    }
}

impl Gil {
    fn once(
        &self,
        scene: &Scene<'_>,
        under: Under,
        millisecond: &Millisecond,
    ) -> Result<Seen, Stopped> {
        let interval = Duration::from_secs_f64(self.interval_ms / 1e3);
        let gil = (under == Under::Gil).then(|| primitives::Gil::new(0, interval));
        let responses = PerThread::new(self.threads);
        let body = |me: &Worker<'_>| {
            let mut responses_ms = Vec::new();
            let result = self.take_part(&gil, millisecond.rounds(), me, &mut responses_ms);
            responses.put(me.index(), responses_ms);
            result
        };
        let resources: Vec<&dyn Resource> = gil.iter().map(|gil| gil as &dyn Resource).collect();
        let wall_ms = scene.play(self.threads as usize, &resources, &body)?.wall_ms;
        let hand_overs = gil.as_ref().map(primitives::Gil::hand_overs);
        let held_ms = gil.as_ref().and_then(primitives::Gil::held_ms);
        let response_ms = sampling::middle(&responses.take().concat());
        Ok(Seen { wall_ms, response_ms, hand_overs, held_ms })
    }

    /// What one thread does.
    fn take_part(
        &self,
        gil: &Interpreter,
        rounds_per_ms: f64,
        me: &Worker<'_>,
        responses_ms: &mut Vec<f64>,
    ) -> Result<(), Stopped> {
        take(gil, me)?;
        match self.task(me.index()) {
            Task::Compute(ms) => {
                for _ in 0..ms {
                    run(gil, rounds_per_ms as u64, me)?;
                    me.step()?;
                }
            }
            Task::Wait(waits) => {
                for _ in 0..waits {
                    let asked_ms = me.now_ms();
                    release(gil, me)?;
                    me.sleep(Duration::from_millis(self.wait_ms))?;
                    take(gil, me)?;
                    run(gil, (ANSWER_MS * rounds_per_ms) as u64, me)?;
                    responses_ms.push(me.now_ms() - asked_ms);
                    me.step()?;
                }
            }
        }
        release(gil, me)
    }
}

fn take(gil: &Interpreter, me: &Worker<'_>) -> Result<(), Stopped> {
    gil.as_ref().map_or(Ok(()), |gil| gil.take(me))
}

fn release(gil: &Interpreter, me: &Worker<'_>) -> Result<(), Stopped> {
    gil.as_ref().map_or(Ok(()), |gil| gil.drop(me))
}

/// Computes so many rounds; after every few of them another thread may have the lock.
fn run(gil: &Interpreter, mut rounds: u64, me: &Worker<'_>) -> Result<(), Stopped> {
    while rounds > 0 {
        compute(rounds.min(ROUNDS));
        rounds = rounds.saturating_sub(ROUNDS);
        me.check()?;
        gil.as_ref().map_or(Ok(()), |gil| gil.check(me))?;
    }
    Ok(())
}
