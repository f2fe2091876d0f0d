//! Posters: pictures of links that stand alone, drawn from what the page shows, without a browser.
//!
//! The page is rendered natively ([`ui`] is a function of data), its pictures are set beside a title and a sentence, and what
//! its style sheets say of them becomes attributes ([`standalone`]).

#![forbid(unsafe_code)]

mod curve;
mod lanes;
mod lesson;
mod link;
mod model;
mod page;
mod png;
mod poster;
pub mod presets;
mod run;
mod steps;
mod style;
mod text;

use std::sync::LazyLock;
use std::thread::available_parallelism;

use plan::{Computer, Subject};

pub use link::Refused;
pub use png::{NotDrawn, png};
pub use poster::Size;
pub use style::{NotXml, Theme, standalone};

use link::Wanted;
use poster::{Content, composed};

/// The sheets of the page that speak of what posters show, in the order of `web/styles.css`, and that of posters.
const SHEETS: [(&str, &str); 8] = [
    ("palette.css", include_str!("../../../web/styles/palette.css")),
    ("course.css", include_str!("../../../web/styles/course.css")),
    ("run/charts.css", include_str!("../../../web/styles/run/charts.css")),
    ("run/plane.css", include_str!("../../../web/styles/run/plane.css")),
    ("run/lanes.css", include_str!("../../../web/styles/run/lanes.css")),
    ("explore/threads.css", include_str!("../../../web/styles/explore/threads.css")),
    ("explore/timeline.css", include_str!("../../../web/styles/explore/timeline.css")),
    ("", include_str!("poster.css")),
];

static CSS: LazyLock<String> = LazyLock::new(|| SHEETS.map(|(_, text)| text).concat());

/// The poster of a link as SVG: a run is carried out on this machine, a program is explored.
///
/// # Errors
///
/// The link is wrong, or what it asks for takes too long.
pub fn poster(link: &str, size: Size, theme: Theme) -> Result<String, Refused> {
    let cores = available_parallelism().map_or(1, |cores| cores.get() as u32);
    let computer = Computer { cores };
    let content = match link::read(link, computer)? {
        Wanted::Run(plan) => run::of_run(&plan, computer)?,
        Wanted::Model(plan) => model::of_model(&plan, computer)?,
        Wanted::Level(level, number, plan) => model::of_level((level, number), &plan, computer)?,
    };
    Ok(drawn(&content, size, theme))
}

/// The poster of a lesson as it comes, which is the same on every machine: of a program the shortest schedule that fails, of
/// a run the small picture of the map.
///
/// # Errors
///
/// As [`poster`].
pub(crate) fn of_lesson(subject: Subject) -> Result<Content, Refused> {
    const ANY: Computer = Computer { cores: 2 };
    if !subject.is_explored() {
        return Ok(lesson::of(subject));
    }
    match link::read(&format!("#/{}?v=1", subject.path()), ANY)? {
        Wanted::Model(plan) => model::of_model(&plan, ANY),
        _ => unreachable!("the link to a program asks for one"),
    }
}

fn drawn(content: &Content, size: Size, theme: Theme) -> String {
    standalone(&composed(content, size), &CSS, theme).expect("a poster is XML")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order decides between rules that weigh the same.
    #[test]
    fn sheets_stand_in_the_order_of_the_page() {
        let page = include_str!("../../../web/styles.css");
        let place = |name: &str| page.find(&format!("styles/{name}\""));
        let places =
            SHEETS.iter().filter(|(name, _)| !name.is_empty()).map(|(name, _)| place(name));
        let places: Vec<usize> = places.collect::<Option<_>>().expect("the page has them all");
        assert!(places.is_sorted(), "{places:?}");
    }

    /// A field is no picture, and colors of bands stand in the sheet of posters.
    #[test]
    fn no_color_of_a_picture_hangs_on_a_selector_that_is_left_out() {
        let colors = ["fill", "stroke", "opacity", "font-size"];
        let left_out: Vec<String> =
            SHEETS.iter().flat_map(|(_, sheet)| style::left_out(sheet, &colors)).collect();
        assert_eq!(left_out, [".look input::placeholder", "[class^=\"hold-\"]"]);
    }

    #[test]
    fn the_typeface_has_every_letter_that_posters_speak_of() {
        let levels = experiments::LEVELS.iter().flat_map(|level| [level.title, level.task]);
        let lessons = presets::subjects().flat_map(|subject| {
            let words = subject.experiment.words();
            let lesson = words.lesson(subject.face);
            [words.title, lesson.summary, lesson.prediction]
        });
        for text in levels.chain(lessons).chain(["\u{a0}…→·√−²∞"]) {
            assert!(text::has_all(text), "{text}");
        }
    }
}
