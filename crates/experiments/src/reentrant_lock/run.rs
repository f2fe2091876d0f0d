//! The run of `reentrant-lock`.

use std::time::Duration;

use primitives::{Lock, RLock, RawLock, Stopped, Worker};
use serde_json::json;
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Kind, ReentrantLock};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{PerThread, Played, Scene, Script};
use crate::param::Choice;

/// Time at each level, so that there is something to see.
const PAUSE: Duration = Duration::from_millis(1);

/// A lock that tells how often its holder has taken it.
trait Counted: RawLock {
    fn count(&self) -> u32;
}

impl Counted for Lock {
    fn count(&self) -> u32 {
        u32::from(self.is_locked())
    }
}

impl Counted for RLock {
    fn count(&self) -> u32 {
        RLock::count(self)
    }
}

/// Takes the lock at this level and calls itself for the next one.
fn descend(
    lock: &dyn Counted,
    levels: u64,
    me: &Worker<'_>,
    counts: &mut Vec<u32>,
) -> Result<(), Stopped> {
    if levels == 0 {
        return Ok(());
    }
    lock.acquire(me)?;
    counts.push(lock.count());
    me.step()?;
    me.sleep(PAUSE)?;
    descend(lock, levels - 1, me, counts)?;
    lock.release(me).expect("it holds the lock");
    Ok(())
}

impl Run for ReentrantLock {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.kind.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads) * self.depth,
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| match self.kind {
            Kind::Lock => self.once(scene, &Lock::new(0)),
            Kind::RLock => self.once(scene, &RLock::new(0)),
        })
    }
}

impl ReentrantLock {
    fn once(&self, scene: &Scene<'_>, lock: &dyn Counted) -> Result<Played, Stopped> {
        let counts = PerThread::new(self.threads);
        let ending = scene.play(self.threads as usize, &[lock], &|me| {
            let mut seen = Vec::new();
            let result = descend(lock, self.depth, me, &mut seen);
            counts.put(me.index(), seen);
            result
        })?;
        let counts: Vec<Vec<u32>> = counts.take();
        let deepest = counts.into_iter().max_by_key(Vec::len).unwrap_or_default();
        let kind = match ending.knot {
            Some(_) => VerdictKind::Deadlock,
            None => VerdictKind::Held,
        };
        let figures = [
            ("counts", json!(deepest)),
            ("cycle", scene.cycle(&ending)),
            ("detected_ms", json!(ending.detected_ms)),
        ];
        Ok(Played::new(kind, kind.name(), ending.wall_ms, figures))
    }
}
