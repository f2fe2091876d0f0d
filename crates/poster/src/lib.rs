//! Posters: pictures of links that stand alone, drawn from what the page shows, without a browser.
//!
//! What they show is found out natively, by real threads or by exploring; [`ui::picture`] draws it, as it does in the page.

#![forbid(unsafe_code)]

mod lesson;
mod link;
mod model;
mod page;
mod png;
pub mod presets;
mod run;
mod site;
mod theirs;

use std::thread::available_parallelism;

use experiments::Level;
use plan::{Computer, Subject};

use ui::picture::{Content, svg};

pub use link::Refused;
pub use png::{NotDrawn, png};
pub use ui::picture::{Size, Theme};

use link::Wanted;

/// Posters of what everybody gets show the same whatever the computer is.
const ANY: Computer = Computer { cores: 2 };

/// The poster of a link as SVG: a run is carried out on this machine, unless the link has its result, a program is
/// explored.
///
/// # Errors
///
/// The link is wrong, or what it asks for takes too long.
pub fn poster(link: &str, size: Size, theme: Theme) -> Result<String, Refused> {
    of_link(link, size, theme, false)
}

/// The same of a schedule whose steps appear one after the other.
///
/// # Errors
///
/// As [`poster`]; the link is not one of a program, or its schedule is too long.
pub fn animated(link: &str, size: Size, theme: Theme) -> Result<String, Refused> {
    of_link(link, size, theme, true)
}

fn of_link(link: &str, size: Size, theme: Theme, moves: bool) -> Result<String, Refused> {
    let cores = available_parallelism().map_or(1, |cores| cores.get() as u32);
    let computer = Computer { cores };
    let content = match link::read(link, computer)? {
        Wanted::Model(plan) => model::of_model(&plan, computer, moves)?,
        _ if moves => return Err(Refused::Still),
        Wanted::Run(plan) => run::of_run(&plan, computer)?,
        Wanted::Theirs(link, packed) => theirs::of_result(&link, &packed, computer)?,
        Wanted::Level(level, number, plan) => model::of_level((level, number), &plan, computer)?,
        Wanted::Own(level, plan) => model::of_own(&level, &plan, computer)?,
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
    if !subject.is_explored() {
        return Ok(lesson::of(subject));
    }
    match link::read(&format!("#/{}?v=1", subject.path()), ANY)? {
        Wanted::Model(plan) => model::of_model(&plan, ANY, false),
        _ => unreachable!("the link to a program asks for one"),
    }
}

/// The poster of level number `number`, counted from 1, which is the same on every machine.
///
/// # Errors
///
/// As [`poster`].
pub(crate) fn of_level(level: &'static Level, number: usize) -> Result<Content, Refused> {
    model::of_level((level, number), &link::plan_of(level.link, ANY)?, ANY)
}

fn drawn(content: &Content, size: Size, theme: Theme) -> String {
    svg(content, size, theme).expect("a poster is XML")
}

#[cfg(test)]
mod tests {
    use skrifa::instance::{LocationRef, Size};
    use skrifa::{FontRef, MetadataProvider};
    use ui::picture::{Weight, width};

    use super::*;

    /// The typeface of pictures of points, as wide as it is heavy.
    fn fonts() -> [(Weight, FontRef<'static>); 2] {
        [(Weight::Regular, notosans::REGULAR_TTF), (Weight::Bold, notosans::BOLD_TTF)]
            .map(|(weight, font)| (weight, FontRef::new(font).expect("the typeface is a good one")))
    }

    #[test]
    fn the_typeface_has_every_letter_that_posters_speak_of() {
        let levels = experiments::LEVELS.iter().flat_map(|level| [level.title, level.task]);
        let lessons = presets::subjects().flat_map(|subject| {
            let words = subject.experiment.words();
            let lesson = words.lesson(subject.face);
            [words.title, lesson.summary, lesson.prediction]
        });
        for text in levels.chain(lessons).chain(["\u{a0}…·→√−²∞"]) {
            let has = |letter| fonts().iter().all(|(_, font)| font.charmap().map(letter).is_some());
            assert!(text.chars().all(has), "{text}");
        }
    }

    /// The table has the widths of this typeface, with a reserve of 7 %; what is not in it is not taken for less.
    #[test]
    fn a_letter_is_as_wide_as_in_the_typeface() {
        for (weight, font) in fonts() {
            let measures = font.glyph_metrics(Size::new(1.0), LocationRef::default());
            let own = |letter: char| {
                let glyph = font.charmap().map(letter).expect("the typeface has it");
                1.07 * f64::from(measures.advance_width(glyph).expect("it has a width"))
            };
            for letter in ' '..='~' {
                let told = width(&letter.to_string(), 1.0, weight);
                assert!((told - own(letter)).abs() < 1e-6, "{letter:?}: {told}");
            }
            for letter in "\u{a0}·²³¹−√–±×∞…→µ“”’".chars() {
                let told = width(&letter.to_string(), 1.0, weight);
                assert!(told >= own(letter) - 0.02, "{letter:?}: {told} and not {}", own(letter));
            }
        }
    }
}
