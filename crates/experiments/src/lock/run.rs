//! The run of `lock`: the same program with any of three locks.

mod throughput;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use primitives::{Lock, RawLock, SpinLock, Stopped, TicketLock, Worker};
use serde_json::{Value, json};
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Acquire, Kind, Locks};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{PerThread, Played, Scene, Script};
use crate::param::Choice;

/// What one thread has seen.
#[derive(Default)]
struct Log {
    waits_ms: Vec<f64>,
    refused: u64,
    timed_out: u64,
}

/// Seen from outside the lock: who was inside, in which order, and whether ever two were.
#[derive(Default)]
struct Room {
    inside: AtomicU32,
    order: Mutex<Vec<usize>>,
    crowded: AtomicU32,
}

/// One thread's rounds.
fn take_turns(
    lock: &dyn RawLock,
    params: &Locks,
    room: &Room,
    me: &Worker<'_>,
    log: &mut Log,
) -> Result<(), Stopped> {
    let hold = Duration::from_millis(params.hold_ms);
    for _ in 0..params.rounds {
        let asked_ms = me.now_ms();
        let got = match params.acquire {
            Acquire::Blocking => lock.acquire(me).map(|()| true)?,
            Acquire::NonBlocking => lock.try_acquire(me),
            Acquire::Timeout => {
                lock.acquire_timeout(me, Duration::from_millis(params.timeout_ms))?
            }
        };
        if got {
            log.waits_ms.push(me.now_ms() - asked_ms);
            room.crowded.fetch_max(room.inside.fetch_add(1, Relaxed), Relaxed);
            room.order.lock().expect("nobody panics while writing").push(me.index());
            me.sleep(hold)?;
            room.inside.fetch_sub(1, Relaxed);
            lock.release(me).expect("it holds the lock");
        } else if params.acquire == Acquire::NonBlocking {
            log.refused += 1;
            me.sleep(hold)?; // something else
        } else {
            log.timed_out += 1;
        }
        me.step()?;
    }
    Ok(())
}

impl Run for Locks {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        match self.kind {
            Kind::Futex => self.run_with(lab, || Lock::new(0)),
            Kind::Spin => self.run_with(lab, || SpinLock::new(0)),
            Kind::Ticket => self.run_with(lab, || TicketLock::new(0)),
            Kind::LookFirst => unreachable!("it is for explorations only"),
        }
    }
}

impl Locks {
    fn run_with<L: RawLock>(&self, lab: &Lab<'_>, new: fn() -> L) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.kind.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads) * self.rounds,
            resources: self.resources(),
        };
        let mut run = script.run(lab, &mut |scene| self.once(scene, &new()))?;
        let throughput = throughput::curve(lab, self.threads, new)?;
        run.figures.insert("throughput".to_owned(), throughput.clone());
        let last = throughput.as_array().and_then(|points| points.last()).unwrap_or(&Value::Null);
        run.figures.insert("acquisitions_per_s".to_owned(), last["per_s"].clone());
        run.figures.insert("fairness".to_owned(), last["fairness"].clone());
        Ok(run)
    }

    fn once(&self, scene: &Scene<'_>, lock: &dyn RawLock) -> Result<Played, Stopped> {
        let (room, logs) = (Room::default(), PerThread::new(self.threads));
        let ending = scene.play(self.threads as usize, &[lock], &|me| {
            let mut log = Log::default();
            let result = take_turns(lock, self, &room, me, &mut log);
            logs.put(me.index(), log);
            result
        })?;
        let logs: Vec<Log> = logs.take();
        let wait = |(index, log): (usize, &Log)| {
            let mut sorted = log.waits_ms.clone();
            sorted.sort_by(f64::total_cmp);
            let (median, max) = (sorted.get(sorted.len() / 2), sorted.last());
            json!({ "thread": self.thread_name(index), "median_ms": median, "max_ms": max })
        };
        let (refused, timed_out): (u64, u64) =
            logs.iter().fold((0, 0), |(r, t), log| (r + log.refused, t + log.timed_out));
        let longest = logs.iter().flat_map(|log| &log.waits_ms).fold(0.0, |a: f64, b| a.max(*b));
        let kind = match (room.crowded.load(Relaxed), timed_out) {
            (1.., _) => VerdictKind::WrongValue,
            (0, 1..) => VerdictKind::TimedOut,
            (0, 0) => VerdictKind::Held,
        };
        let order = room.order.into_inner().expect("nobody panics while writing");
        let order: Vec<String> = order.into_iter().map(|index| self.thread_name(index)).collect();
        let figures = [
            ("order", json!(order)),
            ("waits_ms", logs.iter().enumerate().map(wait).collect()),
            ("longest_wait_ms", json!(longest)),
            ("refused", json!(refused)),
            ("timed_out", json!(timed_out)),
        ];
        Ok(Played::new(kind, kind.name(), ending.wall_ms, figures))
    }
}
