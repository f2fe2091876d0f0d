//! Parts of the page that are downloaded when they are needed.
//!
//! The build cuts what only these functions reach out of the page, into modules of their own
//! (`cargo xtask dist`); the first call of each downloads its module.

use ui::{ExplorePart, Loaded, Part, RunPart};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Loads a part.
///
/// # Errors
///
/// A sentence that says what to do: the browser's console has the reason.
pub(crate) async fn load(part: Part) -> Result<Loaded, String> {
    let loaded = match part {
        Part::Run => run().await.map(Loaded::Run),
        Part::Explore => explore().await.map(Loaded::Explore),
    };
    loaded.map_err(|_| "It could not be downloaded. Is the network there?".to_owned())
}

#[wasm_split(run, fallible)]
fn run() -> Result<&'static RunPart, SplitLoaderError> {
    Ok(&ui::RUN)
}

#[wasm_split(explore, fallible)]
fn explore() -> Result<&'static ExplorePart, SplitLoaderError> {
    Ok(&ui::EXPLORE)
}
