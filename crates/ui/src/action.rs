//! What can happen on the page, and what somebody else must do about it.

use std::rc::Rc;

use experiments::Cue;
use plan::Plan;
use trace::Slice;
use trace::wire::{ExplorationRecord, ExploreOptions, Login};

use crate::challenge::Making;
use crate::explore::Walk;
use crate::job::RunError;
use crate::part::{Loaded, Part};
use crate::run::report::Report;
use crate::share::Sharing;
use crate::state::{Doing, Theme};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A link was opened: the fragment of the address.
    OpenLink(String),
    /// An experiment or a model was picked, by its path in links.
    Pick(String),
    /// The menu of lessons was opened, or closed.
    ToggleMenu,
    /// A link was followed that may lead to where the page is already.
    CloseMenu,
    /// Text was typed to look for lessons.
    Search(String),
    /// What was finished is to be forgotten.
    Forget,
    /// Text was typed for a parameter.
    Type {
        /// The parameter.
        name: &'static str,
        /// The text.
        text: String,
    },
    /// A name or a password for a broker was typed.
    SignIn(Login),
    /// A parameter was put back to its default.
    Clear(&'static str),
    /// Somebody says what will come of it.
    Say {
        /// The number of threads that it is about; 0 if it is about none.
        threads: u32,
        /// What is said.
        text: String,
    },
    /// Run was pressed.
    Run,
    /// A sweep over thread counts was asked for.
    Sweep,
    /// Many repeats were asked for.
    Repeat,
    /// Explore was pressed.
    Explore,
    /// The same was asked of real threads, so many times.
    Beside(u32),
    /// Stop was pressed.
    Stop,
    /// The exploration has found so many states.
    Exploring {
        /// Number of states.
        states: u64,
    },
    /// The exploration finished.
    Explored(Rc<ExplorationRecord>),
    /// Something is done with the schedule that is shown.
    Walk(Walk),
    /// The time of [`Effect::Tick`] has passed.
    Tick,
    /// The list of levels was opened or closed.
    OpenChallenges,
    /// A level was begun, by its index among the levels.
    PlayLevel(usize),
    /// A level was begun that somebody made, by its link.
    PlayOwn(String),
    /// A level is to be made of the program that is shown.
    BeginMaking,
    /// Something else was chosen for it; none if none is to be made.
    Make(Option<Making>),
    /// The level was left.
    LeaveLevel,
    /// A hint was asked for.
    Hint,
    /// The player says that the level is impossible.
    CallImpossible,
    /// What was kept of the challenge since the last visit, see [`ExplorePart::keep`](crate::ExplorePart).
    Recall(String),
    /// The run is doing something else now.
    Progress(Doing),
    /// The run has recorded more events.
    Recorded(Rc<Slice>),
    /// The run finished.
    Finished(Rc<Report>),
    /// Another of the runs that are kept is to be shown, by its place among them.
    ShowRun(usize),
    /// The run ended without a result.
    Failed(RunError),
    /// The share panel was opened or closed.
    ToggleShare,
    /// This file was chosen: the record of a run that somebody sent.
    ReadRecord(web_sys::File),
    /// It was read, or could not be.
    HasReadRecord(Result<Rc<str>, String>),
    /// The result that came with a link was unpacked, or could not be: as it stood there, and what it says.
    Unpacked(String, Result<Rc<str>, String>),
    /// The record of the run with this link was packed, if it could be.
    Packed(String, Option<String>),
    /// Something else was chosen there.
    Share(Sharing),
    /// A link, or what has one in it, is to be copied.
    Copy(String),
    /// The listing at this path is to be copied, as it is shown.
    CopyListing(String, String),
    /// Somebody looks at what these tell.
    LookAt(Rc<Vec<Cue>>),
    /// The code is to be in sight of the timeline, or no longer.
    Dock,
    /// Copying ended.
    Copied(bool),
    /// A file is to be downloaded.
    Download(File),
    /// A picture of what is shown on the page at this address was asked for.
    Draw(File, String),
    /// The browser could not paint a picture of points.
    NotPainted,
    /// Other colors were asked for.
    SetTheme(Theme),
    /// The listing at this path of the site is to be read, and how it is colored.
    Read(String),
    /// It was read, or could not be.
    HasRead(String, Result<Rc<str>, String>),
    /// A part of the page that could not be had is to be loaded again, or one ahead of time.
    Load(Part),
    /// A part of the page has been loaded.
    Loaded(Loaded),
    /// A part of the page could not be had, for this reason.
    NotLoaded(Part, String),
}

/// A file made from the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// The run record as JSON.
    Record,
    /// The timeline in Chrome trace-event form.
    Timeline,
    /// A picture of shapes.
    Svg,
    /// A picture of points.
    Png,
    /// A picture of a schedule whose steps appear one after the other.
    Animated,
    /// The code that a telephone reads.
    Qr,
}

impl File {
    /// What makes it.
    #[must_use]
    pub fn part(self) -> Part {
        match self {
            Self::Record | Self::Timeline | Self::Qr => Part::Files,
            Self::Svg | Self::Png | Self::Animated => Part::Pictures,
        }
    }
}

/// Something that somebody else must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Run this plan.
    Run(Plan),
    /// Explore every schedule of this plan.
    Explore(Plan, ExploreOptions),
    /// Let [`Action::Tick`] happen once, after so many milliseconds.
    Tick {
        /// The time.
        after_ms: u32,
    },
    /// Stop the run or the exploration.
    Stop,
    /// Show this link in the address, without a new entry in the history.
    ShowLink(String),
    /// Show this link in the address, as a step in the history.
    PushLink(String),
    /// Put this text on the clipboard.
    Copy(String),
    /// Offer this file.
    Download {
        /// Its name.
        name: String,
        /// Its content.
        text: String,
    },
    /// Offer a picture of points.
    Paint {
        /// Its name.
        name: String,
        /// The picture of shapes that it is painted from, in its size.
        svg: String,
    },
    /// Use these colors.
    UseTheme(Theme),
    /// Forget what the browser keeps of what was finished.
    Forget,
    /// Read the text at this path of the site.
    Read(String),
    /// Do this with a record.
    Record(RecordJob),
    /// Load this part of the page.
    Load(Part),
}

/// What is to be done with the record of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordJob {
    /// Pack it for the link of its run.
    Pack {
        /// The link.
        link: String,
        /// The record.
        record: String,
    },
    /// Unpack what came with a link.
    Unpack(String),
    /// Read it from a file.
    Read(web_sys::File),
}
