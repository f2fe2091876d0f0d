//! A schedule: the page's timeline of it, the names of its threads, and what is shared after each step.

use ui::Explorer;

use crate::page::attribute;
use crate::poster::{Picture, label};
use crate::style::rounded;
use crate::text::{Weight, width, wrapped};

/// Height of a lane of the page's timeline, and of the numbers below the lanes.
const LANE: f64 = 34.0;
const NUMBERS: f64 = 18.0;
/// Size of the letters of names and values.
const NAME: f64 = 15.0;
const VALUE: f64 = 15.0;
/// Sizes that the name of a step may have, the first that fits.
const STEP: [f64; 5] = [15.0, 13.5, 12.0, 10.75, 9.5];
/// Size of a name in two lines, and how far they are apart.
const HALF: f64 = 10.0;
/// Narrower blocks have no name.
const NAMED: f64 = 70.0;
/// Height of a row of values, and its distance from the lanes.
const ROW: f64 = 24.0;
const GAP: f64 = 6.0;
/// Width of a name at most.
const WIDEST: f64 = 170.0;
/// Rows of values at most.
const MOST_ROWS: usize = 4;
/// Steps that the page draws at most, of longer schedules the last ones.
pub(crate) const MOST_STEPS: usize = 120;

/// The picture: `timeline` is the page's.
pub(crate) fn picture(explorer: &Explorer, timeline: &str) -> Option<Picture> {
    let [wide, high] =
        ["width", "height"].map(|side| attribute(timeline, side)?.parse::<f64>().ok());
    let (wide, high) = (wide?, high?);
    let program = explorer.machine().program();
    let n_threads = program.threads.len();
    let steps = explorer.replay.steps().len();
    let first = explorer.at.saturating_sub(MOST_STEPS);
    let columns = columns(steps, first);
    let column = wide / columns as f64;
    let rows = values(explorer, first, column);
    let names = program.threads.iter().map(|thread| thread.name.as_str());
    let names: Vec<&str> = names.chain(rows.iter().map(|row| row.name.as_str())).collect();
    let widest = names.iter().map(|name| width(name, NAME, Weight::Regular)).fold(0.0, f64::max);
    let left = widest.min(WIDEST) + 18.0;
    let mut svg = String::new();
    for (index, name) in names.iter().take(n_threads).enumerate() {
        let middle = LANE * (index as f64 + 0.5);
        let thread = index % 8 + 1;
        svg.push_str(&format!(
            "<rect class=\"mark thread-{thread}\" x=\"0\" y=\"{}\" width=\"3\" height=\"18\"/>",
            middle - 9.0
        ));
        svg.push_str(&label("name", (9.0, middle + 5.0), name, (NAME, Weight::Regular), WIDEST));
    }
    let (head, inner) = timeline.split_once('>')?;
    let class = if explorer.at == 0 { "timeline task" } else { "timeline" };
    let inner = without_names(inner);
    svg.push_str(&format!("<g class=\"{class}\">{head} x=\"{}\">{inner}</g>", rounded(left, 2)));
    svg.push_str(&step_names(explorer, first, (left, column)));
    let top = LANE * n_threads as f64 + NUMBERS + GAP;
    for (index, row) in rows.iter().enumerate() {
        let line = top + ROW * (index as f64 + 0.65);
        svg.push_str(&label("variable", (9.0, line), &row.name, (NAME, Weight::Regular), WIDEST));
        for (column_index, value, changed) in &row.values {
            let x = left + (*column_index as f64 + 0.5) * column;
            let class = if *changed { "value changed" } else { "value" };
            svg.push_str(&format!(
                "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>",
                rounded(x, 2),
                rounded(line, 2),
                crate::style::escaped(value)
            ));
        }
    }
    let below = if rows.is_empty() { 0.0 } else { GAP + ROW * rows.len() as f64 };
    // The last column is for those who wait at the end.
    let machine = explorer.machine();
    let waits = |thread| machine.waits_for(explorer.replay.now(), thread).is_some();
    let is_used = explorer.at > 0 && (0..n_threads).any(waits);
    let unused = if is_used { 0.0 } else { column - 2.0 };
    let (width, height) = (left + wide - unused, high + below);
    let has = |class: &str| timeline.contains(&format!("class=\"{class}\""));
    let waits = if has("lane-wait") { "; hatching is a wait" } else { "" };
    let races = if has("race") { "; dashed lines join steps that race" } else { "" };
    Some(Picture { width, height, svg, hint: format!("{HINT}{waits}{races}.") })
}

