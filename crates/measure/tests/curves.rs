//! Made-up curves of every shape: each figure is recomputed from the samples by other means, and each
//! word must agree with the intervals.

use measure::{NoFit, Standing, Sweep, SweepSamples};
use proptest::prelude::*;

/// Samples of a curve: `speed_up` per thread count from 1 on, each sample disturbed by its factor.
fn samples(speed_ups: &[f64], noise: &[f64]) -> Vec<SweepSamples> {
    let disturbed = |ms: f64, from: usize| -> Vec<f64> {
        (0..5).map(|i| ms * noise[(from + i) % noise.len()]).collect()
    };
    (1..)
        .zip(speed_ups)
        .map(|(threads, speed_up)| SweepSamples {
            threads,
            baseline_ms: disturbed(100.0, threads as usize * 10),
            method_ms: disturbed(100.0 / speed_up, threads as usize * 10 + 5),
        })
        .collect()
}

fn exact(speed_ups: &[f64]) -> Sweep {
    Sweep::of(&samples(speed_ups, &[1.0]), 64).expect("every duration is positive")
}

/// The middle one of five.
fn middle(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[2]
}

/// Everything that must hold for any curve of five samples each.
fn check(samples: &[SweepSamples], cores: u32) {
    let sweep = Sweep::of(samples, cores).expect("every duration is positive");
    let points = &sweep.points;
    for (point, samples) in points.iter().zip(samples) {
        let (baseline, method) = (middle(&samples.baseline_ms), middle(&samples.method_ms));
        assert_eq!((point.baseline_ms, point.method_ms), (baseline, method));
        assert_eq!(point.speed_up.value, baseline / method);
        assert!(point.speed_up.low <= point.speed_up.value);
        assert!(point.speed_up.value <= point.speed_up.high);
        let alone = measure::speed_up(&samples.baseline_ms, &samples.method_ms);
        assert_eq!(alone, Some(point.speed_up), "one measurement has one interval");
        assert!(point.karp_flatt.is_none_or(|part| (0.0..=1.0).contains(&part)));
    }
    if let Ok(fit) = sweep.amdahl {
        let (low, high) = fit.interval;
        assert!(0.0 <= low && low <= fit.serial_fraction);
        assert!(fit.serial_fraction <= high && high <= 1.0 && high - low <= 0.5, "{fit:?}");
    }
    if let Ok(fit) = sweep.usl {
        assert!((0.0..=1.0).contains(&fit.law.contention) && fit.law.coherency >= 0.0, "{fit:?}");
        assert!(fit.contention.is_none_or(|(low, high)| high - low <= 0.5), "{fit:?}");
    }
    let best = points.iter().find(|p| p.threads == sweep.best_threads).expect("it was measured");
    let faster = points.iter().filter(|p| p.speed_up.low > best.speed_up.high).count();
    assert_eq!(faster, 0, "none is measurably faster than the one to take");
    for smaller in points.iter().filter(|p| p.threads < best.threads) {
        let beaten = points.iter().any(|p| p.speed_up.low > smaller.speed_up.high);
        assert!(beaten, "{} would do", smaller.threads);
    }
    words_agree(&sweep, &sweep.sentence(cores));
}

/// Every adjective of the sentence against the intervals.
fn words_agree(sweep: &Sweep, sentence: &str) {
    let points = &sweep.points;
    let best =
        points.iter().find(|p| p.threads == sweep.best_threads).expect("it was measured").speed_up;
    let others = || points.iter().filter(|p| p.threads != sweep.best_threads);
    let all_others_slower = others().all(|p| p.speed_up.high < best.low);
    let any_beats_sequential = points.iter().any(|p| p.speed_up.low > 1.0);
    if points.len() == 1 {
        assert!(sentence.starts_with("Only one thread count"), "{sentence}");
        return;
    }
    assert_eq!(sweep.standing.is_some(), any_beats_sequential, "{sentence}");
    assert_eq!(sentence.contains(" best here"), sweep.standing == Some(Standing::Best));
    assert_eq!(sentence.contains(" enough here"), sweep.standing == Some(Standing::Enough));
    if sentence.contains(" best here") || sentence.contains("every other count is slower") {
        assert!(all_others_slower, "{sentence}");
    }
    if sentence.contains("The sequential program is faster") {
        assert!(points.iter().all(|p| p.speed_up.high < 1.0), "{sentence}");
    }
    if sentence.contains("still rising") {
        let last = points.last().expect("there are two or more").threads;
        assert!(all_others_slower && sweep.best_threads == last, "{sentence}");
    }
    if sentence.contains("are slower") {
        let mut beyond = others().filter(|p| p.threads > sweep.best_threads);
        assert!(beyond.all(|p| p.speed_up.high < best.low), "{sentence}");
    }
}

