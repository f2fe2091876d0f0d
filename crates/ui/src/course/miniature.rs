//! Pictures of runs, as small as icons.

use experiments::Miniature;
use yew::prelude::*;

/// Measures of every picture.
const WIDTH: f64 = 160.0;
const HEIGHT: f64 = 64.0;
const EDGE: f64 = 10.0;

/// A line with a class; its path is in the units of the picture.
type Stroke = (&'static str, String);

const THREADS: [&str; 5] = ["t1", "t2", "t3", "t4", "t5"];
const NODES: [&str; 5] =
    ["mini-node t1", "mini-node t2", "mini-node t3", "mini-node t4", "mini-node t5"];

/// The picture. It says nothing that the words beside it do not.
pub(super) fn miniature(of: &Miniature) -> Html {
    let strokes = match of {
        Miniature::Lanes(lanes) => self::lanes(lanes),
        Miniature::Curve { measured, predicted } => curve(measured, predicted),
        Miniature::Circle(n) => circle(*n),
        Miniature::Steps(depths) => steps(depths),
        Miniature::States(counts) => states(counts),
    };
    html! {
        <svg class="miniature" viewBox="0 0 160 64" aria-hidden="true">
            for (class, path) in strokes {
                <path {class} d={path} />
            }
        </svg>
    }
}

fn lanes(lanes: &[&str]) -> Vec<Stroke> {
    let moments = lanes.iter().map(|lane| lane.len()).max().unwrap_or(1).max(1) as f64;
    let (step, pitch) =
        ((WIDTH - 2.0 * EDGE) / moments, (HEIGHT - 2.0 * EDGE) / lanes.len() as f64);
    let mut strokes = Vec::new();
    for (index, lane) in lanes.iter().enumerate() {
        let y = EDGE + pitch * (index as f64 + 0.5);
        let x = |moment: usize| EDGE + step * moment as f64;
        let run = |what: &dyn Fn(char) -> bool| stretches(lane, what, x, y);
        let marks = |mark: char| -> String {
            let found = lane.char_indices().filter(|(_, what)| *what == mark);
            found.map(|(at, _)| format!("M{:.1} {y:.1}h0", x(at) + step / 2.0)).collect()
        };
        strokes.push(("mini-wait", run(&|what| what == '.')));
        strokes
            .push((THREADS[index % THREADS.len()], run(&|what| matches!(what, '#' | 'r' | 'w'))));
        strokes.push(("mini-vain", run(&|what| what == 'x')));
        strokes.push(("mini-dot mini-read", marks('r')));
        strokes.push(("mini-dot mini-write", marks('w')));
    }
    strokes.retain(|(_, path)| !path.is_empty());
    strokes
}

/// Where the lane does that, as lines.
fn stretches(lane: &str, what: &dyn Fn(char) -> bool, x: impl Fn(usize) -> f64, y: f64) -> String {
    let (mut path, mut since) = (String::new(), None);
    for (at, now) in lane.chars().chain(['\0']).enumerate() {
        match (since, what(now)) {
            (None, true) => since = Some(at),
            (Some(from), false) => {
                path.push_str(&format!("M{:.1} {y:.1}H{:.1}", x(from) + 0.5, x(at) - 0.5));
                since = None;
            }
            _ => {}
        }
    }
    path
}

/// A line through points.
fn through(points: impl Iterator<Item = (f64, f64)>) -> String {
    let point = |(index, (x, y)): (usize, (f64, f64))| {
        format!("{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' })
    };
    points.enumerate().map(point).collect()
}

fn curve(measured: &[u8], predicted: &[u8]) -> Vec<Stroke> {
    let n = measured.len() as f64;
    let of = |values: &[u8]| {
        let at = |(index, value): (usize, &u8)| {
            let x = EDGE + (WIDTH - 2.0 * EDGE) * index as f64 / (n - 1.0);
            (
                x,
                HEIGHT
                    - EDGE
                    - (HEIGHT - 2.0 * EDGE) * (f64::from(*value) / 10.0 - 1.0) / (n - 1.0),
            )
        };
        values.iter().enumerate().map(at).collect::<Vec<_>>()
    };
    let ideal = [(EDGE, HEIGHT - EDGE), (WIDTH - EDGE, EDGE)];
    let dots = of(measured).into_iter().map(|(x, y)| format!("M{x:.1} {y:.1}h0")).collect();
    let mut strokes = vec![
        ("mini-line mini-ideal", through(ideal.into_iter())),
        ("mini-line mini-law", through(of(predicted).into_iter())),
        ("mini-line mini-curve", through(of(measured).into_iter())),
        ("mini-dot mini-curve", dots),
    ];
    strokes.retain(|(_, path)| !path.is_empty());
    strokes
}

/// Points on a circle without sine and cosine, which would have to be downloaded: a twelfth of a turn at a time.
fn circle(n: u8) -> Vec<Stroke> {
    const OF_TWELVE: [(f64, f64); 12] = [
        (0.0, -1.0),
        (0.5, -0.866),
        (0.866, -0.5),
        (1.0, 0.0),
        (0.866, 0.5),
        (0.5, 0.866),
        (0.0, 1.0),
        (-0.5, 0.866),
        (-0.866, 0.5),
        (-1.0, 0.0),
        (-0.866, -0.5),
        (-0.5, -0.866),
    ];
    let start = if n == 2 { 9 } else { 0 };
    let at = |index: u8| {
        let (x, y) = OF_TWELVE[(start + usize::from(index % n) * 12 / usize::from(n)) % 12];
        (WIDTH / 2.0 + 38.0 * x, HEIGHT / 2.0 + 22.0 * y)
    };
    let arrow = |index: u8| {
        let ((x1, y1), (x2, y2)) = (at(index), at(index + 1));
        let (dx, dy) = (x2 - x1, y2 - y1);
        // Two between two would lie upon each other: they keep to their side.
        let (bx, by) = if n == 2 { (-dy * 0.14, dx * 0.14) } else { (0.0, 0.0) };
        let part = |part: f64| (x1 + dx * part + bx, y1 + dy * part + by);
        let ((ax, ay), (ex, ey), (cx, cy)) = (part(0.2), part(0.78), part(0.68));
        let (wx, wy) = (-dy * 0.05, dx * 0.05);
        format!(
            "M{ax:.1} {ay:.1}L{ex:.1} {ey:.1}M{:.1} {:.1}L{ex:.1} {ey:.1}L{:.1} {:.1}",
            cx + wx,
            cy + wy,
            cx - wx,
            cy - wy
        )
    };
    let mut strokes = vec![("mini-line mini-arrow", (0..n).map(arrow).collect())];
    strokes.extend((0..n).map(|index| {
        let (x, y) = at(index);
        (NODES[usize::from(index) % 5], format!("M{x:.1} {y:.1}h0"))
    }));
    strokes
}

fn steps(depths: &[u8]) -> Vec<Stroke> {
    let most = f64::from(depths.iter().copied().max().unwrap_or(1).max(1));
    let width = (WIDTH - 2.0 * EDGE) / depths.len() as f64;
    let y = |depth: u8| HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * f64::from(depth) / most;
    let mut path = format!("M{EDGE:.1} {:.1}", HEIGHT - EDGE);
    for (index, depth) in depths.iter().enumerate() {
        path.push_str(&format!("V{:.1}H{:.1}", y(*depth), EDGE + width * (index as f64 + 1.0)));
    }
    path.push_str(&format!("V{:.1}", HEIGHT - EDGE));
    vec![("mini-area", path.clone()), ("mini-line mini-curve", path)]
}

fn states(counts: &[u8]) -> Vec<Stroke> {
    let x = |step: usize| {
        EDGE + 6.0 + (WIDTH - 2.0 * EDGE - 12.0) * step as f64 / (counts.len() - 1) as f64
    };
    let y = |count: u8, index: u8| {
        HEIGHT / 2.0 + (f64::from(index) - f64::from(count - 1) / 2.0) * 15.0
    };
    let (mut edges, mut dots) = (String::new(), String::new());
    for (step, &count) in counts.iter().enumerate() {
        for index in 0..count {
            dots.push_str(&format!("M{:.1} {:.1}h0", x(step), y(count, index)));
            let Some(&next) = counts.get(step + 1) else { continue };
            for to in 0..next {
                // A step of one of two threads: to the next one up, or the next one down.
                let apart = (y(next, to) - y(count, index)).abs();
                if apart < 16.0 && apart > 1.0 || next == 1 {
                    edges.push_str(&format!(
                        "M{:.1} {:.1}L{:.1} {:.1}",
                        x(step),
                        y(count, index),
                        x(step + 1),
                        y(next, to)
                    ));
                }
            }
        }
    }
    vec![("mini-step", edges), ("mini-dot mini-state", dots)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four moments of 35 units each, from 10 on: two of work, one of waiting, one that writes.
    #[test]
    fn a_lane_is_cut_into_what_was_done() {
        let strokes = lanes(&["##.w"]);
        let classes: Vec<&str> = strokes.iter().map(|(class, _)| *class).collect();
        assert_eq!(classes, ["mini-wait", "t1", "mini-dot mini-write"]);
        assert_eq!(strokes[1].1, "M10.5 32.0H79.5M115.5 32.0H149.5");
        assert_eq!(strokes[2].1, "M132.5 32.0h0");
    }

    #[test]
    fn everything_stays_within_the_picture() {
        for (_, card) in experiments::cards() {
            let html = format!(
                "{:?}",
                match &card.miniature {
                    Miniature::Lanes(of) => lanes(of),
                    Miniature::Curve { measured, predicted } => curve(measured, predicted),
                    Miniature::Circle(n) => circle(*n),
                    Miniature::Steps(of) => steps(of),
                    Miniature::States(of) => states(of),
                }
            );
            let numbers = html.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
            let numbers = numbers.filter_map(|text| text.parse::<f64>().ok());
            assert!(numbers.clone().count() > 8, "{html}");
            assert!(numbers.clone().all(|number| (0.0..=WIDTH).contains(&number)), "{html}");
        }
    }
}
