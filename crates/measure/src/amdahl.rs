//! The laws of Amdahl and Gustafson, and the serial fraction that measured speed-ups imply.

use crate::least_squares::LeastSquares;
use crate::no_fit::{NoFit, possible};

/// Amdahl's law: the speed-up of a fixed amount of work, `1 / (s + (1 - s) / p)`.
///
/// `serial_fraction` is the part of the one-thread time that cannot be shared, from 0 to 1;
/// `threads` is at least 1.
///
/// Source: Amdahl, "Validity of the Single Processor Approach to Achieving Large Scale Computing
/// Capabilities", AFIPS Spring Joint Computer Conference, 1967.
#[must_use]
pub fn amdahl(serial_fraction: f64, threads: u32) -> f64 {
    1.0 / (serial_fraction + (1.0 - serial_fraction) / f64::from(threads))
}

/// Gustafson's law: the speed-up when the shared work grows with the threads, `p - s (p - 1)`.
///
/// `serial_fraction` is the part of the time *on `threads` threads* that is serial, from 0 to 1.
///
/// Source: Gustafson, "Reevaluating Amdahl's Law", Communications of the ACM 31(5), 1988.
#[must_use]
pub fn gustafson(serial_fraction: f64, threads: u32) -> f64 {
    f64::from(threads) - serial_fraction * (f64::from(threads) - 1.0)
}

/// Amdahl's law fitted to measured speed-ups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AmdahlFit {
    /// The serial fraction, from 0 to 1.
    pub serial_fraction: f64,
    /// The lower and upper end of its 95 % interval, cut off at 0 and 1 and at most half as wide as
    /// that.
    pub interval: (f64, f64),
    /// How many points the fit rests on, at least 2.
    pub points: usize,
}

