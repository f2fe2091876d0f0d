//! The watchdog names threads that wait for ever, and no others.

mod common;

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use common::{LONG, Lab, TURNS};
use primitives::{
    Condition, Event, Knot, Lock, RawLock, Resource, SLICE, SpinLock, Stopped, TicketLock, Tie,
    Watchdog, Worker,
};

/// What each thread does.
type Body<'a> = &'a (dyn Fn(&Worker<'_>) -> Result<(), Stopped> + Sync);

/// Runs `bodies` on threads of their own until the watchdog names some of them, all have finished, or
/// it has looked `looks` times.
fn watch(lab: &Lab, resources: &[&dyn Resource], looks: u64, bodies: &[Body<'_>]) -> Option<Knot> {
    thread::scope(|scope| {
        for (index, body) in bodies.iter().enumerate() {
            let me = lab.me(index);
            scope.spawn(move || me.run(|| body(&me)));
        }
        let mut watchdog = Watchdog::new(&lab.waits, bodies.len());
        let mut knot = None;
        for _ in 0..looks {
            knot = watchdog.look(resources);
            if knot.is_some() || lab.waits.all_done(bodies.len()) {
                break;
            }
            thread::sleep(Duration::from_micros(100));
        }
        lab.control.end();
        knot
    })
}

/// So many looks that the watchdog is done before.
const FOREVER: u64 = u64::MAX;
/// Looks for four slices, for a thread that is stuck is named after two; under Miri, which looks for
/// something else, only some.
const FOUR_SLICES: u64 = if cfg!(miri) { 20 } else { 4 * SLICE.as_micros() as u64 / 100 };

/// A ring of threads: each takes its lock, waits until all have one, and wants that of the next.
fn ring(locks: &[Box<dyn RawLock>]) -> Option<Knot> {
    let (lab, n) = (Lab::new(locks.len()), locks.len());
    let all = std::sync::Barrier::new(n);
    let body = |me: &Worker<'_>| {
        locks[me.index()].acquire(me)?;
        all.wait();
        locks[(me.index() + 1) % n].acquire(me)
    };
    let resources: Vec<&dyn Resource> = locks.iter().map(|lock| &**lock as _).collect();
    watch(&lab, &resources, FOREVER, &vec![&body as Body<'_>; n])
}

/// In a ring of n, thread t waits for lock t + 1, which thread t + 1 holds, and the last for lock 0.
fn ring_of(n: usize) -> Option<Knot> {
    let tie = |thread| {
        let next = (thread + 1) % n;
        Tie { thread, resource: next as u32, holder: Some(next) }
    };
    Some(Knot { ties: (0..n).map(tie).collect(), is_cycle: true })
}

#[test]
fn two_threads_that_each_want_the_lock_of_the_other_are_named() {
    assert_eq!(ring(&[Box::new(Lock::new(0)), Box::new(Lock::new(1))]), ring_of(2));
    assert_eq!(ring(&[Box::new(SpinLock::new(0)), Box::new(TicketLock::new(1))]), ring_of(2));
}

#[test]
fn a_ring_of_three_is_named() {
    let locks = [0, 1, 2].map(|id| Box::new(Lock::new(id)) as Box<dyn RawLock>);
    assert_eq!(ring(&locks), ring_of(3));
}

#[test]
fn a_thread_that_waits_for_itself_is_named() {
    assert_eq!(ring(&[Box::new(Lock::new(0))]), ring_of(1));
    assert_eq!(ring(&[Box::new(SpinLock::new(0))]), ring_of(1));
    assert_eq!(ring(&[Box::new(TicketLock::new(0))]), ring_of(1));
}

#[test]
fn a_cycle_is_named_while_others_use_another_lock() {
    let lab = Lab::new(3);
    lab.recorder.switch(false);
    let (locks, busy) = ([Lock::new(0), Lock::new(1)], Lock::new(2));
    let both = std::sync::Barrier::new(2);
    let tied = |me: &Worker<'_>| {
        locks[me.index()].acquire(me)?;
        both.wait();
        locks[1 - me.index()].acquire(me)
    };
    let works = |me: &Worker<'_>| {
        loop {
            busy.with(me, || ())?;
            me.check()?;
        }
    };
    let resources: [&dyn Resource; 3] = [&locks[0], &locks[1], &busy];
    assert_eq!(watch(&lab, &resources, FOREVER, &[&tied, &tied, &works]), ring_of(2));
}

#[test]
fn threads_that_will_give_up_are_no_cycle() {
    let lab = Lab::new(2);
    let locks = [Lock::new(0), Lock::new(1)];
    let both = std::sync::Barrier::new(2);
    let body = |me: &Worker<'_>| {
        locks[me.index()].acquire(me)?;
        both.wait();
        locks[1 - me.index()].acquire_timeout(me, LONG).map(drop)
    };
    assert_eq!(watch(&lab, &[&locks[0], &locks[1]], FOUR_SLICES, &[&body, &body]), None);
}

/// More threads than cores take two locks in the same order: whoever is interrupted right after it got a
/// lock looks for a moment as if it waited for itself.
#[test]
fn threads_that_take_two_locks_in_the_same_order_are_no_cycle() {
    let pairs: [[Box<dyn RawLock>; 2]; 3] = [
        [Box::new(Lock::new(0)), Box::new(Lock::new(1))],
        [Box::new(SpinLock::new(0)), Box::new(SpinLock::new(1))],
        [Box::new(TicketLock::new(0)), Box::new(TicketLock::new(1))],
    ];
    for [first, second] in pairs {
        let lab = Lab::new(3);
        lab.recorder.switch(false);
        let body = |me: &Worker<'_>| {
            for _ in 0..TURNS / 4 {
                first.acquire(me)?;
                second.acquire(me)?;
                me.yield_now();
                second.release(me).unwrap();
                first.release(me).unwrap();
            }
            Ok(())
        };
        assert_eq!(watch(&lab, &[&*first, &*second], FOREVER, &[&body as Body<'_>; 3]), None);
    }
}

/// The signal comes first and reaches nobody; then thread 1 is done, and thread 0 waits for ever.
#[test]
fn a_thread_whose_signal_was_lost_is_stuck() {
    let lab = Lab::new(2);
    let (condition, signalled) = (Condition::new(5, 6), Event::new(7));
    let waits = |me: &Worker<'_>| {
        signalled.wait(me)?;
        condition.lock().with(me, || condition.wait(me).map_err(Stopped::from))?
    };
    let signals = |me: &Worker<'_>| {
        condition.lock().with(me, || assert_eq!(condition.notify(me, 1), Ok(0)))?;
        signalled.set(me);
        Ok(())
    };
    let resources: [&dyn Resource; 3] = [&condition, condition.lock(), &signalled];
    let ties = vec![Tie { thread: 0, resource: 5, holder: None }];
    assert_eq!(
        watch(&lab, &resources, FOREVER, &[&waits, &signals]),
        Some(Knot { ties, is_cycle: false })
    );
}

#[test]
fn a_thread_that_waits_for_a_lock_of_one_that_has_finished_is_stuck() {
    let lab = Lab::new(2);
    let lock = SpinLock::new(3);
    let keeps = |me: &Worker<'_>| lock.acquire(me);
    let wants = |me: &Worker<'_>| {
        common::until(|| lock.is_locked());
        lock.acquire(me)
    };
    let ties = vec![Tie { thread: 1, resource: 3, holder: Some(0) }];
    let knot = Some(Knot { ties, is_cycle: false });
    assert_eq!(watch(&lab, &[&lock], FOREVER, &[&keeps, &wants]), knot);
}

