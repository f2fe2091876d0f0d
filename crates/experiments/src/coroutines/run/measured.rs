//! How fast coroutines and threads switch, and what each of them weighs.

use std::cell::Cell;
use std::sync::Mutex;

use primitives::{Event, Stopped, Worker};
use serde_json::{Value, json};

use super::scheduler::{Scheduler, yield_now};
use crate::coroutines::Coroutines;
use crate::kernel::lab::Lab;
use crate::kernel::scene::Scene;

/// Time over which switches are counted, in milliseconds, after as long a warm-up.
const MEASURE_MS: f64 = 60.0;
/// Switches of threads that are timed.
const TURNS: u32 = 500;

/// What was measured, before the play.
#[derive(Debug)]
pub(super) struct Measured {
    coroutine_switches_per_s: f64,
    thread_switches_per_s: Option<f64>,
    bytes_of_a_coroutine: usize,
    bytes_of_a_thread: Option<usize>,
}

impl Measured {
    pub(super) fn of(params: &Coroutines, lab: &Lab<'_>) -> Result<Self, Stopped> {
        let (coroutine_switches_per_s, bytes_of_a_coroutine) = coroutines(params.coroutines, lab)?;
        let two = params.threads >= 2;
        Ok(Self {
            coroutine_switches_per_s,
            thread_switches_per_s: if two { Some(threads(lab)?) } else { None },
            bytes_of_a_coroutine,
            bytes_of_a_thread: if two { stacks(params.threads as usize, lab)? } else { None },
        })
    }

    pub(super) fn switches_per_s(&self) -> Value {
        let (cooperative, preemptive) = (self.coroutine_switches_per_s, self.thread_switches_per_s);
        json!({ "cooperative": cooperative, "preemptive": preemptive })
    }

    pub(super) fn bytes(&self) -> Value {
        let (cooperative, preemptive) = (self.bytes_of_a_coroutine, self.bytes_of_a_thread);
        json!({ "cooperative": cooperative, "preemptive": preemptive })
    }

    /// Of all coroutines that were weighed, and of as many threads, if there could be so many.
    pub(super) fn bytes_of_all(&self, params: &Coroutines) -> Value {
        let count = params.coroutines as usize;
        let coroutines = self.bytes_of_a_coroutine * count;
        let threads = self.bytes_of_a_thread.map(|bytes| bytes as u64 * count as u64);
        json!({ "cooperative": coroutines, "preemptive": threads })
    }
}

/// So many coroutines do nothing but yield, on one thread: switches in a second, and bytes of each.
fn coroutines(count: u64, lab: &Lab<'_>) -> Result<(f64, usize), Stopped> {
    let found = Mutex::new((0.0, 0));
    let body = |me: &Worker<'_>| {
        // Counted from when it has been compiled for good.
        let warm_ms = me.now_ms() + MEASURE_MS;
        let over = Cell::new(false);
        let mut scheduler = Scheduler::with_capacity(count as usize);
        for _ in 0..count {
            let over = &over;
            scheduler.spawn(async move {
                while !over.get() {
                    yield_now().await;
                }
                Ok(())
            });
        }
        let bytes = scheduler.bytes_of_a_task();
        let (mut since, mut per_s) = (None, 0.0);
        scheduler.run(&mut |switches| {
            let now_ms = me.now_ms();
            match since {
                None if now_ms >= warm_ms => since = Some((now_ms, switches)),
                Some((from_ms, from)) if now_ms >= from_ms + MEASURE_MS && !over.replace(true) => {
                    per_s = (switches - from) as f64 / (now_ms - from_ms) * 1e3;
                }
                _ => {}
            }
            me.check()
        })?;
        *found.lock().expect("nobody panics here") = (per_s, bytes);
        Ok(())
    };
    Scene::before(lab).play(1, &[], &body)?;
    Ok(found.into_inner().expect("nobody panics here"))
}

/// Two threads let each other go on by turns: switches in a second.
fn threads(lab: &Lab<'_>) -> Result<f64, Stopped> {
    let turns = [Event::new(0), Event::new(1)];
    let body = |me: &Worker<'_>| {
        let (mine, other) = (&turns[me.index()], &turns[1 - me.index()]);
        let me = &me.silent();
        for _ in 0..TURNS {
            mine.wait(me)?;
            mine.clear();
            other.set(me);
        }
        Ok(())
    };
    turns[0].set(&lab.worker(lab.coordinator()));
    let wall_ms = Scene::before(lab).play(2, &[], &body)?.wall_ms;
    Ok(f64::from(2 * TURNS) / wall_ms.max(1e-3) * 1e3)
}

/// The room between the stacks of two threads that lie next to each other, in bytes: what a thread is given
/// before it has done anything.
fn stacks(count: usize, lab: &Lab<'_>) -> Result<Option<usize>, Stopped> {
    let places = Mutex::new(Vec::new());
    let body = |_: &Worker<'_>| {
        let local = 0_u8;
        let place = std::hint::black_box(&raw const local) as usize;
        places.lock().expect("nobody panics here").push(place);
        Ok(())
    };
    Scene::before(lab).play(count, &[], &body)?;
    let mut places = places.into_inner().expect("nobody panics here");
    places.sort_unstable();
    Ok(places.windows(2).map(|pair| pair[1] - pair[0]).min())
}
