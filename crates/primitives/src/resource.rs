//! What threads wait for, as the watchdog and the experiments see it.

use std::time::Duration;

use crate::control::Stopped;
use crate::misuse::Misuse;
use crate::worker::Worker;

/// Something that threads wait for.
pub trait Resource: Sync {
    /// Its number in events.
    fn id(&self) -> u32;

    /// The thread that alone can let the next one in; none if it is free or has no single holder. Who
    /// sees a holder also sees all that it did before it acquired the resource.
    fn holder(&self) -> Option<usize>;
}

/// A lock of any kind.
pub trait RawLock: Resource {
    /// Waits until the lock is free, and takes it: `acquire()`.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    fn acquire(&self, me: &Worker<'_>) -> Result<(), Stopped>;

    /// Takes the lock if it is free: `acquire(blocking=False)`.
    fn try_acquire(&self, me: &Worker<'_>) -> bool;

    /// Waits until the lock is free, at most for `timeout`; `false` if that was not enough:
    /// `acquire(timeout=…)`.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    fn acquire_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, Stopped>;

    /// Gives the lock back.
    ///
    /// # Errors
    ///
    /// [`Misuse`] if it was not held. Nothing has changed then.
    fn release(&self, me: &Worker<'_>) -> Result<(), Misuse>;

    /// Whether somebody holds it.
    fn is_locked(&self) -> bool {
        self.holder().is_some()
    }

    /// Runs `body` while holding the lock: `with lock:`.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    ///
    /// # Panics
    ///
    /// If `body` has released the lock, unless it was cut off while it waited for a condition.
    fn with<T>(&self, me: &Worker<'_>, body: impl FnOnce() -> T) -> Result<T, Stopped>
    where
        Self: Sized,
    {
        self.acquire(me)?;
        let result = body();
        let mine = self.holder() == Some(me.index());
        assert!(mine || me.check().is_err(), "the body does not release the lock");
        if mine {
            self.release(me).expect("it was acquired above");
        }
        Ok(result)
    }
}
