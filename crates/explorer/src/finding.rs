//! What is wrong with a program, as data.

use machine::{Machine, Outcome, Schedule};
use trace::VerdictKind;

/// The kinds of things that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// A schedule ends in a way that it should not.
    Ends(VerdictKind),
    /// Some threads may go round for ever without getting anywhere, though they could leave.
    Livelock,
    /// A thread may be left out for ever while others go on, although none of them is.
    Starvation,
    /// A thread looks again and again while it waits.
    BusyWaiting,
    /// Two threads use a variable, one of them writes, and nothing orders them.
    Race,
}

impl FindingKind {
    /// The word as records spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ends(kind) => kind.name(),
            Self::Livelock => VerdictKind::Livelock.name(),
            Self::Starvation => "starvation",
            Self::BusyWaiting => "busy-waiting",
            Self::Race => "race",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub flaw: Flaw,
    /// A schedule that shows it.
    pub witness: Schedule,
    /// Steps after which the schedule repeats itself for ever, if it does.
    pub loop_from: Option<usize>,
}

/// What is wrong, and who takes part; threads and instructions by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A schedule ends so, and should not.
    Ends(Outcome),
    /// Threads can go round for ever.
    Round {
        /// Those who go round.
        busy: Vec<usize>,
        /// Those who wait for them all the while.
        waiting: Vec<usize>,
        /// Whether no step leads out.
        trap: bool,
    },
    /// These threads can be left out for ever.
    LeftOut(Vec<usize>),
    /// A thread looks again and again.
    Spins {
        /// The thread.
        thread: usize,
        /// The line of the program, from 1.
        line: u16,
    },
    /// Two threads use a variable, and nothing orders them.
    Race {
        /// The position of the variable's cell.
        cell: usize,
        /// The threads, and the instruction with which each uses it.
        threads: [(usize, usize); 2],
    },
}

impl Finding {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        self.flaw.kind()
    }

    /// The variable that a race is about, as [`crate::Race`] names it.
    #[must_use]
    pub fn variable(&self, machine: &Machine) -> Option<String> {
        match self.flaw {
            Flaw::Race { cell, .. } => Some(machine.var_name(cell)),
            _ => None,
        }
    }
}

impl Flaw {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::Ends(outcome) => FindingKind::Ends(outcome.kind),
            Self::Round { trap: true, .. } => FindingKind::Ends(VerdictKind::Livelock),
            Self::Round { trap: false, .. } => FindingKind::Livelock,
            Self::LeftOut(_) => FindingKind::Starvation,
            Self::Spins { .. } => FindingKind::BusyWaiting,
            Self::Race { .. } => FindingKind::Race,
        }
    }
}
