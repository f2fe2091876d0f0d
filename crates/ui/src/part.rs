//! Parts of the page that are loaded when they are needed: what a run shows, and the explorer.
//!
//! A part is a table of functions, and the rest of the page calls what stands behind them through that
//! table only. So none of it need be there when the page opens: `app` loads a part when it is asked to
//! ([`Effect::Load`]), and hands its table over ([`Action::Loaded`]).

use std::fmt;

use experiments::Experiment;
use plan::Plan;
use trace::Lane;
use trace::wire::{Environment, ExplorationRecord, RunRecord};
use yew::{Callback, Html};

use crate::action::{Action, Effect, File};
use crate::challenge::Challenge;
use crate::explore::{Beside, ExploreActionsProps};
use crate::frame::page::PageProps;
use crate::run::report::Report;
use crate::run::result::Live;
use crate::run::setup::SetupProps;
use crate::same::Same;
use crate::state::State;

/// The name of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What a timed run shows.
    Timed,
    /// What a run shows in which threads meet.
    Meeting,
    /// Every schedule, and levels.
    Explore,
    /// Files to download.
    Files,
}

impl Part {
    /// What draws runs of `experiment`.
    #[must_use]
    pub fn of_runs(experiment: &Experiment) -> Self {
        if experiment.is_timed() { Self::Timed } else { Self::Meeting }
    }

    /// What is missing without it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Timed | Self::Meeting => "What draws results",
            Self::Explore => "The explorer",
            Self::Files => "What makes files",
        }
    }
}

/// A part that has been loaded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loaded {
    /// [`Part::Timed`].
    Timed(&'static RunPart),
    /// [`Part::Meeting`].
    Meeting(&'static RunPart),
    /// [`Part::Explore`].
    Explore(&'static ExplorePart),
    /// [`Part::Files`].
    Files(&'static FilesPart),
}

/// What [`Part::Timed`] or [`Part::Meeting`] does.
pub struct RunPart {
    /// The report of a plan whose stages ran like this, in this environment; and whether nobody could see
    /// the page for a while. An error says which answer of a lab cannot be read.
    pub conclude: fn(&Plan, Vec<Answer>, Environment, bool) -> Result<Report, String>,
    /// The record of a run as JSON.
    pub record: fn(&RunRecord) -> String,
    /// A run while it is on.
    pub(crate) live: fn(&Live) -> Html,
    /// A finished run, and whether the set-up is still the one that ran.
    pub(crate) report: fn(&Same<Report>, bool, &Callback<Action>) -> Html,
}

/// What [`Part::Explore`] does.
pub struct ExplorePart {
    /// Reads what a lab found; an error says why it cannot be read.
    pub read: fn(&str) -> Result<ExplorationRecord, String>,
    /// What is kept of the challenge from one visit to the next, as JSON.
    pub keep: fn(&Challenge) -> String,
    /// Carries out an action that is about schedules or levels.
    pub(crate) apply: fn(&mut State, Action) -> Vec<Effect>,
    /// Makes the explorer that of the draft; anew if asked to.
    pub(crate) follow: fn(&mut State, bool),
    /// Whether real threads can do the same as the model.
    pub(crate) beside: fn(&State) -> Beside,
    /// How finely it steps, among the fields.
    pub(crate) grain: fn(&SetupProps) -> Html,
    /// The buttons below the fields.
    pub(crate) actions: fn(ExploreActionsProps) -> Html,
    /// The right side of the page.
    pub(crate) stage: fn(&PageProps) -> Html,
    /// The list of levels.
    pub(crate) levels: fn(&PageProps) -> Html,
    /// The set-up of a level.
    pub(crate) level_setup: fn(&PageProps) -> Html,
}

/// What [`Part::Files`] does.
pub struct FilesPart {
    /// The name and the text of a file made from a run.
    pub(crate) make: fn(&Report, File) -> (String, String),
}

/// What a lab answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What a run or an exploration found, as the lab wrote it.
    pub text: String,
    /// What its threads recorded.
    pub lanes: Vec<Lane>,
}

/// Which parts are there.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Parts {
    /// [`Part::Timed`].
    pub timed: Arrival<RunPart>,
    /// [`Part::Meeting`].
    pub meeting: Arrival<RunPart>,
    /// [`Part::Explore`].
    pub explore: Arrival<ExplorePart>,
    /// [`Part::Files`].
    pub files: Arrival<FilesPart>,
}

impl Parts {
    /// All of them, where nothing need be loaded.
    #[must_use]
    pub fn all() -> Self {
        Self {
            timed: Arrival::Here(&crate::TIMED),
            meeting: Arrival::Here(&crate::MEETING),
            explore: Arrival::Here(&crate::EXPLORE),
            files: Arrival::Here(&crate::FILES),
        }
    }

    /// What draws runs of `experiment`, if it is there.
    #[must_use]
    pub fn run(&self, experiment: &Experiment) -> Option<&'static RunPart> {
        let part = if experiment.is_timed() { &self.timed } else { &self.meeting };
        part.here()
    }

    /// Takes in a part.
    pub(crate) fn arrive(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::Timed(part) => self.timed = Arrival::Here(part),
            Loaded::Meeting(part) => self.meeting = Arrival::Here(part),
            Loaded::Explore(part) => self.explore = Arrival::Here(part),
            Loaded::Files(part) => self.files = Arrival::Here(part),
        }
    }

    /// Takes note that a part could not be had.
    pub(crate) fn fail(&mut self, part: Part, why: String) {
        match part {
            Part::Timed => self.timed = Arrival::Failed(why),
            Part::Meeting => self.meeting = Arrival::Failed(why),
            Part::Explore => self.explore = Arrival::Failed(why),
            Part::Files => self.files = Arrival::Failed(why),
        }
    }

    /// Whether somebody has to load it now; from then on it is on its way.
    pub(crate) fn must_load(&mut self, part: Part) -> bool {
        match part {
            Part::Timed => self.timed.must_load(),
            Part::Meeting => self.meeting.must_load(),
            Part::Explore => self.explore.must_load(),
            Part::Files => self.files.must_load(),
        }
    }

    /// Why a part could not be had, if so.
    pub(crate) fn failure(&self, part: Part) -> Option<&str> {
        match part {
            Part::Timed => self.timed.failure(),
            Part::Meeting => self.meeting.failure(),
            Part::Explore => self.explore.failure(),
            Part::Files => self.files.failure(),
        }
    }

    /// Whether a part is neither there nor known not to be had.
    #[must_use]
    pub fn is_awaited(&self, part: Part) -> bool {
        match part {
            Part::Timed => self.timed.is_awaited(),
            Part::Meeting => self.meeting.is_awaited(),
            Part::Explore => self.explore.is_awaited(),
            Part::Files => self.files.is_awaited(),
        }
    }

    /// Forgets that a part could not be had.
    pub(crate) fn retry(&mut self, part: Part) {
        match part {
            Part::Timed => self.timed.retry(),
            Part::Meeting => self.meeting.retry(),
            Part::Explore => self.explore.retry(),
            Part::Files => self.files.retry(),
        }
    }
}

