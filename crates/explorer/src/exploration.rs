//! What is asked of an exploration, and what it finds.

use machine::{Outcome, Schedule};
use num_bigint::BigUint;
use trace::wire::ExploreOptions;

use crate::finding::Finding;
use crate::fraction::Fraction;

/// How far an exploration may go, and what it leaves out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// States that are stored at most.
    pub max_states: usize,
    /// Memory for states and steps at most, in bytes. What is counted afterwards takes about as much
    /// again for a while.
    pub max_bytes: usize,
    /// Time at most, in milliseconds.
    pub max_ms: f64,
    /// Whether states that only swap interchangeable threads are one.
    pub symmetry: bool,
}

impl From<ExploreOptions> for Options {
    fn from(asked: ExploreOptions) -> Self {
        Self {
            max_states: asked.max_states as usize,
            max_bytes: 1 << 29,
            max_ms: asked.max_ms,
            symmetry: asked.symmetry,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        ExploreOptions::default().into()
    }
}

/// A number of schedules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// As many.
    Exactly(BigUint),
    /// As many have been found, and there are more.
    AtLeast(BigUint),
    /// Threads may go round and round, so there is no number.
    Infinite,
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(number) | Self::AtLeast(number) => write!(f, "{number}"),
            Self::Infinite => f.write_str("infinite"),
        }
    }
}

/// One way for schedules to end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// Its value and kind.
    pub outcome: Outcome,
    /// Schedules that end so.
    pub schedules: Count,
    /// How likely it is under a uniform scheduler, between 0 and 1.
    pub probability: f64,
    /// The same exactly, where that is known.
    pub fraction: Option<Fraction>,
    /// A shortest schedule that ends so, with the fewest preemptions of those.
    pub witness: Schedule,
}

/// Steps of each of them.
pub(crate) const MAX_SAMPLE_STEPS: usize = 10_000;

/// A limit that an exploration may reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// So many states.
    States(usize),
    /// So many bytes of memory.
    Bytes(usize),
    /// So many milliseconds.
    Ms(f64),
}

/// What ended an exploration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// The limit.
    pub limit: Limit,
    /// Whether all states had been found, and only loops were still looked for.
    pub looking_for_loops: bool,
    /// Random schedules that were followed instead, and given up.
    pub without_end: usize,
}

impl From<Limit> for Reached {
    fn from(limit: Limit) -> Self {
        Self { limit, looking_for_loops: false, without_end: 0 }
    }
}

impl std::fmt::Display for Reached {
    /// In words, as records have it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.limit {
            Limit::States(states) => write!(f, "{states} states")?,
            Limit::Bytes(bytes) => write!(f, "{} MiB of memory", bytes >> 20)?,
            Limit::Ms(ms) => write!(f, "{} s", ms / 1e3)?,
        }
        if self.without_end > 0 {
            let n = self.without_end;
            write!(f, "; {n} random schedules had not ended after {MAX_SAMPLE_STEPS} steps")?;
        }
        if self.looking_for_loops {
            f.write_str(" (looking for loops)")?;
        }
        Ok(())
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Exploration {
    /// What ended it before everything was explored, if something did.
    pub limit: Option<Reached>,
    /// States found.
    pub states: usize,
    /// Steps found between them.
    pub steps: usize,
    /// Schedules.
    pub schedules: Count,
    /// Classes of schedules by happened-before, where counting them is affordable.
    pub classes: Option<BigUint>,
    /// How schedules end, the most likely first.
    pub endings: Vec<Ending>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Memory used for states and steps, in bytes.
    pub bytes: usize,
}
