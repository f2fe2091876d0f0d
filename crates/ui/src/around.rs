//! What the page around a frame hears of the state, and what it may ask for.

use crate::action::Action;
use crate::challenge::Par;
use crate::explore::Walk;
use crate::run::kept::Kept;
use crate::state::{Layout, Phase, Shape, State};

impl State {
    /// Whether what was done is right: the level that is shown is solved, or what was said before the run or the
    /// exploration that is shown was so. None if there is no answer, or nothing that it can be held against.
    #[must_use]
    pub fn is_right(&self) -> Option<bool> {
        if let Some(playing) = &self.challenge.playing {
            // Where nobody knows better, nobody is wrong.
            let is_judged = playing.is_won() || playing.par != Par::Unknown;
            return playing.verdict.filter(|_| is_judged).map(|_| playing.is_won());
        }
        if self.is_explored() {
            return (self.parts.explore.here()?.answered)(self).map(|answered| answered.right);
        }
        let report = self.report()?;
        let part = self.parts.run(self.draft.experiment())?;
        let asks = self.draft.experiment().words().run.asks;
        let said = self.predicted(&report.record.link)?;
        (part.answered)(asks, said, report).map(|answered| answered.right)
    }

    /// Whether only a schedule and its steps are shown.
    pub(crate) fn only_steps(&self) -> bool {
        self.layout == Layout::Embed(Shape::Step) && self.is_explored()
    }

    /// What is going on, in a word.
    #[must_use]
    pub fn doing(&self) -> &'static str {
        match self.phase {
            Phase::Idle => "idle",
            Phase::Running { .. } => "running",
            Phase::Exploring { .. } => "exploring",
            Phase::Stopping { .. } => "stopping",
        }
    }

    /// What a press of Run or Explore is, whichever is there.
    #[must_use]
    pub fn start(&self) -> Action {
        if self.is_explored() { Action::Explore } else { Action::Run }
    }

    /// The same, unless something has come of what is shown: an exploration, or a run of one's own.
    #[must_use]
    pub fn start_once(&self) -> Option<Action> {
        let link = self.link();
        let has_run = |kept: &Kept| {
            let own = kept.runs().iter().filter(|run| !run.theirs);
            own.map(|run| &run.record.link).any(|run| link.as_ref() == Some(run))
        };
        let is_explored = self.shown_explorer().is_some_and(|shown| shown.explored().is_some());
        (!is_explored && !self.kept().is_some_and(has_run)).then(|| self.start())
    }

    /// What leads so many steps along the schedule that is shown, back if negative; not beyond its ends. None if no
    /// schedule is shown.
    #[must_use]
    pub fn along(&self, by: i32) -> Option<Action> {
        let explorer = self.shown_explorer()?;
        let last = explorer.replay.steps().len();
        let at = explorer.at.saturating_add_signed(by as isize);
        Some(Action::Walk(Walk::To(at.min(last))))
    }
}
