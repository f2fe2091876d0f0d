//! What a person sees, as functions of data: the state, its reducer, and the views.
//!
//! Views take plain data and emit [`Action`]s. [`reduce`] is the only place where state changes; it
//! returns the [`Effect`]s that somebody else carries out. Nothing here starts a run, reads a
//! clock or touches the address.

#![forbid(unsafe_code)]

mod action;
mod capability;
mod explore;
mod job;
mod place;
mod reduce;
mod report;
mod same;
mod state;

mod page;

mod chart;
mod icon;
mod lesson;
mod notices;
mod order;
mod result;
mod setup;
mod share_panel;
mod top_bar;
mod words;

pub use action::{Action, Effect, File};
pub use capability::{Capability, Missing};
pub use explore::{Challenge, Explorer, Judged, Par, Playing, Sampling, Solved, Speed, View, Walk};
pub use job::{Failure, Job, RunError, place};
pub use page::{Page, PageProps};
pub use reduce::reduce;
pub use report::Report;
pub use same::Same;
pub use state::{Doing, Layout, Phase, State, Theme};
