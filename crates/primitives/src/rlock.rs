//! A lock that its holder may take again: Python's `threading.RLock`.

use std::time::Duration;

use crate::control::Stopped;
use crate::lock::Lock;
use crate::misuse::Misuse;
use crate::resource::{RawLock, Resource};
use crate::sync::{AtomicU32, Ordering};
use crate::worker::Worker;

/// A lock with an owner and a count.
///
/// | lock                | count                  | who may change the count |
/// |---------------------|------------------------|--------------------------|
/// | free                | 0                      | nobody                   |
/// | held by thread t    | 1 + times taken again  | thread t                 |
///
/// The count passes from one owner to the next together with the lock, so it needs no order of its
/// own. A thread that reads its own number as the holder's is the holder: no other writes it.
#[derive(Debug)]
pub struct RLock {
    lock: Lock,
    count: AtomicU32,
}

impl RLock {
    /// A free lock, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self { lock: Lock::new(id), count: AtomicU32::new(0) }
    }

    /// How often its owner has taken it.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }

    fn again(&self, me: &Worker<'_>) -> bool {
        let mine = self.lock.holder() == Some(me.index());
        if mine {
            self.count.store(self.count() + 1, Ordering::Relaxed);
        }
        mine
    }

    fn first(&self) {
        self.count.store(1, Ordering::Relaxed);
    }
}

impl Resource for RLock {
    fn id(&self) -> u32 {
        self.lock.id()
    }

    fn holder(&self) -> Option<usize> {
        self.lock.holder()
    }
}

impl RawLock for RLock {
    fn acquire(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        if !self.again(me) {
            self.lock.acquire(me)?;
            self.first();
        }
        Ok(())
    }

    fn try_acquire(&self, me: &Worker<'_>) -> bool {
        self.again(me) || {
            let got = self.lock.try_acquire(me);
            if got {
                self.first();
            }
            got
        }
    }

    fn acquire_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, Stopped> {
        if self.again(me) {
            return Ok(true);
        }
        let got = self.lock.acquire_timeout(me, timeout)?;
        if got {
            self.first();
        }
        Ok(got)
    }

    fn release(&self, me: &Worker<'_>) -> Result<(), Misuse> {
        if self.lock.holder() != Some(me.index()) {
            return Err(Misuse::NotOwner);
        }
        let count = self.count() - 1;
        self.count.store(count, Ordering::Relaxed);
        if count == 0 { self.lock.release(me) } else { Ok(()) }
    }
}
