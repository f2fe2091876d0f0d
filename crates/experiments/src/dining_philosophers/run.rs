//! The run of `dining-philosophers`: a thread for each philosopher, a lock for each fork.

use std::time::Duration;

use primitives::{Lock, RawLock, Resource, Semaphore, Stopped, Worker};
use serde_json::json;
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{DiningPhilosophers, Strategy};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::fairness::jain;
use crate::kernel::lab::Lab;
use crate::kernel::random::Random;
use crate::kernel::scene::{PerThread, Played, Scene, Script};
use crate::param::Choice;

/// Forks, and the waiter who lets all but one sit down.
struct Table {
    forks: Vec<Lock>,
    waiter: Semaphore,
}

/// What becomes of one philosopher's evening.
#[derive(Clone, Copy, Default)]
struct Evening {
    meals: u64,
    /// When it became hungry, in milliseconds.
    since_ms: f64,
    /// Its longest wait for a meal, in milliseconds.
    hungry_ms: f64,
}

impl Evening {
    /// It has both forks, or the evening is over.
    fn waited(&mut self, now_ms: f64) {
        self.hungry_ms = self.hungry_ms.max(now_ms - self.since_ms);
    }
}

/// One philosopher's evening.
fn dine(
    table: &Table,
    params: &DiningPhilosophers,
    me: &Worker<'_>,
    evening: &mut Evening,
) -> Result<(), Stopped> {
    let time = Duration::from_millis(params.eat_ms);
    let (left, right) = (me.index(), (me.index() + 1) % table.forks.len());
    let (first, second) = match params.strategy {
        Strategy::Ordered => (left.min(right), left.max(right)),
        _ => (left, right),
    };
    let (first, second) = (&table.forks[first], &table.forks[second]);
    let mut random = Random::new(me);
    evening.since_ms = me.now_ms();
    while evening.meals < params.meals {
        me.check()?;
        if params.strategy == Strategy::Waiter {
            table.waiter.acquire(me)?;
        }
        first.acquire(me)?;
        me.sleep(time)?; // reach for the other fork
        let both = match params.strategy {
            Strategy::TryLock => second.try_acquire(me),
            _ => second.acquire(me).map(|()| true)?,
        };
        if both {
            evening.waited(me.now_ms());
            me.sleep(time)?; // eat
            (evening.meals, evening.since_ms) = (evening.meals + 1, me.now_ms());
            second.release(me).expect("it holds both forks");
        }
        first.release(me).expect("it holds the first fork");
        if params.strategy == Strategy::Waiter {
            table.waiter.release(me, 1).expect("a semaphore without bound");
        }
        if both {
            me.step()?;
        } else {
            me.sleep(random.up_to(time.max(Duration::from_millis(1))))?; // think again
        }
    }
    Ok(())
}

impl Run for DiningPhilosophers {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.strategy.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads) * self.meals,
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| self.once(scene))
    }
}

impl DiningPhilosophers {
    fn once(&self, scene: &Scene<'_>) -> Result<Played, Stopped> {
        let table = Table {
            forks: (0..self.threads).map(Lock::new).collect(),
            waiter: Semaphore::new(self.threads, self.threads as usize - 1),
        };
        let forks = table.forks.iter().map(|fork| fork as &dyn Resource);
        let resources: Vec<&dyn Resource> = forks.chain([&table.waiter as &dyn Resource]).collect();
        let evenings = PerThread::new(self.threads);
        let ending = scene.play(self.threads as usize, &resources, &|me| {
            let mut evening = Evening::default();
            let result = dine(&table, self, me, &mut evening);
            if evening.meals < self.meals {
                evening.waited(me.now_ms());
            }
            evenings.put(me.index(), evening);
            result
        })?;
        let evenings = evenings.take();
        let meals: Vec<u64> = evenings.iter().map(|evening| evening.meals).collect();
        let hungry_ms: Vec<f64> = evenings.iter().map(|evening| evening.hungry_ms).collect();
        let kind = match ending.knot {
            Some(_) => VerdictKind::Deadlock,
            None => VerdictKind::Held,
        };
        let figures = [
            ("total_meals", json!(meals.iter().sum::<u64>())),
            ("fairness", json!(meals.iter().any(|&eaten| eaten > 0).then(|| jain(&meals)))),
            ("meals", json!(meals)),
            ("hungry_ms", json!(hungry_ms)),
            ("cycle", scene.cycle(&ending)),
            ("detected_ms", json!(ending.detected_ms)),
            ("wall_ms", json!(ending.wall_ms)),
        ];
        Ok(Played::new(kind, kind.name(), ending.wall_ms, figures))
    }
}
