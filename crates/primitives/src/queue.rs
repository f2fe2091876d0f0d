//! Queues between threads: Python's `queue.Queue`, `LifoQueue` and `PriorityQueue`.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Duration;

use crate::control::Stopped;
use crate::misuse::{GetError, Misuse, PutError};
use crate::monitor::{Entered, Monitor};
use crate::resource::Resource;
use crate::store::{Counts, Store};
use crate::worker::Worker;

/// First in, first out.
pub type Queue<T> = OrderedQueue<VecDeque<T>>;
/// Last in, first out.
pub type LifoQueue<T> = OrderedQueue<Vec<T>>;
/// Lowest first.
pub type PriorityQueue<T> = OrderedQueue<BinaryHeap<Reverse<T>>>;

const ARRIVED: usize = 0;
const ROOM: usize = 1;
const FINISHED: usize = 2;

/// A queue between threads that keeps its items in `S`.
///
/// | items        | put                           | get                             |
/// |--------------|-------------------------------|---------------------------------|
/// | none         | adds, wakes one who gets      | waits; fails once shut down     |
/// | some         | adds, wakes one who gets      | takes, wakes one who puts       |
/// | `maxsize`    | waits; fails once shut down   | takes, wakes one who puts       |
#[derive(Debug)]
pub struct OrderedQueue<S> {
    maxsize: usize,
    monitor: Monitor<Inside<S>, 3>,
}

#[derive(Debug, Default)]
struct Inside<S> {
    items: S,
    unfinished: usize,
    is_shut: bool,
    last_put: Option<u8>,
    last_get: Option<u8>,
    last_done: Option<u8>,
    counts: Counts,
}

impl<S: Store> OrderedQueue<S> {
    /// An empty queue for at most `maxsize` items, or any number if that is 0, known as resource
    /// `id` in events. It has room for `capacity` items before it must grow.
    #[must_use]
    pub fn new(id: u32, maxsize: usize, capacity: usize) -> Self
    where
        S: Default,
    {
        Self::with_store(id, maxsize, capacity, S::default())
    }

    /// The same with an empty `store`.
    #[must_use]
    pub fn with_store(id: u32, maxsize: usize, capacity: usize, store: S) -> Self {
        let mut inside = Inside {
            items: store,
            unfinished: 0,
            is_shut: false,
            last_put: None,
            last_get: None,
            last_done: None,
            counts: Counts::default(),
        };
        inside.items.make_room(capacity);
        Self { maxsize, monitor: Monitor::new(id, inside) }
    }

