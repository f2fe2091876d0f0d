//! Every wait ends when the lab is stopped or the run is over.

mod common;

use std::num::NonZeroUsize;
use std::thread;

use common::{LONG, Lab};
use primitives::{
    Barrier, BarrierError, Condition, Control, Event, GetError, Lock, PutError, Queue, RLock,
    RawLock, Semaphore, SpinLock, Stopped, TicketLock, WaitError, Worker,
};
use trace::EventKind;

/// A wait that would never end by itself; says whether it ended because of the stop.
type Wait = Box<dyn Fn(&Worker<'_>) -> bool + Sync>;

/// Two waits for a lock that thread 0 holds.
fn waits_for<L: RawLock + 'static>(new: fn(u32) -> L, me: &Worker<'_>) -> [Wait; 2] {
    let [forever, timed] = [new(0), new(0)];
    assert!(forever.try_acquire(me) && timed.try_acquire(me));
    [
        Box::new(move |me| forever.acquire(me) == Err(Stopped)),
        Box::new(move |me| timed.acquire_timeout(me, LONG) == Err(Stopped)),
    ]
}

/// Waits that keep a core busy.
fn spins(me: &Worker<'_>) -> Vec<Wait> {
    [waits_for(SpinLock::new, me), waits_for(TicketLock::new, me)].into_iter().flatten().collect()
}

/// Waits that sleep, where thread 0 holds the locks and puts the items.
fn sleeps(me: &Worker<'_>) -> Vec<Wait> {
    let (mut waits, condition) = (Vec::<Wait>::new(), || Condition::new(0, 1));
    waits.extend(waits_for(Lock::new, me));
    waits.extend(waits_for(RLock::new, me));
    let [forever, timed] = [Semaphore::new(0, 0), Semaphore::bounded(0, 0)];
    waits.push(Box::new(move |me| forever.acquire(me) == Err(Stopped)));
    waits.push(Box::new(move |me| timed.acquire_timeout(me, LONG) == Err(Stopped)));
    let [forever, timed] = [Event::new(0), Event::new(0)];
    waits.push(Box::new(move |me| forever.wait(me) == Err(Stopped)));
    waits.push(Box::new(move |me| timed.wait_timeout(me, LONG) == Err(Stopped)));
    let [forever, timed, predicate] = [condition(), condition(), condition()];
    waits.push(Box::new(move |me| {
        let waited = forever.lock().with(me, || forever.wait(me));
        waited == Ok(Err(WaitError::Stopped)) && forever.n_waiting() == 0
    }));
    waits.push(Box::new(move |me| {
        let waited = timed.lock().with(me, || timed.wait_timeout(me, LONG));
        waited == Ok(Err(WaitError::Stopped)) && timed.n_waiting() == 0
    }));
    waits.push(Box::new(move |me| {
        let waited = predicate.lock().with(me, || predicate.wait_for(me, || false));
        waited == Ok(Err(WaitError::Stopped)) && !predicate.lock().is_locked()
    }));
    let [forever, timed] =
        [2, 3].map(|n| Barrier::new(0, NonZeroUsize::new(n).expect("at least two")));
    waits.push(Box::new(move |me| {
        forever.wait(me) == Err(BarrierError::Stopped) && forever.n_waiting() == 0
    }));
    waits.push(Box::new(move |me| {
        timed.wait_timeout(me, LONG) == Err(BarrierError::Stopped) && !timed.is_broken()
    }));
    let [put, put_timeout, join] = [(); 3].map(|()| Queue::new(0, 1, 1));
    [&put, &put_timeout, &join].into_iter().for_each(|queue| assert_eq!(queue.put(me, 0), Ok(())));
    waits.push(Box::new(move |me| put.put(me, 1) == Err(PutError::Stopped)));
    waits.push(Box::new(move |me| put_timeout.put_timeout(me, 1, LONG) == Err(PutError::Stopped)));
    waits.push(Box::new(move |me| join.join(me) == Err(Stopped)));
    let [get, get_timeout] = [(); 2].map(|()| Queue::<u32>::new(0, 0, 0));
    waits.push(Box::new(move |me| get.get(me) == Err(GetError::Stopped)));
    waits.push(Box::new(move |me| get_timeout.get_timeout(me, LONG) == Err(GetError::Stopped)));
    waits.push(Box::new(move |me| me.sleep(LONG) == Err(Stopped)));
    waits
}

