//! Why a role cannot go on.

/// What ends a role before its work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Somebody asked the run to stop.
    Stopped,
    /// Somebody else does not let it go on, though nothing is broken; what there is to do about it.
    Refused(String),
    /// A process is gone, or could not be had; what there is to say about it.
    Failed(String),
}
