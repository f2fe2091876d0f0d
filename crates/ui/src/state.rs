//! The state of the page.

use std::rc::Rc;

use plan::{Computer, Draft, Face, LinkError, ParamError, Plan, Subject};
use trace::wire::Login;
use trace::{Few, Recording, Room};

use crate::action::File;
use crate::capability::Capability;
use crate::challenge::Challenge;
use crate::course::Achieved;
use crate::explore::Explorer;
use crate::job::{Failure, Job, RunError};
use crate::listing::Sight;
use crate::part::Parts;
use crate::prediction::Prediction;
pub use crate::presentation::{Layout, Screen, Shape, Theme};
use crate::run::kept::Kept;
use crate::share::Sharing;
use crate::theirs::Theirs;

/// Everything the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Which of its screens the page shows.
    pub screen: Screen,
    /// Whether the menu of lessons is open.
    pub menu: bool,
    /// What was typed to look for lessons.
    pub search: String,
    /// What was finished, in this visit or an earlier one.
    pub achieved: Achieved,
    /// What was typed.
    pub draft: Draft,
    /// What is known of the computer.
    pub computer: Computer,
    /// What the browser allows.
    pub capability: Capability,
    /// What is going on.
    pub phase: Phase,
    /// What the opened link got wrong.
    pub link_problems: Vec<LinkError>,
    /// What the run under way has recorded so far, if its timeline is drawn while it is on.
    pub live: Recording,
    /// The last finished runs of each experiment, by its id.
    pub runs: Few<String, Kept>,
    /// Listings that were opened, by their path: the text, or why there is none.
    pub listings: Few<String, Result<Rc<str>, String>>,
    /// What lights up in them.
    pub sight: Sight,
    /// A file that was asked for and is made once its part is there, and the address of the page.
    pub wanted: Option<(File, String)>,
    /// A result that somebody sent.
    pub theirs: Option<Theirs>,
    /// The link of the run that is shown, and its record packed for it; none if the browser cannot pack.
    pub packed: Option<(String, Option<String>)>,
    /// Why the last run did not finish.
    pub failure: Option<Failure>,
    /// The program that is explored, if the page has shown a model.
    pub explorer: Option<Explorer>,
    /// Levels to play.
    pub challenge: Challenge,
    /// What is said before runs and explorations, by the place where they are.
    pub predictions: Few<String, Prediction>,
    /// Who a broker is told that it has to do with. No link and no record has it.
    pub login: Login,
    /// Which parts of the page are there.
    pub parts: Parts,
    /// How the page is presented.
    pub layout: Layout,
    /// Whether the page stands in a frame of another.
    pub framed: bool,
    /// Colors.
    pub theme: Theme,
    /// Whether the share panel is open.
    pub sharing: bool,
    /// What is chosen there.
    pub share: Sharing,
    /// A short message after copying, for the status line.
    pub notice: Option<&'static str>,
    /// The listing that was copied last, by its path; none if it was something else.
    pub copied: Option<String>,
}

/// What is going on.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Nothing runs.
    Idle,
    /// A run is on its way.
    Running {
        /// What runs.
        job: Job,
        /// What it is doing now.
        doing: Doing,
    },
    /// Every schedule of a program is being explored.
    Exploring {
        /// What is explored.
        job: Job,
        /// States found so far.
        states: u64,
    },
    /// Somebody asked it to stop.
    Stopping {
        /// What is to stop.
        job: Job,
    },
}

impl Phase {
    /// What runs, explores or is to stop.
    #[must_use]
    pub fn job(&self) -> Option<&Job> {
        match self {
            Self::Idle => None,
            Self::Running { job, .. } | Self::Exploring { job, .. } | Self::Stopping { job } => {
                Some(job)
            }
        }
    }
}

/// What a run is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    /// Waiting until a lab that was stopped has fallen silent, so that it disturbs no timing.
    CoolingDown,
    /// Starting workers.
    StartingLab {
        /// How many.
        threads: u32,
    },
    /// Computing.
    Computing {
        /// Threads of the current stage.
        threads: u32,
        /// Stage that is running, from 1.
        stage: usize,
        /// Stages in all.
        stages: usize,
        /// Finished part of this stage, from 0 to 1; none while it warms up.
        fraction: Option<f64>,
        /// Time left for the whole run in milliseconds, judged from what it has done so far; none while
        /// that is too early to say, and for a run that is short.
        left_ms: Option<f64>,
    },
}

