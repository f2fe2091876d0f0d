//! Queues lose no item and no wake-up.

use loom::sync::atomic::{AtomicU32, Ordering::Relaxed};
use primitives::{GetError, PutError, Queue, Worker};

use crate::lab::{Body, THREE, model};

/// A queue and the sum of what was had from it.
type Summed = (Queue<u32>, AtomicU32);

fn summed(maxsize: usize) -> Summed {
    (Queue::new(0, maxsize, 2), AtomicU32::new(0))
}

fn get((queue, sum): &Summed, me: &Worker<'_>) {
    sum.fetch_add(queue.get(me).expect("nobody shuts it down"), Relaxed);
}

fn put((queue, _): &Summed, me: &Worker<'_>) {
    queue.put(me, 1 + me.index() as u32).expect("nobody shuts it down");
}

/// Threads 1 and 2 put 2 and 3: 5.
#[test]
fn two_producers_lose_and_repeat_nothing() {
    let get_two: Body<Summed> = |queue, me| (0..2).for_each(|_| get(queue, me));
    model(
        THREE,
        |_| summed(0),
        [get_two, put, put],
        |(queue, sum)| {
            assert_eq!((queue.len(), sum.load(Relaxed)), (0, 5));
        },
    );
}

/// Thread 0 puts 1 and 1, though there is room for one only: 2.
#[test]
fn a_producer_that_waits_for_room_is_woken() {
    let put_two: Body<Summed> = |queue, me| (0..2).for_each(|_| put(queue, me));
    let get_two: Body<Summed> = |queue, me| (0..2).for_each(|_| get(queue, me));
    model(
        THREE,
        |_| summed(1),
        [put_two, get_two],
        |(queue, sum)| {
            assert_eq!((queue.len(), sum.load(Relaxed)), (0, 2));
            assert_eq!(queue.counts().max_depth, 1);
        },
    );
}

/// Thread 0 puts 1 and 1 for two others: 2.
#[test]
fn two_items_reach_two_consumers() {
    let put_two: Body<Summed> = |queue, me| (0..2).for_each(|_| put(queue, me));
    model(
        THREE,
        |_| summed(1),
        [put_two, get, get],
        |(_, sum)| {
            assert_eq!(sum.load(Relaxed), 2);
        },
    );
}

#[test]
fn shutting_down_wakes_those_who_wait_for_an_item() {
    let shut: Body<Summed> = |(queue, _), _| queue.shut_down();
    let get: Body<Summed> = |(queue, _), me| assert_eq!(queue.get(me), Err(GetError::ShutDown));
    model(THREE, |_| summed(0), [shut, get, get], |(queue, _)| assert!(queue.is_empty()));
}

/// One that gets, early or late, gets the item that was put before, and nothing after it: 1.
#[test]
fn what_was_put_before_the_shut_down_is_had() {
    let put_and_shut: Body<Summed> = |queue, me| {
        put(queue, me);
        queue.0.shut_down();
    };
    let get_two: Body<Summed> = |queue, me| {
        get(queue, me);
        assert_eq!(queue.0.get(me), Err(GetError::ShutDown));
    };
    model(
        THREE,
        |_| summed(0),
        [put_and_shut, get_two],
        |(queue, sum)| {
            assert_eq!((queue.len(), sum.load(Relaxed)), (0, 1));
        },
    );
}

#[test]
fn shutting_down_wakes_those_who_wait_for_room() {
    let shut: Body<Summed> = |(queue, _), _| queue.shut_down();
    let no_room: Body<Summed> =
        |(queue, _), me| assert_eq!(queue.put(me, 2), Err(PutError::ShutDown));
    let new = |me: &Worker<'_>| {
        let summed = summed(1);
        put(&summed, me);
        summed
    };
    model(THREE, new, [shut, no_room, no_room], |(queue, _)| assert_eq!(queue.len(), 1));
}

/// Who joins sees what was done before the last item was finished.
#[test]
fn a_join_waits_for_the_work_and_is_woken_by_its_end() {
    let join: Body<Summed> = |(queue, sum), me| {
        queue.join(me).expect("nobody stops the lab");
        assert_eq!(sum.load(Relaxed), 1);
    };
    let work: Body<Summed> = |summed, me| {
        get(summed, me);
        summed.0.task_done(me).expect("one was put");
    };
    let new = |me: &Worker<'_>| {
        let summed = summed(0);
        put(&summed, me);
        summed
    };
    model(THREE, new, [join, work], |(queue, _)| assert!(queue.is_empty()));
}

#[test]
fn shutting_down_now_ends_a_join() {
    let join: Body<Summed> = |(queue, _), me| queue.join(me).expect("nobody stops the lab");
    let shut: Body<Summed> = |(queue, _), me| queue.shut_down_now(me);
    let new = |me: &Worker<'_>| {
        let summed = summed(0);
        put(&summed, me);
        summed
    };
    model(THREE, new, [shut, join], |(queue, _)| assert!(queue.is_empty()));
}
