//! Parts of the page that are loaded when they are needed: what a run shows, the explorer, its state graph, the map of
//! the course.
//!
//! A part is a table of functions, and the rest of the page calls what stands behind them through that
//! table only. So none of it need be there when the page opens: `app` loads a part when it is asked to
//! ([`Effect::Load`]), and hands its table over ([`Action::Loaded`]).

use std::fmt;

use experiments::{Asks, Experiment, Runs};
use plan::Plan;
use trace::Lane;
use trace::wire::{Environment, ExplorationRecord, RunRecord};
use yew::{Callback, Html};

use crate::action::{Action, Effect, File};
pub use crate::arrival::{Absence, Arrival};
use crate::challenge::Challenge;
use crate::explore::{Beside, ExploreActionsProps, Explorer, Route};
use crate::frame::page::PageProps;
use crate::prediction::{Answered, Said};
use crate::run::report::Report;
use crate::run::result::{Live, Shown};
use crate::run::setup::SetupProps;
use crate::state::State;

/// The name of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What runs of one kind show.
    Runs(Runs),
    /// Every schedule, and levels.
    Explore,
    /// All states of a program, drawn.
    Graph,
    /// The map of the course.
    Course,
    /// Files to download, and code in its colors.
    Files,
}

impl Part {
    /// What draws runs of `experiment`.
    #[must_use]
    pub fn of_runs(experiment: &Experiment) -> Self {
        Self::Runs(experiment.runs())
    }

    /// What is missing without it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Runs(_) => "What draws results",
            Self::Explore => "The explorer",
            Self::Graph => "The state graph",
            Self::Course => "The map of the course",
            Self::Files => "What makes files and links, and colors code",
        }
    }
}

