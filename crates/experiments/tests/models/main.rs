//! Models: what their programs may end with, found by following every schedule.
#![cfg(all(feature = "kernels", feature = "models", feature = "reports"))]
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod brute;
mod challenge;
#[path = "../common/mod.rs"]
mod common;
mod endings;
mod search;
mod seen;
