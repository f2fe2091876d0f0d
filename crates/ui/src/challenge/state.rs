//! The challenge's part of the state: which level is played, and what was solved.

use experiments::{LEVELS, Level};
use machine::Move;

use super::link::link;

/// Which level is played, and what was solved so far.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Challenge {
    /// The level that is being played.
    pub playing: Option<Playing>,
    /// The index of the level that is to be played once the explorer has been loaded.
    pub opening: Option<usize>,
    /// Levels that were solved, each once.
    pub solved: Vec<Solved>,
    /// Ids of levels that were wrongly called impossible, once for each time.
    pub miscalled: Vec<&'static str>,
    /// What is wrong with the link that led to the list.
    pub notice: Option<String>,
}

/// A level that is being played.
#[derive(Clone, Debug, PartialEq)]
pub struct Playing {
    /// Its index among [`LEVELS`].
    pub level: usize,
    /// What the best schedule needs.
    pub par: Par,
    /// A schedule that needs no more.
    pub best: Vec<Move>,
    /// Every way to end, in a sentence, if the level is impossible.
    pub ends: Option<String>,
    /// The last hint.
    pub hint: Option<String>,
    /// Steps that were done when it was given.
    pub hinted_at: usize,
    /// Hints that were given.
    pub hints: usize,
    /// The last step from which the goal can be reached, if a hint has said that it cannot from here.
    pub back: Option<usize>,
    /// What came of it, once it is decided.
    pub verdict: Option<Judged>,
}

/// What the best schedule to a goal needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Par {
    /// So many preemptions.
    Preemptions(usize),
    /// No schedule reaches the goal.
    Impossible,
    /// There are too many states to tell.
    Unknown,
}

/// What a player came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// The goal was reached.
    Reached {
        /// Preemptions that it took.
        preemptions: usize,
        /// Steps that it took.
        steps: usize,
    },
    /// The player said that it is impossible, and it is.
    RightlyImpossible,
    /// The player said that it is impossible, and it is not.
    WronglyImpossible,
}

/// A level that was solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// Its id.
    pub id: &'static str,
    /// The fewest preemptions with which it was; none if it is impossible.
    pub preemptions: Option<usize>,
    /// Steps of that schedule.
    pub steps: usize,
    /// The fewest that it can be done with.
    pub par: Par,
    /// Hints that it took.
    pub hints: usize,
}

impl Challenge {
    /// How often a level was wrongly called impossible.
    #[must_use]
    pub fn miscalls(&self, level: &Level) -> usize {
        self.miscalled.iter().filter(|&&id| id == level.id).count()
    }

    /// How a level was solved, if it was.
    #[must_use]
    pub fn solved(&self, level: &Level) -> Option<&Solved> {
        self.solved.iter().find(|solved| solved.id == level.id)
    }

    /// The level that is played, or is about to be.
    #[must_use]
    pub fn level(&self) -> Option<&'static Level> {
        let index = self.playing.as_ref().map(|playing| playing.level).or(self.opening)?;
        LEVELS.get(index)
    }

    /// The first level after `index` that has not been solved, or else the first of all.
    #[must_use]
    pub fn next_after(&self, index: usize) -> Option<usize> {
        let open = |&level: &usize| self.solved(&LEVELS[level]).is_none();
        (index + 1..LEVELS.len()).find(open).or_else(|| (0..LEVELS.len()).find(open))
    }
}

impl Playing {
    /// The link that opens it.
    #[must_use]
    pub fn link(&self) -> String {
        link(self.level())
    }

    /// Somebody else went on, or one went back: what a hint said of before is no longer so.
    pub(crate) fn moved(&mut self) {
        self.back = None;
        let said = self.level().hint;
        self.hint = self.hint.take().filter(|hint| hint == said);
    }

    /// The level.
    #[must_use]
    pub fn level(&self) -> &'static Level {
        &LEVELS[self.level]
    }

    /// Whether it is solved.
    #[must_use]
    pub fn is_won(&self) -> bool {
        matches!(self.verdict, Some(Judged::Reached { .. } | Judged::RightlyImpossible))
    }
}
