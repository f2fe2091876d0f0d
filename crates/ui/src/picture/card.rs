//! A poster: title, one sentence, a picture, and the name of the site.

use super::content::{Content, Picture, Size, Tone, said};
use super::label::label;
use super::motion;
use super::style::{escaped, rounded};
use super::text::{self, Weight, width, wrapped};

/// The name of the site.
pub const SITE: &str = "Interleave";
/// What it is.
const WHAT: &str = "a concurrency laboratory in the browser";
/// The measures in which everything has its place; larger posters are enlarged.
const LEAST: (f64, f64) = (1200.0, 630.0);
/// Less wide than this none is, and less wide than the other, what stands side by side stands one below the other.
const NARROWEST: f64 = 720.0;
const NARROW: f64 = 1100.0;
/// Space at the sides, and within the panel.
const SIDE: f64 = 64.0;
const INNER: f64 = 32.0;
/// Where the panel begins at least, its height at least, and what is left below it.
const PANEL: (f64, f64) = (244.0, 304.0);
const BELOW: f64 = 82.0;
/// A picture is enlarged so many times at most.
const MOST: f64 = 2.4;
/// The mark of the site in a box of 512, as in its icon.
const MARK: &str = include_str!("../../../../web/icon.svg");

/// The poster, with classes: what they look like is for style sheets to say.
pub(super) fn composed(content: &Content, size: Size) -> String {
    let (w, h) = measures(size);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"poster\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\
         <title>{}</title>{}<rect class=\"paper\" width=\"100%\" height=\"100%\"/>",
        size.width,
        size.height,
        rounded(w, 2),
        rounded(h, 2),
        escaped(&format!("{}. {}", content.title, said(content))),
        described(content),
    );
    let (head, end) = head(content, w);
    svg.push_str(&head);
    svg.push_str(&panel(content, (w, h), end));
    svg.push_str(&foot(content, (w, h)));
    svg.push_str("</svg>");
    svg
}

/// The picture for those who do not see it: each of its steps, how to read it, and where it is from.
fn described(content: &Content) -> String {
    let picture = content.picture.as_ref();
    let steps = picture.map_or(&[][..], |picture| &picture.told);
    let hint = picture.map_or("", |picture| &picture.hint);
    let all = steps.iter().map(String::as_str).chain([hint, &content.facts, &content.address]);
    let all: Vec<&str> = all.filter(|text| !text.is_empty()).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!("<desc>{}</desc>", escaped(&all.join("\n")))
    }
}

/// Width and height in units in which letters have their sizes: as those of a preview, or of its area where it is less wide.
fn measures(size: Size) -> (f64, f64) {
    let aspect = f64::from(size.width) / f64::from(size.height);
    if aspect >= LEAST.0 / LEAST.1 {
        return (LEAST.1 * aspect, LEAST.1);
    }
    let width = (LEAST.0 * LEAST.1 * aspect).sqrt().max(NARROWEST);
    (width, width / aspect)
}

/// Kicker, site, title and headline; and where the headline ends.
fn head(content: &Content, w: f64) -> (String, f64) {
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
    let (size, lines) = headline(content, wide, w < NARROW);
    let mut end = 0.0;
    let tone = match content.tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Flawed => "flawed",
        Tone::Bad => "bad",
    };
    svg.push_str(&format!("<g id=\"{}\">", motion::ENDING));
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
        end = y + 26.0;
        svg.push_str(&format!(
            "<text class=\"headline\" font-size=\"{size}\" x=\"{SIDE}\" y=\"{y}\">{text}</text>"
        ));
    }
    svg.push_str("</g>");
    (svg, end)
}

/// Size and lines of the headline: one line in smaller letters rather than two of which the second is a word, and
/// sentences left out rather than one that is cut.
fn headline(content: &Content, wide: f64, narrow: bool) -> (f64, Vec<String>) {
    let most = if narrow { 4 } else { 2 };
    let sizes = [(27.0, 1), (24.5, 1), (27.0, 2), (27.0, most), (24.0, most), (21.0, most)];
    let mut text = said(content);
    loop {
        let lines_of = |size: f64| wrapped(&text, (size, Weight::Regular), wide, most + 1);
        let fits = |(size, lines): &(f64, usize)| lines_of(*size).len() <= *lines;
        if let Some((size, _)) = sizes.into_iter().find(fits) {
            return (size, lines_of(size));
        }
        match text.rfind(". ") {
            Some(end) => text.truncate(end + 1),
            None => return (21.0, wrapped(&text, (21.0, Weight::Regular), wide, most)),
        }
    }
}

