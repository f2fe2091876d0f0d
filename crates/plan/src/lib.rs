//! What to run: drafts as typed, plans as checked, and links to both.
//!
//! A [`Draft`] holds what a person typed, right or wrong. A [`Plan`] holds parameters that its
//! experiment accepted; nothing after it checks again. A link is the text form of either.

#![forbid(unsafe_code)]

mod draft;
mod link;

pub use draft::{Draft, Plan};
pub use link::{LinkError, MAX_BYTES, Opened, VERSION, open};

pub use experiments::{Machine, ParamError};
