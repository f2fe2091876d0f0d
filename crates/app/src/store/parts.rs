//! Parts of the page that somebody needs at once.

use experiments::Experiment;
use gloo_timers::future::TimeoutFuture;
use ui::{Absence, Action, Arrival, ExplorePart, Part, Parts, RunError, RunPart};

use super::Store;

/// Time between two looks at a part that is being loaded, in milliseconds.
const LOADING_MS: u32 = 5;

impl Store {
    /// Returns when the part that draws what is shown is there, or cannot be had.
    pub(crate) async fn is_whole(&self) {
        while self.state().part().is_some_and(|part| self.state().parts.is_awaited(part)) {
            TimeoutFuture::new(LOADING_MS).await;
        }
    }

    /// What draws runs of `experiment`, once it has been loaded.
    ///
    /// # Errors
    ///
    /// It could not be had, or somebody asked to stop.
    pub(crate) async fn run_part(
        &self,
        experiment: &Experiment,
    ) -> Result<&'static RunPart, RunError> {
        let runs = experiment.runs();
        self.part(Part::Runs(runs), |parts| parts.runs(runs)).await
    }

    /// The explorer, once it has been loaded.
    ///
    /// # Errors
    ///
    /// It could not be had, or somebody asked to stop.
    pub(crate) async fn explore_part(&self) -> Result<&'static ExplorePart, RunError> {
        self.part(Part::Explore, |parts| &parts.explore).await
    }

    async fn part<P: 'static>(
        &self,
        part: Part,
        of: impl Fn(&Parts) -> &Arrival<P>,
    ) -> Result<&'static P, RunError> {
        if of(&self.state().parts).here().is_none() {
            self.dispatch(Action::Load(part));
        }
        loop {
            match of(&self.state().parts) {
                Arrival::Here(part) => return Ok(part),
                Arrival::Not(Absence::Failed(why)) => {
                    let text = format!("{} could not be loaded. {why}", part.title());
                    return Err(RunError::Failed(text));
                }
                Arrival::Not(_) => {
                    self.0.runner.check_stop()?;
                    TimeoutFuture::new(LOADING_MS).await;
                }
            }
        }
    }
}
