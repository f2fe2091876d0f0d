//! The wasm that runs inside workers.
//!
//! One crate, five links, each with the feature of its name. *Timed*, *meeting* and *compared*: one shared memory, a
//! coordinator and its pool; the coordinator blocks while a run is on, and the page sees it through
//! the control block; the one carries timed runs, the other those in which threads meet. *Processes*: one
//! memory for each worker, and everything crosses by message, so these workers return to their event loop
//! after every slice of work. *Explorer*: one such worker, which carries models instead of kernels.

#![cfg(target_arch = "wasm32")]
#![cfg_attr(feature = "threads", feature(alloc_error_hook))]

mod clock;
#[cfg(feature = "explorer")]
pub mod explorer;
#[cfg(any(feature = "compared", feature = "processes"))]
mod fetch;
#[cfg(not(feature = "threads"))]
mod mailbox;
#[cfg(feature = "processes")]
pub mod processes;
#[cfg(not(feature = "explorer"))]
mod recorded;
mod reply;
#[cfg(feature = "threads")]
pub mod threads;
