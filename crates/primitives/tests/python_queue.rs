//! Queues mean what they mean in Python's `queue`.

mod common;

use std::cell::Cell;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use common::{LONG, Lab, SHORT, TURNS};
use primitives::{
    Counts, GetError, LifoQueue, OrderedQueue, PriorityQueue, PutError, Queue, Store,
};

/// What comes out after 3, 1, 2 went in.
fn order<S: Store<Item = u32>>(queue: &OrderedQueue<S>) -> Vec<u32> {
    let lab = Lab::new(1);
    let me = lab.me(0);
    [3, 1, 2].into_iter().for_each(|item| assert_eq!(queue.put(&me, item), Ok(())));
    assert_eq!((queue.len(), queue.is_empty()), (3, false));
    let items = (0..3).map(|_| queue.get(&me).expect("three were put")).collect();
    assert!(queue.is_empty());
    items
}

#[test]
fn each_kind_of_queue_has_its_own_order() {
    assert_eq!(order(&Queue::new(0, 0, 0)), [3, 1, 2]);
    assert_eq!(order(&LifoQueue::new(0, 0, 0)), [2, 1, 3]);
    assert_eq!(order(&PriorityQueue::new(0, 0, 0)), [1, 2, 3]);
}

#[test]
fn a_full_queue_takes_nothing_and_an_empty_one_gives_nothing() {
    let lab = Lab::new(1);
    let (queue, me) = (Queue::new(0, 2, 0), lab.me(0));
    assert_eq!(queue.try_get(&me), Err(GetError::Empty));
    assert_eq!(queue.get_timeout(&me, SHORT), Err(GetError::Empty));
    assert_eq!(queue.try_put(&me, 1), Ok(()));
    assert!(!queue.is_full());
    assert_eq!(queue.put_timeout(&me, 2, Duration::ZERO), Ok(()));
    assert!(queue.is_full());
    assert_eq!(queue.try_put(&me, 3), Err(PutError::Full));
    assert_eq!(queue.put_timeout(&me, 3, SHORT), Err(PutError::Full));
    assert_eq!((queue.try_get(&me), queue.get_timeout(&me, SHORT)), (Ok(1), Ok(2)));
    assert_eq!(queue.counts(), Counts { max_depth: 2, blocked_puts: 1, blocked_gets: 1 });
}

#[test]
fn a_queue_without_a_limit_is_never_full() {
    let lab = Lab::new(1);
    let queue = Queue::new(0, 0, 0);
    (0..100).for_each(|item| queue.try_put(&lab.me(0), item).unwrap());
    assert_eq!((queue.is_full(), queue.len()), (false, 100));
}

#[test]
fn a_put_into_a_full_queue_goes_on_when_an_item_is_taken() {
    let lab = Lab::new(2);
    let queue = Queue::new(0, 1, 1);
    queue.put(&lab.me(0), 1).unwrap();
    thread::scope(|scope| {
        let producer = scope.spawn(|| queue.put_timeout(&lab.me(0), 2, LONG));
        lab.until_waiting(0);
        assert_eq!(queue.get(&lab.me(1)), Ok(1));
        assert_eq!(producer.join().unwrap(), Ok(()));
    });
    assert_eq!(queue.get(&lab.me(1)), Ok(2));
    assert_eq!(queue.counts(), Counts { max_depth: 1, blocked_puts: 1, blocked_gets: 0 });
}

/// Two producers put 0, 1, … each, through room for 2, to two consumers: every number arrives twice.
#[test]
fn items_of_many_producers_reach_many_consumers_once_each() {
    let lab = Lab::new(4);
    lab.recorder.switch(false);
    let (queue, got) = (Queue::new(0, 2, 2), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for index in 0..2 {
            let (producer, consumer, queue, got) = (lab.me(index), lab.me(index + 2), &queue, &got);
            scope.spawn(move || (0..TURNS).for_each(|item| queue.put(&producer, item).unwrap()));
            scope.spawn(move || {
                let items: Vec<_> = (0..TURNS).map(|_| queue.get(&consumer).unwrap()).collect();
                got.lock().unwrap().extend(items);
            });
        }
    });
    let mut got = got.into_inner().unwrap();
    got.sort_unstable();
    assert_eq!(got, (0..TURNS).flat_map(|item| [item, item]).collect::<Vec<_>>());
}

