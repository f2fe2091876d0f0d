//! A poster: title, one sentence, a picture, and the name of the site.

use crate::style::{escaped, rounded};
use crate::text::{Weight, cut, width, wrapped};

/// What a poster shows.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    /// What kind of thing it is, in a few words.
    pub(crate) kicker: String,
    /// Title of the lesson or the level.
    pub(crate) title: String,
    /// How the sentence is meant.
    pub(crate) tone: Tone,
    /// The word for what there is to see; empty if there is none.
    pub(crate) word: String,
    /// What there is to see, in a sentence or two.
    pub(crate) headline: String,
    /// A question beside the picture.
    pub(crate) question: Option<String>,
    /// The picture.
    pub(crate) picture: Option<Picture>,
    /// What else is known, in small letters.
    pub(crate) facts: String,
}

/// How a sentence is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Nothing was found out.
    Plain,
    /// All is well.
    Good,
    /// It ends well, but something is wrong with it.
    Flawed,
    /// Something went wrong.
    Bad,
}

/// A picture in units of its own.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Its elements.
    pub(crate) svg: String,
    /// How to read it, in a sentence; empty if it needs none.
    pub(crate) hint: String,
}

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Size {
    /// What pages that show links ask for.
    pub const OPEN_GRAPH: Self = Self { width: 1200, height: 630 };
}

/// The name of the site.
pub(crate) const SITE: &str = "Interleave";
/// What it is.
const WHAT: &str = "a concurrency laboratory in the browser";
/// The least measures in which everything has its place; larger posters are enlarged.
const LEAST: (f64, f64) = (1200.0, 630.0);
/// Space at the sides, and within the panel.
const SIDE: f64 = 64.0;
const INNER: f64 = 32.0;
/// Where the panel begins and what is left below it.
const PANEL: (f64, f64) = (244.0, 82.0);
/// A picture is enlarged so many times at most.
const MOST: f64 = 2.4;
/// The mark of the site in a box of 512, as in its icon.
const MARK: &str = include_str!("../../../web/icon.svg");

/// The poster, with classes: what they look like is for style sheets to say.
pub(crate) fn composed(content: &Content, size: Size) -> String {
    let pixels = [f64::from(size.width) / LEAST.0, f64::from(size.height) / LEAST.1];
    let scale = pixels[0].min(pixels[1]);
    let (w, h) = (f64::from(size.width) / scale, f64::from(size.height) / scale);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"poster\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\
         <title>{}</title><rect class=\"paper\" width=\"100%\" height=\"100%\"/>",
        size.width,
        size.height,
        rounded(w, 2),
        rounded(h, 2),
        escaped(&format!("{}. {}", content.title, said(content))),
    );
    svg.push_str(&head(content, w));
    svg.push_str(&panel(content, (w, h)));
    svg.push_str(&foot(content, (w, h)));
    svg.push_str("</svg>");
    svg
}

/// Kicker, site, title and headline.
fn head(content: &Content, w: f64) -> String {
    let wide = w - 2.0 * SIDE;
    let site = width(SITE, 26.0, Weight::Bold);
    let mark = MARK.split_once("</title>").map_or("", |(_, behind)| behind);
    let mark = mark.replace("</svg>", "").replace('\n', "");
    let (top, side) = (48.0, 36.0);
    let mut svg = format!(
        "<svg x=\"{}\" y=\"{top}\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 512 512\"><g class=\"weave\">{mark}</g></svg>",
        rounded(w - SIDE - side, 2)
    );
    let end = w - SIDE - side - 12.0;
    let left = end - site;
    svg.push_str(&format!("<text class=\"site\" x=\"{}\" y=\"75\">{SITE}</text>", rounded(end, 2)));
    let kicker = (22.0, Weight::Bold);
    svg.push_str(&label("kicker", (SIDE, 74.0), &content.kicker, kicker, left - SIDE - 40.0));
    let sizes = [54.0, 48.0, 42.0, 36.0];
    let fits = |size: &f64| width(&content.title, *size, Weight::Bold) <= wide;
    let size = sizes.into_iter().find(fits).unwrap_or(sizes[3]);
    let title = label("title", (SIDE, 134.0), &content.title, (size, Weight::Bold), wide);
    svg.push_str(&title.replacen("<text", &format!("<text font-size=\"{size}\""), 1));
    let (size, lines) = headline(content, wide);
    let tone = match content.tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Flawed => "flawed",
        Tone::Bad => "bad",
    };
    for (index, line) in lines.iter().enumerate() {
        let word =
            if content.word.is_empty() { String::new() } else { format!("{}:", content.word) };
        let text = match line.strip_prefix(&word).filter(|_| index == 0 && !word.is_empty()) {
            Some(rest) => {
                format!("<tspan class=\"{tone}\">{}</tspan>{}", escaped(&word), escaped(rest))
            }
            None => escaped(line),
        };
        let y = 181.0 + 1.37 * size * index as f64;
        svg.push_str(&format!(
            "<text class=\"headline\" font-size=\"{size}\" x=\"{SIDE}\" y=\"{y}\">{text}</text>"
        ));
    }
    svg
}

