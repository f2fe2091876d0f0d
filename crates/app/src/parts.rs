//! Parts of the page that are downloaded when they are needed.
//!
//! The build cuts what only these functions reach out of the page, into modules of their own
//! (`cargo xtask dist`); the first call of each downloads its module.

use experiments::Runs;
use ui::{CoursePart, ExplorePart, FilesPart, GraphPart, Loaded, Part, PicturesPart, RunPart};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Loads a part.
///
/// # Errors
///
/// A sentence that says what to do: the browser's console has the reason.
pub(crate) async fn load(part: Part) -> Result<Loaded, String> {
    let loaded = match part {
        Part::Runs(runs) => match runs {
            Runs::Timed => timed().await,
            Runs::Meeting => meeting().await,
            Runs::Compared => compared().await,
        }
        .map(|part| Loaded::Runs(runs, part)),
        Part::Explore => explore().await.map(Loaded::Explore),
        Part::Graph => graph().await.map(Loaded::Graph),
        Part::Course => course().await.map(Loaded::Course),
        Part::Files => files().await.map(Loaded::Files),
        Part::Pictures => pictures().await.map(Loaded::Pictures),
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

#[wasm_split(compared, fallible)]
fn compared() -> Result<&'static RunPart, SplitLoaderError> {
    Ok(&ui::COMPARED)
}

#[wasm_split(explore, fallible)]
fn explore() -> Result<&'static ExplorePart, SplitLoaderError> {
    Ok(&ui::EXPLORE)
}

#[wasm_split(graph, fallible)]
fn graph() -> Result<&'static GraphPart, SplitLoaderError> {
    Ok(&ui::GRAPH)
}

#[wasm_split(course, fallible)]
fn course() -> Result<&'static CoursePart, SplitLoaderError> {
    Ok(&ui::COURSE)
}

#[wasm_split(files, fallible)]
fn files() -> Result<&'static FilesPart, SplitLoaderError> {
    Ok(&ui::FILES)
}

#[wasm_split(pictures, fallible)]
fn pictures() -> Result<&'static PicturesPart, SplitLoaderError> {
    Ok(&ui::picture::PICTURES)
}
