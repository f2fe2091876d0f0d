//! The wasm that runs inside workers.
//!
//! The same code is built twice. *Threads*: one shared memory, a coordinator and its pool; the
//! coordinator blocks while a run is on, and the page sees it through the control block.
//! *Processes*: one memory for each worker, and everything crosses by message, so these workers
//! return to their event loop after every slice of work. The feature `shared` chooses.

#![cfg(target_arch = "wasm32")]
#![cfg_attr(feature = "shared", feature(alloc_error_hook))]

mod clock;
#[cfg(not(feature = "shared"))]
pub mod processes;
mod reply;
#[cfg(feature = "shared")]
pub mod threads;