#[test]
fn nobody_is_stuck_while_somebody_sleeps_or_runs_or_will_give_up() {
    let bodies: [Body<'_>; 3] = [
        &|me| me.sleep(LONG),
        &|me| {
            while me.check().is_ok() {
                me.yield_now();
            }
            Ok(())
        },
        &|me| Event::new(1).wait_timeout(me, LONG).map(drop),
    ];
    for body in bodies {
        let (lab, event) = (Lab::new(2), Event::new(0));
        let waits = |me: &Worker<'_>| event.wait(me);
        assert_eq!(watch(&lab, &[&event], FOUR_SLICES, &[&waits, body]), None);
    }
}

/// Thread 1 sets the event as the last thing it does: thread 0 may not have noticed yet when all others
/// have finished, and is not stuck. Each round ends with both done.
#[test]
fn a_thread_that_has_not_yet_noticed_its_signal_is_not_stuck() {
    for _ in 0..TURNS / 4 {
        let (lab, event, rounds) = (Lab::new(2), Event::new(0), AtomicU64::new(0));
        let waits = |me: &Worker<'_>| {
            event.wait(me)?;
            rounds.fetch_add(1, Relaxed);
            Ok(())
        };
        let sets = |me: &Worker<'_>| {
            event.set(me);
            Ok(())
        };
        assert_eq!(watch(&lab, &[&event], FOREVER, &[&waits, &sets]), None);
        assert_eq!(rounds.load(Relaxed), 1);
    }
}