/// The panel with the picture, and the question beside it or below it if there is one.
fn panel(content: &Content, (w, h): (f64, f64), headline: f64) -> String {
    let (top, wide) = (PANEL.0.max(headline), w - 2.0 * SIDE);
    let all = h - top - BELOW;
    let room = wide - 2.0 * INNER;
    let edge = INNER - 8.0;
    let asked = content.question.as_deref().unwrap_or_default();
    let beside = !asked.is_empty() && w >= NARROW;
    let below = wrapped(asked, QUESTION, room, 6);
    let below = if beside { &[] } else { &*below };
    let Picture { width, height, svg: drawn, hint, told } = content.picture.clone().unwrap_or(NONE);
    let hint_height = if hint.is_empty() { 0.0 } else { 36.0 };
    let text_height = if below.is_empty() { hint_height } else { LINE * below.len() as f64 + 12.0 };
    let most = all - 2.0 * edge - text_height;
    let share = if beside { 0.56 } else { 1.0 };
    let times = if asked.is_empty() { MOST } else { 4.0 };
    let scale = (share * room / width).min(most / height).min(times);
    let (width, height) = (scale * width, scale * height);
    // Where there is more room than the picture fills, the panel is no larger than it looks well.
    let high = all.min(PANEL.1.max(height + text_height + 2.0 * edge + 60.0));
    let top = top + (all - high) / 3.0;
    let (x, y) = (SIDE + INNER, top + edge + (high - 2.0 * edge - text_height - height) / 2.0);
    let mut svg = format!(
        "<rect class=\"panel\" x=\"{SIDE}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\"/>\
         <svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">{drawn}</svg>",
        rounded(top, 2),
        rounded(wide, 2),
        rounded(high, 2),
        rounded(x, 2),
        rounded(y, 2),
        rounded(width, 2),
        rounded(height, 2),
        rounded(width / scale, 2),
        rounded(height / scale, 2),
    );
    // Where not all of it has room, its first part has.
    let small = (18.0, Weight::Regular);
    let fits = text::width(&hint, small.0, small.1) <= room;
    let hint = if fits { &*hint } else { hint.split(';').next().unwrap_or_default() };
    if told.is_empty() {
        svg.push_str(&label("hint", (x, top + high - 22.0), hint, small, room));
    } else {
        svg.push_str(&lines_of_steps(hint, &told, (x, top + high - 22.0), room));
    }
    if beside {
        let left = x + width + 48.0;
        let lines = wrapped(asked, QUESTION, SIDE + wide - INNER - left, 6);
        let first = top + high / 2.0 - LINE / 2.0 * (lines.len() as f64 - 1.0) + 9.0;
        svg.push_str(&question(&lines, (left, first)));
    } else {
        let first = top + high - edge - text_height + LINE - 8.0;
        svg.push_str(&question(below, (x, first)));
    }
    svg
}

/// How to read it, and then what is told of each step, all in one place: what does not move shows the last.
fn lines_of_steps(hint: &str, told: &[String], at: (f64, f64), room: f64) -> String {
    let all = std::iter::once(hint).chain(told.iter().map(String::as_str));
    let line = |(number, line): (usize, &str)| {
        let class = if number == 0 { "hint" } else { "told" };
        let text = label(class, at, line, (18.0, Weight::Regular), room);
        let hidden = if number < told.len() { " opacity=\"0\"" } else { "" };
        format!("<g id=\"{}\"{hidden}>{text}</g>", motion::told(number))
    };
    all.enumerate().map(line).collect()
}

/// Size of the letters of a question, and the distance of its lines.
const QUESTION: (f64, Weight) = (26.0, Weight::Regular);
const LINE: f64 = 36.0;
/// No picture.
const NONE: Picture =
    Picture { width: 160.0, height: 64.0, svg: String::new(), hint: String::new(), told: vec![] };

fn question(lines: &[String], (x, y): (f64, f64)) -> String {
    let line = |(index, line): (usize, &String)| {
        let y = rounded(y + LINE * index as f64, 2);
        let (x, line) = (rounded(x, 2), escaped(line));
        format!("<text class=\"question\" x=\"{x}\" y=\"{y}\">{line}</text>")
    };
    lines.iter().enumerate().map(line).collect()
}

/// Facts, the address, and what the site is.
fn foot(content: &Content, (w, h): (f64, f64)) -> String {
    let small = (19.0, Weight::Regular);
    let room = w - 2.0 * SIDE;
    let (y, low) = if content.address.is_empty() { (h - 38.0, h) } else { (h - 50.0, h - 22.0) };
    let facts = label("facts", (SIDE, y), &content.facts, small, room);
    let address = label("address", (SIDE, low), &content.address, (17.0, Weight::Regular), room);
    let beside = width(&content.facts, small.0, small.1) + width(WHAT, small.0, small.1) + 40.0;
    if beside > room && !content.facts.is_empty() {
        return facts + &address;
    }
    let right = rounded(w - SIDE, 2);
    format!("{facts}{address}<text class=\"what\" x=\"{right}\" y=\"{y}\">{WHAT}</text>")
}