impl State {
    /// The page before anything was opened.
    #[must_use]
    pub fn new(computer: Computer, capability: Capability, layout: Layout, theme: Theme) -> Self {
        Self {
            screen: match layout {
                Layout::Page => Screen::Course,
                Layout::Embed(_) => Screen::Subject,
            },
            menu: false,
            search: String::new(),
            achieved: Achieved::default(),
            draft: Draft::new(Subject { experiment: &experiments::CATALOGUE[0], face: Face::Run }),
            computer,
            capability,
            phase: Phase::Idle,
            link_problems: Vec::new(),
            live: Recording::new(Room::PAGE),
            runs: Few::new(),
            listings: Few::new(),
            sight: Sight::default(),
            wanted: None,
            theirs: None,
            packed: None,
            failure: None,
            explorer: None,
            challenge: Challenge::default(),
            predictions: Few::new(),
            login: Login::default(),
            parts: Parts::default(),
            layout,
            framed: false,
            theme,
            sharing: false,
            share: Sharing::default(),
            notice: None,
            copied: None,
        }
    }

    /// What is wrong with the draft, field by field.
    #[must_use]
    pub fn errors(&self) -> Vec<ParamError> {
        self.draft.check(self.computer).err().unwrap_or_default()
    }

    /// The plan, if this is a run and the draft has no errors.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        self.draft.run_plan(self.computer)
    }

    /// The plan, if this is an exploration and the draft has no errors.
    #[must_use]
    pub fn exploration_plan(&self) -> Option<Plan> {
        self.draft.exploration_plan(self.computer)
    }

    /// Whether the page shows an exploration.
    #[must_use]
    pub fn is_explored(&self) -> bool {
        self.draft.subject().is_explored()
    }

    /// The explorer, if the page shows an exploration.
    #[must_use]
    pub fn shown_explorer(&self) -> Option<&Explorer> {
        self.explorer.as_ref().filter(|_| self.is_explored())
    }

    /// The canonical link of what is shown, with the schedule if there is one; none while the draft has errors.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        let plan = self.draft.check(self.computer).ok()?;
        let explorer = self.shown_explorer().filter(|shown| shown.link == plan.link());
        let schedule = match explorer {
            Some(explorer) => explorer.written(),
            // Nobody has read it yet.
            None => Some(plan.schedule().to_owned()).filter(|schedule| !schedule.is_empty()),
        };
        Some(schedule.map_or_else(|| plan.link().to_owned(), |text| plan.link_with(&text)))
    }

    /// Why this plan cannot run in this browser, if it cannot.
    #[must_use]
    pub fn obstacle(&self, plan: &Plan) -> Option<RunError> {
        if self.can_run(plan) {
            return None;
        }
        let missing = self.capability.missing()?;
        let instead = self.capability.instead(&self.methods_that_run());
        Some(RunError::Unsupported(format!("{}{instead}", missing.text())))
    }

    /// Why nothing can be explored in this browser, if so.
    #[must_use]
    pub fn obstacle_to_exploring(&self) -> Option<RunError> {
        if self.capability.allows(false) {
            return None;
        }
        Some(RunError::Unsupported(self.capability.missing()?.text().to_owned()))
    }

    /// The experiment's methods that run in this browser, other parameters at their defaults.
    #[must_use]
    pub fn methods_that_run(&self) -> Vec<&'static str> {
        let choices = self.draft.subject().param("method").and_then(|param| param.on(Face::Run));
        let runs = |method: &str| {
            let mut draft = Draft::new(self.draft.subject());
            draft.set("method", method);
            draft.run_plan(self.computer).is_some_and(|plan| self.can_run(&plan))
        };
        let choices = choices.map_or(&[][..], |allowed| allowed.choices());
        choices.iter().copied().filter(|method| runs(method)).collect()
    }

    /// Whether the draft could run if only the browser had what it lacks.
    #[must_use]
    pub fn is_obstructed(&self) -> bool {
        self.plan().is_some_and(|plan| !self.can_run(&plan))
    }

    fn can_run(&self, plan: &Plan) -> bool {
        let stages = plan.params().stages(self.computer);
        stages.iter().all(|stage| stage.is_optional || self.capability.allows(stage.shares))
    }

    /// Whether the list of levels is shown.
    #[must_use]
    pub fn lists_levels(&self) -> bool {
        matches!(self.screen, Screen::Levels { .. })
    }

    /// Whether nothing runs.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.phase == Phase::Idle
    }
}
