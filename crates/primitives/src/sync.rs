//! The one place where atomics and locks come from: std, or loom's models of them.

#[cfg(loom)]
pub(crate) use loom::sync::{
    Condvar, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
};

#[cfg(not(loom))]
pub(crate) use std::sync::{
    Condvar, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
};

/// One turn of a loop that waits without giving the core away.
pub(crate) fn spin() {
    #[cfg(loom)]
    loom::thread::yield_now(); // or loom would try to spin for ever
    #[cfg(not(loom))]
    std::hint::spin_loop();
}
