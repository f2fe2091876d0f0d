//! How often a lock changes hands in a second, against the number of threads.

use primitives::{RawLock, Stopped, Worker};
use serde_json::{Value, json};

use crate::kernel::fairness::jain;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{PerThread, Scene, per_s};

/// Thread counts that are measured, as far as there are threads.
const COUNTS: [u32; 10] = [1, 2, 3, 4, 6, 8, 16, 24, 32, 48];
/// How long each is measured, in milliseconds; the first time warms up.
const MEASURE_MS: f64 = 50.0;
/// Acquisitions between two looks at the stop word.
const STRIDE: u64 = 16;

/// `[{ threads, per_s, fairness }]`, fairness being Jain's index of the acquisitions of each thread.
pub(super) fn curve<L: RawLock>(
    lab: &Lab<'_>,
    threads: u32,
    new: fn() -> L,
) -> Result<Value, Stopped> {
    let counts = COUNTS.into_iter().filter(|&count| count < threads).chain([threads]);
    measure(lab, 1, &new())?;
    counts.map(|count| measure(lab, count, &new())).collect()
}

fn measure(lab: &Lab<'_>, threads: u32, lock: &impl RawLock) -> Result<Value, Stopped> {
    let shares = PerThread::new(threads);
    let body = |me: &Worker<'_>| {
        let mut acquired: u64 = 0;
        // Whoever is cut off while it waits has acquired nothing more.
        while !acquired.is_multiple_of(STRIDE) || me.check().is_ok() {
            if lock.acquire(me).is_err() {
                break;
            }
            acquired += 1;
            lock.release(me).expect("it holds the lock");
        }
        shares.put(me.index(), acquired);
        Ok(())
    };
    let mut over = |_: &Worker<'_>, elapsed_ms| elapsed_ms >= MEASURE_MS;
    let ending = Scene::aside(lab).play_with(threads as usize, &[lock], &body, &mut over)?;
    let shares: Vec<u64> = shares.take();
    let per_s = per_s(shares.iter().sum(), ending.wall_ms);
    Ok(json!({ "threads": threads, "per_s": per_s, "fairness": jain(&shares) }))
}
