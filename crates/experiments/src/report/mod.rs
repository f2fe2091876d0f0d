//! What is said about an experiment and its runs, for the page.

pub(crate) mod asks;
pub(crate) mod card;
pub(crate) mod challenge;
pub(crate) mod cue;
pub(crate) mod curve;
pub(crate) mod finished;
pub(crate) mod line;
pub(crate) mod listing;
pub(crate) mod moment;
pub mod shows;
pub(crate) mod words;

pub use asks::Asks;
pub use card::{Card, Miniature};
pub use finished::Finished;
pub use moment::{Mark, Moment};
pub use words::{Lesson, ParamWords, Spot, Words};

use serde_json::{Map, Value};
use trace::wire::StageRun;
use trace::{Lane, Verdict};

use self::shows::Shows;
use crate::computer::Computer;

/// What is said about it: `words.rs` of each folder.
pub trait Tell {
    /// What people read about the experiment.
    fn words() -> &'static Words
    where
        Self: Sized;

    /// How it stands on the map of the course.
    fn card() -> &'static Card
    where
        Self: Sized;

    /// What breaks it, and what cures it, if it has a cure.
    fn remedy(&self) -> Option<Remedy> {
        None
    }

    /// How another tab of this browser takes part in a run, if one can.
    fn other_tab(&self) -> Option<OtherTab> {
        None
    }

    /// What there is to know while it runs.
    fn meanwhile(&self) -> Option<&'static str> {
        None
    }

    /// Why no schedule can fail, in one sentence, if these parameters make it correct.
    fn why_it_holds(&self) -> Option<&'static str> {
        None
    }
}

/// A parameter by which an experiment is broken, or whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The parameter's name in links.
    pub param: &'static str,
    /// Its word where it is broken.
    pub broken: &'static str,
    /// Its word where it is whole.
    pub cured: &'static str,
    /// A parameter and its word without which this one changes nothing, where that parameter is on offer.
    pub only: Option<(&'static str, &'static str)>,
}

impl Remedy {
    pub(crate) const fn new(
        param: &'static str,
        broken: &'static str,
        cured: &'static str,
    ) -> Option<Self> {
        Some(Self { param, broken, cured, only: None })
    }
}

/// A tab that takes part in the run of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherTab {
    /// What its link is called.
    pub label: &'static str,
    /// What it shows, by its path in links.
    pub path: &'static str,
    /// Its parameters.
    pub changes: &'static [(&'static str, &'static str)],
}

impl OtherTab {
    /// A worker for whatever tasks there are.
    pub(crate) const WORKER: Self = Self {
        label: "Add a worker in another tab",
        path: "task-queue",
        changes: &[("transport", "tabs"), ("part", "worker"), ("workers", "1")],
    };
}

/// What is said about its runs: also in `words.rs`, apart from the rest because only a page with a finished
/// run needs it.
pub trait Conclude {
    /// What its runs show.
    fn shows(&self) -> &'static Shows {
        &Shows::MEETING
    }

    /// The timeline, if it is drawn from the outcome and not from what threads recorded.
    fn lanes(&self, run: &StageRun) -> Option<Vec<Lane>> {
        let _ = run;
        None
    }

    /// The moment that decided a run which recorded `lanes`, if there was one and it can be shown.
    fn moment(&self, lanes: &[Lane]) -> Option<Moment> {
        let _ = lanes;
        None
    }

    /// The part that a thread plays, by its number and its name, as notes of the program have it.
    fn part(&self, index: usize, name: &str) -> &'static str {
        let _ = index;
        if name == "parent" { "parent" } else { "child" }
    }

    /// What is to be said of the timeline, if it does not show all there was.
    fn remark(&self, run: &StageRun) -> Option<String> {
        let _ = run;
        None
    }

    /// Why the times of a run with this outcome are not to be believed, if they contradict what was set up.
    fn doubt(&self, outcome: &Map<String, Value>, computer: Computer) -> Option<String> {
        let _ = (outcome, computer);
        None
    }

    /// The one sentence about what a run shows; its word was found where it ran.
    fn sentence(&self, run: &Finished<'_>) -> String {
        let _ = run;
        unreachable!("it is asked after a run only")
    }

    /// What the finished stages show.
    fn conclude(&self, stages: &[StageRun], computer: Computer) -> Conclusion {
        let _ = computer;
        let run = Finished::of(stages.last().expect("a run has a stage"));
        run.conclusion(&self.sentence(&run))
    }
}

/// What a run shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Conclusion {
    /// One word and one sentence.
    pub verdict: Verdict,
    /// Named figures, units in the names.
    pub outcome: Map<String, Value>,
}
