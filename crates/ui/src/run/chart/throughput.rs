//! How often a lock changes hands, by the number of threads that want it.

use measure::format_factor;
use serde_json::Value;
use yew::prelude::*;

use super::figure::figure;
use super::plane::{line, plane};
use super::scale::Scale;
use super::shape::{self, circle};
use crate::words::{count_of, counts, rounded};

/// Heads of the table.
const HEAD: &[&str] = &["Threads", "Acquisitions per second", "Fairness"];

/// One measured thread count.
struct Point {
    threads: u32,
    per_s: f64,
    fairness: Option<f64>,
}

/// A line over thread counts; nothing without points.
pub(crate) fn throughput(points: &[Value], cores: u32) -> Html {
    let points: Vec<Point> = points.iter().filter_map(point).collect();
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Html::default();
    };
    let most = points.iter().map(|point| point.per_s).fold(0.0, f64::max);
    let (unit, per_s) = match most {
        1e6.. => ("million per second", 1e-6),
        1e4.. => ("thousand per second", 1e-3),
        _ => ("per second", 1.0),
    };
    let (low, high) = (f64::from(first.threads), f64::from(last.threads));
    let margin = 0.04 * (high - low).max(1.0);
    let x = Scale::new(low - margin, high + margin);
    let y = Scale::new(0.0, 1.1 * most * per_s);
    let at = |point: &Point| (x.at(f64::from(point.threads)), y.at(point.per_s * per_s));
    let across: Vec<_> = points.iter().map(|p| (at(p).0, p.threads.to_string())).collect();
    let drawn: Vec<(f64, f64)> = points.iter().map(at).collect();
    let all: Vec<u32> = points.iter().map(|point| point.threads).collect();
    let caption = format!(
        "Acquisitions, {unit}, of {} threads together. The machine has {}.",
        counts(&all),
        count_of(cores, "core")
    );
    let each = points.iter().map(|point| {
        format!("{}: {} per second", count_of(point.threads, "thread"), rounded(point.per_s))
    });
    let label = format!("Throughput. {}.", each.collect::<Vec<_>>().join("; "));
    let row = |point: &Point| {
        vec![
            point.threads.to_string(),
            rounded(point.per_s),
            point.fairness.map_or(String::new(), format_factor),
        ]
    };
    let rows: Vec<Vec<String>> = points.iter().map(row).collect();
    let machine = f64::from(cores);
    let dot = |&(left, up): &(f64, f64)| circle("dot", (left, 100.0 - up), 4.0);
    let plot = html! {
        <>
            if (x.low..=x.high).contains(&machine) {
                { shape::line("cores", (x.at(machine), 0.0), (x.at(machine), 100.0)) }
            }
            { line("measured", &drawn) }
            { for drawn.iter().map(dot) }
        </>
    };
    let plot = plane(y, &across, "threads", plot);
    figure(("throughput", "Acquisitions by threads"), (caption, label), plot, (HEAD, rows, None))
}

fn point(value: &Value) -> Option<Point> {
    Some(Point {
        threads: u32::try_from(value.get("threads")?.as_u64()?).ok()?,
        per_s: value.get("per_s")?.as_f64()?,
        fairness: value.get("fairness").and_then(Value::as_f64),
    })
}
