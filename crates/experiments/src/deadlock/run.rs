//! The run of `deadlock`. The deadlock is real: the threads sleep on their locks until the watchdog
//! has found the circle.

use std::time::Duration;

use primitives::{Lock, RawLock, Resource, Stopped, Worker};
use serde_json::{Map, json};
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Deadlock, Order};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::random::Random;
use crate::kernel::scene::{Finish, Played, Scene, Script, per_s};
use crate::param::Choice;

/// How long each cure is measured, in milliseconds.
const CURE_MS: f64 = 80.0;
/// Time on a section while cures are measured.
const CURE_HOLD: Duration = Duration::from_millis(1);

/// What one train has done.
#[derive(Default)]
struct Log {
    trips: u64,
    /// Times it gave its first section back.
    retries: u64,
}

/// One train's trips: two sections at a time, in an order.
fn drive(
    sections: &[Lock],
    order: Order,
    hold: Duration,
    trips: u64,
    me: &Worker<'_>,
    log: &mut Log,
) -> Result<(), Stopped> {
    let (here, next) = (me.index(), (me.index() + 1) % sections.len());
    let (first, second) = match order {
        Order::Opposite | Order::TryLock => (&sections[here], &sections[next]),
        Order::Same => (&sections[here.min(next)], &sections[here.max(next)]),
    };
    let mut random = Random::new(me);
    while log.trips < trips {
        me.check()?;
        first.acquire(me)?;
        me.sleep(hold)?;
        if order == Order::TryLock && !second.try_acquire(me) {
            first.release(me).expect("it holds the first");
            log.retries += 1;
            me.sleep(random.up_to(hold.max(Duration::from_millis(1))))?; // back off
            continue;
        }
        if order != Order::TryLock {
            second.acquire(me)?; // here they stand for ever
        }
        me.sleep(hold)?;
        second.release(me).expect("it holds the second");
        first.release(me).expect("it holds the first");
        log.trips += 1;
        me.step()?;
    }
    Ok(())
}

impl Run for Deadlock {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.order.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads) * self.trips,
            resources: self.resources(),
        };
        let mut run = script.run(lab, &mut |scene| self.once(scene))?;
        let mut cures = Map::new();
        for cure in [Order::Same, Order::TryLock] {
            let scene = Scene::aside(lab);
            let (ending, logs) = self.drive_all(&scene, cure, CURE_HOLD, u64::MAX, CURE_MS)?;
            let trips: u64 = logs.iter().map(|log| log.trips).sum();
            cures.insert(cure.word().to_owned(), per_s(trips, ending.wall_ms));
        }
        run.figures.insert("throughput_of_cures".to_owned(), cures.into());
        Ok(run)
    }
}

impl Deadlock {
    /// Lets the trains drive until they have made their trips, stand for ever, or time is up.
    fn drive_all(
        &self,
        scene: &Scene<'_>,
        order: Order,
        hold: Duration,
        trips: u64,
        limit_ms: f64,
    ) -> Result<(Finish, Vec<Log>), Stopped> {
        let sections: Vec<Lock> = (0..self.threads).map(Lock::new).collect();
        let resources: Vec<&dyn Resource> = sections.iter().map(|s| s as &dyn Resource).collect();
        let logs = crate::kernel::scene::PerThread::new(self.threads);
        let body = |me: &Worker<'_>| {
            let mut log = Log::default();
            let result = drive(&sections, order, hold, trips, me, &mut log);
            logs.put(me.index(), log);
            result
        };
        let mut over = |_: &Worker<'_>, elapsed_ms| elapsed_ms >= limit_ms;
        let ending = scene.play_with(self.threads as usize, &resources, &body, &mut over)?;
        Ok((ending, logs.take()))
    }

    fn once(&self, scene: &Scene<'_>) -> Result<Played, Stopped> {
        let hold = Duration::from_millis(self.hold_ms);
        let (ending, logs) = self.drive_all(scene, self.order, hold, self.trips, f64::INFINITY)?;
        let trips: u64 = logs.iter().map(|log| log.trips).sum();
        let retries: u64 = logs.iter().map(|log| log.retries).sum();
        let cycle = scene.cycle(&ending);
        let kind = match ending.knot {
            Some(_) => VerdictKind::Deadlock,
            None => VerdictKind::Held,
        };
        let figures = [
            ("trips", json!(trips)),
            ("trips_per_s", per_s(trips, ending.wall_ms)),
            ("retries", json!(retries)),
            ("cycle", cycle),
            ("detected_ms", json!(ending.detected_ms)),
        ];
        Ok(Played::new(kind, kind.name(), ending.wall_ms, figures))
    }
}
