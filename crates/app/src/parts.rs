//! Parts of the page that are downloaded when they are needed.
//!
//! The build cuts what only these functions reach out of the page, into modules of their own
//! (`cargo xtask dist`); the first call of each downloads its module.

use experiments::Experiment;
use gloo_timers::future::TimeoutFuture;
use ui::{Action, Arrival, ExplorePart, FilesPart, Loaded, Part, Parts, RunError, RunPart};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::store::Store;

/// Time between two looks at a part that is being loaded, in milliseconds.
const LOADING_MS: u32 = 5;

/// Loads a part.
///
/// # Errors
///
/// A sentence that says what to do: the browser's console has the reason.
pub(crate) async fn load(part: Part) -> Result<Loaded, String> {
    let loaded = match part {
        Part::Timed => timed().await.map(Loaded::Timed),
        Part::Meeting => meeting().await.map(Loaded::Meeting),
        Part::Explore => explore().await.map(Loaded::Explore),
        Part::Files => files().await.map(Loaded::Files),
    };
    loaded.map_err(|_| "It could not be downloaded. Is the network there?".to_owned())
}

#[wasm_split(timed, fallible)]
fn timed() -> Result<&'static RunPart, SplitLoaderError> {
    Ok(&ui::TIMED)
}

#[wasm_split(meeting, fallible)]
fn meeting() -> Result<&'static RunPart, SplitLoaderError> {
    Ok(&ui::MEETING)
}

#[wasm_split(explore, fallible)]
fn explore() -> Result<&'static ExplorePart, SplitLoaderError> {
    Ok(&ui::EXPLORE)
}

#[wasm_split(files, fallible)]
fn files() -> Result<&'static FilesPart, SplitLoaderError> {
    Ok(&ui::FILES)
}

impl Store {
    /// Returns when the part that draws what is shown is there, or cannot be had.
    pub(crate) async fn is_whole(&self) {
        while self.state().parts.is_awaited(self.state().part()) {
            TimeoutFuture::new(LOADING_MS).await;
        }
    }

    /// What draws runs of `experiment`, once it has been loaded.
    ///
    /// # Errors
    ///
    /// It could not be had.
    pub(crate) async fn run_part(
        &self,
        experiment: &Experiment,
    ) -> Result<&'static RunPart, RunError> {
        if experiment.is_timed() {
            self.part(Part::Timed, |parts| &parts.timed).await
        } else {
            self.part(Part::Meeting, |parts| &parts.meeting).await
        }
    }

    /// The explorer, once it has been loaded.
    ///
    /// # Errors
    ///
    /// It could not be had.
    pub(crate) async fn explore_part(&self) -> Result<&'static ExplorePart, RunError> {
        self.part(Part::Explore, |parts| &parts.explore).await
    }

    async fn part<P>(
        &self,
        part: Part,
        of: fn(&Parts) -> &Arrival<P>,
    ) -> Result<&'static P, RunError> {
        self.dispatch(Action::Load(part));
        loop {
            match of(&self.state().parts) {
                Arrival::Here(part) => return Ok(part),
                Arrival::Failed(why) => {
                    let text = format!("{} could not be loaded. {why}", part.title());
                    return Err(RunError::Failed(text));
                }
                Arrival::Away | Arrival::Coming => TimeoutFuture::new(LOADING_MS).await,
            }
        }
    }
}
