//! The laws of Amdahl and Gustafson, and the serial fraction that measured speed-ups imply.

use statrs::distribution::{ContinuousCDF, StudentsT};

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
    /// The serial fraction, exactly as it comes out of the fit: slightly below 0 when the speed-ups
    /// exceed the thread counts, above 1 when more threads are slower than one.
    pub serial_fraction: f64,
    /// The lower and upper end of the 95 % interval; `None` for a single point, whose scatter cannot
    /// be seen.
    pub interval: Option<(f64, f64)>,
    /// How many points the fit rests on.
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
/// positive and finite. `None` when no point is left.
///
/// ```
/// let fit = measure::fit_amdahl(&[(2, 4.0 / 3.0), (3, 1.5)]).expect("two points above 1 thread");
/// assert!((fit.serial_fraction - 0.5).abs() < 1e-12);
/// ```
#[must_use]
pub fn fit_amdahl(points: &[(u32, f64)]) -> Option<AmdahlFit> {
    let line: Vec<(f64, f64)> = points
        .iter()
        .filter(|(threads, speed_up)| *threads > 1 && *speed_up > 0.0 && speed_up.is_finite())
        .map(|&(threads, speed_up)| {
            let share = 1.0 / f64::from(threads);
            (1.0 - share, 1.0 / speed_up - share)
        })
        .collect();
    if line.is_empty() {
        return None;
    }
    let xx: f64 = line.iter().map(|(x, _)| x * x).sum();
    let xy: f64 = line.iter().map(|(x, y)| x * y).sum();
    let serial_fraction = xy / xx;
    let interval = (line.len() > 1).then(|| {
        let freedom = (line.len() - 1) as f64;
        let residual: f64 = line.iter().map(|(x, y)| (y - serial_fraction * x).powi(2)).sum();
        let half_width = student_t_975(freedom) * (residual / freedom / xx).sqrt();
        (serial_fraction - half_width, serial_fraction + half_width)
    });
    Some(AmdahlFit { serial_fraction, interval, points: line.len() })
}

/// The 97.5 % quantile of Student's t for `freedom` ≥ 1: 95 % of the mass lies within ± it.
fn student_t_975(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom)
        .expect("the scale and the degrees of freedom are positive")
        .inverse_cdf(0.975)
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

    /// For 1 degree of freedom the distribution function is 1/2 + atan(t) / π, so
    /// t = tan(0.475 π) = 12.706; for 2 it is 1/2 + t / (2 √(2 + t²)), so
    /// t = 0.95 / √(2 × 0.975 × 0.025) = 4.3027.
    #[test]
    fn the_student_quantile_agrees_with_its_closed_forms() {
        assert_close(student_t_975(1.0), (0.475 * std::f64::consts::PI).tan());
        assert_close(student_t_975(2.0), 0.95 / (2.0_f64 * 0.975 * 0.025).sqrt());
    }

    /// Two points at p = 2, so x = 1/2 twice. Speed-ups 4/3 and 8/5 give y = 3/4 - 1/2 = 1/4 and
    /// 5/8 - 1/2 = 1/8, that is s = 1/2 and s = 1/4; the slope is (1/8 + 1/16) / (1/2) = 3/8.
    /// Residuals ± 1/16, their squares sum to 1/128, one degree of freedom, xx = 1/2:
    /// se = √(1/64) = 1/8, and the half-width is 12.706 / 8.
    #[test]
    fn the_interval_of_two_disagreeing_points_is_this_wide() {
        let fit = fit_amdahl(&[(2, 4.0 / 3.0), (2, 1.6)]).unwrap();
        assert_close(fit.serial_fraction, 0.375);
        let half_width = (0.475 * std::f64::consts::PI).tan() / 8.0;
        let (low, high) = fit.interval.unwrap();
        assert_close(low, 0.375 - half_width);
        assert_close(high, 0.375 + half_width);
        assert_eq!(fit.points, 2);
    }

    #[test]
    fn one_point_gives_a_fraction_without_an_interval() {
        let fit = fit_amdahl(&[(1, 0.98), (4, 2.0)]).unwrap();
        assert_close(fit.serial_fraction, 1.0 / 3.0); // Karp–Flatt: (1/2 - 1/4) / (3/4)
        assert_eq!((fit.interval, fit.points), (None, 1));
    }

    /// (1/2.5 - 1/2) / (1/2) = -0.2.
    #[test]
    fn a_speed_up_above_the_thread_count_gives_a_negative_fraction() {
        assert_close(fit_amdahl(&[(2, 2.5)]).unwrap().serial_fraction, -0.2);
    }

    #[test]
    fn nothing_is_fitted_without_a_usable_point_above_one_thread() {
        assert_eq!(fit_amdahl(&[]), None);
        assert_eq!(fit_amdahl(&[(1, 1.0), (0, 2.0)]), None);
        assert_eq!(fit_amdahl(&[(2, 0.0), (3, f64::NAN), (4, f64::INFINITY)]), None);
    }

    proptest! {
        #[test]
        fn exact_points_give_the_fraction_back(
            serial in 0.0..=1.0,
            threads in prop::collection::vec(1..=128u32, 2..20),
        ) {
            let points: Vec<_> = threads.iter().map(|&p| (p, amdahl(serial, p))).collect();
            if let Some(fit) = fit_amdahl(&points) {
                prop_assert!((fit.serial_fraction - serial).abs() < 1e-12);
                if let Some((low, high)) = fit.interval {
                    prop_assert!(low <= fit.serial_fraction && fit.serial_fraction <= high);
                    prop_assert!(high - low < 1e-9);
                }
            } else {
                prop_assert!(threads.iter().all(|&p| p == 1));
            }
        }
    }
}
