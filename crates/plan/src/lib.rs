//! What to run: drafts as typed, plans as checked, and links to both.
//!
//! A [`Draft`] holds what a person typed, right or wrong. A [`Plan`] holds parameters that its
//! experiment accepted, a `ModelPlan` those that its model accepted; nothing after them checks again.
//! A link is the text form of any of them. A lab that explores nothing leaves the feature `models`
//! out.

#![forbid(unsafe_code)]

mod checked;
mod draft;
mod entry;
#[cfg(feature = "models")]
mod explored;
mod link;

#[cfg(feature = "models")]
pub use checked::ModelPlan;
pub use checked::{Checked, Plan};
pub use draft::Draft;
pub use entry::Entry;
pub use link::{LinkError, MAX_BYTES, Opened, VERSION, open};

pub use experiments::{Machine, ParamError};
