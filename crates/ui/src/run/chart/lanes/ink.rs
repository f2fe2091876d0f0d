//! Colors of the canvas, as the style sheet has them at this moment.

use web_sys::wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement};

/// Colors by their names in the style sheet, which declares each of them as a color: of any other
/// property one would read the text, `light-dark(…)`.
const COLORS: [&str; 8] = [
    "--paint-ground",
    "--paint-track",
    "--paint-line",
    "--paint-text",
    "--paint-quiet",
    "--paint-work",
    "--paint-wait",
    "--paint-vain",
];
/// Colors that resources take in turn.
const RESOURCES: [&str; 5] =
    ["--paint-hold-1", "--paint-hold-2", "--paint-hold-3", "--paint-hold-4", "--paint-hold-5"];
/// Colors that threads have wherever they are shown.
pub(super) const THREADS: [&str; 8] = [
    "--paint-thread-1",
    "--paint-thread-2",
    "--paint-thread-3",
    "--paint-thread-4",
    "--paint-thread-5",
    "--paint-thread-6",
    "--paint-thread-7",
    "--paint-thread-8",
];
/// The color in which every second resource is cut into pieces, where colors alone would not do; else it has none.
const CUT: &str = "--paint-cut";
/// Distance of the lines of a hatch, and of cuts, in pixels of the page.
const HATCH: f64 = 5.0;

/// Colors, and the size of a pixel of the page.
pub(super) struct Ink {
    pub(super) ground: String,
    pub(super) track: String,
    pub(super) line: String,
    pub(super) text: String,
    pub(super) quiet: String,
    pub(super) work: String,
    pub(super) wait: String,
    pub(super) vain: String,
    pub(super) hatch: Option<CanvasPattern>,
    pub(super) cuts: Option<CanvasPattern>,
    pub(super) pixel: f64,
    pub(super) threads: [String; 8],
    resources: [String; 5],
}

/// Whether it is cut.
pub(super) fn is_cut(subject: u32) -> bool {
    subject % 2 == 1
}

/// Which of its colors resource `subject` has, and whether it is hollow: two rounds are told apart.
pub(super) fn turn(subject: u32) -> (usize, bool) {
    let (n, subject) = (RESOURCES.len(), subject as usize);
    (subject % n, subject / n % 2 == 1)
}

impl Ink {
    /// Reads them.
    pub(super) fn of(
        style: &CssStyleDeclaration,
        context: &CanvasRenderingContext2d,
        pixel: f64,
    ) -> Self {
        let color =
            |name: &str| style.get_property_value(name).unwrap_or_default().trim().to_owned();
        let [ground, track, line, text, quiet, work, wait, vain] = COLORS.map(color);
        let hatch = pattern(context, &wait, pixel, true);
        let cuts = pattern(context, &color(CUT), pixel, false);
        let (threads, resources) = (THREADS.map(color), RESOURCES.map(color));
        Self {
            ground,
            track,
            line,
            text,
            quiet,
            work,
            wait,
            vain,
            hatch,
            cuts,
            pixel,
            threads,
            resources,
        }
    }

    /// Color of a resource, and whether it is hollow.
    pub(super) fn resource(&self, subject: u32) -> (&str, bool) {
        let (color, hollow) = turn(subject);
        (&self.resources[color], hollow)
    }
}

/// Lines that rise to the right, or stand upright, to be repeated.
fn pattern(
    context: &CanvasRenderingContext2d,
    color: &str,
    pixel: f64,
    rises: bool,
) -> Option<CanvasPattern> {
    let canvas = context.canvas()?.owner_document()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    let size = (HATCH * pixel).round();
    canvas.set_width(size as u32);
    canvas.set_height(size as u32);
    let tile: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    tile.set_stroke_style_str(color);
    tile.set_line_width(1.5 * pixel);
    tile.begin_path();
    for shift in [-size, 0.0, size] {
        let across = if rises { size + pixel } else { 0.0 };
        tile.move_to(shift + if rises { -pixel } else { 0.0 }, size + pixel);
        tile.line_to(shift + across, -pixel);
    }
    tile.stroke();
    context.create_pattern_with_html_canvas_element(&canvas, "repeat").ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_color_that_is_read_is_declared_as_one() {
        let sheet = include_str!("../../../../../../web/styles/run/lanes.css");
        for name in COLORS.iter().chain(&RESOURCES).chain(&THREADS).chain([&CUT]) {
            let declaration = format!("@property {name} {{\n    syntax: \"<color>\";\n");
            assert!(sheet.contains(&declaration), "{name}");
        }
    }

    /// Five colors: resource 5 has the first again, hollow, and resource 10 the first, filled.
    #[test]
    fn resources_are_told_apart_by_color_and_then_by_filling() {
        assert_eq!([turn(0), turn(4)], [(0, false), (4, false)]);
        assert_eq!([turn(5), turn(10)], [(0, true), (0, false)]);
    }

    #[test]
    fn resources_beside_each_other_are_told_apart_without_colors_too() {
        assert!((0..16).all(|subject| is_cut(subject) != is_cut(subject + 1)));
    }
}
