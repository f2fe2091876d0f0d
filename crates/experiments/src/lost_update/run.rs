//! The run of `lost-update`. The race is real: two atomic steps, which are together not one.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use primitives::{Lock, RawLock, Stopped, Worker};
use serde_json::{Map, Value, json};
use trace::wire::{Samples, StageRun};
use trace::{EventKind, VerdictKind};

use super::{Fix, LostUpdate};
use crate::choice::Gap;
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Scene, Script};
use crate::param::Choice;
use crate::sampling::middle;

/// Increments of all threads together when the cost of a fix is measured.
const COST_INCREMENTS: u64 = 100_000;
/// How often it is measured; the first time warms up.
const COST_REPEATS: usize = 4;
/// Increments of each thread whose reads and writes are recorded where nothing stands between them: there,
/// recording takes longer than the steps.
const RECORDED: u64 = 64;
/// Increments between two looks at the stop word.
const STRIDE: u64 = 64;

/// What the threads share.
struct Shared {
    counter: AtomicU64,
    lock: Lock,
    /// One number for each thread, far enough apart that nobody waits for a neighbor's.
    own: Vec<Padded>,
}

#[repr(align(128))]
struct Padded(AtomicU64);

impl Shared {
    fn new(threads: u32) -> Self {
        let own = (0..threads).map(|_| Padded(AtomicU64::new(0))).collect();
        Self { counter: AtomicU64::new(0), lock: Lock::new(0), own }
    }

    fn total(&self) -> u64 {
        self.counter.load(Relaxed) + self.own.iter().map(|own| own.0.load(Relaxed)).sum::<u64>()
    }
}

/// Three steps on one number: any other thread may come between them.
fn increment(
    number: &AtomicU64,
    gap: Gap,
    is_recorded: bool,
    me: &Worker<'_>,
) -> Result<(), Stopped> {
    let record = |kind, value: u64| {
        if is_recorded {
            me.lane().record(kind, value as u32, None);
        }
    };
    let value = number.load(Relaxed); // read value
    record(EventKind::Read, value);
    gap.pass(me)?;
    let value = value + 1; // increase value
    number.store(value, Relaxed); // write back
    record(EventKind::Wrote, value);
    Ok(())
}

/// What one thread does.
fn count(
    shared: &Shared,
    (fix, gap): (Fix, Gap),
    increments: u64,
    me: &Worker<'_>,
) -> Result<(), Stopped> {
    for done in 0..increments {
        if done % STRIDE == 0 || gap != Gap::None {
            me.step()?;
        }
        let is_recorded = gap != Gap::None || done < RECORDED;
        match fix {
            Fix::None => increment(&shared.counter, gap, is_recorded, me)?,
            Fix::Atomic => {
                gap.pass(me)?;
                shared.counter.fetch_add(1, Relaxed);
            }
            Fix::Lock => {
                shared.lock.with(me, || increment(&shared.counter, gap, is_recorded, me))??
            }
            Fix::PerThread => increment(&shared.own[me.index()].0, gap, false, me)?,
        }
    }
    Ok(())
}

impl Run for LostUpdate {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let expected = u64::from(self.threads) * self.increments;
        let steps = match self.gap {
            Gap::None => u64::from(self.threads) * self.increments.div_ceil(STRIDE),
            Gap::Yield | Gap::Sleep => expected,
        };
        let script = Script {
            variant: "run",
            threads: self.threads,
            repeats: self.repeats,
            steps,
            resources: self.resources(),
        };
        let (mut least, mut most_lost) = (u64::MAX, 0);
        let mut run = script.run(lab, &mut |scene| {
            let (observed, wall_ms) = self.once(scene, (self.fix, self.gap), self.increments)?;
            let lost = expected - observed;
            least = least.min(observed);
            most_lost = most_lost.max(lost);
            let kind = if lost > 0 { VerdictKind::LostUpdates } else { VerdictKind::Held };
            let figures = [
                ("expected", json!(expected)),
                ("observed", json!(observed)),
                ("lost", json!(lost)),
            ];
            Ok(Played::new(kind, observed, wall_ms, figures))
        })?;
        run.figures.insert("least".to_owned(), json!(least));
        run.figures.insert("most_lost".to_owned(), json!(most_lost));
        let costs = self.costs(lab)?;
        let cost_ns = |samples: &Samples| {
            let middle_ms = middle(&samples.wall_ms).expect("each was measured several times");
            let cost_ns = middle_ms * 1e6 / COST_INCREMENTS as f64;
            (samples.variant.clone(), Value::from(cost_ns))
        };
        let cost_ns: Map<String, Value> = costs.iter().map(cost_ns).collect();
        run.figures.insert("cost_ns".to_owned(), cost_ns.into());
        run.samples.extend(costs);
        Ok(run)
    }
}

impl LostUpdate {
    /// Counts once; returns the total and the time in milliseconds.
    fn once(
        &self,
        scene: &Scene<'_>,
        how: (Fix, Gap),
        increments: u64,
    ) -> Result<(u64, f64), Stopped> {
        let shared = Shared::new(self.threads);
        let body = |me: &Worker<'_>| count(&shared, how, increments, me);
        let ending = scene.play(self.threads as usize, &[&shared.lock], &body)?;
        Ok((shared.total(), ending.wall_ms))
    }

    /// What each fix costs without a gap, in turn.
    fn costs(&self, lab: &Lab<'_>) -> Result<Vec<Samples>, Stopped> {
        let fixes = [Fix::None, Fix::Atomic, Fix::Lock, Fix::PerThread];
        let mut times: [Vec<f64>; 4] = Default::default();
        for _ in 0..COST_REPEATS {
            for (fix, times) in fixes.into_iter().zip(&mut times) {
                let increments = COST_INCREMENTS / u64::from(self.threads);
                let (_, wall_ms) = self.once(&Scene::aside(lab), (fix, Gap::None), increments)?;
                times.push(wall_ms);
            }
        }
        let samples = |(fix, mut wall_ms): (Fix, Vec<f64>)| Samples {
            variant: format!("cost-{}", fix.word()),
            threads: self.threads,
            warm_up_ms: vec![wall_ms.remove(0)],
            wall_ms,
        };
        Ok(fixes.into_iter().zip(times).map(samples).collect())
    }
}
