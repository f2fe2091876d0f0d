//! What the parts of the page do, as tables of functions.

use std::fmt;

use experiments::Asks;
use plan::{Aim, Plan};
use trace::Lane;
use trace::wire::{Environment, ExplorationRecord, RunRecord};
use yew::{Callback, Html};

use crate::action::{Action, Effect, File};
use crate::challenge::{Challenge, Handed, Known, Making, Par};
use crate::explore::{Beside, ExploreActionsProps, Explorer, Route};
use crate::frame::page::PageProps;
#[expect(unused_imports, reason = "documentation refers to it")]
use crate::part::Part;
use crate::prediction::{Answered, Said};
use crate::run::report::Report;
use crate::run::result::{Live, Shown};
use crate::run::setup::SetupProps;
use crate::state::State;

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
    /// A level of the program that is shown, as it begins to be made.
    pub(crate) begin_making: fn(&State) -> Option<Making>,
    /// The level that is made or played, to be handed on; an error says what is wrong with it.
    pub handed: fn(&State) -> Option<Result<Handed, String>>,
    /// What is known of a program from which a level is made.
    pub(crate) known: fn(&Plan) -> Known,
    /// What it takes to reach a goal of it, and how all schedules end if it is impossible.
    pub(crate) foretold: fn(&Known, &Aim) -> (Par, String),
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
    /// Makes a file.
    pub(crate) make: Make,
    /// A listing in its colors: its language, and where the site has it.
    pub(crate) listing: fn(&PageProps, &'static str, String) -> Html,
    /// What to hand to somebody else.
    pub(crate) share: fn(&PageProps) -> Html,
    /// The program in sight of the timeline.
    pub(crate) docked: fn(&PageProps) -> Html,
}

/// What [`Part::Pictures`] does.
pub struct PicturesPart {
    /// Parts that need much of what pictures do. That this reaches all that they do keeps the build from cutting it out of
    /// each of them, as [`GraphPart::of`] does.
    pub of: (&'static FilesPart, &'static ExplorePart, [&'static RunPart; 3], &'static CoursePart),
    /// Makes a picture.
    pub(crate) make: Make,
}

/// Makes a file of what is shown on the page at this address; an error says why there is none.
pub type Make = fn(&State, File, &str) -> Result<Effect, &'static str>;

/// What a lab answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What a run or an exploration found, as the lab wrote it.
    pub text: String,
    /// What its threads recorded.
    pub lanes: Vec<Lane>,
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

are_tables!(RunPart ExplorePart GraphPart CoursePart FilesPart PicturesPart);
