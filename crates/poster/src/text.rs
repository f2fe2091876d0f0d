//! How wide a text is, and how it is broken into lines.
//!
//! The typeface that pictures of points are drawn with is measured. A picture of shapes names none, so that whoever shows it
//! takes its own: some room is left for that.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// How much wider than ours other typefaces are.
const RESERVE: f64 = 1.07;
/// What stands where a text was cut.
const CUT: &str = "…";

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

static FONTS: LazyLock<[FontRef<'static>; 2]> = LazyLock::new(|| {
    [notosans::REGULAR_TTF, notosans::BOLD_TTF]
        .map(|font| FontRef::new(font).expect("the typeface is a good one"))
});

/// Width of a text in letters of this size, with room for other typefaces.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let font = &FONTS[weight as usize];
    let (letters, measures) =
        (font.charmap(), font.glyph_metrics(Size::new(size as f32), LocationRef::default()));
    let advance = |letter: char| {
        let glyph = letters.map(letter)?;
        measures.advance_width(glyph).map(f64::from)
    };
    RESERVE * text.chars().map(|letter| advance(letter).unwrap_or(size)).sum::<f64>()
}

/// Whether ours has every letter of it.
#[cfg(test)]
pub(crate) fn has_all(text: &str) -> bool {
    text.chars().all(|letter| FONTS.iter().all(|font| font.charmap().map(letter).is_some()))
}

/// The text in lines of at most this width, broken at spaces; what does not fit into so many lines is cut.
pub(crate) fn wrapped(
    text: &str,
    (size, weight): (f64, Weight),
    most: f64,
    n_lines: usize,
) -> Vec<String> {
    let fits = |line: &str| width(line, size, weight) <= most;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => line.push_str(&format!(" {word}")),
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > n_lines;
    lines.truncate(n_lines);
    let last = lines.len();
    for (index, line) in lines.iter_mut().enumerate() {
        if !fits(line) || is_cut && index + 1 == last {
            *line = cut(line, (size, weight), most);
        }
    }
    lines
}

/// The text with its end cut off, so that it is no wider than this with the mark that says so.
pub(crate) fn cut(text: &str, (size, weight): (f64, Weight), most: f64) -> String {
    let mut kept = text.to_owned();
    while !kept.is_empty() && width(&format!("{kept}{CUT}"), size, weight) > most {
        kept.pop();
    }
    format!("{}{CUT}", kept.trim_end_matches([' ', ',', '.', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: (f64, Weight) = (100.0, Weight::Regular);

    /// In Noto Sans n is 633 of 1024 units wide: five of them at 100 pixels are 309.08, and with the reserve 330.72.
    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let five = width("nnnnn", 100.0, Weight::Regular);
        assert!((five - 330.72).abs() < 0.01, "{five}");
        assert!(width("nnnnn", 100.0, Weight::Bold) > five);
    }

    #[test]
    fn lines_are_broken_at_spaces_and_the_last_one_is_cut() {
        assert_eq!(wrapped("nn nn nn", PLAIN, 340.0, 2), ["nn nn", "nn"]);
        assert_eq!(wrapped("nn nn nn", PLAIN, 340.0, 1), ["nn n…"]);
        assert_eq!(wrapped("nnnnnnnn n", PLAIN, 340.0, 3), ["nnn…", "n"]);
        assert_eq!(wrapped("n\u{a0}n n", PLAIN, 170.0, 3), ["n\u{a0}n", "n"]);
        assert_eq!(wrapped("", PLAIN, 100.0, 3), [""; 0]);
    }
}
