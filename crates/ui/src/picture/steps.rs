//! A schedule: the page's timeline of it, the names of its threads, and what is shared after each step.

use std::ops::Range;

use super::content::Picture;
use super::label::label;
use super::markup::markup;
use super::motion;
use super::style::{escaped, rounded};
use super::text::{Weight, width, wrapped};
use crate::explore::{AXIS, Explorer, LANE, Lanes};

/// Space between the lanes with their numbers and the values.
const GAP: f64 = 6.0;
/// Size of the letters of names and values.
const NAME: f64 = 15.0;
const VALUE: f64 = 15.0;
/// Sizes that the names of steps may have, all of a picture the same: the first in which each fits that can fit in a line.
const STEP: [f64; 5] = [15.0, 13.5, 12.0, 10.75, 9.5];
/// Size of a name in two lines, and how far they are apart.
const HALF: f64 = 10.0;
/// Narrower blocks have no name.
const NAMED: f64 = 70.0;
/// Height of a row of values.
const ROW: f64 = 24.0;
/// Width of a name at most.
const WIDEST: f64 = 170.0;
/// Rows of values at most.
const MOST_ROWS: usize = 4;
/// Shared values that are told after each step at most; of more, those that have changed.
const MOST_TOLD: usize = 3;

/// The picture; one that moves tells its steps one after the other.
pub(super) fn picture(explorer: &Explorer, moves: bool) -> Picture {
    let lanes = Lanes::of(explorer);
    let machine = explorer.machine();
    let threads = &machine.program().threads;
    let column = lanes.width as f64;
    let shared = Shared::of(explorer, lanes.first);
    let rows = shared.rows(column);
    let names = threads.iter().map(|thread| thread.name.as_str());
    let names: Vec<&str> = names.chain(rows.iter().map(|row| row.name)).collect();
    let widest = names.iter().map(|name| width(name, NAME, Weight::Regular)).fold(0.0, f64::max);
    let left = widest.min(WIDEST) + 18.0;
    let top = (lanes.height() + AXIS) as f64 + GAP;
    let mut svg = markup(&Lanes::pattern());
    for (index, name) in names.iter().enumerate() {
        svg.push_str(&match index.checked_sub(threads.len()) {
            None => head(index, name),
            Some(row) => {
                label("variable", (9.0, line(top, row)), name, (NAME, Weight::Regular), WIDEST)
            }
        });
    }
    let class = if explorer.at == 0 { "timeline task" } else { "timeline" };
    let left_side = rounded(left, 2);
    svg.push_str(&format!("<g class=\"{class}\" transform=\"translate({left_side} 0)\">"));
    svg.push_str(&markup(&lanes.tracks()));
    let waits = lanes.waits();
    if !moves {
        svg.extend(waits.iter().map(|wait| markup(&lanes.wait(wait, 0))));
    }
    let races = lanes.races();
    let size = size_of_names(explorer, lanes.first..lanes.last, column);
    for step in lanes.first..lanes.last {
        svg.push_str(&format!("<g id=\"{}\">", motion::step(step + 1)));
        if moves {
            svg.push_str(&waiting(&lanes, &waits, step));
        }
        svg.push_str(&markup(&lanes.block(step, false, None)));
        svg.push_str(&name_of(explorer, step, (lanes.x(step) as f64, column), size));
        for (row, Row { values, .. }) in rows.iter().enumerate() {
            let here = values.iter().find(|(at, ..)| *at == step);
            svg.extend(here.map(|(_, value, changed)| {
                let x = lanes.x(step) as f64 + column / 2.0;
                cell((x, line(top, row)), value, *changed)
            }));
        }
        svg.push_str(&markup(&lanes.number(step)));
        let ends_here = races.iter().filter(|(_, second, _)| *second == step);
        svg.extend(ends_here.map(|race| markup(&lanes.race(race))));
        svg.push_str("</g>");
    }
    if moves {
        let after = waiting(&lanes, &waits, lanes.last);
        svg.push_str(&format!("<g id=\"{}\">{after}</g>", motion::AFTER));
    } else {
        svg.push_str(&markup(&lanes.here()));
    }
    svg.push_str("</g>");
    // The last column is for those who wait at the end.
    let is_used = explorer.at > 0 && waits.iter().any(|(.., to)| *to > lanes.last);
    let unused = if is_used { 0.0 } else { column - 2.0 };
    let below = if rows.is_empty() { 0.0 } else { ROW * rows.len() as f64 };
    let hatched = if waits.is_empty() { "" } else { "; hatching is a wait" };
    let joined = if races.is_empty() { "" } else { "; dashed lines join steps that race" };
    Picture {
        width: left + lanes.total() as f64 - unused,
        height: top + below,
        svg,
        hint: format!("A block is a step of a thread{hatched}{joined}."),
        told: if moves { told(explorer, &shared) } else { vec![] },
    }
}

/// The name of a thread, with its color.
fn head(index: usize, name: &str) -> String {
    let middle = LANE as f64 * (index as f64 + 0.5);
    format!(
        "<rect class=\"mark thread-{}\" x=\"0\" y=\"{}\" width=\"3\" height=\"18\"/>{}",
        index % 8 + 1,
        middle - 9.0,
        label("name", (9.0, middle + 5.0), name, (NAME, Weight::Regular), WIDEST)
    )
}

/// Where the letters of a row of values stand.
fn line(top: f64, row: usize) -> f64 {
    top + ROW * (row as f64 + 0.65)
}

