//! A line of threads that wait for a signal: Python's `threading.Condition`.

use std::collections::VecDeque;
use std::time::Duration;

use crate::control::Stopped;
use crate::lock::Lock;
use crate::misuse::{Misuse, WaitError};
use crate::monitor::Monitor;
use crate::resource::{RawLock, Resource};
use crate::worker::Worker;

/// A condition with its lock. A signal reaches those who wait at that moment and nobody else: it is
/// not kept, unlike an [`crate::Event`].
///
/// | a thread is in | it got there by                        | it leaves by                     |
/// |----------------|----------------------------------------|----------------------------------|
/// | `waiting`      | `wait`, which then releases the lock   | `notify`, first come first, or its timeout |
/// | `woken`        | `notify`                               | itself, to acquire the lock      |
///
/// Both lines change under one lock of their own, and a thread joins before it releases the user's
/// lock, so a signal given with that lock held is never missed.
#[derive(Debug)]
pub struct Condition {
    lock: Lock,
    lines: Monitor<Lines>,
}

#[derive(Debug, Default)]
struct Lines {
    waiting: VecDeque<u8>,
    /// Who was woken, by whom.
    woken: Vec<(u8, u8)>,
}

impl Condition {
    /// A condition known as resource `id` in events, and its lock, known as `lock_id`.
    #[must_use]
    pub fn new(id: u32, lock_id: u32) -> Self {
        Self { lock: Lock::new(lock_id), lines: Monitor::new(id, Lines::default()) }
    }

    /// The lock that goes with it.
    #[must_use]
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// Threads that wait for a signal.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        self.lines.enter().waiting.len()
    }

    /// Releases the lock, waits for a signal, and acquires the lock again: `wait()`.
    ///
    /// # Errors
    ///
    /// [`Misuse::WaitWithoutLock`] if the caller does not hold the lock; [`Stopped`] if the lab was
    /// asked to stop first, and then the lock is not held.
    pub fn wait(&self, me: &Worker<'_>) -> Result<(), WaitError> {
        self.wait_until(me, None).map(|_| ())
    }

    /// The same, at most for `timeout`; `false` if that was not enough. The lock is held again in
    /// both cases.
    ///
    /// # Errors
    ///
    /// As [`Condition::wait`].
    pub fn wait_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, WaitError> {
        self.wait_until(me, Some(me.deadline_ms(timeout)))
    }

    /// Waits until `holds`, looking after each signal: `wait_for(predicate)`.
    ///
    /// # Errors
    ///
    /// As [`Condition::wait`].
    pub fn wait_for(
        &self,
        me: &Worker<'_>,
        mut holds: impl FnMut() -> bool,
    ) -> Result<(), WaitError> {
        while !holds() {
            self.wait(me)?;
        }
        Ok(())
    }

    /// Wakes up to `count` threads that wait, first come first: `notify(n)`. Returns how many.
    ///
    /// # Errors
    ///
    /// [`Misuse::NotifyWithoutLock`] if the caller does not hold the lock.
    pub fn notify(&self, me: &Worker<'_>, count: usize) -> Result<usize, Misuse> {
        if self.lock.holder() != Some(me.index()) {
            return Err(Misuse::NotifyWithoutLock);
        }
        let mut lines = self.lines.enter();
        let count = count.min(lines.waiting.len());
        for _ in 0..count {
            let thread = lines.waiting.pop_front().expect("counted above");
            lines.woken.push((thread, me.number()));
        }
        lines.wake_all(0);
        Ok(count)
    }

    /// Wakes every thread that waits: `notify_all()`. Returns how many.
    ///
    /// # Errors
    ///
    /// As [`Condition::notify`].
    pub fn notify_all(&self, me: &Worker<'_>) -> Result<usize, Misuse> {
        self.notify(me, usize::MAX)
    }

    fn wait_until(&self, me: &Worker<'_>, deadline_ms: Option<f64>) -> Result<bool, WaitError> {
        if self.lock.holder() != Some(me.index()) {
            return Err(Misuse::WaitWithoutLock.into());
        }
        self.lines.enter().waiting.push_back(me.number());
        self.lock.release(me).expect("the caller holds it");
        let signal = self.lines.wait(me, 0, deadline_ms, |lines| lines.take(me.number()));
        // A signal may have come after the deadline and before this; a thread that is cut off leaves
        // the line too, or it would take a signal from the next run.
        let signalled = matches!(signal, Ok(Some(_))) || self.give_up(me.number());
        signal?;
        self.lock.acquire(me)?;
        Ok(signalled)
    }

    /// Leaves the line; `true` if a signal came first.
    fn give_up(&self, me: u8) -> bool {
        let mut lines = self.lines.enter();
        lines.waiting.retain(|&thread| thread != me);
        lines.take(me).is_some()
    }
}

impl Lines {
    /// Takes the signal that `thread` was given, if any.
    fn take(&mut self, thread: u8) -> Option<((), Option<u8>)> {
        let at = self.woken.iter().position(|&(woken, _)| woken == thread)?;
        Some(((), Some(self.woken.swap_remove(at).1)))
    }
}

impl Resource for Condition {
    fn id(&self) -> u32 {
        self.lines.id()
    }

    fn holder(&self) -> Option<usize> {
        None
    }
}

impl From<WaitError> for Stopped {
    /// For callers that hold the lock by construction.
    ///
    /// # Panics
    ///
    /// On misuse, which is a mistake of the caller.
    fn from(error: WaitError) -> Self {
        assert_eq!(error, WaitError::Stopped, "the caller holds the lock");
        Self
    }
}
