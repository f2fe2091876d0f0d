//! Promise: the value is the one mathematics gives, to the accuracy of the rule.

use std::f64::consts::{LN_10, PI};

use proptest::prelude::*;
use quadrature::{Integrand, Kernel, Problem, Rule};

/// `f` over its default interval.
fn problem(f: Integrand, rule: Rule, kernel: Kernel, n: u64) -> Problem {
    let (a, b) = f.default_interval();
    Problem { f, a, b, n, rule, kernel }
}

fn assert_near(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{got} is not within {tolerance:e} of {want}");
}

#[test]
fn a_hundred_steps_of_x_squared_from_0_to_10_give_the_sums_known_by_hand() {
    // dx = 1/10, and Σ i² for i < 100 is 99·100·199/6 = 328 350.
    // left       dx³ Σ i²            = 328 350 / 1000                        = 328.35
    // midpoint   dx³ Σ (i² + i + ¼)  = (328 350 + 4 950 + 25) / 1000         = 333.325
    // trapezoid  left + dx·(10² − 0²)/2                        = 328.35 + 5  = 333.35
    // simpson    exact up to cubic polynomials                               = 1000/3
    for kernel in Kernel::ALL {
        let value = |rule| problem(Integrand::X2, rule, kernel, 100).sequential();
        assert_near(value(Rule::Left), 328.35, 1e-12);
        assert_near(value(Rule::Midpoint), 333.325, 1e-12);
        assert_near(value(Rule::Trapezoid), 333.35, 1e-12);
        assert_near(value(Rule::Simpson), 1000.0 / 3.0, 1e-12);
    }
}

#[test]
fn one_step_of_the_left_rule_is_one_rectangle() {
    // From 3 to 5: height 3² = 9, width 2.
    for kernel in Kernel::ALL {
        let one = Problem { a: 3.0, b: 5.0, ..problem(Integrand::X2, Rule::Left, kernel, 1) };
        assert_eq!(one.sequential(), 18.0);
    }
}

#[test]
fn default_integrals_are_the_known_constants() {
    // The rules' error bounds for these n are below 1e-12, except for the circle: its slope is
    // infinite at 1, where the last step of width h leaves an error of about h^(3/2).
    for kernel in Kernel::ALL {
        let value = |f, rule, n| problem(f, rule, kernel, n).sequential();
        assert_near(value(Integrand::X2, Rule::Simpson, 10), 1000.0 / 3.0, 1e-12);
        assert_near(value(Integrand::Pi, Rule::Simpson, 1_000), PI, 1e-14);
        assert_near(value(Integrand::Sin, Rule::Simpson, 2_000), 2.0, 1e-12);
        assert_near(value(Integrand::Circle, Rule::Midpoint, 100_000), PI / 4.0, 3e-8);
        // √π · erf 3; the ends lie so deep in the tails that midpoints converge fast, too.
        let bell = PI.sqrt() * 0.999_977_909_503_001_4;
        assert_near(value(Integrand::Gauss, Rule::Simpson, 4_000), bell, 1e-12);
        assert_near(value(Integrand::Uneven, Rule::Simpson, 20_000), LN_10, 1e-12);
    }
}

#[test]
fn halving_the_step_divides_the_error_by_2_4_4_and_16() {
    // Leading terms by Euler–Maclaurin: h/2·Δf, h²/24·Δf′, h²/12·Δf′, h⁴/180·Δf‴. None of the
    // differences is 0 for e^(−x²) between 0 and 1.
    let error = |rule, n| {
        let f = Integrand::Gauss;
        let problem = Problem { f, a: 0.0, b: 1.0, n, rule, kernel: Kernel::Simd };
        problem.sequential() - f.exact(0.0, 1.0).unwrap()
    };
    for (rule, factor) in
        [(Rule::Left, 2.0), (Rule::Midpoint, 4.0), (Rule::Trapezoid, 4.0), (Rule::Simpson, 16.0)]
    {
        let ratio = error(rule, 64) / error(rule, 128);
        assert!((ratio / factor - 1.0).abs() < 0.01, "{rule:?}: {ratio}");
    }
}

/// Bounds of |f|, |f′|, |f″| and |f⁗| between `a` and `b`.
fn bounds(f: Integrand, a: f64, b: f64) -> [f64; 4] {
    let m = a.abs().max(b.abs());
    match f {
        Integrand::X2 => [m * m, 2.0 * m, 2.0, 0.0],
        // f′ is extreme at 1/√3 (3√3/2), the others at 0.
        Integrand::Pi => [4.0, 1.5 * 3.0_f64.sqrt(), 8.0, 96.0],
        Integrand::Sin => [1.0, 1.0, 1.0, 1.0],
        Integrand::Circle => {
            let w = 1.0 - m * m; // f² at the outermost point
            [1.0, m / w.sqrt(), w.powf(-1.5), 3.0 * (1.0 + 4.0 * m * m) * w.powf(-3.5)]
        }
        // f′ is extreme at 1/√2 (√(2/e) < 0.86), the others at 0.
        Integrand::Gauss => [1.0, 0.86, 2.0, 12.0],
        Integrand::Uneven => {
            let y = 1.0 / (1.0 - a.max(b));
            [y, y.powi(2), 2.0 * y.powi(3), 24.0 * y.powi(5)]
        }
    }
}

proptest! {
    #[test]
    fn the_error_stays_within_the_bound_of_the_rule(
        f in prop::sample::select(&Integrand::ALL),
        rule in prop::sample::select(&Rule::ALL),
        kernel in prop::sample::select(&Kernel::ALL),
        (u, v) in (-1.0..1.0_f64, -1.0..1.0_f64),
        half_n in 1..1_500_u64,
    ) {
        // The circle and the series are kept away from their infinite slopes.
        let reach = if f.domain().1 <= 1.0 { 0.9 } else { 6.0 };
        let (a, b) = (u * reach, v * reach);
        let n = 2 * half_n;
        let problem = Problem { f, a, b, n, rule, kernel };

        let width = (b - a).abs();
        let h = width / n as f64;
        let [height, slope, second, fourth] = bounds(f, a, b);
        let truncation = width * match rule {
            Rule::Left => h / 2.0 * slope,
            Rule::Midpoint => h * h / 24.0 * second,
            Rule::Trapezoid => h * h / 12.0 * second,
            Rule::Simpson => h.powi(4) / 180.0 * fourth,
        };
        // A thousand units in the last place of the largest value possible.
        let rounding = 1_000.0 * f64::EPSILON * width * height;
        let error = (problem.sequential() - f.exact(a, b).unwrap()).abs();
        prop_assert!(error <= truncation + rounding, "{error:e} > {truncation:e} + {rounding:e}");
    }
}
