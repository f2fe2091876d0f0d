//! Pictures as files: what is shown now, as the share panel asks for it.

use super::content::{Content, Picture, Size};
use super::motion::MOST_STEPS;
use super::style::Theme;
use super::{of_run, of_schedule, svg};
use crate::action::{Effect, File};
use crate::course::COURSE;
use crate::explore::{EXPLORE, Explorer};
use crate::part::PicturesPart;
use crate::presentation;
use crate::run::report::Report;
use crate::run::result::place;
use crate::run::{COMPARED, FILES, MEETING, TIMED};
use crate::share::settled;
use crate::state::State;

/// What makes pictures of what is shown.
pub static PICTURES: PicturesPart =
    PicturesPart { of: (&FILES, &EXPLORE, [&TIMED, &MEETING, &COMPARED], &COURSE), make };

/// A picture of points is so many times as large as one of shapes.
const SCALE: u32 = 2;

/// The file, or why there is none.
fn make(state: &State, file: File, base_url: &str) -> Result<Effect, &'static str> {
    let id = state.draft.experiment().id;
    let moves = file == File::Animated;
    let (what, content) = match state.shown_explorer() {
        Some(explorer) => {
            let what = if moves { "-animated" } else { "-schedule" };
            (what, shown(state, explorer, base_url, moves)?)
        }
        None => ("", ran(state, base_url)?),
    };
    let name = format!("{id}{what}");
    let theme = match state.share.theme {
        presentation::Theme::Dark => Theme::Dark,
        presentation::Theme::System | presentation::Theme::Light => Theme::Light,
    };
    let Size { width, height } = Size::OPEN_GRAPH;
    let scale = if file == File::Png { SCALE } else { 1 };
    let size = Size { width: scale * width, height: scale * height };
    let svg = svg(&content, size, theme).ok_or("The picture could not be drawn.")?;
    Ok(match file {
        File::Png => Effect::Paint { name: format!("{name}.png"), svg },
        _ => Effect::Download { name: format!("{name}.svg"), text: svg },
    })
}

/// The schedule that is shown.
fn shown(
    state: &State,
    explorer: &Explorer,
    base_url: &str,
    moves: bool,
) -> Result<Content, &'static str> {
    let explorer = settled(explorer);
    if explorer.at == 0 {
        return Err("There is no step to draw.");
    }
    if moves && explorer.at > MOST_STEPS {
        return Err("This schedule is too long to move.");
    }
    let title = state.challenge.title().unwrap_or(state.draft.experiment().words().title);
    let link = state.address().unwrap_or_default();
    Ok(Content { address: format!("{base_url}{link}"), ..of_schedule(&explorer, title, moves) })
}

/// The run that is shown.
fn ran(state: &State, base_url: &str) -> Result<Content, &'static str> {
    let report = state.report().ok_or("There is no result to draw.")?;
    Ok(Content { address: format!("{base_url}{}", report.record.link), ..of_recorded(report) })
}

/// What a picture of a run shows that a browser recorded, here or elsewhere.
#[must_use]
pub fn of_recorded(report: &Report) -> Content {
    let content = of_run(report);
    let none = || Picture {
        width: 160.0,
        height: 64.0,
        svg: String::new(),
        hint: "There is no recording of its threads here.".to_owned(),
        told: vec![],
    };
    Content {
        kicker: "A run in the browser".to_owned(),
        facts: place(report),
        picture: Some(content.picture.unwrap_or_else(none)),
        ..content
    }
}