/// Fits the serial fraction to `(threads, speed-up)` points.
///
/// With `T(p) / T(1) = 1 / S`, the law is a straight line in 1/p through (1, 1),
/// `1/S - 1/p = s (1 - 1/p)`, so `s` is a one-parameter least-squares slope. Its interval is
/// `s ± t · se` with Student's t for one degree of freedom less than points; it tells how far the
/// points scatter about the law, not how noisy each of them is.
///
/// Points at 1 thread lie on the line by definition and are left out, as are speed-ups that are not
/// positive and finite.
///
/// # Errors
///
/// Fewer than 2 points are left, the interval is too wide to say anything, or the slope is below 0
/// (the points rise faster than the threads) or above 1 (they are slower than sequential).
///
/// ```
/// let fit = measure::fit_amdahl(&[(2, 4.0 / 3.0), (3, 1.5)]).expect("two points on one law");
/// assert!((fit.serial_fraction - 0.5).abs() < 1e-12);
/// ```
pub fn fit_amdahl(points: &[(u32, f64)]) -> Result<AmdahlFit, NoFit> {
    let (x, y): (Vec<f64>, Vec<f64>) = points
        .iter()
        .filter(|(threads, speed_up)| *threads > 1 && *speed_up > 0.0 && speed_up.is_finite())
        .map(|&(threads, speed_up)| {
            let share = 1.0 / f64::from(threads);
            (1.0 - share, 1.0 / speed_up - share)
        })
        .unzip();
    let points = x.len();
    if points < 2 {
        return Err(NoFit::TooFewPoints("at least 2 points on more than one core"));
    }
    let line = LeastSquares::of(vec![x], y);
    let slope = line.solution[0];
    let half_width = line.half_width(&[1.0]).ok_or(NoFit::Scatter)?;
    let (serial_fraction, interval) =
        possible(slope, (slope - half_width, slope + half_width), 1.0)?;
    Ok(AmdahlFit { serial_fraction, interval, points })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} vs {expected}");
    }

    /// s = 0.1 on 4 threads: 1 / (0.1 + 0.9 / 4) = 1 / 0.325 = 40 / 13 = 3.0769.
    #[test]
    fn a_tenth_serial_limits_four_threads_to_forty_thirteenths() {
        assert_close(amdahl(0.1, 4), 40.0 / 13.0);
        assert_close(amdahl(0.0, 4), 4.0);
        assert_close(amdahl(1.0, 4), 1.0);
    }

    /// s = 0.1 on 4 threads: 4 - 0.1 × 3 = 3.7.
    #[test]
    fn a_tenth_serial_gives_a_scaled_speed_up_of_three_point_seven() {
        assert_close(gustafson(0.1, 4), 3.7);
        assert_close(gustafson(0.5, 1), 1.0);
    }

    /// Points at p = 2, so x = 1/2. Speed-ups 4/3 and 32/23 give y = 3/4 - 1/2 = 8/32 and
    /// 23/32 - 16/32 = 7/32, that is s = 16/32 and 14/32; the slope is their mean, 15/32. Residuals
    /// ± 1/64, their squares sum to 1/2048, one degree of freedom, xx = 1/2: se = √(1/1024) = 1/32,
    /// and the half-width is 12.706 / 32 = 0.397: from 0.0717 to 0.866, which is too wide. With a
    /// second pair of the same the squares sum to 1/1024 over 3 degrees and xx is 1, so
    /// se = √(1/3072) = 0.01804; t for 3 degrees is 3.1824 (table of Student's t).
    #[test]
    fn the_interval_narrows_with_the_points_until_the_fit_is_given() {
        let pair = [(2, 4.0 / 3.0), (2, 32.0 / 23.0)];
        assert_eq!(fit_amdahl(&pair), Err(NoFit::Scatter));
        let fit = fit_amdahl(&[pair, pair].concat()).unwrap();
        assert_close(fit.serial_fraction, 15.0 / 32.0);
        let (low, high) = fit.interval;
        let half_width = 3.1824 / 3072.0_f64.sqrt();
        assert!((low - (15.0 / 32.0 - half_width)).abs() < 1e-5, "{low}");
        assert!((high - (15.0 / 32.0 + half_width)).abs() < 1e-5, "{high}");
        assert_eq!(fit.points, 4);
    }

    /// (1/2.5 - 1/2) / (1/2) = -0.2 twice, and (1/0.8 - 1/2) / (1/2) = 1.5 twice.
    #[test]
    fn a_fraction_outside_0_to_1_is_not_given() {
        assert_eq!(fit_amdahl(&[(2, 2.5), (2, 2.5)]), Err(NoFit::FasterThanThreads));
        assert_eq!(fit_amdahl(&[(2, 0.8), (2, 0.8)]), Err(NoFit::SlowerThanSequential));
    }

    #[test]
    fn nothing_is_fitted_without_two_usable_points_above_one_thread() {
        let unusable: [&[(u32, f64)]; 4] = [
            &[],
            &[(1, 1.0), (0, 2.0)],
            &[(1, 0.98), (4, 2.0)],
            &[(2, 0.0), (3, f64::NAN), (4, f64::INFINITY)],
        ];
        for points in unusable {
            assert!(matches!(fit_amdahl(points), Err(NoFit::TooFewPoints(_))), "{points:?}");
        }
    }

    proptest! {
        #[test]
        fn exact_points_give_the_fraction_back(
            serial in 0.0..=1.0,
            threads in prop::collection::vec(1..=128u32, 2..20),
        ) {
            let points: Vec<_> = threads.iter().map(|&p| (p, amdahl(serial, p))).collect();
            if let Ok(fit) = fit_amdahl(&points) {
                prop_assert!((fit.serial_fraction - serial).abs() < 1e-12);
                let (low, high) = fit.interval;
                prop_assert!(low <= fit.serial_fraction && fit.serial_fraction <= high);
                prop_assert!(high - low < 1e-9);
            } else {
                prop_assert!(threads.iter().filter(|&&p| p > 1).count() < 2);
            }
        }
    }
}
