//! From the stages of `amdahl` to its verdict and figures.

use measure::{format_factor, median};
use serde_json::{Map, Value, json};
use trace::wire::StageRun;
use trace::{Verdict, VerdictKind};

use crate::amdahl::{AmdahlsLaw, VARIANT};
use crate::computer::Computer;
use crate::report::Conclusion;
use crate::report::curve::curve;

pub(super) fn conclude(params: &AmdahlsLaw, stages: &[StageRun], computer: Computer) -> Conclusion {
    let serial_fraction = params.serial as f64 / 100.0;
    let last = stages.last().expect("a plan has at least one stage");
    let cores = computer.cores;
    let curve = curve(stages, VARIANT, Some(serial_fraction), cores).map(|(curve, _)| curve);
    let point = curve.as_ref().and_then(|curve| curve.points.last());
    // Threads beyond the cores add no processors.
    let predicted = measure::amdahl(serial_fraction, last.threads.min(cores));
    let outcome = [
        ("serial_fraction", json!(serial_fraction)),
        ("predicted_speed_up", json!(predicted)),
        ("speed_up", json!(point.map(|point| point.speed_up))),
        ("speed_up_low", json!(point.map(|point| point.speed_up_low))),
        ("speed_up_high", json!(point.map(|point| point.speed_up_high))),
        ("efficiency", json!(point.map(|point| point.efficiency))),
        ("limit", json!((serial_fraction > 0.0).then(|| 1.0 / serial_fraction))),
        ("median_ms", json!(median(last.wall_ms(VARIANT)))),
        ("sequential_ms", json!(median(last.wall_ms("sequential")))),
        ("curve", json!(curve)),
    ];
    let threads = match last.threads {
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
    let text = format!(
        "With {} % serial work, {measured}; Amdahl's law allows {}.",
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
