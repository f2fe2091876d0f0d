//! Locks that wait without giving the core away.

use std::time::Duration;

use trace::Activity;

use crate::control::Stopped;
use crate::misuse::Misuse;
use crate::resource::{RawLock, Resource};
use crate::sync::{AtomicU32, Ordering, spin};
use crate::worker::Worker;

/// Turns between two looks at the stop word and the clock.
const TURNS: u32 = if cfg!(loom) { 1 } else { 64 };

/// A test-and-set lock: whoever finds the word at 0 first puts its mark there. Nothing says who that
/// will be.
///
/// | word  | state              | leaves by                    |
/// |-------|--------------------|------------------------------|
/// | 0     | free               | a thread puts its mark there |
/// | t + 1 | held by thread t   | release: 0                   |
///
/// Waiters only read until the word is 0, which keeps the holder's cache line in peace. Source:
/// Anderson, "The Performance of Spin Lock Alternatives for Shared-Memory Multiprocessors", IEEE
/// Transactions on Parallel and Distributed Systems, 1990.
#[derive(Debug)]
pub struct SpinLock {
    id: u32,
    word: AtomicU32,
}

impl SpinLock {
    /// A free lock, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self { id, word: AtomicU32::new(0) }
    }

    fn acquire_until(&self, me: &Worker<'_>, deadline_ms: Option<f64>) -> Result<bool, Stopped> {
        if self.try_acquire(me) {
            return Ok(true);
        }
        let free = || self.word.load(Ordering::Relaxed) == 0 && self.take(me);
        let got = spin_until(me, self, deadline_ms, free)?;
        if got {
            me.acquired(self.id, None);
        }
        Ok(got)
    }

    fn take(&self, me: &Worker<'_>) -> bool {
        let mark = u32::from(me.number()) + 1;
        let exchange = self.word.compare_exchange(0, mark, Ordering::AcqRel, Ordering::Relaxed);
        exchange.is_ok() // Acquire pairs with the Release in `release`, Release with `holder`
    }
}

/// Spins until `free`, or the deadline has passed.
fn spin_until(
    me: &Worker<'_>,
    lock: &impl Resource,
    deadline_ms: Option<f64>,
    free: impl Fn() -> bool,
) -> Result<bool, Stopped> {
    let holder = lock.holder().and_then(|holder| u8::try_from(holder).ok());
    let wait = || loop {
        for _ in 0..TURNS {
            if free() {
                return Ok((true, None));
            }
            spin();
        }
        if me.slice(deadline_ms)?.is_none() {
            return Ok((false, None));
        }
    };
    me.wait(Activity::Spinning, lock.id(), holder, deadline_ms.is_none(), wait)
}

impl Resource for SpinLock {
    fn id(&self) -> u32 {
        self.id
    }

    fn holder(&self) -> Option<usize> {
        (self.word.load(Ordering::Acquire) as usize).checked_sub(1) // pairs with `take`
    }
}

impl RawLock for SpinLock {
    #[inline]
    fn acquire(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        self.acquire_until(me, None).map(|_| ())
    }

    fn try_acquire(&self, me: &Worker<'_>) -> bool {
        let got = self.take(me);
        if got {
            me.acquired(self.id, None);
        }
        got
    }

    fn acquire_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, Stopped> {
        self.acquire_until(me, Some(me.deadline_ms(timeout)))
    }

    #[inline]
    fn release(&self, me: &Worker<'_>) -> Result<(), Misuse> {
        if !self.is_locked() {
            return Err(Misuse::NotLocked);
        }
        me.released(self.id);
        match self.word.swap(0, Ordering::Release) {
            0 => Err(Misuse::NotLocked), // two threads have released it at once
            _ => Ok(()),                 // the swap's Release pairs with the Acquire in `take`
        }
    }
}

/// A ticket lock: first come, first served, as at a counter with numbers.
///
/// | state  | `next` − `serving` | `holder`                                       |
/// |--------|--------------------|------------------------------------------------|
/// | free   | 0                  | 0                                              |
/// | held   | 1 + waiters        | t + 1, set by t as soon as it is served        |
///
/// A thread that has drawn a number cannot leave the line, so one that may give up does not draw: it
/// tries until the line is empty. One that is cut off keeps its place, and nobody behind it will ever
/// be served: after a run that was ended, a lock for which somebody waited is of no use. Source: Mellor-Crummey and Scott, "Algorithms for Scalable
/// Synchronization on Shared-Memory Multiprocessors", ACM Transactions on Computer Systems, 1991.
#[derive(Debug)]
pub struct TicketLock {
    id: u32,
    next: AtomicU32,
    serving: AtomicU32,
    holder: AtomicU32,
}

impl TicketLock {
    /// A free lock, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32) -> Self {
        let zero = || AtomicU32::new(0);
        Self { id, next: zero(), serving: zero(), holder: zero() }
    }

    fn hold(&self, me: &Worker<'_>) {
        // Release pairs with the Acquire in `holder`.
        self.holder.store(u32::from(me.number()) + 1, Ordering::Release);
        me.acquired(self.id, None);
    }

    /// Draws a number only if it will be served at once.
    fn take(&self) -> bool {
        let serving = self.serving.load(Ordering::Acquire); // pairs with the Release in `release`
        let (one_more, relaxed) = (serving.wrapping_add(1), Ordering::Relaxed);
        self.next.compare_exchange(serving, one_more, relaxed, relaxed).is_ok()
    }
}

impl Resource for TicketLock {
    fn id(&self) -> u32 {
        self.id
    }

    fn holder(&self) -> Option<usize> {
        (self.holder.load(Ordering::Acquire) as usize).checked_sub(1) // pairs with `hold`
    }
}

impl RawLock for TicketLock {
    #[inline]
    fn acquire(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        // Acquire pairs with the Release in `release`.
        let served = || self.serving.load(Ordering::Acquire) == number;
        if !served() {
            spin_until(me, self, None, served)?;
        }
        self.hold(me);
        Ok(())
    }

    fn try_acquire(&self, me: &Worker<'_>) -> bool {
        let got = self.take();
        if got {
            self.hold(me);
        }
        got
    }

    fn acquire_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, Stopped> {
        if self.try_acquire(me) {
            return Ok(true);
        }
        let deadline_ms = Some(me.deadline_ms(timeout));
        let got = spin_until(me, self, deadline_ms, || self.take())?;
        if got {
            self.hold(me);
        }
        Ok(got)
    }

    #[inline]
    fn release(&self, me: &Worker<'_>) -> Result<(), Misuse> {
        if self.holder.swap(0, Ordering::Relaxed) == 0 {
            return Err(Misuse::NotLocked);
        }
        me.released(self.id);
        // Nobody else changes it while the lock is held. Release: who is served sees what was done.
        let serving = self.serving.load(Ordering::Relaxed);
        self.serving.store(serving.wrapping_add(1), Ordering::Release);
        Ok(())
    }
}
