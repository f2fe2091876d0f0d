//! When a thread may be interrupted: the execution models.

use crate::instr::Op;

/// Where another thread may go on although the one that runs could, too.
///
/// A thread that waits lets others go on in any case; one before a try that finds nothing free does too, because
/// with a timeout it would have waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preemption {
    /// Between any two instructions: most languages, and Python without a global interpreter lock.
    #[default]
    Anywhere,
    /// Where CPython 3.10 and later look whether another thread wants the global interpreter lock: after a jump
    /// back, at the begin of a function, after a call.
    ///
    /// Source: CPython issues 29988 and 134212; `Python/ceval.c`, `CHECK_EVAL_BREAKER`.
    Gil,
    /// Only where the thread gives way itself, as a coroutine does that awaits.
    Await,
}

impl Preemption {
    /// Whether another thread may go on after an instruction.
    #[must_use]
    pub fn is_after(self, op: Op) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Gil => op.is_call(),
            Self::Await => matches!(op, Op::Yield | Op::Sleep),
        }
    }

    /// Whether another thread may go on when control goes on from the instruction `op` at `from` to that at `to`.
    #[must_use]
    pub fn is_between(self, op: Op, from: usize, to: usize) -> bool {
        match self {
            Self::Anywhere => true,
            Self::Gil => matches!(op, Op::Call(_)) || to <= from && !matches!(op, Op::Return),
            Self::Await => false,
        }
    }
}
