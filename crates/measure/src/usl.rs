//! The universal scalability law: throughput limited by contention and by coherency.

/// A term that adds less than this, relative to 1, at the largest thread count is rounding.
const NEGLIGIBLE: f64 = 1e-12;

/// The universal scalability law, `X(n) = λ n / (1 + σ (n - 1) + κ n (n - 1))`.
///
/// With κ = 0 it is Amdahl's law with serial fraction σ; κ > 0 makes the throughput fall again.
///
/// Source: Gunther, "A General Theory of Computational Scalability Based on Rational Functions",
/// arXiv:0808.1431, 2008.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UslFit {
    /// σ: the cost of waiting for what only one thread may use at a time; 0 or more.
    pub contention: f64,
    /// κ: the cost of keeping every pair of threads in agreement; 0 or more.
    pub coherency: f64,
    /// λ: the throughput at 1 thread, in the unit of the points.
    pub rate: f64,
    /// The thread count at which the throughput is largest, `√((1 - σ) / κ)` but at least 1;
    /// `None` when it never falls (κ = 0 and σ ≤ 1).
    pub peak: Option<f64>,
}

impl UslFit {
    /// The throughput predicted at `threads` ≥ 1, which need not be whole (a curve is drawn with
    /// it), in the unit of the points.
    #[must_use]
    pub fn throughput(&self, threads: f64) -> f64 {
        let others = threads - 1.0;
        let cost = 1.0 + self.contention * others + self.coherency * threads * others;
        self.rate * threads / cost
    }
}

/// Fits the law to `(threads, throughput)` points, in any order and any unit of throughput (a
/// speed-up will do).
///
/// `n / X` is linear in 1, `n - 1` and `n (n - 1)`, so three coefficients are found by least squares
/// in `n / X`. The last two may not be negative, as a cost below zero has no meaning and would bend
/// the curve to infinity: where one comes out negative it is fixed at 0 and the rest is fitted again
/// (of the four choices of what to fix, the feasible one with the least residual, which is the
/// nonnegative least-squares solution). Hence data that scale better than linearly give σ = κ = 0.
///
/// Points with 0 threads, or a throughput that is not positive and finite, are left out. `None`
/// below 3 distinct thread counts, or when the throughput at 1 thread comes out not positive.
///
/// Source of the nonnegative fit: Lawson and Hanson, *Solving Least Squares Problems*,
/// Prentice-Hall, 1974, ch. 23.
#[must_use]
pub fn fit_usl(points: &[(u32, f64)]) -> Option<UslFit> {
    let usable: Vec<(f64, f64)> = points
        .iter()
        .filter(|(threads, rate)| *threads > 0 && *rate > 0.0 && rate.is_finite())
        .map(|&(threads, rate)| (f64::from(threads), rate))
        .collect();
    let mut counts: Vec<f64> = usable.iter().map(|&(n, _)| n).collect();
    counts.sort_unstable_by(f64::total_cmp);
    counts.dedup();
    if counts.len() < 3 {
        return None;
    }
    let largest = counts[counts.len() - 1];

    let ones = vec![1.0; usable.len()];
    let others: Vec<f64> = usable.iter().map(|&(n, _)| n - 1.0).collect();
    let pairs: Vec<f64> = usable.iter().map(|&(n, _)| n * (n - 1.0)).collect();
    let target: Vec<f64> = usable.iter().map(|&(n, rate)| n / rate).collect();

    let candidates = [(true, true), (true, false), (false, true), (false, false)];
    let best = candidates
        .iter()
        .map(|&(contention, coherency)| {
            let mut columns = vec![ones.clone()];
            columns.extend(contention.then(|| others.clone()));
            columns.extend(coherency.then(|| pairs.clone()));
            let (x, residual) = least_squares(columns, target.clone());
            let b = if contention { x[1] } else { 0.0 };
            let c = if coherency { x[x.len() - 1] } else { 0.0 };
            ([x[0], b, c], residual)
        })
        .filter(|([_, b, c], _)| *b >= 0.0 && *c >= 0.0)
        .min_by(|(_, left), (_, right)| left.total_cmp(right));
    let ([a, b, c], _) = best?;
    if a <= 0.0 {
        return None;
    }
    let contention = negligible_is_zero(b / a, largest - 1.0);
    let coherency = negligible_is_zero(c / a, largest * (largest - 1.0));
    let peak = if coherency > 0.0 {
        Some(((1.0 - contention).max(0.0) / coherency).sqrt().max(1.0))
    } else {
        (contention > 1.0 + NEGLIGIBLE).then_some(1.0)
    };
    Some(UslFit { contention, coherency, rate: 1.0 / a, peak })
}

