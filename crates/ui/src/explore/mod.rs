//! The explorer: every schedule of a program, one of them step by step, and levels to play.

mod challenge;
mod explorer;
mod graph_layout;
mod reduce;

pub use challenge::{Challenge, Judged, Par, Playing, Solved};
pub use explorer::{Explorer, Sampling, Speed, View, Walk};
pub(crate) use reduce::{
    beside, call_impossible, explore, explored, follow, hint, leave_level, open_challenges,
    play_level, ran_beside, tick, walk,
};
