//! Threads under a GIL, without it and as processes, and coroutines.

use std::process::Command;

use serde_json::Value;
use tests::Browser;
use xtask::Outcome;

use crate::Effort;
use crate::figure::{Figure, Unit};
use crate::runs::run;

/// Prints what one and what two workers of CPython take for the same each, in milliseconds.
const SPEED_UP: &str = include_str!("speed_up.py");
/// Two threads that compute for so long each.
const WORK_MS: f64 = 200.0;
/// The switch interval of the runs.
const INTERVAL_MS: f64 = 5.0;

/// Every figure.
///
/// # Errors
///
/// What the page said.
pub(crate) async fn figures(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let mut figures = gil(browser, effort).await?;
    for (kind, name) in [("threads", "2 threads"), ("processes", "2 processes")] {
        let output = Command::new("python3").args(["-c", SPEED_UP, kind]).output()?;
        let Ok(Value::Array(times)) = serde_json::from_slice(&output.stdout) else { continue };
        let of = |at: usize| -> Vec<f64> {
            times[at].as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
        };
        figures.push(Figure::ratio(format!("{name} that compute, CPython"), &of(0), &of(1))?);
    }
    figures.extend(coroutines(browser, effort).await?);
    Ok(figures)
}

/// How many times as fast two are as one, by what lets them run; and how long a hand-over takes.
async fn gil(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let kinds = [
        ("gil", "2 threads that compute under the GIL"),
        ("none", "2 threads that compute without a GIL"),
        ("processes", "2 processes that compute"),
    ];
    let mut together = kinds.map(|_| Vec::new());
    let mut beyond = Vec::new();
    let link = format!("#/gil?v=1&threads=2&work_ms={WORK_MS}&interval_ms={INTERVAL_MS}&repeats=5");
    for _ in 0..effort.rounds {
        let outcome = run(browser, &link, "{ record: false }").await?.outcome;
        for ((word, _), together) in kinds.iter().zip(&mut together) {
            let speed_up = outcome["speed_up"][word].as_f64();
            together.extend(speed_up.map(|speed_up| 2.0 * WORK_MS / speed_up));
        }
        beyond.extend(outcome["held_ms"].as_f64().map(|held_ms| (held_ms - INTERVAL_MS).max(0.0)));
    }
    let mut figures = Vec::new();
    for ((_, name), together) in kinds.iter().zip(&together) {
        let alone = vec![2.0 * WORK_MS; together.len()];
        figures.push(Figure::ratio(format!("{name}, against one"), &alone, together)?);
    }
    let beyond = Figure::median("GIL held on after the switch interval", &beyond)?.at_most(0.1);
    let [gil, none, processes]: [Figure; 3] =
        figures.try_into().map_err(|_| "there are three kinds")?;
    Ok(vec![gil.at_most(1.05), none.at_least(1.9), processes.at_least(1.8), beyond])
}

/// How fast ten thousand coroutines switch, and what each weighs.
async fn coroutines(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let (mut rates, mut bytes) = (Vec::new(), 0.0);
    for _ in 0..effort.rounds {
        let outcome = run(browser, "#/coroutines?v=1", "{ record: false }").await?.outcome;
        rates.extend(outcome["switches_per_s"]["cooperative"].as_f64());
        bytes = outcome["bytes"]["cooperative"].as_f64().unwrap_or(f64::INFINITY);
    }
    rates.sort_by(f64::total_cmp);
    let [least, middle, most] = [0, rates.len() / 2, rates.len() - 1].map(|at| rates[at] / 1e6);
    let spread = format!("all {least:.1} to {most:.1}; {} samples", rates.len());
    let name = "switches of 10 000 coroutines";
    let switches = Figure::new(name, Unit::MillionsPerSecond, middle, spread).at_least(1.0);
    let name = "memory of a coroutine that waits";
    let weight = Figure::new(name, Unit::Bytes, bytes, "exact".to_owned()).at_most(1000.0);
    Ok(vec![switches, weight])
}
