//! Locks, semaphores, events, conditions and barriers mean what they mean in Python's `threading`.

mod common;

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use common::{LONG, Lab, SHORT, TURNS};
use primitives::{
    Condition, Event, Lock, Misuse, Queue, RLock, RawLock, Resource, Semaphore, SpinLock,
    TicketLock, WaitError,
};

fn locks() -> [Box<dyn RawLock>; 4] {
    [
        Box::new(Lock::new(0)),
        Box::new(RLock::new(0)),
        Box::new(SpinLock::new(0)),
        Box::new(TicketLock::new(0)),
    ]
}

/// Three threads read a number, yield, and write the number back plus one: no update is lost, so at the
/// end it is 3 turns.
#[test]
fn only_one_thread_at_a_time_holds_a_lock() {
    for lock in locks() {
        let (lab, counter) = (Lab::new(3), AtomicU64::new(0));
        lab.recorder.switch(false);
        thread::scope(|scope| {
            for index in 0..3 {
                let (me, lock, counter) = (lab.me(index), &lock, &counter);
                scope.spawn(move || {
                    for _ in 0..TURNS {
                        lock.acquire(&me).unwrap();
                        let value = counter.load(Relaxed);
                        me.yield_now();
                        counter.store(value + 1, Relaxed);
                        lock.release(&me).unwrap();
                    }
                });
            }
        });
        assert_eq!(counter.load(Relaxed), 3 * TURNS);
        assert!(!lock.is_locked());
    }
}

#[test]
fn a_lock_that_is_held_is_not_had_without_waiting_for_its_release() {
    for lock in locks() {
        let lab = Lab::new(2);
        let (first, second) = (lab.me(0), lab.me(1));
        assert!(lock.try_acquire(&first));
        assert_eq!((lock.is_locked(), lock.holder()), (true, Some(0)));
        assert!(!lock.try_acquire(&second));
        assert_eq!(lock.acquire_timeout(&second, Duration::ZERO), Ok(false));
        assert_eq!(lock.acquire_timeout(&second, SHORT), Ok(false));
        assert_eq!(lock.holder(), Some(0));
        thread::scope(|scope| {
            let waiter = scope.spawn(|| lock.acquire_timeout(&second, LONG));
            lab.until_waiting(1);
            lock.release(&first).unwrap();
            assert_eq!(waiter.join().unwrap(), Ok(true));
        });
        assert_eq!(lock.holder(), Some(1));
    }
}

/// Python: `Lock` may be released by any thread, `RLock` only by its owner.
#[test]
fn any_thread_may_release_any_lock_but_an_rlock() {
    let lab = Lab::new(2);
    for lock in locks() {
        lock.acquire(&lab.me(0)).unwrap();
        let released = lock.release(&lab.me(1));
        assert_eq!(lock.is_locked(), released == Err(Misuse::NotOwner));
    }
    let rlock = RLock::new(0);
    rlock.acquire(&lab.me(0)).unwrap();
    assert_eq!(rlock.release(&lab.me(1)), Err(Misuse::NotOwner));
}

/// Taken by `acquire`, `try_acquire` and `acquire_timeout`: 3 times, so it is free after 3 releases.
#[test]
fn an_rlock_is_free_after_as_many_releases_as_acquisitions() {
    let lab = Lab::new(2);
    let (lock, me, other) = (RLock::new(0), lab.me(0), lab.me(1));
    lock.acquire(&me).unwrap();
    assert!(lock.try_acquire(&me));
    assert_eq!(lock.acquire_timeout(&me, SHORT), Ok(true));
    for left in [2, 1, 0] {
        assert!(!lock.try_acquire(&other));
        assert_eq!(lock.release(&me), Ok(()));
        assert_eq!(lock.count(), left);
    }
    assert_eq!(lock.with(&other, || lock.with(&other, || 5)), Ok(Ok(5)));
    assert_eq!((lock.count(), lock.is_locked()), (0, false));
}