/// The timeline without the names of steps: only some of them have room for the letters of the page.
fn without_names(timeline: &str) -> String {
    let parts = timeline.split("<text x=\"6\"").enumerate().map(|(index, part)| {
        match part.split_once("</text>") {
            Some((_, behind)) if index > 0 => behind,
            _ => part,
        }
    });
    parts.collect()
}

/// The names of the steps, in their blocks.
fn step_names(explorer: &Explorer, first: usize, (left, column): (f64, f64)) -> String {
    if column < NAMED {
        return String::new();
    }
    let steps = explorer.replay.steps().iter().enumerate().skip(first);
    let name = |(index, step): (usize, &machine::Step)| {
        let room = column - 8.0;
        let fits = |size: &f64| width(&step.name, *size, Weight::Bold) <= room;
        let size = STEP.into_iter().find(fits);
        let (size, lines) = match size {
            Some(size) => (size, vec![step.name.clone()]),
            None => (HALF, wrapped(&step.name, (HALF, Weight::Bold), room, 2)),
        };
        if lines.concat().ends_with('…') {
            return String::new();
        }
        let x = left + (index - first) as f64 * column + 5.0;
        let middle = LANE * (f64::from(step.by.thread) + 0.5);
        let class = if index < explorer.at { "step" } else { "step ahead" };
        let n = lines.len() as f64;
        let line = |(line, text): (usize, &String)| {
            let y = middle + 0.36 * size + HALF * (line as f64 - (n - 1.0) / 2.0);
            label(class, (x, y), text, (size, Weight::Bold), room).replacen(
                "<text",
                &format!("<text font-size=\"{size}\""),
                1,
            )
        };
        lines.iter().enumerate().map(line).collect::<String>()
    };
    steps.map(name).collect()
}

/// How to read it.
const HINT: &str = "A block is a step of a thread, in the order in which they happened";

/// Columns of the page's timeline: whoever waits after the last step has one of its own.
fn columns(steps: usize, first: usize) -> usize {
    let last = (first + 2 * MOST_STEPS).min(steps);
    last - first + usize::from(last == steps)
}

/// What is shared, in a row below the steps.
struct Row {
    name: String,
    /// The column, the value after its step, and whether the step changed it.
    values: Vec<(usize, String, bool)>,
}

/// What the steps change and what fits below them; in narrow columns, changes only.
fn values(explorer: &Explorer, first: usize, column: f64) -> Vec<Row> {
    let states = explorer.replay.states();
    let shared: Vec<Vec<(String, String)>> = states[first..=explorer.at]
        .iter()
        .map(|cells| {
            let shared = explorer.machine().shared(cells).into_iter();
            shared.map(|(name, value)| (name.to_string(), value.to_string())).collect()
        })
        .collect();
    let names = shared.first().map_or(0, Vec::len);
    let row = |index: usize| {
        let after = shared.windows(2).enumerate().map(|(step, pair)| {
            let [before, after] = [&pair[0][index].1, &pair[1][index].1];
            (step, after.clone(), before != after)
        });
        let fits = |value: &str| width(value, VALUE, Weight::Bold) <= column - 4.0;
        let values: Vec<_> = after
            .clone()
            .filter(|(_, value, changed)| *changed || fits(value) && column >= 40.0)
            .collect();
        let changes = values.iter().any(|(.., changed)| *changed);
        (changes && values.iter().all(|(_, value, _)| fits(value)))
            .then(|| Row { name: shared[0][index].0.clone(), values })
    };
    (0..names).filter_map(row).take(MOST_ROWS).collect()
}
