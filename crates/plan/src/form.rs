//! What all links have in common.

/// Version of the link format that this program writes.
pub const VERSION: u32 = 1;

/// The key of a schedule in the link to a model.
pub(crate) const SCHEDULE: &str = "schedule";
