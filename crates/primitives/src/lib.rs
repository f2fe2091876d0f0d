//! What threads share: locks, signals, queues, the control block with its stop word, event rings.
//!
//! Everything here is instrumented and stoppable: no wait lasts longer than [`SLICE`] without a
//! look at the stop word, and every wait says what it waits for and who holds it. Where Python's
//! `threading` and `queue` define a meaning, it is theirs; names follow std where Python has none.
//! Atomics, locks and cells come from the private `sync` module only, so that a build with
//! `--cfg loom` checks the same code under every schedule.

#![deny(unsafe_code)] // but for the two wait instructions, in `word`
#![cfg_attr(
    all(target_arch = "wasm32", target_feature = "atomics"),
    feature(stdarch_wasm_atomic_wait)
)]

mod barrier;
mod condition;
pub mod control;
mod event;
mod gil;
mod lock;
mod misuse;
mod monitor;
mod queue;
mod recorder;
mod reply;
mod resource;
mod ring;
mod rlock;
mod semaphore;
mod spin_lock;
mod store;
mod sync;
mod waits;
mod watchdog;
mod word;
mod worker;

pub use barrier::Barrier;
pub use condition::Condition;
pub use control::{Control, Stopped};
pub use event::Event;
pub use gil::Gil;
pub use lock::Lock;
pub use misuse::{BarrierError, GetError, Misuse, PutError, WaitError};
pub use queue::{LifoQueue, OrderedQueue, PriorityQueue, Queue};
pub use recorder::{Clock, LaneRecorder, Recorder};
pub use reply::Reply;
pub use resource::{RawLock, Resource};
pub use ring::Ring;
pub use rlock::RLock;
pub use semaphore::Semaphore;
pub use spin_lock::{SpinLock, TicketLock};
pub use store::{AnyStore, Counts, Store};
pub use waits::{Doing, Waits};
pub use watchdog::{Knot, Tie, Watchdog};
pub use worker::Worker;

/// The longest wait between two looks at the stop word.
pub const SLICE: std::time::Duration = std::time::Duration::from_millis(50);
