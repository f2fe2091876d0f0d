//! The speed-up curve of a run, as the page draws it.

use experiments::decimal;

use super::content::Picture;
use super::markup::{attribute, markup, of_class};
use super::style::rounded;
use crate::prediction::Said;
use crate::run::chart::drawing;
use crate::run::report::Report;

/// Width of the plot and of the names beside it, heights of the plot and of the numbers below it.
const PLOT: (f64, f64) = (600.0, 150.0);
const LEFT: f64 = 36.0;
const RIGHT: f64 = 150.0;
const BELOW: f64 = 22.0;

/// The picture of a report that has a curve.
pub(super) fn picture(report: &Report) -> Option<Picture> {
    let (plane, _) = drawing(&report.curve()?, &Said::default(), report.record.environment.cores)?;
    drawn(&markup(&plane))
}

/// The plane of the page, whose parts have sizes.
fn drawn(chart: &str) -> Option<Picture> {
    let part = |class: &str, (x, y): (f64, f64), (width, height): (f64, f64)| {
        let svg = of_class(chart, &format!("plane-{class}"))?;
        let inner = svg.split_once('>')?.1.strip_suffix("</svg>")?;
        Some(format!(
            "<svg class=\"plane-{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
             overflow=\"visible\">{}</svg>",
            stretched(inner, (width, height))
        ))
    };
    let parts = [
        part("left", (0.0, 8.0), (LEFT - 8.0, PLOT.1))?,
        part("plot", (LEFT, 8.0), PLOT)?,
        part("right", (LEFT + PLOT.0, 8.0), (RIGHT, PLOT.1))?,
        part("below", (LEFT, 8.0 + PLOT.1), (PLOT.0, BELOW))?,
    ];
    let base = 8.0 + PLOT.1;
    Some(Picture {
        width: LEFT + PLOT.0 + RIGHT,
        height: 8.0 + PLOT.1 + BELOW,
        svg: format!(
            "<g class=\"chart\"><g class=\"plane\">{}<path class=\"base\" d=\"M{LEFT} {base}h{}\"/>\
             <text x=\"{}\" y=\"{}\">threads</text></g></g>",
            parts.concat(),
            PLOT.0,
            LEFT + PLOT.0 + 8.0,
            base + 15.0
        ),
        hint: "How many times as fast with so many threads as with one.".to_owned(),
        told: vec![],
    })
}

/// Lines in boxes that the page stretches, drawn in their place: what keeps the width of a stretched line is known to
/// browsers only.
fn stretched(inner: &str, (width, height): (f64, f64)) -> String {
    let mut parts = inner.split("<svg ");
    let mut drawn = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((line, behind)) = part.split_once("</svg>") else { continue };
        let Some(at) = line.find("<polyline") else { continue };
        let line = &line[at..];
        let points = attribute(line, "points").unwrap_or_default();
        let moved = points.split(' ').filter_map(|point| {
            let (x, y) = point.split_once(',')?;
            let [x, y] = [decimal(x)? * width, decimal(y)? * height];
            Some(format!("{},{}", rounded(x / 100.0, 2), rounded(y / 100.0, 2)))
        });
        drawn.push_str(&line.replacen(points, &moved.collect::<Vec<_>>().join(" "), 1));
        drawn.push_str(behind);
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretched_line_is_drawn_in_its_place() {
        let inner = "<line></line><svg viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\"><polyline class=\"a\" \
                     points=\"0,50 100,25\"></polyline></svg><circle></circle>";
        let expected = "<line></line><polyline class=\"a\" points=\"0,100 640,50\"></polyline><circle></circle>";
        assert_eq!(stretched(inner, (640.0, 200.0)), expected);
    }
}
