//! Where the page is: its address, its title, and what belongs here.

use std::rc::Rc;

use plan::LinkError;

use crate::challenge::{self, LEVELS_LINK};
use crate::course::COURSE_LINK;
use crate::explore::View;
use crate::job::{Job, RunError, place};
use crate::part::Part;
use crate::run::kept::Kept;
use crate::run::report::Report;
use crate::state::{Layout, Phase, Screen, State};

/// The name of the site, in every title.
const SITE: &str = "Interleave";

impl State {
    /// The link that leads back here, to be handed on: to the level that is played, or else the canonical
    /// link; none while the draft has errors.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        self.challenge.link().or_else(|| self.link())
    }

    /// The link of what leads to experiments, if that is shown.
    fn overview(&self) -> Option<&'static str> {
        match self.screen {
            Screen::Course => Some(COURSE_LINK),
            Screen::Levels { .. } => Some(LEVELS_LINK),
            Screen::Subject => None,
        }
    }

    /// The fragment that opens what is seen, wrong fields included.
    #[must_use]
    pub fn location(&self) -> String {
        if let Some(link) = self.overview() {
            return link.to_owned();
        }
        self.address().unwrap_or_else(|| self.draft.typed_link())
    }

    /// What is shown, whatever its parameters.
    #[must_use]
    pub fn place(&self) -> String {
        if let Some(link) = self.overview() {
            return link.to_owned();
        }
        let level = self.challenge.listed().map(challenge::link);
        level.unwrap_or_else(|| format!("#/{}", self.draft.subject().path()))
    }

    /// Whether a link was followed that leads nowhere. A page shows the map then, a frame that alone.
    pub(crate) fn is_lost(&self) -> bool {
        self.link_problems.iter().any(LinkError::leads_nowhere)
    }

    /// The title of the document.
    #[must_use]
    pub fn title(&self) -> String {
        match self.screen {
            Screen::Course => return format!("{SITE}: a concurrency laboratory"),
            Screen::Levels { .. } => return format!("Challenges · {SITE}"),
            Screen::Subject if self.is_lost() => return SITE.to_owned(),
            Screen::Subject => {}
        }
        let title = self.draft.experiment().words().title;
        if self.challenge.is_on() {
            return format!("{} · Challenges · {SITE}", self.challenge.title().unwrap_or(title));
        }
        if self.is_explored() {
            return format!("{title}, every schedule · {SITE}");
        }
        format!("{title} · {SITE}")
    }

    /// Whether it shows the same as `before`, as far as addresses can tell; says no where it is not sure.
    #[must_use]
    pub fn shows_the_same(&self, before: &Self) -> bool {
        let schedule = |state: &Self| {
            state.explorer.as_ref().map(|explorer| (explorer.replay.clone(), explorer.at))
        };
        let level =
            |state: &Self| state.challenge.playing.as_ref().map(|playing| playing.level.clone());
        self.draft == before.draft
            && schedule(self) == schedule(before)
            && level(self) == level(before)
            && self.screen == before.screen
    }

    /// The part of the page that what is shown needs, if it needs one. What draws threads that meet is loaded when
    /// they begin to; what is timed must not be disturbed by that: a page has it before, and a frame, which may never
    /// run, afterwards.
    #[must_use]
    pub fn part(&self) -> Option<Part> {
        let experiment = self.draft.experiment();
        match self.screen {
            Screen::Course => Some(Part::Course),
            Screen::Levels { .. } => Some(Part::Explore),
            Screen::Subject if self.challenge.opening.is_some() || self.is_explored() => {
                Some(Part::Explore)
            }
            Screen::Subject => {
                let is_drawn = self.report().is_some() || self.theirs.is_some();
                let is_needed = match (experiment.is_timed(), self.layout) {
                    (true, Layout::Page) => true,
                    (true, Layout::Embed(_)) => is_drawn,
                    (false, _) => is_drawn || self.phase_here() != Phase::Idle,
                };
                is_needed.then(|| Part::of_runs(experiment))
            }
        }
    }

    /// The parts that what is shown needs: itself, the menu, the state graph.
    pub(crate) fn needed(&self) -> [Option<Part>; 4] {
        let explorer = self.shown_explorer().filter(|_| self.screen == Screen::Subject);
        let is_graph = explorer.is_some_and(|explorer| explorer.view == View::Graph);
        let files = self.theirs.as_ref().map(|_| Part::Files);
        [self.part(), files, self.menu.then_some(Part::Course), is_graph.then_some(Part::Graph)]
    }

    /// A job that is asked for here.
    pub(crate) fn job(&self, link: &str) -> Job {
        Job { link: link.to_owned(), address: self.location() }
    }

    /// What is going on here: nothing if what runs was asked for in another place.
    #[must_use]
    pub fn phase_here(&self) -> Phase {
        if self.elsewhere().is_some() { Phase::Idle } else { self.phase.clone() }
    }

    /// What runs and was asked for in another place.
    #[must_use]
    pub fn elsewhere(&self) -> Option<&Job> {
        let here = self.place();
        self.phase.job().filter(|job| job.place() != here)
    }

    /// Why the last job of this place has no result.
    #[must_use]
    pub fn failure_here(&self) -> Option<&RunError> {
        let here = self.place();
        self.failure.as_ref().filter(|failure| failure.place == here).map(|failure| &failure.error)
    }

    /// The last finished runs of the experiment that is shown.
    #[must_use]
    pub fn kept(&self) -> Option<&Kept> {
        self.runs.get(self.draft.experiment().id).filter(|_| !self.is_explored())
    }

    /// The finished run that is shown.
    #[must_use]
    pub fn report(&self) -> Option<&Rc<Report>> {
        self.kept().map(|kept| &kept.shown().0)
    }

    /// Keeps a finished run.
    pub fn keep(&mut self, report: Rc<Report>) {
        let id = report.record.experiment.clone();
        let kept = match self.runs.get(&id).cloned() {
            Some(mut kept) => {
                kept.add(report);
                kept
            }
            None => Kept::new(report),
        };
        self.runs.insert(id, kept);
    }

    /// Shows another of the runs that are kept, with its set-up.
    pub(crate) fn show_run(&mut self, place: usize) {
        let Some(mut kept) = self.kept().cloned() else { return };
        kept.show(place);
        let shown = kept.shown().record.clone();
        if let Some(draft) = plan::open(&shown.link).draft {
            self.draft = draft;
            self.runs.insert(shown.experiment, kept);
        }
    }

    /// The place where what is ending was asked for; here if nothing is known to run.
    pub(crate) fn place_of_job(&self) -> String {
        self.phase.job().map_or_else(|| self.place(), |job| place(&job.address).to_owned())
    }
}
