//! Semaphores, events, conditions and barriers lose no signal.

use std::num::NonZeroUsize;

use loom::sync::atomic::{AtomicU32, Ordering::Relaxed};
use primitives::{Barrier, BarrierError, Condition, Event, RawLock, Semaphore, Worker};

use crate::lab::{Body, THREE, TWO, model};

const NOBODY_STOPS: &str = "nobody stops the lab";

/// A primitive and a number.
type Counted<P> = (P, AtomicU32);

fn counted<P>(primitive: P) -> Counted<P> {
    (primitive, AtomicU32::new(0))
}

/// With one permit a semaphore is a lock: three threads count to 3.
#[test]
fn one_permit_is_held_by_one_thread() {
    let count: Body<Counted<Semaphore>> = |(semaphore, number), me| {
        semaphore.acquire(me).expect(NOBODY_STOPS);
        number.store(number.load(Relaxed) + 1, Relaxed);
        semaphore.release(me, 1).expect("it was acquired");
    };
    model(
        THREE,
        |_| counted(Semaphore::bounded(0, 1)),
        [count; 3],
        |(semaphore, number)| {
            assert_eq!((semaphore.permits(), number.load(Relaxed)), (1, 3));
        },
    );
}

#[test]
fn two_permits_that_come_together_reach_two_threads() {
    let acquire: Body<Semaphore> = |semaphore, me| semaphore.acquire(me).expect(NOBODY_STOPS);
    let release: Body<Semaphore> = |semaphore, me| semaphore.release(me, 2).expect("no bound");
    model(
        THREE,
        |_| Semaphore::new(0, 0),
        [release, acquire, acquire],
        |semaphore| {
            assert_eq!(semaphore.permits(), 0);
        },
    );
}

#[test]
fn permits_that_come_one_after_the_other_reach_two_threads() {
    let acquire: Body<Semaphore> = |semaphore, me| semaphore.acquire(me).expect(NOBODY_STOPS);
    let release: Body<Semaphore> = |semaphore, me| {
        (0..2).for_each(|_| semaphore.release(me, 1).expect("no bound"));
    };
    model(
        THREE,
        |_| Semaphore::new(0, 0),
        [release, acquire, acquire],
        |semaphore| {
            assert_eq!(semaphore.permits(), 0);
        },
    );
}

/// Early or late, both waiters go on, and see what was written before.
#[test]
fn an_event_lets_early_and_late_threads_go() {
    let set: Body<Counted<Event>> = |(event, number), me| {
        number.store(1, Relaxed);
        event.set(me);
    };
    let wait: Body<Counted<Event>> = |(event, number), me| {
        event.wait(me).expect(NOBODY_STOPS);
        assert_eq!(number.load(Relaxed), 1);
    };
    model(
        THREE,
        |_| counted(Event::new(0)),
        [set, wait, wait],
        |(event, _)| {
            assert!(event.is_set());
        },
    );
}

/// The waiter may miss the first time the event is set, but not the second.
#[test]
fn an_event_that_is_cleared_and_set_again_loses_nobody() {
    let set_twice: Body<Event> = |event, me| {
        event.set(me);
        event.clear();
        event.set(me);
    };
    let wait: Body<Event> = |event, me| event.wait(me).expect(NOBODY_STOPS);
    model(THREE, |_| Event::new(0), [set_twice, wait], |event| assert!(event.is_set()));
}

#[test]
fn a_signal_given_under_the_lock_is_never_missed() {
    let signal: Body<Counted<Condition>> = |(condition, number), me| {
        let signal = || {
            number.store(1, Relaxed);
            condition.notify(me, 1).expect("the lock is held")
        };
        assert!(condition.lock().with(me, signal).expect(NOBODY_STOPS) <= 1);
    };
    let wait: Body<Counted<Condition>> = |(condition, number), me| {
        let wait = || condition.wait_for(me, || number.load(Relaxed) == 1);
        condition.lock().with(me, wait).expect(NOBODY_STOPS).expect(NOBODY_STOPS);
    };
    model(
        THREE,
        |_| counted(Condition::new(0, 1)),
        [signal, wait],
        |(condition, _)| {
            assert_eq!((condition.n_waiting(), condition.lock().is_locked()), (0, false));
        },
    );
}

/// Two threads wait for an item each; each of two signals follows one item and wakes at most one of
/// them, and whoever has not waited yet finds the item without a signal: both get one.
#[test]
fn one_signal_is_for_one_thread() {
    let give_two: Body<Counted<Condition>> = |(condition, items), me| {
        for _ in 0..2 {
            let give = || {
                items.store(items.load(Relaxed) + 1, Relaxed);
                let before = condition.n_waiting();
                assert_eq!(condition.notify(me, 1), Ok(before.min(1)));
                assert_eq!(condition.n_waiting(), before - before.min(1));
            };
            condition.lock().with(me, give).expect(NOBODY_STOPS);
        }
    };
    let take: Body<Counted<Condition>> = |(condition, items), me| {
        let take = || {
            condition.wait_for(me, || items.load(Relaxed) > 0).expect(NOBODY_STOPS);
            items.store(items.load(Relaxed) - 1, Relaxed);
        };
        condition.lock().with(me, take).expect(NOBODY_STOPS);
    };
    let bodies = [take, take, give_two];
    model(
        TWO,
        |_| counted(Condition::new(0, 1)),
        bodies,
        |(condition, items)| {
            assert_eq!((condition.n_waiting(), items.load(Relaxed)), (0, 0));
        },
    );
}

fn barrier(parties: usize) -> Barrier {
    Barrier::new(0, NonZeroUsize::new(parties).expect("at least one comes"))
}

/// In each of two generations one thread comes first and one second: the places are 0 + 1 + 0 + 1 = 2.
#[test]
fn a_barrier_opens_twice_for_two_threads() {
    let pass: Body<Counted<Barrier>> = |(barrier, places), me| {
        for _ in 0..2 {
            let place = barrier.wait(me).expect("nobody breaks it");
            places.fetch_add(u32::try_from(place).expect("0 or 1"), Relaxed);
        }
    };
    model(
        THREE,
        |_| counted(barrier(2)),
        [pass; 2],
        |(barrier, places)| {
            assert_eq!((barrier.n_waiting(), places.load(Relaxed)), (0, 2));
        },
    );
}

/// Places 0 + 1 + 2 = 3.
#[test]
fn the_last_of_three_wakes_the_others() {
    let pass: Body<Counted<Barrier>> = |(barrier, places), me: &Worker<'_>| {
        let place = barrier.wait(me).expect("nobody breaks it");
        places.fetch_add(u32::try_from(place).expect("at most 2"), Relaxed);
    };
    model(
        THREE,
        |_| counted(barrier(3)),
        [pass; 3],
        |(_, places)| {
            assert_eq!(places.load(Relaxed), 3);
        },
    );
}

#[test]
fn a_barrier_that_is_broken_holds_nobody() {
    let wait: Body<Barrier> = |barrier, me| assert_eq!(barrier.wait(me), Err(BarrierError::Broken));
    let abort: Body<Barrier> = |barrier, _| barrier.abort();
    model(
        THREE,
        |_| barrier(3),
        [abort, wait, wait],
        |barrier| {
            assert_eq!((barrier.is_broken(), barrier.n_waiting()), (true, 0));
        },
    );
}
