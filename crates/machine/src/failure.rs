//! What a program can do wrong, so that it ends there.

use crate::layout::FIRST_FAILURE;

/// What a program can do wrong; the run ends with the step that does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// It released a lock, or an RLock, that nobody held.
    NotHeld,
    /// It released a lock that another thread held. Python's `Lock` allows that, its `RLock` does
    /// not; here neither does, because nobody means to.
    HeldByAnother,
    /// It released a bounded semaphore too often, or called `task_done` too often.
    TooManyReleases,
    /// A variable left the range that the program gave it.
    OutOfRange,
    /// An index pointed beyond an array.
    BadIndex,
    /// It divided by 0, or a number grew beyond 32 bits.
    Arithmetic,
    /// It called deeper than its stack allows, or returned without a call.
    Stack,
    /// It went on and on without a step.
    Endless,
    /// An assertion did not hold.
    Assertion,
    /// It used a condition without holding its lock.
    LockNotHeld,
    /// It put an item into a queue that was shut down.
    ShutDown,
    /// It started a thread that had been started.
    StartedTwice,
}

impl Failure {
    const ALL: [Self; 12] = [
        Self::NotHeld,
        Self::HeldByAnother,
        Self::TooManyReleases,
        Self::OutOfRange,
        Self::BadIndex,
        Self::Arithmetic,
        Self::Stack,
        Self::Endless,
        Self::Assertion,
        Self::LockNotHeld,
        Self::ShutDown,
        Self::StartedTwice,
    ];

    /// The phase of a thread that failed so.
    pub(crate) fn phase(self) -> i32 {
        FIRST_FAILURE + self as i32
    }

    /// The failure behind a phase, if it is one.
    pub(crate) fn of_phase(phase: i32) -> Option<Self> {
        Self::ALL.get(usize::try_from(phase - FIRST_FAILURE).ok()?).copied()
    }

    /// Whether it is a misuse of a lock or the like, and not a wrong value.
    #[must_use]
    pub fn is_misuse(self) -> bool {
        !matches!(self, Self::Assertion)
    }

    /// What a thread did, as the end of a sentence that names it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::NotHeld => "released a lock that nobody held",
            Self::HeldByAnother => "released a lock that another thread held",
            Self::TooManyReleases => "released more often than it may",
            Self::OutOfRange => "made a variable leave its range",
            Self::BadIndex => "used an index beyond the end",
            Self::Arithmetic => "divided by 0 or overflowed",
            Self::Stack => "called too deep, or returned without a call",
            Self::Endless => "ran in a loop without a step",
            Self::Assertion => "found its assertion broken",
            Self::LockNotHeld => "used a condition without holding its lock",
            Self::ShutDown => "put an item into a queue that was shut down",
            Self::StartedTwice => "started a thread twice",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::LAST_PHASE;

    #[test]
    fn every_failure_has_a_phase_of_its_own() {
        for failure in Failure::ALL {
            assert_eq!(Failure::of_phase(failure.phase()), Some(failure));
            assert!(failure.phase() <= LAST_PHASE);
        }
        assert_eq!(Failure::of_phase(0), None);
    }
}
