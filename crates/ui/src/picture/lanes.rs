//! What each thread of a run did: a bar for each, bands below it for what it held.
//!
//! The page paints this on a canvas; here are the same colors as shapes. What happens within a column of the picture is one
//! rectangle, so that a picture of a hundred thousand stretches is no larger than its width.

use measure::format_ms;
use trace::{Activity, Hold, Lane, Span};

use super::content::Picture;
use super::label::label;
use super::style::rounded;
use super::text::{Weight, width};
use crate::run::report::Report;

/// Size of the letters.
const NAME: f64 = 15.0;
/// Width of a name at most.
const WIDEST: f64 = 150.0;
/// Rows at most; of more lanes, the first ones.
const MOST_ROWS: usize = 20;
/// Bands below a bar at most.
const MOST_SLOTS: usize = 3;
/// Width of a picture for each pixel of its height: as the panel is.
const ASPECT: f64 = 4.6;
/// Where the axis stands.
const AXIS: f64 = 20.0;

/// The picture, below which something as high as this will stand; none if nothing was recorded.
pub(super) fn picture(report: &Report, below: f64) -> Option<Picture> {
    let lanes: Vec<&Lane> = report.lanes.iter().filter(|lane| !lane.spans().is_empty()).collect();
    let all_rows = lanes.len();
    let lanes = &lanes[..all_rows.min(MOST_ROWS)];
    let spans: Vec<Vec<Span>> = lanes.iter().map(|lane| lane.spans()).collect();
    let all = || spans.iter().flatten();
    let low = all().map(|span| span.start_ms).fold(f64::INFINITY, f64::min);
    let high = all().map(|span| span.end_ms).fold(low, f64::max);
    if !low.is_finite() || high <= low {
        return None;
    }
    let (bar, slot, gap) = match lanes.len() {
        0..=4 => (20.0, 5.0, 9.0),
        5..=8 => (15.0, 4.0, 7.0),
        9..=16 => (11.0, 3.0, 4.0),
        _ => (8.0, 2.0, 3.0),
    };
    let holds: Vec<Vec<Hold>> = lanes.iter().map(|lane| lane.holds()).collect();
    let slots = holds.iter().map(|holds| deepest(holds)).max().unwrap_or(0).min(MOST_SLOTS);
    let pitch = bar + slot * slots as f64 + gap;
    // A name may be taller than its bar.
    let pad = ((NAME - bar) / 2.0).max(0.0).ceil();
    let height = pad + pitch * lanes.len() as f64 + AXIS;
    let widest = lanes.iter().map(|lane| width(&lane.name, NAME, Weight::Regular));
    let left = widest.fold(0.0, f64::max).min(WIDEST) + 18.0;
    let wide = (ASPECT * (height + below)).clamp(640.0, 1500.0);
    let view = View { low, high, left, plot: (wide - left).floor() };
    let mut svg = view.axis(height);
    for (row, lane) in lanes.iter().enumerate() {
        let top = pad + pitch * row as f64;
        let thread = row % 8 + 1;
        let mark = format!(
            "<rect class=\"mark thread-{thread}\" y=\"{top}\" width=\"3\" height=\"{bar}\"/>"
        );
        // Of more rows than there are colors, none has its own.
        if lanes.len() <= 8 {
            svg.push_str(&mark);
        }
        if bar >= 10.0 || row % 2 == 0 {
            let at = (9.0, top + bar / 2.0 + 5.0);
            svg.push_str(&label("name", at, &lane.name, (NAME, Weight::Regular), WIDEST));
        }
        svg.push_str(&view.row(&spans[row], top, bar));
        svg.push_str(&view.bands(&holds[row], slots, (top + bar + 1.0, slot)));
    }
    let mut hint = hint(&spans, slots > 0);
    if all_rows > MOST_ROWS {
        hint = format!("The first {MOST_ROWS} of {all_rows}. {hint}");
    }
    Some(Picture { width: wide, height, svg, hint, told: vec![] })
}

/// How many holds there are at a time, at most.
fn deepest(holds: &[Hold]) -> usize {
    slots(holds).into_iter().map(|slot| slot + 1).max().unwrap_or(0)
}

/// The place of each hold among those held together.
fn slots(holds: &[Hold]) -> Vec<usize> {
    let mut ends: Vec<f64> = Vec::new();
    let place = |hold: &Hold| {
        let free = ends.iter().position(|end| *end <= hold.start_ms);
        let slot = free.unwrap_or_else(|| {
            ends.push(0.0);
            ends.len() - 1
        });
        ends[slot] = hold.end_ms;
        slot
    };
    holds.iter().map(place).collect()
}

/// Which time stands where.
struct View {
    low: f64,
    high: f64,
    left: f64,
    plot: f64,
}

/// What is drawn of each activity, in this order, and its class.
const DRAWN: [(Activity, &str); 6] = [
    (Activity::Sleeping, "sleep"),
    (Activity::SerialWork, "serial"),
    (Activity::Waiting, "lane-wait"),
    (Activity::Spinning, "spin"),
    (Activity::Work, "work"),
    (Activity::InVain, "in-vain"),
];

impl View {
    fn at(&self, ms: f64) -> f64 {
        self.plot * (ms - self.low) / (self.high - self.low)
    }

