//! Locks of every kind keep threads apart, hand on what was written, and lose no wake-up.

use std::time::Duration;

use loom::sync::atomic::{AtomicU32, Ordering::Relaxed};
use primitives::{Gil, Lock, RLock, RawLock, SpinLock, TicketLock, Worker};

use crate::lab::{NOW_MS, THREE, TWO, model};

/// A lock and a number that only its holder changes, in two steps.
struct Counter<L> {
    lock: L,
    count: AtomicU32,
}

impl<L: RawLock> Counter<L> {
    fn new(lock: L) -> Self {
        Self { lock, count: AtomicU32::new(0) }
    }

    fn increment(&self) {
        let count = self.count.load(Relaxed);
        self.count.store(count + 1, Relaxed);
    }

    fn count(&self, me: &Worker<'_>) {
        self.lock.with(me, || self.increment()).expect("nobody stops the lab");
    }

    fn count_or_not(&self, me: &Worker<'_>, got: bool) {
        if got {
            self.increment();
            self.lock.release(me).expect("it was acquired");
        }
    }

    fn try_count(&self, me: &Worker<'_>) {
        self.count_or_not(me, self.lock.try_acquire(me));
    }

    fn count_in_time(&self, me: &Worker<'_>) {
        let got = self.lock.acquire_timeout(me, Duration::ZERO);
        self.count_or_not(me, got.expect("nobody stops the lab"));
    }

    fn is(&self, counts: &[u32]) {
        assert!(!self.lock.is_locked());
        assert!(counts.contains(&self.count.load(Relaxed)));
    }
}

fn new<L: RawLock>(lock: fn(u32) -> L) -> Counter<L> {
    Counter::new(lock(0))
}

/// Two threads count twice each: 4. One counts, and one may: 1 or 2. Two count, and one may: 2 or 3.
macro_rules! lock_models {
    ($name:ident, $lock:ident) => {
        mod $name {
            use super::*;

            fn count_twice(counter: &Counter<$lock>, me: &Worker<'_>) {
                counter.count(me);
                counter.count(me);
            }

            #[test]
            fn two_threads_lose_no_update_and_no_wake_up() {
                model(THREE, |_| new($lock::new), [count_twice; 2], |counter| counter.is(&[4]));
            }

            #[test]
            fn one_that_does_not_wait_has_the_lock_alone_or_not_at_all() {
                let bodies = [Counter::count, Counter::try_count];
                model(None, |_| new($lock::new), bodies, |counter| counter.is(&[1, 2]));
            }

            #[test]
            fn one_that_gives_up_leaves_no_trace() {
                let bodies = [Counter::count, Counter::count_in_time, Counter::count];
                model(TWO, |_| new($lock::new), bodies, |counter| counter.is(&[2, 3]));
            }
        }
    };
}

lock_models!(lock, Lock);
lock_models!(rlock, RLock);
lock_models!(spin_lock, SpinLock);
lock_models!(ticket_lock, TicketLock);

/// Only for a lock on which threads sleep: of two that spin, loom may run now one and now the other for
/// ever, while the holder never comes to its turn.
#[test]
fn three_threads_lose_no_update_and_no_wake_up() {
    model(TWO, |_| new(Lock::new), [Counter::count; 3], |counter| counter.is(&[3]));
}

/// Thread 1 is woken after its deadline while thread 0 has taken the lock again; the wake-up that it does
/// not use must reach thread 2.
#[test]
fn one_that_is_woken_and_gives_up_passes_the_wake_up_on() {
    let new = |me: &Worker<'_>| {
        let lock = Lock::new(0);
        lock.acquire(me).expect("it is free");
        Counter::new(lock)
    };
    let release_and_try_again = |counter: &Counter<Lock>, me: &Worker<'_>| {
        NOW_MS.store(1, Relaxed);
        counter.lock.release(me).expect("it was acquired at first");
        counter.try_count(me);
    };
    let count_in_time = |counter: &Counter<Lock>, me: &Worker<'_>| {
        let got = counter.lock.acquire_timeout(me, Duration::from_millis(1));
        counter.count_or_not(me, got.expect("nobody stops the lab"));
    };
    let bodies = [release_and_try_again, count_in_time, Counter::count];
    model(TWO, new, bodies, |counter| counter.is(&[1, 2, 3]));
}

/// Each of two threads takes it twice before it counts: 2.
#[test]
fn an_rlock_is_taken_again_by_its_owner_only() {
    let count_inside = |counter: &Counter<RLock>, me: &Worker<'_>| {
        counter.lock.with(me, || counter.count(me)).expect("nobody stops the lab");
    };
    model(
        THREE,
        |_| new(RLock::new),
        [count_inside; 2],
        |counter| {
            counter.is(&[2]);
            assert_eq!(counter.lock.count(), 0);
        },
    );
}

/// Under the GIL two threads count one after the other, and whoever drops it wakes the one that waits.
#[test]
fn the_gil_hands_on_what_was_written() {
    struct Shared {
        gil: Gil,
        count: AtomicU32,
    }
    fn count(shared: &Shared, me: &Worker<'_>) {
        shared.gil.take(me).expect("nobody stops the lab");
        let count = shared.count.load(Relaxed);
        shared.gil.check(me).expect("nobody stops the lab");
        shared.count.store(count + 1, Relaxed);
        shared.gil.drop(me).expect("nobody stops the lab");
    }
    let new = |_: &Worker<'_>| Shared {
        gil: Gil::new(0, Duration::from_millis(5)),
        count: AtomicU32::new(0),
    };
    model(THREE, new, [count, count], |shared| assert_eq!(shared.count.load(Relaxed), 2));
}
