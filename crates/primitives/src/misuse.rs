//! Mistakes in the use of a primitive, and why a wait ended without what it was for.

use thiserror::Error;

use crate::control::Stopped;

/// A call that the caller had no right to make. The texts are those of Python's exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Misuse {
    /// `Lock.release` while nobody holds the lock.
    #[error("release unlocked lock")]
    NotLocked,
    /// `RLock.release` by a thread that does not hold it.
    #[error("cannot release un-acquired lock")]
    NotOwner,
    /// `BoundedSemaphore.release` more often than `acquire`.
    #[error("Semaphore released too many times")]
    ReleasedTooOften,
    /// `Semaphore.release` of no permit.
    #[error("n must be one or more")]
    NothingReleased,
    /// `Condition.wait` without its lock.
    #[error("cannot wait on un-acquired lock")]
    WaitWithoutLock,
    /// `Condition.notify` without its lock.
    #[error("cannot notify on un-acquired lock")]
    NotifyWithoutLock,
    /// `Queue.task_done` more often than `put`.
    #[error("task_done() called too many times")]
    DoneTooOften,
}

/// Why [`crate::Condition::wait`] ended without a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WaitError {
    /// The lab was asked to stop.
    #[error("stopped")]
    Stopped,
    /// The caller does not hold the lock.
    #[error(transparent)]
    Misuse(#[from] Misuse),
}

/// Why [`crate::Barrier::wait`] ended before everybody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BarrierError {
    /// The lab was asked to stop.
    #[error("stopped")]
    Stopped,
    /// Somebody gave up waiting, aborted the barrier, or reset it; Python's `BrokenBarrierError`.
    #[error("the barrier is broken")]
    Broken,
}

/// Why an item was not put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PutError {
    /// The lab was asked to stop.
    #[error("stopped")]
    Stopped,
    /// There was no room; Python's `Full`.
    #[error("the queue is full")]
    Full,
    /// The queue takes no more items; Python's `ShutDown`.
    #[error("the queue is shut down")]
    ShutDown,
}

/// Why no item was had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GetError {
    /// The lab was asked to stop.
    #[error("stopped")]
    Stopped,
    /// There was no item; Python's `Empty`.
    #[error("the queue is empty")]
    Empty,
    /// There is no item and there will be none; Python's `ShutDown`.
    #[error("the queue is shut down")]
    ShutDown,
}

macro_rules! stopped {
    ($($error:ident),*) => {$(
        impl From<Stopped> for $error {
            fn from(_: Stopped) -> Self {
                Self::Stopped
            }
        }
    )*};
}

stopped!(WaitError, BarrierError, PutError, GetError);

impl From<GetError> for Stopped {
    /// For gets that wait as long as needed on a queue that is never shut down.
    ///
    /// # Panics
    ///
    /// If the queue was shut down all the same.
    fn from(error: GetError) -> Self {
        assert_eq!(error, GetError::Stopped, "nobody shuts this queue down or gives up");
        Self
    }
}

impl From<PutError> for Stopped {
    /// For puts that wait as long as needed on a queue that is never shut down.
    ///
    /// # Panics
    ///
    /// If the queue was shut down all the same.
    fn from(error: PutError) -> Self {
        assert_eq!(error, PutError::Stopped, "nobody shuts this queue down or gives up");
        Self
    }
}