/// S = p²: every serial fraction 1/S - 1/p is negative.
#[test]
fn a_superlinear_curve_has_no_law_but_a_best_count() {
    let sweep = exact(&[1.0, 4.0, 9.0, 16.0]);
    assert_eq!(sweep.amdahl, Err(NoFit::FasterThanThreads));
    assert_eq!(sweep.usl.map(|_| ()), Err(NoFit::FasterThanThreads));
    assert!(sweep.points.iter().all(|point| point.karp_flatt.is_none()));
    assert_eq!((sweep.best_threads, sweep.standing), (4, Some(Standing::Best)));
}

/// S = 1: everything is serial. S = 0.94, the figure of the page: more than everything would be.
#[test]
fn a_flat_curve_is_all_serial_or_slower_than_sequential() {
    let sweep = exact(&[1.0; 4]);
    assert_eq!(sweep.amdahl.unwrap().serial_fraction, 1.0);
    assert!((sweep.usl.unwrap().law.contention - 1.0).abs() < 1e-9);
    assert_eq!((sweep.best_threads, sweep.standing), (1, None));
    let slower = exact(&[0.94; 4]);
    assert_eq!(slower.amdahl, Err(NoFit::SlowerThanSequential));
    assert!(slower.points.iter().all(|point| point.karp_flatt.is_none()));
    assert!(slower.sentence(4).starts_with("The sequential program is faster here"));
}

/// The serial fraction of 0.5 at 2 threads would be 2/0.5 - 1 = 3.
#[test]
fn a_falling_curve_has_no_serial_part() {
    let sweep = exact(&[0.63, 0.5, 0.4, 0.3]);
    assert_eq!(sweep.amdahl, Err(NoFit::SlowerThanSequential));
    assert_eq!((sweep.best_threads, sweep.standing), (1, None));
    assert_eq!(
        sweep.sentence(4),
        "The sequential program is faster here than any thread count: 1 thread is 0.63 times as \
         fast as it (0.63 to 0.63), and every other count is slower."
    );
}

/// Serial fractions: 2/1.9 - 1 = 0.05 at 2 threads, (1/1.1 - 1/3) / (2/3) = 0.86 at 3.
#[test]
fn a_curve_that_jumps_up_and_down_is_not_fitted() {
    let sweep = exact(&[1.0, 1.9, 1.1, 2.6, 0.9]);
    assert_eq!(sweep.amdahl, Err(NoFit::Scatter));
    assert_eq!(sweep.usl.map(|_| ()), Err(NoFit::Scatter));
}

#[test]
fn one_point_is_no_curve() {
    for speed_up in [0.5, 1.0, 3.0] {
        let sweep = exact(&[speed_up]);
        assert!(matches!(sweep.amdahl, Err(NoFit::TooFewPoints(_))));
        assert!(matches!(sweep.usl, Err(NoFit::TooFewPoints(_))));
        assert_eq!((sweep.best_threads, sweep.standing), (1, None));
    }
}

/// Amdahl's law with 20 % serial work, exactly: both laws find it.
#[test]
fn a_curve_that_obeys_amdahls_law_has_both_laws() {
    let speed_ups: Vec<f64> = (1..=6).map(|n| measure::amdahl(0.2, n)).collect();
    let sweep = exact(&speed_ups);
    assert!((sweep.amdahl.unwrap().serial_fraction - 0.2).abs() < 1e-12);
    assert!((sweep.usl.unwrap().law.contention - 0.2).abs() < 1e-6);
}

proptest! {
    #[test]
    fn any_curve_has_figures_and_words_that_agree(
        speed_ups in prop::collection::vec(0.05..20.0, 1..9),
        noise in prop::collection::vec(0.7..1.4, 100),
        cores in 1..9u32,
    ) {
        check(&samples(&speed_ups, &noise), cores);
    }

    /// n to the power of more than 1 is superlinear, of 0 flat, below 0 falling.
    #[test]
    fn curves_that_rise_stay_or_fall_have_figures_and_words_that_agree(
        power in -1.0..1.5,
        first in 0.5..1.2,
        counts in 1..9u32,
        noise in prop::collection::vec(0.95..1.05, 100),
        cores in 1..9u32,
    ) {
        let speed_ups: Vec<f64> =
            (1..=counts).map(|n| first * f64::from(n).powf(power)).collect();
        check(&samples(&speed_ups, &noise), cores);
        check(&samples(&speed_ups, &[1.0]), cores);
    }
}