/// A part that has been loaded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loaded {
    /// [`Part::Runs`].
    Runs(Runs, &'static RunPart),
    /// [`Part::Explore`].
    Explore(&'static ExplorePart),
    /// [`Part::Graph`].
    Graph(&'static GraphPart),
    /// [`Part::Course`].
    Course(&'static CoursePart),
    /// [`Part::Files`].
    Files(&'static FilesPart),
}

/// What [`Part::Runs`] does.
pub struct RunPart {
    /// The report of a plan whose stages ran like this, in this environment; and whether nobody could see
    /// the page for a while. An error says which answer of a lab cannot be read.
    pub conclude: fn(&Plan, Vec<Answer>, Environment, bool) -> Result<Report, String>,
    /// The record of a run as JSON.
    pub record: fn(&RunRecord) -> String,
    /// The report of somebody else's run of a plan; an error says why it is none.
    pub(crate) theirs: fn(&Plan, RunRecord) -> Result<Report, String>,
    /// A run while it is on.
    pub(crate) live: fn(&Live) -> Html,
    /// A finished run.
    pub(crate) report: fn(&Shown, &Callback<Action>) -> Html,
    /// What was said before a run beside what it was, if both are known.
    pub(crate) answered: fn(Asks, &Said, &Report) -> Option<Answered>,
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
    /// What was said before the exploration that is shown beside what it found, if both are known.
    pub(crate) answered: fn(&State) -> Option<Answered>,
    /// The right side of the page.
    pub(crate) stage: fn(&PageProps) -> Html,
    /// The list of levels.
    pub(crate) levels: fn(&PageProps) -> Html,
    /// The set-up of a level.
    pub(crate) level_setup: fn(&PageProps) -> Html,
}

/// What [`Part::Graph`] does.
pub struct GraphPart {
    /// The part that it belongs to. That this reaches all that the explorer does keeps the build from cutting what both
    /// need into modules of their own.
    pub of: &'static ExplorePart,
    /// The graph, and the way of the schedule through it.
    pub(crate) draw: fn(&Explorer, &Callback<Action>) -> Html,
    /// How to come to the state with these cells; none if the graph does not have it.
    pub(crate) way_to: fn(&Explorer, &[i32]) -> Option<Route>,
}

/// What [`Part::Course`] does.
pub struct CoursePart {
    /// The whole course, as a page.
    pub(crate) map: fn(&PageProps) -> Html,
    /// The same as a menu.
    pub(crate) menu: fn(&PageProps) -> Html,
}

/// What [`Part::Files`] does.
pub struct FilesPart {
    /// A record that somebody wrote; an error says why it cannot be read.
    pub(crate) read: fn(&str) -> Result<RunRecord, String>,
    /// The name and the text of a file made from a run.
    pub(crate) make: fn(&Report, File) -> (String, String),
    /// A listing in its colors: its language, and where the site has it.
    pub(crate) listing: fn(&PageProps, &'static str, String) -> Html,
    /// What to hand to somebody else.
    pub(crate) share: fn(&PageProps) -> Html,
    /// The program in sight of the timeline.
    pub(crate) docked: fn(&PageProps) -> Html,
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
    /// [`Part::Runs`], in the order of the kinds.
    runs: [Arrival<RunPart>; 3],
    /// [`Part::Explore`].
    pub explore: Arrival<ExplorePart>,
    /// [`Part::Graph`].
    pub graph: Arrival<GraphPart>,
    /// [`Part::Course`].
    pub course: Arrival<CoursePart>,
    /// [`Part::Files`].
    pub files: Arrival<FilesPart>,
}

impl Parts {
    /// All of them, where nothing need be loaded.
    #[must_use]
    pub fn all() -> Self {
        Self {
            runs: [&crate::TIMED, &crate::MEETING, &crate::COMPARED].map(Arrival::Here),
            explore: Arrival::Here(&crate::EXPLORE),
            graph: Arrival::Here(&crate::GRAPH),
            course: Arrival::Here(&crate::COURSE),
            files: Arrival::Here(&crate::FILES),
        }
    }

    /// What draws runs of that kind.
    #[must_use]
    pub fn runs(&self, runs: Runs) -> &Arrival<RunPart> {
        &self.runs[runs as usize]
    }

    /// What draws runs of `experiment`, if it is there.
    #[must_use]
    pub fn run(&self, experiment: &Experiment) -> Option<&'static RunPart> {
        self.runs(experiment.runs()).here()
    }

    /// Takes in a part.
    pub(crate) fn arrive(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::Runs(runs, part) => self.runs[runs as usize] = Arrival::Here(part),
            Loaded::Explore(part) => self.explore = Arrival::Here(part),
            Loaded::Graph(part) => self.graph = Arrival::Here(part),
            Loaded::Course(part) => self.course = Arrival::Here(part),
            Loaded::Files(part) => self.files = Arrival::Here(part),
        }
    }

    /// Takes note that a part could not be had.
    pub(crate) fn fail(&mut self, part: Part, why: String) {
        if let Some(absence) = self.absence_mut(part) {
            *absence = Absence::Failed(why);
        }
    }

    /// Whether somebody has to load it now; from then on it is on its way.
    pub(crate) fn must_load(&mut self, part: Part) -> bool {
        let Some(absence @ Absence::Away) = self.absence_mut(part) else { return false };
        *absence = Absence::Coming;
        true
    }

    /// Why a part could not be had, if so.
    pub(crate) fn failure(&self, part: Part) -> Option<&str> {
        match self.absence(part)? {
            Absence::Failed(why) => Some(why),
            Absence::Away | Absence::Coming => None,
        }
    }

    /// Whether a part is neither there nor known not to be had.
    #[must_use]
    pub fn is_awaited(&self, part: Part) -> bool {
        matches!(self.absence(part), Some(Absence::Away | Absence::Coming))
    }

    /// Forgets that a part could not be had.
    pub(crate) fn retry(&mut self, part: Part) {
        if let Some(absence @ Absence::Failed(_)) = self.absence_mut(part) {
            *absence = Absence::Away;
        }
    }

    /// Why a part is not there, if it is not.
    fn absence(&self, part: Part) -> Option<&Absence> {
        match part {
            Part::Runs(runs) => self.runs[runs as usize].absence(),
            Part::Explore => self.explore.absence(),
            Part::Graph => self.graph.absence(),
            Part::Course => self.course.absence(),
            Part::Files => self.files.absence(),
        }
    }

    fn absence_mut(&mut self, part: Part) -> Option<&mut Absence> {
        match part {
            Part::Runs(runs) => self.runs[runs as usize].absence_mut(),
            Part::Explore => self.explore.absence_mut(),
            Part::Graph => self.graph.absence_mut(),
            Part::Course => self.course.absence_mut(),
            Part::Files => self.files.absence_mut(),
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

are_tables!(RunPart ExplorePart GraphPart CoursePart FilesPart);
