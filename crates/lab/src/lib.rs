//! The wasm that runs inside workers.
//!
//! The same code is linked twice. *Threads*: one shared memory, a coordinator and its pool; the
//! coordinator blocks while a run is on, and the page sees it through the control block.
//! *Processes*: one memory for each worker, and everything crosses by message, so these workers
//! return to their event loop after every slice of work. Which link this is, `web/lab-worker.js`
//! is told by the page.

#![cfg(target_arch = "wasm32")]
#![feature(alloc_error_hook)]

mod clock;
mod mailbox;
mod process;
mod reply;
mod slices;
mod threads;

pub use process::{serve_coordinator, serve_process};
pub use threads::serve_threads;
pub use wasm_bindgen_rayon::init_thread_pool;
