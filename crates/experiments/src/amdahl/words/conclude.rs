//! From the stages of `amdahl` to its verdict and figures.

use measure::{format_factor, median};
use serde_json::{Map, Value, json};
use trace::wire::StageRun;
use trace::{Verdict, VerdictKind};

use crate::amdahl::{AmdahlsLaw, VARIANT};
use crate::computer::Computer;
use crate::report::Conclusion;
use crate::report::curve::curve;

/// What the law allows `threads`; those beyond the cores add no processors.
fn allowed(params: &AmdahlsLaw, threads: u32, computer: Computer) -> f64 {
    measure::amdahl(params.serial as f64 / 100.0, threads.min(computer.cores))
}

/// Whether a point of the curve contradicts the law. Threads beyond the cores have excuses enough.
pub(super) fn doubt(
    params: &AmdahlsLaw,
    outcome: &Map<String, Value>,
    computer: Computer,
) -> Option<String> {
    let Some(points) = outcome.get("curve")?.get("points") else {
        return Some(
            "No run was long enough to be timed: choose more work, then run again.".to_owned(),
        );
    };
    points.as_array()?.iter().find_map(|point| {
        let threads = u32::try_from(point["threads"].as_u64()?).ok()?;
        let is_shared = (2..=computer.cores).contains(&threads);
        let speed_up = point["speed_up"].as_f64().filter(|_| is_shared)?;
        measure::doubt(&format!("{threads} threads"), speed_up, allowed(params, threads, computer))
    })
}

pub(super) fn conclude(params: &AmdahlsLaw, stages: &[StageRun], computer: Computer) -> Conclusion {
    let serial_fraction = params.serial as f64 / 100.0;
    let last = stages.last().expect("a plan has at least one stage");
    let cores = computer.cores;
    let curve = curve(stages, VARIANT, Some(serial_fraction), cores).map(|(curve, _)| curve);
    // What is said is about the fastest count, the first of them if there are several.
    let points = curve.as_ref().map_or(&[][..], |curve| &curve.points);
    let point = points.iter().rev().max_by(|a, b| a.speed_up.total_cmp(&b.speed_up));
    let best = point.map_or(last.threads, |point| point.threads);
    let shown = stages.iter().find(|stage| stage.threads == best).unwrap_or(last);
    let predicted = allowed(params, best, computer);
    let outcome = [
        ("serial_fraction", json!(serial_fraction)),
        ("predicted_speed_up", json!(predicted)),
        ("speed_up", json!(point.map(|point| point.speed_up))),
        ("speed_up_low", json!(point.map(|point| point.speed_up_low))),
        ("speed_up_high", json!(point.map(|point| point.speed_up_high))),
        ("efficiency", json!(point.map(|point| point.efficiency))),
        ("limit", json!((serial_fraction > 0.0).then(|| 1.0 / serial_fraction))),
        ("median_ms", json!(median(shown.wall_ms(VARIANT)))),
        ("sequential_ms", json!(median(shown.wall_ms("sequential")))),
        ("fastest_threads", json!(best)),
        ("curve", json!(curve)),
    ];
    let threads = match best {
        1 => "1 thread is".to_owned(),
        n => format!("{n} threads are"),
    };
    let measured = point.map_or_else(
        || "no speed-up was measured".to_owned(),
        |point| {
            format!(
                "{threads} {} times as fast as the sequential program",
                format_factor(point.speed_up)
            )
        },
    );
    let most = if points.len() > 1 { ", the most of all counts" } else { "" };
    let text = format!(
        "With {} % serial work, {measured}{most}; Amdahl's law allows {}.",
        params.serial,
        format_factor(predicted),
    );
    Conclusion {
        verdict: Verdict { kind: VerdictKind::Held, text },
        outcome: outcome
            .map(|(name, value)| (name.to_owned(), value))
            .into_iter()
            .collect::<Map<String, Value>>(),
    }
}
