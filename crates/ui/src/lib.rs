//! What a person sees, as functions of data: the state, its reducer, and the views.
//!
//! Views take plain data and emit [`Action`]s. [`reduce`] is the only place where state changes; it
//! returns the [`Effect`]s that somebody else carries out. Nothing here starts a run, reads a
//! clock or touches the address.

#![forbid(unsafe_code)]

mod action;
mod around;
mod arrival;
mod begin;
mod capability;
mod groups;
mod job;
mod json;
mod listing;
mod part;
mod place;
mod prediction;
mod presentation;
mod reduce;
mod same;
mod state;
mod tables;
mod theirs;

mod challenge;
mod course;
mod explore;
mod frame;
pub mod picture;
mod run;
mod share;

mod open;
mod order;
mod outcome;
mod words;

pub use action::{Action, Effect, File, RecordJob};
pub use capability::{Capability, Missing};
pub use challenge::{
    Challenge, Choice, Handed, Judged, Making, Opening, Par, Played, Playing, Solved,
};
pub use course::{Achieved, COURSE, COURSE_LINK};
pub use explore::{EXPLORE, Explorer, GRAPH, Sampling, Speed, View, Walk};
pub use frame::keys::TYPING;
pub use frame::page::{Page, PageProps};
pub use job::{Failure, Job, RunError, place};
pub use part::{
    Absence, Answer, Arrival, CoursePart, ExplorePart, FilesPart, GraphPart, Loaded, Make, Part,
    Parts, PicturesPart, RunPart,
};
pub use prediction::{Answered, Prediction, Said, of_exploration, of_run};
pub use reduce::reduce;
pub use run::kept::Kept;
pub use run::report::Report;
pub use run::{COMPARED, FILES, MEETING, TIMED};
pub use same::Same;
pub use share::{Form, Sharing, text};
pub use state::{Doing, Layout, Phase, Screen, Shape, State, Theme};
pub use theirs::{MAX_RECORD, Stage, Theirs};
