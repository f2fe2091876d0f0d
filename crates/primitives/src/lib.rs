//! What threads share: the control block with its stop word, queues, event rings.
//!
//! Everything here is instrumented and stoppable: no wait lasts longer than [`SLICE`] without a
//! look at the stop word. Atomics, locks and cells come from the private `sync` module only, so
//! that a build with `--cfg loom` checks the same code under every schedule.

#![forbid(unsafe_code)]

pub mod control;
mod queue;
mod recorder;
mod ring;
mod sync;

pub use control::{Control, Stopped};
pub use queue::Queue;
pub use recorder::{Clock, LaneRecorder, Recorder};
pub use ring::Ring;

/// The longest wait between two looks at the stop word.
pub const SLICE: std::time::Duration = std::time::Duration::from_millis(50);