/// Who waits while this step is done.
fn waiting(lanes: &Lanes, waits: &[(usize, usize, usize)], step: usize) -> String {
    let here = waits.iter().filter(|(_, from, to)| (*from..*to).contains(&step));
    // Parts of a wait overlap, lest there be a seam.
    let part = |&(thread, _, to): &(usize, usize, usize)| {
        markup(&lanes.wait(&(thread, step, step + 1), usize::from(step + 1 < to)))
    };
    here.map(part).collect()
}

/// Room for the name of a step in a column.
fn room(column: f64) -> f64 {
    column - 8.0
}

fn fits(name: &str, size: f64, column: f64) -> bool {
    width(name, size, Weight::Bold) <= room(column)
}

/// The size of the names of these steps.
fn size_of_names(explorer: &Explorer, steps: Range<usize>, column: f64) -> f64 {
    let names = explorer.replay.steps()[steps].iter().map(|step| &step.name);
    let largest = |name: &String| STEP.into_iter().find(|size| fits(name, *size, column));
    names.filter_map(largest).fold(STEP[0], f64::min)
}

/// The name of a step, in its block: in a line of this size, or in two.
fn name_of(explorer: &Explorer, index: usize, (x, column): (f64, f64), size: f64) -> String {
    if column < NAMED {
        return String::new();
    }
    let step = &explorer.replay.steps()[index];
    let room = room(column);
    let (size, lines) = if fits(&step.name, size, column) {
        (size, vec![step.name.clone()])
    } else {
        (HALF, wrapped(&step.name, (HALF, Weight::Bold), room, 2))
    };
    if lines.concat().ends_with('…') {
        return String::new();
    }
    let middle = LANE as f64 * (f64::from(step.by.thread) + 0.5);
    let class = if index < explorer.at { "step" } else { "step ahead" };
    let n = lines.len() as f64;
    let line = |(line, text): (usize, &String)| {
        let y = middle + 0.36 * size + HALF * (line as f64 - (n - 1.0) / 2.0);
        let text = label(class, (x + 5.0, y), text, (size, Weight::Bold), room);
        text.replacen("<text", &format!("<text font-size=\"{size}\""), 1)
    };
    lines.iter().enumerate().map(line).collect()
}

fn cell((x, y): (f64, f64), value: &str, changed: bool) -> String {
    let class = if changed { "value changed" } else { "value" };
    let (x, y) = (rounded(x, 2), rounded(y, 2));
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>", escaped(value))
}

/// Values of what is shared: before the first step that is drawn, and after each that is done.
struct Shared {
    first: usize,
    names: Vec<String>,
    values: Vec<Vec<String>>,
}

/// What is shared, in a row below the steps.
struct Row<'s> {
    name: &'s str,
    /// The step, the value after it, and whether the step changed it.
    values: Vec<(usize, &'s str, bool)>,
}

impl Shared {
    fn of(explorer: &Explorer, first: usize) -> Self {
        let states = &explorer.replay.states()[first..=explorer.at.max(first)];
        let shared = |cells: &Vec<i32>| explorer.machine().shared(cells);
        let values =
            |cells| shared(cells).into_iter().map(|(_, value)| value.to_string()).collect();
        let names = states.first().map(shared).unwrap_or_default();
        let names = names.into_iter().map(|(name, _)| name.to_string()).collect();
        Self { first, names, values: states.iter().map(values).collect() }
    }

    /// What the steps change and what fits below them; in narrow columns, changes only.
    fn rows(&self, column: f64) -> Vec<Row<'_>> {
        let fits = |value: &str| width(value, VALUE, Weight::Bold) <= column - 4.0;
        let row = |index: usize| {
            let after = self.values.windows(2).enumerate().map(|(step, pair)| {
                let [before, after] = [&pair[0][index], &pair[1][index]];
                (self.first + step, after.as_str(), before != after)
            });
            let shown = |(_, value, changed): &(usize, &str, bool)| {
                *changed || column >= 40.0 && fits(value)
            };
            let values: Vec<_> = after.filter(shown).collect();
            let changes = values.iter().any(|(.., changed)| *changed);
            (changes && values.iter().all(|(_, value, _)| fits(value))).then_some(values)
        };
        let rows = self.names.iter().enumerate().filter_map(|(index, name)| {
            let values = row(index)?;
            Some(Row { name, values })
        });
        rows.take(MOST_ROWS).collect()
    }

    /// What is shared after a step: all of it, or of much what the step changed.
    fn told(&self, step: usize) -> String {
        let place = step - self.first;
        let [before, after] = [&self.values[place], &self.values[place + 1]];
        let all = self.names.iter().zip(before.iter().zip(after));
        let few = self.names.len() <= MOST_TOLD;
        let told = all.filter(|(_, (before, after))| few || before != after);
        told.map(|(name, (_, value))| format!(" · {name} = {value}")).collect()
    }
}

/// Each step in a line: who does what, and what is shared then.
fn told(explorer: &Explorer, shared: &Shared) -> Vec<String> {
    let threads = &explorer.machine().program().threads;
    let all = explorer.at;
    let one = |(index, step): (usize, &machine::Step)| {
        let by = &threads[usize::from(step.by.thread)].name;
        format!("{} of {all} · {by}: {}{}", index + 1, step.name, shared.told(index))
    };
    explorer.replay.steps()[..all].iter().enumerate().map(one).collect()
}