#[test]
fn misuse_is_told_in_the_words_of_python() {
    let lab = Lab::new(1);
    let me = &lab.me(0);
    let condition = Condition::new(0, 1);
    let without_lock = |result| match result {
        Err(WaitError::Misuse(misuse)) => Err(misuse),
        other => panic!("{other:?}"),
    };
    let told = [
        (Lock::new(0).release(me), "release unlocked lock"),
        (SpinLock::new(0).release(me), "release unlocked lock"),
        (TicketLock::new(0).release(me), "release unlocked lock"),
        (RLock::new(0).release(me), "cannot release un-acquired lock"),
        (Semaphore::new(0, 0).release(me, 0), "n must be one or more"),
        (Semaphore::bounded(0, 2).release(me, 1), "Semaphore released too many times"),
        (without_lock(condition.wait(me)), "cannot wait on un-acquired lock"),
        (
            without_lock(condition.wait_timeout(me, SHORT).map(drop)),
            "cannot wait on un-acquired lock",
        ),
        (condition.notify(me, 1).map(drop), "cannot notify on un-acquired lock"),
        (condition.notify_all(me).map(drop), "cannot notify on un-acquired lock"),
        (Queue::<()>::new(0, 0, 0).task_done(me), "task_done() called too many times"),
    ];
    for (result, text) in told {
        assert_eq!(result.map_err(|misuse| misuse.to_string()), Err(text.to_owned()));
    }
    assert_eq!(lab.events(0), [], "and nothing has happened");
}

#[test]
fn a_condition_is_of_no_use_to_a_thread_that_does_not_hold_its_lock_itself() {
    let lab = Lab::new(2);
    let condition = Condition::new(0, 1);
    condition.lock().acquire(&lab.me(0)).unwrap();
    assert_eq!(condition.notify(&lab.me(1), 1), Err(Misuse::NotifyWithoutLock));
    assert_eq!(condition.wait(&lab.me(1)), Err(Misuse::WaitWithoutLock.into()));
    assert_eq!((condition.lock().holder(), condition.n_waiting()), (Some(0), 0));
}

/// A bounded semaphore of 3: two are taken, so 2 may come back, not 3.
#[test]
fn a_refused_release_leaves_the_permits_as_they_were() {
    let lab = Lab::new(1);
    let (semaphore, me) = (Semaphore::bounded(0, 3), lab.me(0));
    assert!(semaphore.try_acquire(&me));
    assert_eq!(semaphore.acquire_timeout(&me, SHORT), Ok(true));
    assert_eq!(semaphore.release(&me, 3), Err(Misuse::ReleasedTooOften));
    assert_eq!(semaphore.permits(), 1);
    assert_eq!(semaphore.release(&me, 2), Ok(()));
    assert_eq!(semaphore.permits(), 3);
    assert_eq!(Semaphore::new(0, 1).release(&me, usize::MAX), Err(Misuse::ReleasedTooOften));
}

/// Three threads wait, two permits come: two go on, one is left.
#[test]
fn a_release_of_two_permits_lets_two_threads_go_on() {
    let lab = Lab::new(4);
    let (semaphore, passed) = (Semaphore::new(0, 0), AtomicU64::new(0));
    assert!(!semaphore.try_acquire(&lab.me(3)));
    assert_eq!(semaphore.acquire_timeout(&lab.me(3), SHORT), Ok(false));
    thread::scope(|scope| {
        for index in 0..3 {
            let (me, semaphore, passed) = (lab.me(index), &semaphore, &passed);
            scope.spawn(move || {
                semaphore.acquire(&me).unwrap();
                passed.fetch_add(1, Relaxed);
            });
        }
        (0..3).for_each(|index| lab.until_waiting(index));
        semaphore.release(&lab.me(3), 2).unwrap();
        common::until(|| passed.load(Relaxed) == 2);
        assert_eq!(semaphore.permits(), 0);
        semaphore.release(&lab.me(3), 1).unwrap();
    });
    assert_eq!((passed.load(Relaxed), semaphore.permits()), (3, 0));
}

