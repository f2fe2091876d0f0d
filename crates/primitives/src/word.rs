//! A word that threads can wait on, as Linux's futexes are.
//!
//! Source of the interface: Franke, Russell and Kirkwood, "Fuss, Futexes and Furwocks: Fast Userlevel
//! Locking in Linux", Ottawa Linux Symposium, 2002. In a browser it is the pair of instructions
//! `memory.atomic.wait32` and `memory.atomic.notify`; natively and under loom, which have none in
//! safe Rust, it is a lock and a condition beside the word.
#![cfg_attr(
    all(target_arch = "wasm32", target_feature = "atomics"),
    expect(unsafe_code, reason = "the two wait instructions; obligations stand at each call")
)]

use std::time::Duration;

use crate::sync::{AtomicU32, Ordering};
#[cfg(not(all(target_arch = "wasm32", target_feature = "atomics")))]
use crate::sync::{Condvar, Mutex};

/// A 32-bit word. A wait begins only while the word still has the value that the waiter saw, and
/// ends at a wake, after a time, or for no reason at all: the waiter must look again.
///
/// Whoever changes the word wakes afterwards, so nobody sleeps through a change: either the waiter
/// sees the new value and does not sleep, or it sleeps before the wake and is woken by it.
#[derive(Debug)]
pub(crate) struct Word {
    value: AtomicU32,
    #[cfg(not(all(target_arch = "wasm32", target_feature = "atomics")))]
    parked: (Mutex<()>, Condvar),
}

impl Word {
    pub(crate) fn new(value: u32) -> Self {
        Self {
            value: AtomicU32::new(value),
            #[cfg(not(all(target_arch = "wasm32", target_feature = "atomics")))]
            parked: (Mutex::new(()), Condvar::new()),
        }
    }

    /// The value; whoever reads it sees what was done before it was written.
    pub(crate) fn load(&self) -> u32 {
        self.value.load(Ordering::Acquire) // pairs with the Release in `replace` and `swap`
    }

    /// Puts `new` in place of `old`; on success, what the last [`Word::swap`] published is seen, and
    /// everything written before is published.
    pub(crate) fn replace(&self, old: u32, new: u32) -> bool {
        let exchange = self.value.compare_exchange(old, new, Ordering::AcqRel, Ordering::Relaxed);
        exchange.is_ok() // Acquire pairs with the Release in `swap`, Release with `load`
    }

    /// Puts `new` in place of what stood there, and publishes everything written before.
    pub(crate) fn swap(&self, new: u32) -> u32 {
        self.value.swap(new, Ordering::Release) // pairs with the Acquire in `replace` and `load`
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "atomics")))]
impl Word {
    /// Waits while the word is `seen`, at most for `limit`.
    pub(crate) fn wait(&self, seen: u32, limit: Duration) {
        let (gate, woken) = &self.parked;
        let gate = gate.lock().expect("nobody panics while holding an empty lock");
        if self.load() == seen {
            let woken = woken.wait_timeout(gate, limit);
            drop(woken.expect("nobody panics while holding an empty lock"));
        }
    }

    /// Wakes one thread that waits. Call it after the word has changed.
    pub(crate) fn wake_one(&self) {
        let (gate, woken) = &self.parked;
        // A waiter that saw the old value holds the gate until it sleeps.
        drop(gate.lock().expect("nobody panics while holding an empty lock"));
        woken.notify_one();
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "atomics"))]
impl Word {
    /// Waits while the word is `seen`, at most for `limit`.
    pub(crate) fn wait(&self, seen: u32, limit: Duration) {
        let nanoseconds = i64::try_from(limit.as_nanos()).unwrap_or(i64::MAX);
        // SAFETY: the pointer comes from a reference, so it is aligned and points to four bytes of
        // this memory for the whole call; other threads change them by atomic operations only.
        unsafe {
            core::arch::wasm32::memory_atomic_wait32(
                self.value.as_ptr().cast(),
                seen.cast_signed(),
                nanoseconds,
            );
        }
    }

    /// Wakes one thread that waits. Call it after the word has changed.
    pub(crate) fn wake_one(&self) {
        // SAFETY: as in `wait`; the instruction reads and writes nothing at the address.
        unsafe { core::arch::wasm32::memory_atomic_notify(self.value.as_ptr().cast(), 1) };
    }
}
