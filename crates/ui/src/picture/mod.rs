//! Pictures that stand alone, drawn from what the page shows: of runs, and of schedules, which may move.
//!
//! A picture is set below a title and a sentence, and what the style sheets of the page say of it becomes attributes
//! ([`standalone`]).

mod bars;
mod card;
mod content;
mod curve;
mod files;
mod label;
mod lanes;
mod markup;
mod motion;
mod steps;
mod style;
mod text;

use trace::VerdictKind;

use crate::explore::{Explorer, ending, sentence};
use crate::run::report::Report;

pub use card::SITE;
pub use content::{Content, Picture, Size, Tone, said};
pub use files::{PICTURES, of_recorded};
pub use markup::{of_class, picture};
pub use motion::MOST_STEPS as MOST_MOVING;
pub use style::{Theme, escaped, standalone};
pub use text::{Weight, width};

/// The sheets of the page that speak of what pictures show, in the order of `web/styles.css`, and that of pictures.
const SHEETS: [(&str, &str); 8] = [
    ("palette.css", include_str!("../../../../web/styles/palette.css")),
    ("course.css", include_str!("../../../../web/styles/course.css")),
    ("run/charts.css", include_str!("../../../../web/styles/run/charts.css")),
    ("run/plane.css", include_str!("../../../../web/styles/run/plane.css")),
    ("run/lanes.css", include_str!("../../../../web/styles/run/lanes.css")),
    ("explore/threads.css", include_str!("../../../../web/styles/explore/threads.css")),
    ("explore/timeline.css", include_str!("../../../../web/styles/explore/timeline.css")),
    ("", include_str!("card.css")),
];

/// Outcomes that are shown at most, and how wide they are together: alone, and below at most so many lanes.
const MOST_BARS: usize = 8;
const WIDE_BARS: f64 = 760.0;
const BARS_BELOW: usize = 3;
const FEW_LANES: usize = 4;
/// What is between lanes and bars.
const GAP: f64 = 14.0;

/// What a picture of a finished run shows: the curve that it measured, what its threads recorded, or what came of its repeats.
#[must_use]
pub fn of_run(report: &Report) -> Content {
    let verdict = &report.record.verdict;
    let kind = VerdictKind::from_name(&verdict.kind);
    let held = kind == Some(VerdictKind::Held);
    let word = kind.filter(|_| !held).map_or("", VerdictKind::title);
    Content {
        kicker: "A run of real threads".to_owned(),
        title: report.words().map_or("", |words| words.title).to_owned(),
        tone: if held { Tone::Good } else { Tone::Bad },
        word: word.to_owned(),
        headline: verdict.text.clone(),
        question: None,
        picture: curve::picture(report)
            .or_else(|| recorded(report))
            .or_else(|| bars::picture(report, MOST_BARS, WIDE_BARS)),
        facts: String::new(),
        address: String::new(),
    }
}

/// What its threads recorded; where they are few, what came of its repeats below it.
fn recorded(report: &Report) -> Option<Picture> {
    let is_low = report.lanes.len() <= FEW_LANES && bars::count(report) > 1;
    let rows = if is_low { bars::count(report).min(BARS_BELOW) } else { 0 };
    let below = if is_low { GAP + bars::height(rows) } else { 0.0 };
    let lanes = lanes::picture(report, below)?;
    let bars = is_low.then(|| bars::picture(report, rows, lanes.width)).flatten();
    let Some(bars) = bars else { return Some(lanes) };
    let top = lanes.height + GAP;
    let hint = bars.hint.to_ascii_lowercase();
    Some(Picture {
        height: top + bars.height,
        svg: format!("{}<g transform=\"translate(0 {top})\">{}</g>", lanes.svg, bars.svg),
        hint: format!("{}; below: {hint}.", lanes.hint),
        ..lanes
    })
}

/// What a picture of the schedule that is shown shows; one that `moves` tells its steps one after the other.
#[must_use]
pub fn of_schedule(explorer: &Explorer, title: &str, moves: bool) -> Content {
    let (tone, word, headline) = match ending(explorer) {
        Some((kind, text)) => {
            let tone = if kind == VerdictKind::Held { Tone::Good } else { Tone::Bad };
            (tone, kind.title().to_owned(), text)
        }
        None => {
            let headline = match explorer.at {
                1 => "The first step of a schedule that goes on.".to_owned(),
                steps => format!("The first {steps} steps of a schedule that goes on."),
            };
            (Tone::Plain, String::new(), headline)
        }
    };
    Content {
        kicker: "Every schedule".to_owned(),
        title: title.to_owned(),
        tone,
        word,
        headline,
        question: None,
        picture: of_steps(explorer, moves),
        facts: explorer.explored().map(|record| sentence(record)).unwrap_or_default(),
        address: String::new(),
    }
}

/// The steps of a schedule, if there are any.
#[must_use]
pub fn of_steps(explorer: &Explorer, moves: bool) -> Option<Picture> {
    (!explorer.replay.steps().is_empty()).then(|| steps::picture(explorer, moves))
}

/// The picture as SVG; none if it cannot be written.
#[must_use]
pub fn svg(content: &Content, size: Size, theme: Theme) -> Option<String> {
    let css = SHEETS.map(|(_, text)| text).concat();
    let steps = content.picture.as_ref().map_or(0, |picture| picture.told.len());
    let motion = if steps == 0 { String::new() } else { motion::sheet(steps) };
    standalone(&card::composed(content, size), &css, &motion, theme).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order decides between rules that weigh the same.
    #[test]
    fn sheets_stand_in_the_order_of_the_page() {
        let page = include_str!("../../../../web/styles.css");
        let place = |name: &str| page.find(&format!("styles/{name}\""));
        let places =
            SHEETS.iter().filter(|(name, _)| !name.is_empty()).map(|(name, _)| place(name));
        let places: Vec<usize> = places.collect::<Option<_>>().expect("the page has them all");
        assert!(places.is_sorted(), "{places:?}");
    }

    /// A field is no picture, and colors of bands stand in the sheet of pictures.
    #[test]
    fn no_color_of_a_picture_hangs_on_a_selector_that_is_left_out() {
        let colors = ["fill", "stroke", "opacity", "font-size"];
        let left_out: Vec<String> =
            SHEETS.iter().flat_map(|(_, sheet)| style::left_out(sheet, &colors)).collect();
        assert_eq!(left_out, [".look input::placeholder", "[class^=\"hold-\"]"]);
    }
}
