//! Every schedule of a small concurrent program: how they end, how many there are, what is wrong.
//!
//! A [`machine::Machine`] tells what one step does. Everything here looks at many: all of them
//! ([`explore`], [`StateGraph`]), random ones ([`Sampler`], [`estimate`]), the best ones ([`shrink`],
//! [`toward`]), or how the steps of one are ordered ([`races`]).
//!
//! Nothing here knows threads, clocks or browsers.

#![forbid(unsafe_code)]

mod chances;
mod classes;
mod clocks;
mod components;
mod count;
mod cycles;
mod endings;
mod estimate;
mod exploration;
mod explore;
mod finding;
mod fraction;
mod graph;
mod pace;
mod path;
mod races;
mod sample;
mod search;
mod sentence;
mod store;
mod symmetry;
mod tour;

pub use clocks::{Race, races};
pub use estimate::{Estimate, estimate};
pub use exploration::{Count, Ending, Exploration, Limit, Options, Reached};
pub use explore::explore;
pub use finding::{Finding, FindingKind, Flaw};
pub use fraction::Fraction;
pub use graph::{Arrow, Node, StateGraph, Toward, cheapest, shrink, toward};
pub use pace::{Interrupted, Pace};
pub use sample::{Pct, Sampler, Uniform, complete};
pub use symmetry::alike;
