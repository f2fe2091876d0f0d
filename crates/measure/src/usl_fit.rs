//! The universal scalability law fitted to measured points.

use crate::least_squares::LeastSquares;
use crate::no_fit::{NoFit, possible};
use crate::usl::Usl;

/// A term that adds less than this, relative to 1, at the largest thread count is rounding.
const NEGLIGIBLE: f64 = 1e-12;

/// Thread counts needed: one more than the coefficients, so that the scatter can be seen.
const MIN_COUNTS: usize = 4;

/// The law fitted to measured points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UslFit {
    /// The law; σ is from 0 to 1.
    pub law: Usl,
    /// The 95 % interval of σ, cut off at 0 and 1; `None` where σ is held at 0, because the best fit
    /// would have it below.
    pub contention: Option<(f64, f64)>,
    /// The 95 % interval of κ, cut off at 0; `None` where κ is held at 0 likewise.
    pub coherency: Option<(f64, f64)>,
}

/// Fits the law to `(threads, throughput)` points, in any order and any unit of throughput (a
/// speed-up will do).
///
/// `n / X` is linear in 1, `n - 1` and `n (n - 1)`, so three coefficients are found by least squares
/// in `n / X`. The last two may not be negative, as a cost below zero has no meaning and would bend
/// the curve to infinity: where one comes out negative it is held at 0 and the rest is fitted again
/// (of the four choices of what to hold, the feasible one with the least residual, which is the
/// nonnegative least-squares solution).
///
/// The intervals are those of σ = b / a and κ = c / a by the delta method, with Student's t for as
/// many degrees of freedom as there are more points than coefficients. At n threads a thread pays
/// σ + κ n for each other one, so κ times the largest thread count has the same limit on its
/// interval as σ, and both have that of [`fit_amdahl`](crate::fit_amdahl).
///
/// Points with 0 threads, or a throughput that is not positive and finite, are left out.
///
/// # Errors
///
/// Fewer than 4 distinct thread counts, an interval too wide to say anything (or a throughput at 1
/// thread that comes out not positive), both costs held at 0 because the curve rises faster than the
/// threads, or σ above 1.
///
/// Sources: Lawson and Hanson, *Solving Least Squares Problems*, Prentice-Hall, 1974, ch. 23, for
/// the nonnegative fit; Oehlert, "A Note on the Delta Method", The American Statistician 46(1), 1992.
pub fn fit_usl(points: &[(u32, f64)]) -> Result<UslFit, NoFit> {
    let usable: Vec<(f64, f64)> = points
        .iter()
        .filter(|(threads, rate)| *threads > 0 && *rate > 0.0 && rate.is_finite())
        .map(|&(threads, rate)| (f64::from(threads), rate))
        .collect();
    let mut counts: Vec<f64> = usable.iter().map(|&(n, _)| n).collect();
    counts.sort_unstable_by(f64::total_cmp);
    counts.dedup();
    if counts.len() < MIN_COUNTS {
        return Err(NoFit::TooFewPoints("at least 4 thread counts"));
    }
    let largest = counts[counts.len() - 1];
    let held = [(false, false), (false, true), (true, false), (true, true)];
    let best = held
        .iter()
        .map(|&(sigma, kappa)| Linear::of(&usable, sigma, kappa))
        .filter(|fit| fit.contention.0 >= 0.0 && fit.coherency.0 >= 0.0)
        .min_by(|left, right| left.fit.residual.total_cmp(&right.fit.residual));
    best.ok_or(NoFit::Scatter)?.law(&usable, largest)
}

/// A fit in `n / X` with some costs held at 0.
struct Linear {
    fit: LeastSquares,
    /// The coefficient of `n - 1`, and its column if it is not held.
    contention: (f64, Option<usize>),
    /// The same for `n (n - 1)`.
    coherency: (f64, Option<usize>),
}

impl Linear {
    fn of(points: &[(f64, f64)], contention_is_held: bool, coherency_is_held: bool) -> Self {
        let column = |f: &dyn Fn(f64) -> f64| points.iter().map(|&(n, _)| f(n)).collect();
        let mut columns: Vec<Vec<f64>> = vec![vec![1.0; points.len()]];
        let mut add = |is_held: bool, values: Vec<f64>| {
            if is_held {
                return None;
            }
            columns.push(values);
            Some(columns.len() - 1)
        };
        let contention = add(contention_is_held, column(&|n| n - 1.0));
        let coherency = add(coherency_is_held, column(&|n| n * (n - 1.0)));
        let fit = LeastSquares::of(columns, points.iter().map(|&(n, rate)| n / rate).collect());
        let value = |column: Option<usize>| column.map_or(0.0, |column| fit.solution[column]);
        let (b, c) = (value(contention), value(coherency));
        Self { fit, contention: (b, contention), coherency: (c, coherency) }
    }

