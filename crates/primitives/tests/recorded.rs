//! Waits and holders are recorded: who held what, and who gave way.

mod common;

use std::num::NonZeroUsize;
use std::thread;

use common::{Lab, SHORT};
use primitives::{
    Barrier, Condition, Event, GetError, LifoQueue, Lock, Queue, RLock, RawLock, Semaphore,
    SpinLock, TicketLock, Worker,
};
use trace::Activity::{Spinning, Waiting};
use trace::EventKind::{Acquired, Begin, Depth, End, Released};

/// A kind, a subject and another thread.
type Fact = (trace::EventKind, u32, Option<u8>);

/// What thread 1 records of a `wait` that thread 0 ends by `act`.
fn recorded<T: Send>(
    wait: impl Fn(&Worker<'_>) -> T + Sync,
    act: impl FnOnce(&Worker<'_>),
    prepare: impl FnOnce(&Worker<'_>),
) -> Vec<Fact> {
    let lab = Lab::new(2);
    prepare(&lab.me(0));
    thread::scope(|scope| {
        scope.spawn(|| wait(&lab.me(1)));
        lab.until_waiting(1);
        act(&lab.me(0));
    });
    lab.facts(1)
}

#[test]
fn a_wait_for_a_lock_names_its_holder_and_then_who_gave_way() {
    let parked = [
        (Begin(Waiting), 7, Some(0)),
        (End, 7, Some(0)),
        (Acquired, 7, Some(0)),
        (Released, 7, None),
    ];
    let spun =
        [(Begin(Spinning), 7, Some(0)), (End, 7, None), (Acquired, 7, None), (Released, 7, None)];
    let locks: [(Box<dyn RawLock>, _); 4] = [
        (Box::new(Lock::new(7)), parked),
        (Box::new(RLock::new(7)), parked),
        (Box::new(SpinLock::new(7)), spun),
        (Box::new(TicketLock::new(7)), spun),
    ];
    for (lock, expected) in locks {
        let wait = |me: &Worker<'_>| {
            lock.acquire(me).unwrap();
            lock.release(me).unwrap();
        };
        let facts = recorded(wait, |me| lock.release(me).unwrap(), |me| lock.acquire(me).unwrap());
        assert_eq!(facts, expected);
    }
}

/// Two threads wait for the lock in turn: the second is let in by the first, not by the one who held
/// it in the beginning.
#[test]
fn a_lock_names_the_last_to_give_way() {
    let lab = Lab::new(3);
    let lock = Lock::new(7);
    lock.acquire(&lab.me(0)).unwrap();
    thread::scope(|scope| {
        let first = scope.spawn(|| lock.acquire(&lab.me(1)));
        lab.until_waiting(1);
        lock.release(&lab.me(0)).unwrap();
        assert_eq!(first.join().unwrap(), Ok(()));
        scope.spawn(|| lock.acquire(&lab.me(2)));
        lab.until_waiting(2);
        lock.release(&lab.me(1)).unwrap();
    });
    assert_eq!(
        lab.facts(2),
        [(Begin(Waiting), 7, Some(1)), (End, 7, Some(1)), (Acquired, 7, Some(1))]
    );
}

#[test]
fn taking_an_rlock_again_is_no_event() {
    let lab = Lab::new(1);
    let (lock, me) = (RLock::new(7), lab.me(0));
    assert_eq!(lock.with(&me, || lock.with(&me, || ())), Ok(Ok(())));
    assert_eq!(lab.facts(0), [(Acquired, 7, None), (Released, 7, None)]);
}

#[test]
fn a_wait_for_a_signal_names_who_gave_it() {
    let waited = [(Begin(Waiting), 7, None), (End, 7, Some(0))];
    let event = Event::new(7);
    assert_eq!(recorded(|me| event.wait(me), |me| event.set(me), |_| ()), waited);

    let barrier = Barrier::new(7, NonZeroUsize::new(2).unwrap());
    let open = |me: &Worker<'_>| assert_eq!(barrier.wait(me), Ok(1));
    assert_eq!(recorded(|me| barrier.wait(me), open, |_| ()), waited);

    let semaphore = Semaphore::new(7, 0);
    let release = |me: &Worker<'_>| semaphore.release(me, 1).unwrap();
    let facts = recorded(|me| semaphore.acquire(me), release, |_| ());
    assert_eq!(facts[..2], waited);
    assert_eq!(facts[2..], [(Acquired, 7, Some(0))]);

    // Resource 8 is the lock of the condition, which both take and give back.
    let condition = Condition::new(7, 8);
    let wait = |me: &Worker<'_>| condition.lock().with(me, || condition.wait(me));
    let notify = |me: &Worker<'_>| {
        assert_eq!(condition.lock().with(me, || condition.notify(me, 1)), Ok(Ok(1)));
    };
    let facts = recorded(wait, notify, |_| ());
    assert_eq!(facts[..2], [(Acquired, 8, None), (Released, 8, None)]);
    assert_eq!(facts[2..4], waited);
    assert_eq!(facts.last(), Some(&(Released, 8, None)));
}

#[test]
fn a_wait_for_a_queue_names_who_put_took_or_finished() {
    let queue = Queue::new(7, 1, 1);
    let put = |me: &Worker<'_>| queue.put(me, 1).unwrap();
    let got = [(Begin(Waiting), 7, None), (Depth, 0, None), (End, 7, Some(0))];
    assert_eq!(recorded(|me| queue.get(me), put, |_| ()), got);

    let taken = [(Begin(Waiting), 7, None), (Depth, 1, None), (End, 7, Some(0))];
    let get = |me: &Worker<'_>| assert_eq!(queue.get(me), Ok(1));
    assert_eq!(recorded(|me| queue.put(me, 2), get, put), taken);

    let finished = [(Begin(Waiting), 7, None), (End, 7, Some(0))];
    // Three were put: by `put` twice and by the waiter once.
    let finish = |me: &Worker<'_>| (0..3).for_each(|_| queue.task_done(me).unwrap());
    assert_eq!(recorded(|me| queue.join(me), finish, |_| ()), finished);
}

#[test]
fn a_wait_that_times_out_or_fails_names_nobody() {
    let lab = Lab::new(2);
    let lock = Lock::new(7);
    lock.acquire(&lab.me(0)).unwrap();
    assert_eq!(lock.acquire_timeout(&lab.me(1), SHORT), Ok(false));
    assert_eq!(lab.facts(1), [(Begin(Waiting), 7, Some(0)), (End, 7, None)]);

    let queue = LifoQueue::new(7, 0, 0);
    let used = |me: &Worker<'_>| {
        queue.put(me, 1).unwrap();
        queue.get(me).unwrap();
    };
    let wait = |me: &Worker<'_>| assert_eq!(queue.get(me), Err(GetError::ShutDown));
    let facts = recorded(wait, |_| queue.shut_down(), used);
    assert_eq!(facts, [(Begin(Waiting), 7, None), (End, 7, None)]);

    let barrier = Barrier::new(7, NonZeroUsize::new(2).unwrap());
    let facts = recorded(|me| barrier.wait(me), |_| barrier.abort(), |_| ());
    assert_eq!(facts, [(Begin(Waiting), 7, None), (End, 7, None)]);
}

#[test]
fn nothing_is_recorded_while_recording_is_off_or_by_a_silent_thread() {
    let lab = Lab::new(3);
    let (lock, event, queue) = (Lock::new(7), Event::new(8), Queue::new(9, 1, 0));
    let try_all = |me: Worker<'_>| {
        assert_eq!(lock.acquire_timeout(&me, SHORT), Ok(false));
        assert_eq!(event.wait_timeout(&me, SHORT), Ok(false));
        assert_eq!(queue.get_timeout(&me, SHORT), Err(GetError::Empty));
        assert_eq!((queue.put(&me, 1), queue.get(&me)), (Ok(()), Ok(1)));
        assert_eq!(me.sleep(SHORT), Ok(()));
        assert_eq!(Lock::new(6).with(&me, || ()), Ok(()));
    };
    lock.acquire(&lab.me(2).silent()).unwrap();
    try_all(lab.me(0).silent());
    lab.recorder.switch(false);
    try_all(lab.me(1));
    assert_eq!([0, 1, 2].map(|thread| lab.facts(thread).len()), [0, 0, 0]);
}