/// Size and lines of the headline: one line in smaller letters rather than two of which the second is a word, and
/// sentences left out rather than one that is cut.
fn headline(content: &Content, wide: f64) -> (f64, Vec<String>) {
    const SIZES: [(f64, usize); 5] = [(27.0, 1), (24.5, 1), (27.0, 2), (24.0, 2), (21.0, 2)];
    let mut text = said(content);
    loop {
        let lines_of = |size: f64| wrapped(&text, (size, Weight::Regular), wide, 3);
        let fits = |(size, lines): &(f64, usize)| lines_of(*size).len() <= *lines;
        if let Some((size, _)) = SIZES.into_iter().find(fits) {
            return (size, lines_of(size));
        }
        match text.rfind(". ") {
            Some(end) => text.truncate(end + 1),
            None => return (SIZES[4].0, wrapped(&text, (SIZES[4].0, Weight::Regular), wide, 2)),
        }
    }
}

/// The headline with its word.
pub(crate) fn said(content: &Content) -> String {
    match &*content.word {
        "" => content.headline.clone(),
        word => format!("{word}: {}", content.headline),
    }
}

/// The panel with the picture, and the question beside it if there is one.
fn panel(content: &Content, (w, h): (f64, f64)) -> String {
    let (top, wide) = (PANEL.0, w - 2.0 * SIDE);
    let high = h - top - PANEL.1;
    let mut svg = format!(
        "<rect class=\"panel\" x=\"{SIDE}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"10\"/>",
        rounded(wide, 2),
        rounded(high, 2)
    );
    let Some(picture) = &content.picture else { return svg };
    let hint = if picture.hint.is_empty() { 0.0 } else { 36.0 };
    let (room, most) = (wide - 2.0 * INNER, high - 2.0 * (INNER - 8.0) - hint);
    let share = if content.question.is_some() { 0.56 } else { 1.0 };
    let scale = (share * room / picture.width).min(most / picture.height).min(if share < 1.0 {
        4.0
    } else {
        MOST
    });
    let (width, height) = (scale * picture.width, scale * picture.height);
    let (x, y) = (SIDE + INNER, top + INNER - 8.0 + (most - height) / 2.0);
    svg.push_str(&format!(
        "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">{}</svg>",
        rounded(x, 2),
        rounded(y, 2),
        rounded(width, 2),
        rounded(height, 2),
        rounded(picture.width, 2),
        rounded(picture.height, 2),
        picture.svg
    ));
    svg.push_str(&label(
        "hint",
        (x, top + high - 22.0),
        &picture.hint,
        (18.0, Weight::Regular),
        room,
    ));
    if let Some(question) = &content.question {
        let left = x + width + 48.0;
        let lines = wrapped(question, (26.0, Weight::Regular), SIDE + wide - INNER - left, 6);
        let first = top + high / 2.0 - 18.0 * (lines.len() as f64 - 1.0) + 9.0;
        for (index, line) in lines.iter().enumerate() {
            let y = first + 36.0 * index as f64;
            svg.push_str(&format!(
                "<text class=\"question\" x=\"{}\" y=\"{}\">{}</text>",
                rounded(left, 2),
                rounded(y, 2),
                escaped(line)
            ));
        }
    }
    svg
}

/// Facts, and what the site is.
fn foot(content: &Content, (w, h): (f64, f64)) -> String {
    let small = (19.0, Weight::Regular);
    let y = h - 38.0;
    let what = width(WHAT, small.0, small.1);
    let room = w - 2.0 * SIDE;
    let facts = label("facts", (SIDE, y), &content.facts, small, room);
    let beside = width(&content.facts, small.0, small.1) + what + 40.0 <= room;
    if !beside && !content.facts.is_empty() {
        return facts;
    }
    format!("{facts}<text class=\"what\" x=\"{}\" y=\"{y}\">{WHAT}</text>", rounded(w - SIDE, 2))
}

/// A text that is cut where it is wider than `most`; nothing if there is none.
pub(crate) fn label(
    class: &str,
    (x, y): (f64, f64),
    text: &str,
    (size, weight): (f64, Weight),
    most: f64,
) -> String {
    if text.is_empty() {
        return String::new();
    }
    let fits = width(text, size, weight) <= most;
    let shown = if fits { text.to_owned() } else { cut(text, (size, weight), most) };
    let (x, y) = (rounded(x, 2), rounded(y, 2));
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(&shown))
}