/// `coefficient`, or 0 when its term at the largest thread count is mere rounding.
fn negligible_is_zero(coefficient: f64, largest_factor: f64) -> f64 {
    if coefficient * largest_factor < NEGLIGIBLE { 0.0 } else { coefficient }
}

/// The coefficients of linearly independent `columns` that come closest to `target`, and the sum of
/// the squares that remain. All columns are as long as the target.
///
/// Modified Gram–Schmidt: Björck, "Solving Linear Least Squares Problems by Gram-Schmidt
/// Orthogonalization", BIT 7, 1967.
fn least_squares(mut columns: Vec<Vec<f64>>, mut target: Vec<f64>) -> (Vec<f64>, f64) {
    let count = columns.len();
    let mut upper = vec![vec![0.0; count]; count];
    let mut solution = vec![0.0; count];
    for j in 0..count {
        let (done, rest) = columns.split_at_mut(j + 1);
        let pivot = &done[j];
        for (k, column) in rest.iter_mut().enumerate() {
            upper[j][j + 1 + k] = remove_projection(column, pivot);
        }
        solution[j] = remove_projection(&mut target, pivot);
    }
    for j in (0..count).rev() {
        for k in j + 1..count {
            solution[j] -= upper[j][k] * solution[k];
        }
    }
    (solution, dot(&target, &target))
}

