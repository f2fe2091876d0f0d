//! A first-in, first-out queue between threads; the slides' `Queue.Queue` for results.

use std::collections::VecDeque;

use crate::control::{Control, Stopped};
use crate::sync::{Condvar, Mutex};

/// An unbounded queue: any thread may put, any thread may get, and a get waits for an item.
#[derive(Debug)]
pub struct Queue<T> {
    items: Mutex<VecDeque<T>>,
    arrived: Condvar,
}

impl<T> Queue<T> {
    /// An empty queue with room for `capacity` items before it must grow.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { items: Mutex::new(VecDeque::with_capacity(capacity)), arrived: Condvar::new() }
    }

    /// Adds `item` at the end and wakes one thread that waits.
    pub fn put(&self, item: T) {
        self.items.lock().expect("no thread panics while it holds the items").push_back(item);
        self.arrived.notify_one();
    }

    /// Takes the item at the front, waiting until there is one.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn get(&self, control: &Control) -> Result<T, Stopped> {
        let mut items = self.items.lock().expect("no thread panics while it holds the items");
        loop {
            if let Some(item) = items.pop_front() {
                return Ok(item);
            }
            control.check()?;
            (items, _) = self
                .arrived
                .wait_timeout(items, crate::SLICE)
                .expect("no thread panics while it holds the items");
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn items_leave_in_the_order_they_came() {
        let (queue, control) = (Queue::with_capacity(2), Control::new());
        for item in [1, 2, 3] {
            queue.put(item);
        }
        let got: Vec<_> = (0..3).map(|_| queue.get(&control)).collect();
        assert_eq!(got, [Ok(1), Ok(2), Ok(3)]);
    }

    #[test]
    fn a_get_on_an_empty_queue_ends_when_the_lab_is_stopped() {
        let (queue, control) = (Queue::<u8>::with_capacity(0), Control::new());
        std::thread::scope(|scope| {
            let waiter = scope.spawn(|| queue.get(&control));
            control.stop();
            assert_eq!(waiter.join().unwrap(), Err(Stopped));
        });
    }
}