    fn law(&self, points: &[(f64, f64)], largest: f64) -> Result<UslFit, NoFit> {
        let a = self.fit.solution[0];
        if a <= 0.0 {
            return Err(NoFit::Scatter);
        }
        let both_held = self.contention.1.is_none() && self.coherency.1.is_none();
        if both_held && points.iter().any(|&(n, rate)| (n / rate / a - 1.0).abs() > NEGLIGIBLE) {
            return Err(NoFit::FasterThanThreads);
        }
        let (contention, contention_interval) =
            self.share(self.contention, 1.0, 1.0).map_err(|reason| match reason {
                NoFit::SlowerThanSequential => NoFit::Falls,
                other => other,
            })?;
        let (scaled, coherency_interval) = self.share(self.coherency, largest, f64::INFINITY)?;
        let negligible = |cost: f64| cost * (largest - 1.0) < NEGLIGIBLE;
        let law = Usl {
            contention: if negligible(contention) { 0.0 } else { contention },
            coherency: if negligible(scaled) { 0.0 } else { scaled / largest },
            rate: 1.0 / a,
        };
        let coherency = coherency_interval.map(|(low, high)| (low / largest, high / largest));
        Ok(UslFit { law, contention: contention_interval, coherency })
    }

    /// `factor` times the ratio of a coefficient to the first one, at most `most`, with its interval.
    fn share(
        &self,
        (coefficient, column): (f64, Option<usize>),
        factor: f64,
        most: f64,
    ) -> Result<(f64, Option<(f64, f64)>), NoFit> {
        let Some(column) = column else { return Ok((0.0, None)) };
        let a = self.fit.solution[0];
        let ratio = coefficient / a;
        let mut gradient = vec![0.0; self.fit.solution.len()];
        gradient[0] = -ratio / a;
        gradient[column] = 1.0 / a;
        let half_width = self.fit.half_width(&gradient).ok_or(NoFit::Scatter)?;
        let [value, low, high] =
            [ratio, ratio - half_width, ratio + half_width].map(|x| x * factor);
        let (value, interval) = possible(value, (low, high), most)?;
        Ok((value, Some(interval)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amdahl::amdahl;

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} vs {expected}");
    }

    fn law(contention: f64, coherency: f64, rate: f64) -> Usl {
        Usl { contention, coherency, rate }
    }

    fn fitted(points: &[(u32, f64)]) -> Usl {
        fit_usl(points).unwrap().law
    }

    fn exact_points(law: Usl, threads: &[u32]) -> Vec<(u32, f64)> {
        threads.iter().map(|&n| (n, law.throughput(f64::from(n)))).collect()
    }

    /// The peak is at √(0.9 / 0.01) = √90 = 9.487.
    #[test]
    fn exact_points_give_the_coefficients_and_the_peak_back() {
        let fit = fitted(&exact_points(law(0.1, 0.01, 1000.0), &[8, 1, 2, 3, 4]));
        assert_close(fit.contention, 0.1);
        assert_close(fit.coherency, 0.01);
        assert_close(fit.rate, 1000.0);
        assert_close(fit.peak().unwrap(), 90.0_f64.sqrt());
    }

    #[test]
    fn amdahls_law_is_the_case_without_coherency_and_without_peak() {
        let points: Vec<_> = (1..=16).map(|n| (n, amdahl(0.2, n))).collect();
        let fit = fitted(&points);
        assert_close(fit.contention, 0.2);
        assert_eq!((fit.coherency, fit.peak()), (0.0, None));
    }

    /// n / X = 1, 10/11, 5/6 and 4/5 falls, so both costs would be below 0.
    #[test]
    fn better_than_linear_scaling_is_not_fitted() {
        let points = [(1, 1.0), (2, 2.2), (3, 3.6), (4, 5.0)];
        assert_eq!(fit_usl(&points), Err(NoFit::FasterThanThreads));
    }

    /// X = n / 2 exactly: no cost at all, and nothing had to be held.
    #[test]
    fn exactly_linear_scaling_has_no_cost() {
        let fit = fitted(&[(1, 0.5), (2, 1.0), (3, 1.5), (4, 2.0)]);
        assert_eq!((fit.contention, fit.coherency, fit.peak()), (0.0, 0.0, None));
        assert_close(fit.rate, 0.5);
    }

    /// n / X = 10, 12, 14, 15 over n - 1 = 0, 1, 2, 3 bends down, so κ < 0 is held at 0. The line has
    /// the mean 51/4, the slope Σ (x - 3/2) y / Σ (x - 3/2)² = (-15 - 6 + 7 + 22.5) / 5 = 17/10, and
    /// starts at 51/4 - 51/20 = 51/5, hence σ = (17/10) / (51/5) = 1/6.
    #[test]
    fn a_negative_coherency_is_held_at_zero_and_the_rest_fitted_again() {
        let points = [(1, 0.1), (2, 2.0 / 12.0), (3, 3.0 / 14.0), (4, 4.0 / 15.0)];
        let fit = fit_usl(&points).unwrap();
        assert_close(fit.law.contention, 1.0 / 6.0);
        assert_close(fit.law.rate, 5.0 / 51.0);
        assert_eq!((fit.law.coherency, fit.coherency, fit.law.peak()), (0.0, None, None));
        let (low, high) = fit.contention.unwrap();
        assert!(low < 1.0 / 6.0 && 1.0 / 6.0 < high && high - low <= 0.5, "{low} {high}");
    }

    /// n / X = 50, 50, 52, 57 over n (n - 1) = 0, 2, 6, 12: through the first three b + 2c = 0 and
    /// 2b + 6c = 2, so b = -2: it falls before it rises, and σ < 0 is held at 0. With x = 0, 2, 6, 12
    /// of mean 5 the squares are 25 + 9 + 1 + 49 = 84 and the products with y (mean 52.25)
    /// -5 × 50 - 3 × 50 + 52 + 7 × 57 = 51, so c = 51/84 = 17/28; a = 52.25 - 85/28 = 1378/28, and
    /// κ = 17/1378.
    #[test]
    fn a_negative_contention_is_held_at_zero_and_the_rest_fitted_again() {
        let points = [(1, 1.0 / 50.0), (2, 2.0 / 50.0), (3, 3.0 / 52.0), (4, 4.0 / 57.0)];
        let fit = fit_usl(&points).unwrap();
        assert_eq!((fit.law.contention, fit.contention), (0.0, None));
        assert_close(fit.law.coherency, 17.0 / 1378.0);
        assert_close(fit.law.peak().unwrap(), (1378.0_f64 / 17.0).sqrt());
    }

    /// σ = 1.5: the law falls from 1 thread on.
    #[test]
    fn contention_above_one_is_not_given() {
        for coherency in [0.0, 0.1] {
            let points = exact_points(law(1.5, coherency, 1.0), &[1, 2, 3, 4, 5]);
            assert_eq!(fit_usl(&points), Err(NoFit::Falls));
        }
    }

    /// X = 5 for every n: n / X = (1 + (n - 1)) / 5, so σ = 1 and κ = 0.
    #[test]
    fn constant_throughput_is_full_contention_without_a_peak() {
        let fit = fitted(&[(1, 5.0), (2, 5.0), (4, 5.0), (7, 5.0)]);
        assert_close(fit.contention, 1.0);
        assert_close(fit.rate, 5.0);
        assert_eq!((fit.coherency, fit.peak()), (0.0, None));
    }

    #[test]
    fn four_distinct_usable_thread_counts_are_needed() {
        let too_few: [&[(u32, f64)]; 3] = [
            &[],
            &[(1, 1.0), (2, 1.9), (2, 1.8), (3, 2.5), (1, 1.1)],
            &[(1, 1.0), (2, 1.9), (5, 3.0), (3, 0.0), (4, f64::NAN), (0, 1.0)],
        ];
        for points in too_few {
            assert!(matches!(fit_usl(points), Err(NoFit::TooFewPoints(_))), "{points:?}");
        }
    }

    /// n / X = 1, 3, 5, 7 at 2, 3, 4 and 5 threads is the line 2 (n - 1) - 1, which is -1 at 1 thread.
    #[test]
    fn points_that_imply_a_negative_throughput_at_one_thread_are_not_fitted() {
        let points = [(2, 2.0), (3, 1.0), (4, 0.8), (5, 5.0 / 7.0)];
        assert_eq!(fit_usl(&points), Err(NoFit::Scatter));
    }

    /// Four points that go up and down leave one degree of freedom, whose t is 12.7.
    #[test]
    fn points_that_scatter_are_not_fitted() {
        let points = [(1, 1.0), (2, 1.2), (3, 2.7), (4, 1.5)];
        assert_eq!(fit_usl(&points), Err(NoFit::Scatter));
    }
}
