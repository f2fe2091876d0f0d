//! The run of `signals`: thread 1 gives the signal, the others wait for it.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use primitives::{Barrier, Condition, Event, RawLock, Resource, Stopped, Worker};
use serde_json::json;
use trace::wire::StageRun;
use trace::{EventKind, VerdictKind};

use super::{Arrival, Kind, Signals, Wait};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{PerThread, Played, Scene, Script};
use crate::param::Choice;

/// What the threads share.
struct Shared {
    event: Event,
    condition: Condition,
    ready: AtomicBool,
    barrier: Barrier,
    /// Set by the first to come, so that before and after are no matter of luck.
    turn: Event,
}

/// What one thread has seen: how long it waited in milliseconds, and whether it woke the others.
#[derive(Default)]
struct Log {
    waited_ms: f64,
    went_on: bool,
    last_at_barrier: bool,
}

impl Run for Signals {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.kind.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: self.threads.into(),
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| self.once(scene))
    }
}

impl Signals {
    /// Gives the signal; returns only then.
    fn give(&self, shared: &Shared, me: &Worker<'_>) -> Result<(), Stopped> {
        match self.kind {
            Kind::Event => {
                shared.event.set(me);
                me.lane().record(EventKind::Signalled, shared.event.id(), None);
            }
            Kind::Condition => {
                let lock = shared.condition.lock();
                lock.acquire(me)?;
                shared.ready.store(true, Relaxed);
                shared.condition.notify_all(me).expect("it holds the lock");
                me.lane().record(EventKind::Signalled, shared.condition.id(), None);
                lock.release(me).expect("it holds the lock");
            }
            Kind::Barrier => unreachable!("at a barrier nobody gives a signal"),
        }
        Ok(())
    }

    /// Waits for the signal.
    fn hear(&self, shared: &Shared, me: &Worker<'_>) -> Result<(), Stopped> {
        match (self.kind, self.wait) {
            (Kind::Event, _) => shared.event.wait(me)?,
            (_, wait) => {
                let lock = shared.condition.lock();
                lock.acquire(me)?;
                match wait {
                    Wait::Bare => shared.condition.wait(me)?, // for a signal that may be past
                    Wait::Predicate => {
                        shared.condition.wait_for(me, || shared.ready.load(Relaxed))?;
                    }
                }
                lock.release(me).expect("it holds the lock");
            }
        }
        Ok(())
    }

    /// One thread's part.
    fn act(&self, shared: &Shared, me: &Worker<'_>, log: &mut Log) -> Result<(), Stopped> {
        if self.kind == Kind::Barrier {
            me.sleep(Duration::from_millis(2 * me.index() as u64))?; // they come one by one
            let before_ms = me.now_ms();
            let place = shared.barrier.wait(me)?;
            log.waited_ms = me.now_ms() - before_ms;
            log.last_at_barrier = place + 1 == self.threads as usize;
        } else if me.index() > 0 {
            if self.arrival == Arrival::Late {
                shared.turn.wait(me)?;
            }
            let before_ms = me.now_ms();
            self.hear(shared, me)?;
            log.waited_ms = me.now_ms() - before_ms;
        } else {
            // Early: the others are asleep before the signal is given.
            let others = self.threads as usize - 1;
            while self.arrival == Arrival::Early && self.n_waiting(shared) < others {
                me.check()?;
                me.sleep(Duration::from_millis(1))?;
            }
            self.give(shared, me)?;
            shared.turn.set(me);
        }
        log.went_on = true;
        me.step()
    }

    /// Threads that wait for the signal.
    fn n_waiting(&self, shared: &Shared) -> usize {
        match self.kind {
            Kind::Event => shared.event.n_waiting(),
            _ => shared.condition.n_waiting(),
        }
    }

    fn once(&self, scene: &Scene<'_>) -> Result<Played, Stopped> {
        let parties = NonZeroUsize::new(self.threads as usize).expect("at least two");
        let shared = Shared {
            event: Event::new(0),
            condition: Condition::new(1, 2),
            ready: AtomicBool::new(false),
            barrier: Barrier::new(3, parties),
            turn: Event::new(4),
        };
        let (condition, turn) = (&shared.condition, &shared.turn);
        let resources: [&dyn Resource; 5] =
            [&shared.event, condition, condition.lock(), &shared.barrier, turn];
        let logs = PerThread::new(self.threads);
        let ending = scene.play(self.threads as usize, &resources, &|me| {
            let mut log = Log::default();
            let result = self.act(&shared, me, &mut log);
            logs.put(me.index(), log);
            result
        })?;
        let logs: Vec<Log> = logs.take();
        let waker = logs.iter().position(|log| log.last_at_barrier).unwrap_or(0);
        let name = |index| self.thread_name(index);
        let woken = |(index, log): (usize, &Log)| {
            let woken = log.went_on && index != waker;
            let waited_ms = log.waited_ms;
            woken.then(
                || json!({ "thread": name(index), "by": name(waker), "waited_ms": waited_ms }),
            )
        };
        let kind = match ending.knot {
            Some(_) => VerdictKind::LostWakeup,
            None => VerdictKind::Held,
        };
        let figures = [
            ("woken", logs.iter().enumerate().filter_map(woken).collect()),
            ("cycle", scene.cycle(&ending)),
            ("detected_ms", json!(ending.detected_ms)),
        ];
        Ok(Played::new(kind, kind.name(), ending.wall_ms, figures))
    }
}
