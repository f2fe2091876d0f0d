//! The challenge: levels to play on programs of the explorer.

mod judge;
mod kept;
mod link;
mod play;
mod state;

mod level;
mod levels;

pub(crate) use level::{LevelBanner, LevelSetup};
pub(crate) use levels::Levels;
pub(crate) use link::{LEVELS_LINK, explorer_arrived, leave, link, open_link, show_levels};
pub(crate) use play::{call_impossible, hint, look, play_level};
pub use state::{Challenge, Judged, Par, Playing, Solved};
