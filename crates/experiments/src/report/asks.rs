//! What kind of answer a question takes.

use trace::VerdictKind;

/// What kind of answer the question of a lesson takes; it is compared with what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Of a run: a number, which turns out to be this figure of its outcome (`name.word` for one of a map, and
    /// of a list its length), with its unit.
    Number {
        /// The figure, by its name in the outcome.
        figure: &'static str,
        /// The unit; empty for a plain number.
        unit: &'static str,
    },
    /// Of a run: how it ends, with words for each ending on offer.
    Ending(&'static [(VerdictKind, &'static str)]),
    /// Of a timed run: how many times as fast it is; for each number of threads, if it measures several.
    SpeedUp,
    /// Of all schedules: whether any of them goes wrong.
    Whether,
    /// Of all schedules: how many go wrong.
    Schedules,
    /// Of all schedules: how many different endings they have.
    Endings,
    /// Of all schedules: how likely it is that one goes wrong, in percent.
    Chance,
}
