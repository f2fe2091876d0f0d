//! From the stages of a run to its speed-up curve.

use measure::{AmdahlFit, Interval, NoFit, Standing, Sweep, SweepPoint, SweepSamples, UslFit};
use trace::wire::{AmdahlRecord, Curve, CurvePoint, StageRun, UslRecord};

/// Ratio of the medians of the sequential program and `method` in one stage, with its 95 % interval.
pub(crate) fn speed_up(stage: &StageRun, method: &str) -> Option<Interval> {
    measure::speed_up(stage.wall_ms("sequential"), stage.wall_ms(method))
}

/// The curve over all stages, and the sentence that names the thread count to take.
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
    let sweep = Sweep::of(&samples, cores)?;
    let (amdahl, amdahl_reason) = given(sweep.amdahl, amdahl_record);
    let (usl, usl_reason) = given(sweep.usl, usl_record);
    let curve = Curve {
        points: sweep.points.iter().map(point).collect(),
        amdahl,
        amdahl_reason,
        usl,
        usl_reason,
        predicted_serial_fraction: predicted,
        best_threads: sweep.best_threads,
        standing: sweep.standing.map(Standing::name).map(str::to_owned),
    };
    let sentence = sweep.sentence(cores);
    Some((curve, sentence))
}

/// The record of a fit, or why there is none.
fn given<F, R>(fit: Result<F, NoFit>, record: fn(F) -> R) -> (Option<R>, Option<String>) {
    match fit {
        Ok(fit) => (Some(record(fit)), None),
        Err(reason) => (None, Some(reason.to_string())),
    }
}

fn point(point: &SweepPoint) -> CurvePoint {
    CurvePoint {
        threads: point.threads,
        median_ms: point.method_ms,
        sequential_ms: point.baseline_ms,
        speed_up: point.speed_up.value,
        speed_up_low: point.speed_up.low,
        speed_up_high: point.speed_up.high,
        efficiency: point.efficiency,
        karp_flatt: point.karp_flatt,
    }
}

fn amdahl_record(fit: AmdahlFit) -> AmdahlRecord {
    AmdahlRecord { serial_fraction: fit.serial_fraction, interval: Some(fit.interval) }
}

fn usl_record(fit: UslFit) -> UslRecord {
    UslRecord {
        contention: fit.law.contention,
        contention_interval: fit.contention,
        coherency: fit.law.coherency,
        coherency_interval: fit.coherency,
        rate: fit.law.rate,
        peak_threads: fit.law.peak(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::wire::Samples;

    fn stage(threads: u32, sequential_ms: &[f64], pool_ms: &[f64]) -> StageRun {
        let samples = |variant: &str, threads, wall_ms: &[f64]| Samples {
            variant: variant.to_owned(),
            threads,
            wall_ms: wall_ms.to_vec(),
            warm_up_ms: vec![],
        };
        StageRun {
            threads,
            samples: vec![
                samples("pool", threads, pool_ms),
                samples("sequential", 1, sequential_ms),
            ],
            ..StageRun::default()
        }
    }

    /// Each stage has a baseline of its own: 10 / 5 = 2 and 12 / 4 = 3.
    #[test]
    fn every_point_is_the_ratio_of_the_two_medians_beside_it_and_has_one_interval() {
        let stages = [
            stage(2, &[10.0, 9.0, 11.0], &[5.0, 6.0, 4.0]),
            stage(4, &[12.0, 13.0, 11.0], &[4.0, 4.5, 3.5]),
        ];
        let (curve, _) = curve(&stages, "pool", None, 4).unwrap();
        let ratios: Vec<f64> = curve.points.iter().map(|p| p.speed_up).collect();
        assert_eq!(ratios, [2.0, 3.0]);
        for (point, stage) in curve.points.iter().zip(&stages) {
            assert_eq!(point.speed_up, point.sequential_ms / point.median_ms);
            let alone = speed_up(stage, "pool").unwrap();
            assert_eq!((point.speed_up_low, point.speed_up_high), (alone.low, alone.high));
        }
    }

    /// A stage without samples has no point; the others keep their medians.
    #[test]
    fn a_stage_without_a_speed_up_shifts_no_figures() {
        let stages = [stage(1, &[], &[]), stage(2, &[10.0; 3], &[5.0; 3])];
        let (curve, _) = curve(&stages, "pool", None, 4).unwrap();
        let point = &curve.points[0];
        assert_eq!((point.threads, point.sequential_ms, point.median_ms), (2, 10.0, 5.0));
    }

    /// Constant 1.25: n / X is 0.8 n, so contention is 100 %. Amdahl's x = 1 - 1/p is 1/2, 2/3 and
    /// 3/4, y = 0.8 - 1/p is 3/10, 7/15 and 11/20: Σxy = 0.8736 and Σxx = 1.2569, so s = 0.6950.
    #[test]
    fn a_law_is_given_or_the_reason_why_it_is_not() {
        let flat: Vec<_> = (1..=4).map(|n| stage(n, &[10.0; 3], &[8.0; 3])).collect();
        let (curve, _) = curve(&flat, "pool", None, 4).unwrap();
        assert!((curve.amdahl.unwrap().serial_fraction - 0.6950).abs() < 1e-4);
        assert_eq!(curve.amdahl_reason, None);
        assert!((curve.usl.unwrap().contention - 1.0).abs() < 1e-9);
        assert_eq!(curve.usl_reason, None);
        let (short, _) = super::curve(&flat[..2], "pool", None, 4).unwrap();
        assert_eq!((short.amdahl, short.usl), (None, None));
        let reason = "it needs at least 2 points on more than one core";
        assert_eq!(short.amdahl_reason.as_deref(), Some(reason));
    }
}
