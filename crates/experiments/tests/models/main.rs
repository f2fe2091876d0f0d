//! Models: what their programs may end with, found by following every schedule.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod brute;
mod challenge;
#[path = "../common/mod.rs"]
mod common;
mod endings;
mod names;
mod preemption;
mod search;
mod seen;
