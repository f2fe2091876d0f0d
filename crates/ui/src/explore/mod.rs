//! The explorer: every schedule of a program, and one of them step by step.

mod explorer;
mod part;
mod race;
mod reduce;
mod walk;

mod colors;
mod ending;
mod found;
mod lanes;
mod numbers;
mod rows;

mod actions;
mod graph;
mod keys;
mod movers;
mod outcomes;
mod source;
mod stage;
mod table;
mod timeline;
mod tokens;
mod told;
mod tools;

pub(crate) use actions::{Beside, ExploreActionsProps};
pub(crate) use ending::ending;
pub(crate) use explorer::MAX_STATES;
pub use explorer::{Explorer, Sampling, Speed, View, Walk};
pub(crate) use found::sentence;
pub use graph::GRAPH;
pub(crate) use lanes::{AXIS, LANE, Lanes};
pub(crate) use numbers::{counted, number};
pub use part::EXPLORE;
pub(crate) use reduce::follow;
pub(crate) use walk::Route;
