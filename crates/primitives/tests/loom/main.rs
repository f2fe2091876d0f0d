//! Every schedule of the primitives, checked by loom (`cargo xtask test loom`).
//!
//! Loom's waits never time out, so a wake-up that is lost here is a deadlock, which loom reports; in a
//! lab it would cost one [`primitives::SLICE`].

#![cfg(loom)]

mod lab;
mod locks;
mod queues;
mod ring;
mod signals;
mod watchdog;