/// Lets each of `waits` wait on a thread of its own, and then calls `stop`.
fn every_wait_ends_after(stop: fn(&Control), waits: fn(&Worker<'_>) -> Vec<Wait>) {
    let n_waits = waits(&Lab::new(1).me(0)).len();
    let lab = Lab::new(n_waits + 1);
    let waits = waits(&lab.me(0));
    thread::scope(|scope| {
        let start = |(wait, index)| {
            let (wait, me): (&Wait, _) = (wait, lab.me(index));
            scope.spawn(move || wait(&me))
        };
        let waiters: Vec<_> = waits.iter().zip(1..).map(start).collect();
        (1..=n_waits).for_each(|index| lab.until_waiting(index));
        stop(&lab.control);
        for (index, waiter) in waiters.into_iter().enumerate() {
            assert!(waiter.join().expect("no wait panics"), "wait {index}");
        }
    });
    for index in 1..=n_waits {
        let mut kinds = lab.facts(index).into_iter().map(|(kind, ..)| kind);
        assert!(kinds.any(|kind| kind == EventKind::Cut), "wait {}", index - 1);
    }
}

#[test]
fn every_wait_ends_when_the_lab_is_stopped() {
    every_wait_ends_after(Control::stop, sleeps);
    every_wait_ends_after(Control::stop, spins);
}

#[test]
fn every_wait_ends_when_the_run_is_over() {
    every_wait_ends_after(Control::end, sleeps);
    every_wait_ends_after(Control::end, spins);
}

/// The waiter of the first run has left both lines: the signal of the second run wakes its own waiter,
/// and two threads are enough for the barrier.
#[test]
fn a_thread_that_was_cut_off_leaves_no_trace_in_the_next_run() {
    let lab = Lab::new(3);
    let (condition, barrier) =
        (Condition::new(0, 1), Barrier::new(2, NonZeroUsize::new(2).unwrap()));
    thread::scope(|scope| {
        scope.spawn(|| condition.lock().with(&lab.me(0), || condition.wait(&lab.me(0))));
        scope.spawn(|| barrier.wait(&lab.me(1)));
        (0..2).for_each(|index| lab.until_waiting(index));
        lab.control.end();
    });
    lab.control.begin(0);
    thread::scope(|scope| {
        let waiter =
            scope.spawn(|| condition.lock().with(&lab.me(1), || condition.wait(&lab.me(1))));
        common::until(|| condition.n_waiting() == 1);
        let me = lab.me(2);
        assert_eq!(condition.lock().with(&me, || condition.notify(&me, 1)), Ok(Ok(1)));
        assert_eq!(waiter.join().unwrap(), Ok(Ok(())));
        let first = scope.spawn(|| barrier.wait(&lab.me(0)));
        common::until(|| barrier.n_waiting() == 1);
        assert_eq!((barrier.wait(&me), first.join().unwrap()), (Ok(1), Ok(0)));
    });
}

#[test]
fn a_stopped_lab_does_not_sleep() {
    let lab = Lab::new(1);
    lab.control.stop();
    assert_eq!(lab.me(0).sleep(std::time::Duration::MAX), Err(Stopped));
}

#[test]
fn what_needs_no_wait_is_had_in_a_stopped_lab_too() {
    let lab = Lab::new(1);
    let (me, queue, semaphore) = (lab.me(0), Queue::new(0, 1, 0), Semaphore::new(0, 1));
    lab.control.stop();
    assert_eq!(Lock::new(0).acquire(&me), Ok(()));
    assert_eq!((queue.put(&me, 1), queue.get(&me)), (Ok(()), Ok(1)));
    assert_eq!((semaphore.acquire(&me), semaphore.acquire(&me)), (Ok(()), Err(Stopped)));
}
