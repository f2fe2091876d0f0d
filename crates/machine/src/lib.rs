//! A step machine for small concurrent programs, and one schedule of it.
//!
//! A [`Machine`] tells who may go on in a state of a program, and what comes after. A [`Replay`] does
//! so step by step; a [`Schedule`] says who goes on, and [`Written`] is its text in a link. How it ended
//! is an [`Outcome`], and what went wrong on the way a [`Failure`].
//!
//! A state is a slice of cells, see [`Layout`].

#![forbid(unsafe_code)]

mod address;
mod describe;
mod failure;
mod layout;
mod local;
mod machine;
mod meet;
mod naming;
mod queues;
mod replay;
mod schedule;
mod shared;
mod step;
mod turn;
mod ways;

pub use describe::{Outcome, Wait};
pub use failure::Failure;
pub use layout::Layout;
pub use machine::Machine;
pub use replay::{Replay, ReplayError, Step};
pub use schedule::{Grain, MAX_STEPS, Move, Schedule, ScheduleError, Written};