/// How far a part has come.
#[derive(Debug, PartialEq, Default)]
pub enum Arrival<P: 'static> {
    /// Nobody has asked for it.
    #[default]
    Away,
    /// It is being loaded.
    Coming,
    /// It is there.
    Here(&'static P),
    /// It could not be had, for this reason.
    Failed(String),
}

impl<P> Arrival<P> {
    /// The part, if it is there.
    #[must_use]
    pub fn here(&self) -> Option<&'static P> {
        match self {
            Self::Here(part) => Some(part),
            Self::Away | Self::Coming | Self::Failed(_) => None,
        }
    }

    fn must_load(&mut self) -> bool {
        let away = matches!(self, Self::Away);
        if away {
            *self = Self::Coming;
        }
        away
    }

    fn is_awaited(&self) -> bool {
        matches!(self, Self::Away | Self::Coming)
    }

    fn failure(&self) -> Option<&str> {
        match self {
            Self::Failed(why) => Some(why),
            Self::Away | Self::Coming | Self::Here(_) => None,
        }
    }

    fn retry(&mut self) {
        if matches!(self, Self::Failed(_)) {
            *self = Self::Away;
        }
    }
}

impl<P> Clone for Arrival<P> {
    fn clone(&self) -> Self {
        match self {
            Self::Away => Self::Away,
            Self::Coming => Self::Coming,
            Self::Here(part) => Self::Here(part),
            Self::Failed(why) => Self::Failed(why.clone()),
        }
    }
}

/// Tables are the same if they are one.
macro_rules! are_tables {
    ($($table:ident)+) => {
        $(
            impl PartialEq for $table {
                fn eq(&self, other: &Self) -> bool {
                    std::ptr::eq(self, other)
                }
            }

            impl fmt::Debug for $table {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(stringify!($table))
                }
            }
        )+
    };
}

are_tables!(RunPart ExplorePart FilesPart);