    /// Items that are in it: `qsize()`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.monitor.enter().items.len()
    }

    /// Whether there is none: `empty()`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is no room: `full()`.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.maxsize > 0 && self.len() >= self.maxsize
    }

    /// What it has seen so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.monitor.enter().counts
    }

    /// Adds `item`, waiting for room: `put(item)`.
    ///
    /// # Errors
    ///
    /// [`PutError`], never `Full`.
    pub fn put(&self, me: &Worker<'_>, item: S::Item) -> Result<(), PutError> {
        self.put_until(me, item, None)
    }

    /// Adds `item` if there is room: `put_nowait(item)`.
    ///
    /// # Errors
    ///
    /// [`PutError`].
    pub fn try_put(&self, me: &Worker<'_>, item: S::Item) -> Result<(), PutError> {
        self.add(me, &mut self.monitor.enter(), &mut Some(item)).unwrap_or(Err(PutError::Full))
    }

    /// Adds `item`, waiting for room at most for `timeout`: `put(item, timeout=…)`.
    ///
    /// # Errors
    ///
    /// [`PutError`].
    pub fn put_timeout(
        &self,
        me: &Worker<'_>,
        item: S::Item,
        timeout: Duration,
    ) -> Result<(), PutError> {
        self.put_until(me, item, Some(me.deadline_ms(timeout)))
    }

    /// Takes the next item, waiting for one: `get()`.
    ///
    /// # Errors
    ///
    /// [`GetError`], never `Empty`.
    pub fn get(&self, me: &Worker<'_>) -> Result<S::Item, GetError> {
        self.get_until(me, None)
    }

    /// Takes the next item if there is one: `get_nowait()`.
    ///
    /// # Errors
    ///
    /// [`GetError`].
    pub fn try_get(&self, me: &Worker<'_>) -> Result<S::Item, GetError> {
        self.take(me, &mut self.monitor.enter()).unwrap_or(Err(GetError::Empty))
    }

    /// Takes the next item, waiting for one at most for `timeout`: `get(timeout=…)`.
    ///
    /// # Errors
    ///
    /// [`GetError`].
    pub fn get_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<S::Item, GetError> {
        self.get_until(me, Some(me.deadline_ms(timeout)))
    }

    /// Says that the work for one item is finished: `task_done()`.
    ///
    /// # Errors
    ///
    /// [`Misuse::DoneTooOften`] if more is finished than was put. Nothing has changed then.
    pub fn task_done(&self, me: &Worker<'_>) -> Result<(), Misuse> {
        let mut inside = self.monitor.enter();
        let left = inside.unfinished.checked_sub(1).ok_or(Misuse::DoneTooOften)?;
        inside.finish(me, left);
        Ok(())
    }

    /// Waits until the work for every item is finished: `join()`.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn join(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        let finished = |inside: &mut Entered<'_, Inside<S>, 3>| {
            (inside.unfinished == 0).then_some(((), inside.last_done))
        };
        self.monitor.wait(me, FINISHED, None, finished).map(|_| ())
    }

    /// Takes no more items; those that are in it can still be had: `shutdown()`.
    pub fn shut_down(&self) {
        self.monitor.enter().shut();
    }

    /// Takes no more items and drops those that are in it, as if the work for them were finished:
    /// `shutdown(immediate=True)`.
    pub fn shut_down_now(&self, me: &Worker<'_>) {
        let mut inside = self.monitor.enter();
        inside.shut();
        let dropped: Vec<S::Item> = std::iter::from_fn(|| inside.items.take()).collect();
        me.left_depth(0);
        let left = inside.unfinished.saturating_sub(dropped.len());
        inside.finish(me, left);
        drop(inside);
        drop(dropped); // outside, because it may run code of its own
    }

    fn put_until(
        &self,
        me: &Worker<'_>,
        item: S::Item,
        deadline_ms: Option<f64>,
    ) -> Result<(), PutError> {
        let (mut item, mut blocked) = (Some(item), false);
        let got = self.monitor.wait(me, ROOM, deadline_ms, |inside| {
            let put = self.add(me, inside, &mut item);
            inside.counts.blocked_puts += u64::from(put.is_none() && !blocked);
            blocked |= put.is_none();
            put.map(|put| (put, inside.last_get.filter(|_| put.is_ok())))
        })?;
        got.map_or(Err(PutError::Full), |((put, _), _)| put)
    }

    fn get_until(&self, me: &Worker<'_>, deadline_ms: Option<f64>) -> Result<S::Item, GetError> {
        let mut blocked = false;
        let got = self.monitor.wait(me, ARRIVED, deadline_ms, |inside| {
            let got = self.take(me, inside);
            inside.counts.blocked_gets += u64::from(got.is_none() && !blocked);
            blocked |= got.is_none();
            got.map(|got| {
                let by = inside.last_put.filter(|_| got.is_ok());
                (got, by)
            })
        })?;
        got.map_or(Err(GetError::Empty), |((got, _), _)| got)
    }

    /// Adds the item if there is room; nothing if that must be waited for.
    fn add(
        &self,
        me: &Worker<'_>,
        inside: &mut Entered<'_, Inside<S>, 3>,
        item: &mut Option<S::Item>,
    ) -> Option<Result<(), PutError>> {
        if inside.is_shut {
            return Some(Err(PutError::ShutDown));
        }
        if self.maxsize > 0 && inside.items.len() >= self.maxsize {
            return None;
        }
        inside.items.add(item.take()?);
        inside.unfinished += 1;
        inside.last_put = Some(me.number());
        let depth = inside.items.len();
        inside.counts.max_depth = inside.counts.max_depth.max(depth);
        me.left_depth(depth);
        inside.wake(ARRIVED, 1);
        Some(Ok(()))
    }

    /// Takes an item if there is one; nothing if that must be waited for.
    fn take(
        &self,
        me: &Worker<'_>,
        inside: &mut Entered<'_, Inside<S>, 3>,
    ) -> Option<Result<S::Item, GetError>> {
        match inside.items.take() {
            Some(item) => {
                inside.last_get = Some(me.number());
                me.left_depth(inside.items.len());
                inside.wake(ROOM, 1);
                Some(Ok(item))
            }
            None => inside.is_shut.then_some(Err(GetError::ShutDown)),
        }
    }
}

impl<S> Entered<'_, Inside<S>, 3> {
    fn shut(&mut self) {
        self.is_shut = true;
        self.wake_all(ARRIVED);
        self.wake_all(ROOM);
    }

    /// Work for `left` items is left.
    fn finish(&mut self, me: &Worker<'_>, left: usize) {
        (self.unfinished, self.last_done) = (left, Some(me.number()));
        if left == 0 {
            self.wake_all(FINISHED);
        }
    }
}

impl<S: Store + Send> Resource for OrderedQueue<S> {
    fn id(&self) -> u32 {
        self.monitor.id()
    }

    fn holder(&self) -> Option<usize> {
        None
    }
}
