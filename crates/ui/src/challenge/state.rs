//! The challenge's part of the state: which level is played, and what was solved.

use std::rc::Rc;

use experiments::{LEVELS, Level};
use machine::{Move, Outcome};
use plan::OwnLevel;

use super::link::link;
use super::make::Making;

/// Which level is played, and what was solved so far.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Challenge {
    /// The level that is being played.
    pub playing: Option<Playing>,
    /// What is to be played once the explorer has been loaded.
    pub opening: Option<Opening>,
    /// Levels that were solved, each once.
    pub solved: Vec<Solved>,
    /// Ids of levels that were wrongly called impossible, once for each time.
    pub miscalled: Vec<&'static str>,
    /// What is wrong with the link that led to the list.
    pub notice: Option<String>,
    /// The level that somebody makes.
    pub making: Option<Making>,
}

/// A level.
#[derive(Clone, Debug, PartialEq)]
pub enum Played {
    /// One of [`LEVELS`], by its index.
    Listed(usize),
    /// One that somebody made. It is forgotten when it is left.
    Own(Rc<OwnLevel>),
}

/// A level whose link was followed.
#[derive(Clone, Debug, PartialEq)]
pub enum Opening {
    /// One of [`LEVELS`], by its index.
    Listed(usize),
    /// The link of one that somebody made, unread.
    Own(String),
}

/// A level that is being played.
#[derive(Clone, Debug, PartialEq)]
pub struct Playing {
    /// Which.
    pub level: Played,
    /// How often it was wrongly called impossible, if it is not of the list: of those [`Challenge::miscalled`] knows.
    pub miscalls: usize,
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

    /// How often the level that is played was.
    #[must_use]
    pub fn miscalls_now(&self) -> usize {
        let Some(playing) = &self.playing else { return 0 };
        playing.level.listed().map_or(playing.miscalls, |level| self.miscalls(level))
    }

    /// How a level was solved, if it was.
    #[must_use]
    pub fn solved(&self, level: &Level) -> Option<&Solved> {
        self.solved.iter().find(|solved| solved.id == level.id)
    }

    /// Forgets what was solved and miscalled.
    pub(crate) fn forget(&mut self) {
        self.solved.clear();
        self.miscalled.clear();
    }

    /// Whether a level is played, or is about to be.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.playing.is_some() || self.opening.is_some()
    }

    /// The level of the list that is played, or is about to be.
    #[must_use]
    pub fn listed(&self) -> Option<&'static Level> {
        match (&self.playing, &self.opening) {
            (Some(playing), _) => playing.level.listed(),
            (None, Some(Opening::Listed(index))) => LEVELS.get(*index),
            (None, _) => None,
        }
    }

    /// The link of the level that is played, or is about to be.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        match (&self.playing, &self.opening) {
            (Some(playing), _) => Some(playing.link()),
            (None, Some(Opening::Listed(index))) => LEVELS.get(*index).map(link),
            (None, Some(Opening::Own(link))) => Some(link.clone()),
            (None, None) => None,
        }
    }

    /// The title of the level that is played, or is about to be, if it has one and that has been read.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        match self.playing.as_ref().map(|playing| &playing.level) {
            Some(Played::Own(own)) => own.title(),
            _ => self.listed().map(|level| level.title),
        }
    }

    /// The first level of the list after the one that is played which has not been solved, or else the first of all.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        let Played::Listed(index) = self.playing.as_ref()?.level else { return None };
        let open = |&level: &usize| self.solved(&LEVELS[level]).is_none();
        (index + 1..LEVELS.len()).find(open).or_else(|| (0..LEVELS.len()).find(open))
    }
}

impl Played {
    /// The level, if it is one of the list.
    #[must_use]
    pub fn listed(&self) -> Option<&'static Level> {
        match self {
            Self::Listed(index) => Some(&LEVELS[*index]),
            Self::Own(_) => None,
        }
    }

    /// What it is called, above its task.
    #[must_use]
    pub fn heading(&self) -> String {
        match self {
            Self::Listed(index) => format!("Level {}: {}", index + 1, LEVELS[*index].title),
            Self::Own(own) => own.title().unwrap_or("A level for you").to_owned(),
        }
    }

    /// What to do, in a sentence.
    #[must_use]
    pub fn task(&self) -> String {
        match self {
            Self::Listed(index) => LEVELS[*index].task.to_owned(),
            Self::Own(own) => own.aim().task(),
        }
    }

    /// What to think of, if somebody has written it down.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        self.listed().map(|level| level.hint)
    }

    /// Whether an ending is what it asks for.
    #[must_use]
    pub fn is_met_by(&self, outcome: &Outcome) -> bool {
        match self {
            Self::Listed(index) => LEVELS[*index].goal.is_met_by(&outcome.value, outcome.kind),
            Self::Own(own) => own.aim().is_met_by(&outcome.value, outcome.kind),
        }
    }
}

impl Playing {
    /// The link that opens it.
    #[must_use]
    pub fn link(&self) -> String {
        match &self.level {
            Played::Listed(index) => link(&LEVELS[*index]),
            Played::Own(own) => own.link().to_owned(),
        }
    }

    /// Somebody else went on, or one went back: what a hint said of before is no longer so.
    pub(crate) fn moved(&mut self) {
        self.back = None;
        let said = self.level.hint();
        self.hint = self.hint.take().filter(|hint| Some(hint.as_str()) == said);
    }

    /// Whether it is solved.
    #[must_use]
    pub fn is_won(&self) -> bool {
        matches!(self.verdict, Some(Judged::Reached { .. } | Judged::RightlyImpossible))
    }
}
