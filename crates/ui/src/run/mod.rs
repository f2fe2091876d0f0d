//! Runs: the set-up, and what a run shows.

pub(crate) mod chart;
mod conclude;
pub(crate) mod kept;
mod part;
pub(crate) mod report;
pub(crate) mod result;
pub(crate) mod setup;

pub use part::{COMPARED, FILES, MEETING, TIMED};
