//! The fit of the universal scalability law against another implementation, and on any points.

use measure::{Usl, UslFit, fit_usl};
use proptest::prelude::*;

fn law(contention: f64, coherency: f64, rate: f64) -> Usl {
    Usl { contention, coherency, rate }
}

fn fitted(points: &[(u32, f64)]) -> Usl {
    fit_usl(points).expect("the points obey a law").law
}

fn exact_points(law: Usl, threads: &[u32]) -> Vec<(u32, f64)> {
    threads.iter().map(|&n| (n, law.throughput(f64::from(n)))).collect()
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
    let ours = fitted(&points);
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
        let fit = fitted(&points);
        prop_assert!((fit.contention - contention).abs() < 1e-8);
        prop_assert!((fit.coherency - coherency).abs() < 1e-9);
        prop_assert!((fit.rate / rate - 1.0).abs() < 1e-8);
    }

    #[test]
    fn costs_are_possible_and_lie_in_their_intervals(
        rates in prop::collection::vec(0.01..100.0, 1..12),
    ) {
        let points: Vec<_> = (1..).zip(rates).collect();
        if let Ok(UslFit { law, contention, coherency }) = fit_usl(&points) {
            prop_assert!((0.0..=1.0).contains(&law.contention));
            prop_assert!(law.coherency >= 0.0 && law.rate > 0.0);
            prop_assert!(law.peak().is_none_or(|peak| peak >= 1.0));
            let largest = points.len() as f64;
            for (cost, interval, unit) in
                [(law.contention, contention, 1.0), (law.coherency, coherency, largest)]
            {
                if let Some((low, high)) = interval {
                    prop_assert!(0.0 <= low && low <= cost + 1e-12 && cost <= high);
                    prop_assert!((high - low) * unit <= 0.5 + 1e-12);
                } else {
                    prop_assert_eq!(cost, 0.0);
                }
            }
        }
    }
}
