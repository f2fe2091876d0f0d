//! What to run or to explore: drafts as typed, plans as checked, and links to both.
//!
//! A [`Draft`] holds what a person typed, right or wrong. A [`Plan`] holds parameters that its
//! experiment accepted; nothing after it checks again. A link is the text form of either. A lab that
//! explores nothing leaves the feature `models` out.

#![forbid(unsafe_code)]

mod draft;
#[cfg(feature = "models")]
mod explored;
mod form;
#[cfg(feature = "models")]
mod level;
mod link;
mod plan;
mod result;
mod subject;

pub use draft::Draft;
pub use form::VERSION;
#[cfg(feature = "models")]
pub use level::{Aim, LevelError, MAX_TITLE, MAX_VALUE, OwnLevel, no_goal_of_runs, program_of};
pub use link::{LinkError, MAX_BYTES, Opened, open, open_by};
pub use plan::Plan;
pub use result::{split_result, with_result};
pub use subject::{Find, Subject};

pub use experiments::{Computer, Face, ParamError};
