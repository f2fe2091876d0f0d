//! The challenge: levels to play on programs of the explorer.

mod judge;
mod kept;
mod link;
mod make;
mod own;
mod play;
mod state;

mod level;
mod levels;
mod maker;

pub(crate) use judge::{Known, foretold, known};
pub(crate) use level::{LevelBanner, LevelSetup};
pub(crate) use levels::Levels;
pub(crate) use link::{
    LEVELS_LINK, explorer_arrived, go_elsewhere, leave, link, open_link, show_levels,
};
pub use make::{Choice, Handed, Making};
pub(crate) use make::{begin_making, handed, make};
pub(crate) use maker::maker;
pub(crate) use play::{call_impossible, hint, look, play_level, play_own};
pub use state::{Challenge, Judged, Opening, Par, Played, Playing, Solved};
