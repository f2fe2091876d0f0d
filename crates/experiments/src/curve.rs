//! From the stages of a run to its speed-up curve.

use measure::{Sweep, SweepPoint, SweepSamples};
use trace::wire::{AmdahlRecord, Curve, CurvePoint, StageRun, UslRecord};

/// Ratio of the medians of `baseline` and `method` in one stage, with its 95 % interval.
pub(crate) fn speed_up(stage: &StageRun, method: &str) -> Option<measure::Interval> {
    measure::speed_up(stage.wall_ms("sequential"), stage.wall_ms(method), SEED)
}

/// The curve over all stages, and the sentence that names the best thread count.
///
/// `predicted` is the serial fraction that the experiment set, if it did.
pub(crate) fn curve(
    stages: &[StageRun],
    method: &str,
    predicted: Option<f64>,
    cores: u32,
) -> Option<(Curve, String)> {
    let samples: Vec<SweepSamples> = stages
        .iter()
        .map(|stage| SweepSamples {
            threads: stage.threads,
            baseline_ms: stage.wall_ms("sequential").to_vec(),
            method_ms: stage.wall_ms(method).to_vec(),
        })
        .collect();
    let sweep = Sweep::of(&samples)?;
    let point = |(point, samples): (&SweepPoint, &SweepSamples)| {
        Some(CurvePoint {
            threads: point.threads,
            median_ms: measure::median(&samples.method_ms)?,
            sequential_ms: measure::median(&samples.baseline_ms)?,
            speed_up: point.speed_up.value,
            speed_up_low: point.speed_up.low,
            speed_up_high: point.speed_up.high,
            efficiency: point.efficiency,
            karp_flatt: point.karp_flatt,
        })
    };
    // Amdahl's p is processors, and threads beyond the cores add none.
    let processors: Vec<(u32, f64)> =
        sweep.points.iter().map(|p| (p.threads.min(cores), p.speed_up.value)).collect();
    let curve = Curve {
        points: sweep.points.iter().zip(&samples).map(point).collect::<Option<_>>()?,
        amdahl: measure::fit_amdahl(&processors).map(|fit| AmdahlRecord {
            serial_fraction: fit.serial_fraction,
            interval: fit.interval,
        }),
        usl: sweep.usl.as_ref().map(|fit| UslRecord {
            contention: fit.contention,
            coherency: fit.coherency,
            rate: fit.rate,
            peak_threads: fit.peak,
        }),
        predicted_serial_fraction: predicted,
        best_threads: sweep.best_threads,
    };
    let sentence = sweep.sentence(cores);
    Some((curve, sentence))
}

/// Seed of every bootstrap: the same samples give the same interval on every machine.
const SEED: u64 = 1;