    /// The bar of a thread: a path for each activity.
    fn row(&self, spans: &[Span], top: f64, bar: f64) -> String {
        let columns = self.columns(spans.iter().map(|span| {
            let kind = DRAWN.iter().position(|(activity, _)| *activity == span.activity);
            (span.start_ms, span.end_ms, kind.unwrap_or_default())
        }));
        let mut svg = format!(
            "<rect class=\"track\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{bar}\"/>",
            rounded(self.left, 2),
            self.plot
        );
        for (kind, (activity, class)) in DRAWN.iter().enumerate() {
            let thin = *activity == Activity::Sleeping;
            let (y, height) = if thin { (top + bar / 2.0 - 1.0, 2.0) } else { (top, bar) };
            svg.push_str(&self.stretches(&columns, kind, class, (y, height)));
        }
        svg
    }

    /// What was held, in bands below the bar.
    fn bands(&self, holds: &[Hold], n_slots: usize, (top, height): (f64, f64)) -> String {
        let places = slots(holds);
        let mut svg = String::new();
        for slot in 0..n_slots {
            let here =
                holds.iter().zip(&places).filter(|(_, place)| (**place).min(n_slots - 1) == slot);
            let columns = self.columns(
                here.map(|(hold, _)| (hold.start_ms, hold.end_ms, hold.subject as usize % 5)),
            );
            for color in 0..5 {
                let y = (top + height * slot as f64, height - 1.0);
                svg.push_str(&self.stretches(
                    &columns,
                    color,
                    &format!("band hold-{}", color + 1),
                    y,
                ));
            }
        }
        svg
    }

    /// What fills most of each column, if anything happens there.
    fn columns(&self, stretches: impl Iterator<Item = (f64, f64, usize)>) -> Vec<Option<usize>> {
        let n = self.plot as usize;
        let mut filled = vec![[0.0_f64; 6]; n];
        for (start, end, kind) in stretches {
            let (from, to) = (self.at(start), self.at(end));
            let last = (to.ceil() as usize).min(n);
            for (column, filled) in
                filled.iter_mut().enumerate().take(last).skip(from.max(0.0) as usize)
            {
                let part = to.min(column as f64 + 1.0) - from.max(column as f64);
                // What is too short to be seen is seen all the same, unless something else fills its place.
                filled[kind] += part.max(1e-3);
            }
        }
        let most = |filled: [f64; 6]| {
            let best = (0..6).max_by(|a, b| filled[*a].total_cmp(&filled[*b]))?;
            (filled[best] > 0.0).then_some(best)
        };
        filled.into_iter().map(most).collect()
    }

    /// The columns of this kind as one path.
    fn stretches(
        &self,
        columns: &[Option<usize>],
        kind: usize,
        class: &str,
        (y, height): (f64, f64),
    ) -> String {
        let (mut path, mut at) = (String::new(), 0);
        for run in columns.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Some(kind)) {
                let x = rounded(self.left + at as f64, 1);
                path.push_str(&format!(
                    "M{x} {}h{}v{height}h-{}z",
                    rounded(y, 1),
                    run.len(),
                    run.len()
                ));
            }
            at += run.len();
        }
        if path.is_empty() { path } else { format!("<path class=\"{class}\" d=\"{path}\"/>") }
    }

    /// The time below the bars, and the pattern of waits.
    fn axis(&self, height: f64) -> String {
        let y = height - 3.0;
        let end = format_ms(self.high - self.low);
        format!(
            "<defs><pattern id=\"waiting\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect class=\"wait-ground\" width=\"6\" height=\"6\"/>\
             <rect class=\"wait-stripe\" width=\"2\" height=\"6\"/></pattern></defs>\
             <text class=\"time\" x=\"{}\" y=\"{y}\">0</text>\
             <text class=\"time end\" x=\"{}\" y=\"{y}\">{end}</text>",
            rounded(self.left, 2),
            rounded(self.left + self.plot, 2)
        )
    }
}

/// How to read it: what there is to see, and no more.
fn hint(spans: &[Vec<Span>], holds: bool) -> String {
    let has = |activity: Activity| spans.iter().flatten().any(|span| span.activity == activity);
    let said = [
        (has(Activity::Work), "filled: running"),
        (has(Activity::SerialWork), "dark: alone"),
        (has(Activity::Waiting), "hatched: waiting"),
        (has(Activity::Spinning), "orange: spinning"),
        (has(Activity::Sleeping), "a line: sleeping"),
        (has(Activity::InVain), "red: in vain"),
        (holds, "a band below: holds something"),
    ];
    let said: Vec<&str> =
        said.into_iter().filter(|(is_seen, _)| *is_seen).map(|(_, text)| text).collect();
    let text = said.join(" · ");
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(start_ms: f64, end_ms: f64) -> Hold {
        Hold { start_ms, end_ms, subject: 0 }
    }

    #[test]
    fn what_is_held_together_stands_in_bands_of_its_own() {
        let holds = [hold(0.0, 4.0), hold(1.0, 2.0), hold(2.0, 3.0), hold(4.0, 5.0)];
        assert_eq!((slots(&holds), deepest(&holds)), (vec![0, 1, 1, 0], 2));
        assert_eq!(deepest(&[]), 0);
    }

    /// Ten columns of 1 ms: the first kind fills 0 to 3, the second 3 to 3.4, a third 3.4 to 4.
    #[test]
    fn a_column_shows_what_fills_most_of_it() {
        let view = View { low: 0.0, high: 10.0, left: 0.0, plot: 10.0 };
        let columns = view.columns([(0.0, 3.0, 4), (3.0, 3.4, 2), (3.4, 4.0, 5)].into_iter());
        assert_eq!(columns[..5], [Some(4), Some(4), Some(4), Some(5), None]);
        let path = view.stretches(&columns, 4, "work", (2.0, 5.0));
        assert_eq!(path, "<path class=\"work\" d=\"M0 2h3v5h-3z\"/>");
    }
}