/// Makes `vector` orthogonal to `direction`; the multiple of `direction` that was removed.
fn remove_projection(vector: &mut [f64], direction: &[f64]) -> f64 {
    let multiple = dot(vector, direction) / dot(direction, direction);
    for (v, d) in vector.iter_mut().zip(direction) {
        *v -= multiple * d;
    }
    multiple
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(l, r)| l * r).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amdahl::amdahl;
    use proptest::prelude::*;

    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} vs {expected}");
    }

    fn law(contention: f64, coherency: f64, rate: f64) -> UslFit {
        UslFit { contention, coherency, rate, peak: None }
    }

    fn exact_points(law: UslFit, threads: &[u32]) -> Vec<(u32, f64)> {
        threads.iter().map(|&n| (n, law.throughput(f64::from(n)))).collect()
    }

    /// σ = 0.1, κ = 0.01, λ = 1000: X(1) = 1000 and X(2) = 2000 / (1 + 0.1 + 0.02).
    #[test]
    fn the_law_predicts_these_throughputs() {
        let law = law(0.1, 0.01, 1000.0);
        assert_close(law.throughput(1.0), 1000.0);
        assert_close(law.throughput(2.0), 2000.0 / 1.12);
    }

    /// The peak is at √(0.9 / 0.01) = √90 = 9.487.
    #[test]
    fn exact_points_give_the_coefficients_and_the_peak_back() {
        let fit = fit_usl(&exact_points(law(0.1, 0.01, 1000.0), &[8, 1, 2, 3, 4])).unwrap();
        assert_close(fit.contention, 0.1);
        assert_close(fit.coherency, 0.01);
        assert_close(fit.rate, 1000.0);
        assert_close(fit.peak.unwrap(), 90.0_f64.sqrt());
    }

    #[test]
    fn amdahls_law_is_the_case_without_coherency_and_without_peak() {
        let points: Vec<_> = (1..=16).map(|n| (n, amdahl(0.2, n))).collect();
        let fit = fit_usl(&points).unwrap();
        assert_close(fit.contention, 0.2);
        assert_eq!((fit.coherency, fit.peak), (0.0, None));
    }

    /// n / X = 1, 10/11 and 5/6 falls, so both costs are fixed at 0 and 1/λ is the mean.
    #[test]
    fn better_than_linear_scaling_has_no_cost() {
        let fit = fit_usl(&[(1, 1.0), (2, 2.2), (3, 3.6)]).unwrap();
        assert_eq!((fit.contention, fit.coherency, fit.peak), (0.0, 0.0, None));
        assert_close(fit.rate, 3.0 / (1.0 + 10.0 / 11.0 + 5.0 / 6.0));
    }

    /// n / X = 1, 2, 5/2: unconstrained, b + 2c = 1 and 2b + 6c = 3/2, so c = -1/4. With c = 0 the
    /// line through (0, 1), (1, 2), (2, 5/2) has slope 3/4 and starts at 11/6 - 3/4 = 13/12, hence
    /// σ = (3/4) / (13/12) = 9/13 and λ = 12/13.
    #[test]
    fn a_negative_coherency_is_fixed_at_zero_and_the_rest_fitted_again() {
        let fit = fit_usl(&[(1, 1.0), (2, 1.0), (3, 1.2)]).unwrap();
        assert_close(fit.contention, 9.0 / 13.0);
        assert_eq!((fit.coherency, fit.peak), (0.0, None));
        assert_close(fit.rate, 12.0 / 13.0);
    }

    /// n / X = 1, 1, 8/5: unconstrained, b + 2c = 0 and 2b + 6c = 3/5, so b = -3/5. With b = 0 the
    /// line through (0, 1), (2, 1), (6, 8/5) has slope 2 / (168/9) = 3/28 and starts at
    /// 6/5 - (8/3)(3/28) = 32/35, hence κ = (3/28) / (32/35) = 15/128, peak at √(128/15).
    #[test]
    fn a_negative_contention_is_fixed_at_zero_and_the_rest_fitted_again() {
        let fit = fit_usl(&[(1, 1.0), (2, 2.0), (3, 3.0 / 1.6)]).unwrap();
        assert_eq!(fit.contention, 0.0);
        assert_close(fit.coherency, 15.0 / 128.0);
        assert_close(fit.rate, 35.0 / 32.0);
        assert_close(fit.peak.unwrap(), (128.0_f64 / 15.0).sqrt());
    }

    #[test]
    fn throughput_that_falls_from_the_start_peaks_at_one_thread() {
        let with_coherency = exact_points(law(1.5, 0.1, 1.0), &[1, 2, 3, 4]);
        assert_eq!(fit_usl(&with_coherency).unwrap().peak, Some(1.0));
        let without = exact_points(law(1.5, 0.0, 1.0), &[1, 2, 3, 4]);
        assert_eq!(fit_usl(&without).unwrap().peak, Some(1.0));
    }

    /// X = 5 for every n: n / X = (1 + (n - 1)) / 5, so σ = 1 and κ = 0.
    #[test]
    fn constant_throughput_is_full_contention_without_a_peak() {
        let fit = fit_usl(&[(1, 5.0), (2, 5.0), (4, 5.0), (7, 5.0)]).unwrap();
        assert_close(fit.contention, 1.0);
        assert_close(fit.rate, 5.0);
        assert_eq!((fit.coherency, fit.peak), (0.0, None));
    }

    #[test]
    fn three_distinct_usable_thread_counts_are_needed() {
        assert_eq!(fit_usl(&[]), None);
        assert_eq!(fit_usl(&[(1, 1.0), (2, 1.9), (2, 1.8), (1, 1.1)]), None);
        assert_eq!(fit_usl(&[(1, 1.0), (2, 1.9), (3, 0.0), (4, f64::NAN), (0, 1.0)]), None);
    }

    /// n / X = 1, 3, 5 at 2, 3 and 4 threads is the line 2 (n - 1) - 1, which is -1 at 1 thread.
    #[test]
    fn points_that_imply_a_negative_throughput_at_one_thread_are_not_fitted() {
        assert_eq!(fit_usl(&[(2, 2.0), (3, 1.0), (4, 0.8)]), None);
    }

    /// The law with σ = 0.05, κ = 0.002, λ = 100, disturbed by up to 1 %. The other implementation
    /// minimizes the error of X instead of n / X and takes nonlinear steps, so the two agree to the
    /// size of the disturbance only.
    #[test]
    fn an_independent_implementation_agrees_on_disturbed_data() {
        let threads = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
        let noise = [1.0, 0.99, 1.01, 1.0, 1.005, 0.995, 1.01, 0.99, 1.0, 1.005];
        let mut points = exact_points(law(0.05, 0.002, 100.0), &threads);
        for (point, factor) in points.iter_mut().zip(noise) {
            point.1 *= factor;
        }
        let ours = fit_usl(&points).unwrap();
        let theirs: usl::Model = points.iter().collect();
        assert!((ours.contention - theirs.sigma).abs() < 0.01, "{ours:?} {theirs:?}");
        assert!((ours.coherency - theirs.kappa).abs() < 2e-4, "{ours:?} {theirs:?}");
        assert!((ours.rate / theirs.lambda - 1.0).abs() < 0.03, "{ours:?} {theirs:?}");
    }

    proptest! {
        #[test]
        fn any_exact_law_is_found_again(
            contention in 0.0..1.0,
            coherency in 0.0..0.1,
            rate in 0.1..1e6,
        ) {
            let points = exact_points(law(contention, coherency, rate), &[1, 2, 3, 5, 8, 13, 64]);
            let fit = fit_usl(&points).unwrap();
            prop_assert!((fit.contention - contention).abs() < 1e-8);
            prop_assert!((fit.coherency - coherency).abs() < 1e-9);
            prop_assert!((fit.rate / rate - 1.0).abs() < 1e-8);
        }

        #[test]
        fn costs_are_never_negative(rates in prop::collection::vec(0.01..100.0, 3..12)) {
            let points: Vec<_> = (1..).zip(rates).collect();
            if let Some(fit) = fit_usl(&points) {
                prop_assert!(fit.contention >= 0.0 && fit.coherency >= 0.0 && fit.rate > 0.0);
                prop_assert!(fit.peak.is_none_or(|peak| peak >= 1.0));
            }
        }
    }
}