#[test]
fn an_event_wakes_all_who_wait_and_stays_set_for_those_who_come_late() {
    let lab = Lab::new(3);
    let (event, late) = (Event::new(0), lab.me(2));
    assert_eq!((event.is_set(), event.wait_timeout(&late, SHORT)), (false, Ok(false)));
    thread::scope(|scope| {
        let early = [0, 1].map(|index| {
            let (me, event) = (lab.me(index), &event);
            // The longest time there is: the sum with the clock must not overflow.
            scope.spawn(move || event.wait_timeout(&me, Duration::MAX))
        });
        (0..2).for_each(|index| lab.until_waiting(index));
        event.set(&late);
        early.into_iter().for_each(|early| assert_eq!(early.join().unwrap(), Ok(true)));
    });
    assert_eq!((event.wait(&late), event.wait_timeout(&late, SHORT)), (Ok(()), Ok(true)));
    event.clear();
    assert_eq!((event.is_set(), event.wait_timeout(&late, SHORT)), (false, Ok(false)));
}

/// In Python a waiter is woken by the signal of `set`, whatever becomes of the flag.
#[test]
fn an_event_that_is_set_and_cleared_at_once_lets_the_waiter_go() {
    let lab = Lab::new(2);
    let event = Event::new(0);
    thread::scope(|scope| {
        let waiter = scope.spawn(|| event.wait(&lab.me(0)));
        lab.until_waiting(0);
        event.set(&lab.me(1));
        event.clear();
        assert_eq!(waiter.join().unwrap(), Ok(()));
    });
}

#[test]
fn a_condition_wakes_first_come_first_and_no_more_than_asked_for() {
    let lab = Lab::new(4);
    let condition = Condition::new(0, 1);
    let order = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for index in 0..3 {
            let (me, condition, order) = (lab.me(index), &condition, &order);
            scope.spawn(move || {
                let waited = condition.lock().with(&me, || {
                    condition.wait(&me).map(|()| order.lock().unwrap().push(me.index()))
                });
                assert_eq!(waited, Ok(Ok(())));
            });
            common::until(|| condition.n_waiting() == index + 1);
        }
        let me = lab.me(3);
        let notify = |count| condition.lock().with(&me, || condition.notify(&me, count));
        for (count, woken, left) in [(0, 0, 3), (1, 1, 2), (5, 2, 0), (1, 0, 0)] {
            assert_eq!(notify(count), Ok(Ok(woken)));
            assert_eq!(condition.n_waiting(), left);
            common::until(|| order.lock().unwrap().len() == 3 - left);
        }
    });
    assert_eq!(order.lock().unwrap()[0], 0, "the first to come is the first to be woken");
}

#[test]
fn a_signal_that_nobody_waits_for_is_lost_and_a_wait_that_times_out_holds_the_lock() {
    let lab = Lab::new(2);
    let (condition, me) = (Condition::new(0, 1), lab.me(0));
    condition.lock().acquire(&me).unwrap();
    assert_eq!(condition.notify_all(&me), Ok(0));
    assert_eq!(condition.wait_timeout(&me, SHORT), Ok(false));
    assert_eq!((condition.lock().holder(), condition.n_waiting()), (Some(0), 0));
    assert_eq!(condition.wait_for(&me, || true), Ok(()));
    assert_eq!(condition.notify(&me, 1), Ok(0), "who has given up takes no signal");
}

/// The predicate fails for the first two signals: 1 < 3 and 2 < 3.
#[test]
fn wait_for_looks_after_each_signal() {
    let lab = Lab::new(2);
    let (condition, count, me) = (Condition::new(0, 1), AtomicU64::new(0), lab.me(1));
    thread::scope(|scope| {
        let waiter = scope.spawn(|| {
            let me = lab.me(0);
            let ready = || count.load(Relaxed) >= 3;
            condition.lock().with(&me, || condition.wait_for(&me, ready).map(|()| ready()))
        });
        for _ in 0..3 {
            common::until(|| condition.n_waiting() == 1);
            let signal = || {
                count.fetch_add(1, Relaxed);
                condition.notify_all(&me)
            };
            assert_eq!(condition.lock().with(&me, signal), Ok(Ok(1)));
        }
        assert_eq!(waiter.join().unwrap(), Ok(Ok(true)));
    });
}
