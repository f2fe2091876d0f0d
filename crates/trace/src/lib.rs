//! What happened in a run: threads, events, verdicts, and their wire form.
//!
//! Nothing here knows how a run is made. Domain types do not derive `Serialize`; everything that
//! crosses a worker boundary or reaches a user's disk stands in [`wire`].

#![forbid(unsafe_code)]

mod backend;
mod chrome;
mod curve;
mod event;
mod exploration;
mod few;
mod lane;
mod message;
mod recording;
mod situation;
mod slice;
mod span;
mod verdict;
pub mod wire;

pub use backend::Backend;
pub use chrome::chrome_trace;
pub use event::{Activity, Event, EventKind};
pub use few::Few;
pub use lane::Lane;
pub use recording::{Recording, Room, Stitch};
pub use situation::Situation;
pub use slice::Slice;
pub use span::{Hold, Span};
pub use verdict::{Verdict, VerdictKind, capitalized};