#[test]
fn join_ends_when_the_work_for_every_item_is_finished() {
    let lab = Lab::new(2);
    let (queue, me) = (Queue::new(0, 0, 0), lab.me(0));
    assert_eq!(queue.join(&lab.me(1)), Ok(()), "nothing was ever put");
    queue.put(&me, 1).unwrap();
    queue.put(&me, 2).unwrap();
    thread::scope(|scope| {
        let join = scope.spawn(|| queue.join(&lab.me(1)));
        lab.until_waiting(1);
        (0..2).for_each(|_| assert!(queue.get(&me).is_ok()));
        assert!(queue.is_empty());
        queue.task_done(&me).unwrap();
        assert!(!join.is_finished(), "taking the items is not enough");
        queue.task_done(&me).unwrap();
        assert_eq!(join.join().unwrap(), Ok(()));
    });
    assert!(queue.task_done(&me).is_err());
}

#[test]
fn a_queue_that_is_shut_down_gives_what_it_has_and_takes_no_more() {
    let lab = Lab::new(1);
    let (queue, me) = (Queue::new(0, 1, 0), lab.me(0));
    queue.put(&me, 1).unwrap();
    queue.shut_down();
    queue.shut_down();
    assert_eq!(queue.put(&me, 2), Err(PutError::ShutDown));
    assert_eq!(queue.try_put(&me, 2), Err(PutError::ShutDown), "rather than full");
    assert_eq!(queue.get(&me), Ok(1));
    assert_eq!(queue.get(&me), Err(GetError::ShutDown));
    assert_eq!(queue.try_get(&me), Err(GetError::ShutDown), "rather than empty");
    assert_eq!(queue.get_timeout(&me, LONG), Err(GetError::ShutDown));
    assert_eq!(queue.task_done(&me), Ok(()), "the item that was had still counts");
}

#[test]
fn shutting_down_wakes_all_who_wait_for_an_item() {
    let lab = Lab::new(2);
    let queue = Queue::<u32>::new(0, 0, 0);
    thread::scope(|scope| {
        let getters = [0, 1].map(|index| {
            let (me, queue) = (lab.me(index), &queue);
            scope.spawn(move || queue.get(&me))
        });
        (0..2).for_each(|index| lab.until_waiting(index));
        queue.shut_down();
        getters
            .into_iter()
            .for_each(|getter| assert_eq!(getter.join().unwrap(), Err(GetError::ShutDown)));
    });
}

#[test]
fn shutting_down_wakes_all_who_wait_for_room() {
    let lab = Lab::new(2);
    let queue = Queue::new(0, 1, 0);
    queue.put(&lab.me(0), 0).unwrap();
    thread::scope(|scope| {
        let putters = [0, 1].map(|index| {
            let (me, queue) = (lab.me(index), &queue);
            scope.spawn(move || queue.put(&me, 1))
        });
        (0..2).for_each(|index| lab.until_waiting(index));
        queue.shut_down();
        putters
            .into_iter()
            .for_each(|putter| assert_eq!(putter.join().unwrap(), Err(PutError::ShutDown)));
    });
    assert_eq!(queue.len(), 1);
}

/// Three were put and one of them was taken: the two that are dropped count as finished, so the join
/// ends with the one `task_done` that is left.
#[test]
fn shutting_down_now_drops_the_items_and_join_waits_only_for_those_that_were_taken() {
    struct Item<'a>(&'a Cell<u32>);
    impl Drop for Item<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let lab = Lab::new(2);
    let (dropped, me) = (Cell::new(0), lab.me(0));
    let queue = Queue::new(0, 0, 0);
    (0..3).for_each(|_| assert_eq!(queue.put(&me, Item(&dropped)), Ok(())));
    let taken = queue.get(&me).ok();
    queue.shut_down_now(&me);
    assert_eq!((queue.len(), dropped.get()), (0, 2));
    assert_eq!(queue.get(&me).err(), Some(GetError::ShutDown));
    drop(taken);
    assert_eq!(queue.task_done(&me), Ok(()));
    assert_eq!(queue.join(&me), Ok(()));
    assert!(queue.task_done(&me).is_err());
}

#[test]
fn shutting_down_now_ends_a_join_that_waits_for_items_nobody_took() {
    let lab = Lab::new(2);
    let queue = Queue::new(0, 0, 0);
    queue.put(&lab.me(0), 1).unwrap();
    thread::scope(|scope| {
        let join = scope.spawn(|| queue.join(&lab.me(1)));
        lab.until_waiting(1);
        queue.shut_down();
        assert!(!join.is_finished(), "shutting down alone finishes no work");
        queue.shut_down_now(&lab.me(0));
        assert_eq!(join.join().unwrap(), Ok(()));
    });
}
