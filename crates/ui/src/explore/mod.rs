//! The explorer: every schedule of a program, one of them step by step, and levels to play.

mod challenge;
mod explorer;
mod kept;
mod play;
mod race;
mod reduce;
mod walk;

mod colors;
mod ending;
mod found;
mod graph_layout;
mod numbers;
mod rows;

mod actions;
mod graph;
mod keys;
mod level;
mod levels;
mod movers;
mod outcomes;
mod source;
mod stage;
mod switch;
mod table;
mod timeline;
mod tools;

pub(crate) use actions::{Beside, ExploreActions, GrainField, LevelSetup};
pub(crate) use challenge::LEVELS_LINK;
pub use challenge::{Challenge, Judged, Par, Playing, Solved};
pub use explorer::{Explorer, Sampling, Speed, View, Walk};
pub(crate) use keys::use_escape;
pub(crate) use levels::Levels;
pub(crate) use play::{
    call_impossible, hint, leave_level, open_challenges, open_level_link, play_level,
};
pub(crate) use reduce::{beside, explore, explored, failed, follow, is_beside, ran_beside, tick};
pub(crate) use stage::Stage;
pub(crate) use switch::{Switch, explorable};
pub(crate) use walk::walk;
