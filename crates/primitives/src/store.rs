//! What a queue keeps: its items in an order, and counts of what it has seen.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// The order in which items leave a queue.
pub trait Store {
    /// What is kept.
    type Item;
    /// Adds an item.
    fn add(&mut self, item: Self::Item);
    /// Takes the item whose turn it is.
    fn take(&mut self) -> Option<Self::Item>;
    /// Number of items.
    fn len(&self) -> usize;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Makes room for `capacity` items.
    fn make_room(&mut self, capacity: usize);
}

/// A store chosen while the program runs.
pub type AnyStore<T> = Box<dyn Store<Item = T> + Send>;

impl<T> Store for AnyStore<T> {
    type Item = T;

    fn add(&mut self, item: T) {
        (**self).add(item);
    }

    fn take(&mut self) -> Option<T> {
        (**self).take()
    }

    fn len(&self) -> usize {
        (**self).len()
    }

    fn make_room(&mut self, capacity: usize) {
        (**self).make_room(capacity);
    }
}

macro_rules! store {
    ($store:ty, $item:ident: $bound:path, $add:ident, $take:ident, $wrap:expr, $unwrap:expr) => {
        impl<$item: $bound> Store for $store {
            type Item = $item;

            fn add(&mut self, item: $item) {
                self.$add($wrap(item));
            }

            fn take(&mut self) -> Option<$item> {
                self.$take().map($unwrap)
            }

            fn len(&self) -> usize {
                self.len()
            }

            fn make_room(&mut self, capacity: usize) {
                self.reserve(capacity);
            }
        }
    };
}

store!(VecDeque<T>, T: Sized, push_back, pop_front, std::convert::identity, std::convert::identity);
store!(Vec<T>, T: Sized, push, pop, std::convert::identity, std::convert::identity);
store!(BinaryHeap<Reverse<T>>, T: Ord, push, pop, Reverse, |item: Reverse<T>| item.0);

/// What a queue has seen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The most items there were at once.
    pub max_depth: usize,
    /// Puts that had to wait.
    pub blocked_puts: u64,
    /// Gets that had to wait.
    pub blocked_gets: u64,
}
