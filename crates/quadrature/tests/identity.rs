//! Promise: the same problem has the same bits, whoever computes it, in whatever order, anywhere.

use proptest::prelude::*;
use quadrature::{Integrand, Kernel, Problem, Rule, combine};

/// Any integrand on any interval of its domain within ±20, with an even number of steps.
fn problems() -> impl Strategy<Value = Problem> {
    let choices = (
        prop::sample::select(&Integrand::ALL),
        prop::sample::select(&Rule::ALL),
        prop::sample::select(&Kernel::ALL),
    );
    (choices, 0.0..=1.0_f64, 0.0..=1.0_f64, 1..2_000_u64).prop_map(
        |((f, rule, kernel), u, v, half_n)| {
            let (lowest, highest) = f.domain();
            let (lowest, highest) = (lowest.max(-20.0), highest.min(20.0));
            let place = |u: f64| (lowest + u * (highest - lowest)).clamp(lowest, highest);
            Problem { f, a: place(u), b: place(v), n: 2 * half_n, rule, kernel }
        },
    )
}

proptest! {
    #[test]
    fn blocks_computed_in_any_order_give_the_same_bits(
        (problem, order) in problems().prop_flat_map(|problem| {
            let blocks: Vec<u64> = (0..problem.blocks().count).collect();
            (Just(problem), Just(blocks).prop_shuffle())
        }),
    ) {
        let mut sums = vec![0.0; order.len()];
        for block in order {
            sums[block as usize] = problem.block_sum(block);
        }
        let value = problem.finish(combine(&sums));
        prop_assert_eq!(value.to_bits(), problem.sequential().to_bits());
    }

    #[test]
    fn swapping_the_ends_changes_the_sign_and_nothing_else(problem in problems()) {
        prop_assume!(problem.a != problem.b);
        let swapped = Problem { a: problem.b, b: problem.a, ..problem };
        prop_assert_eq!(swapped.sequential().to_bits(), (-problem.sequential()).to_bits());
    }

    #[test]
    fn the_scalar_kernel_may_be_interrupted_anywhere(
        problem in problems(),
        acc in -1e3..1e3_f64,
        mut cuts in prop::array::uniform3(0..=1_000_u64),
    ) {
        cuts.sort_unstable();
        let [from, middle, to] = cuts.map(|cut| cut * problem.n / 1_000);
        let problem = Problem { kernel: Kernel::Scalar, ..problem };
        let at_once = problem.add_points(acc, from..to);
        let in_parts = problem.add_points(problem.add_points(acc, from..middle), middle..to);
        prop_assert_eq!(in_parts.to_bits(), at_once.to_bits());
    }

    #[test]
    fn the_kernels_agree_up_to_rounding(problem in problems()) {
        let value = |kernel| Problem { kernel, ..problem }.sequential();
        let (scalar, simd) = (value(Kernel::Scalar), value(Kernel::Simd));
        // Heights are at most 400 (x² at 20), the width at most 40.
        prop_assert!((scalar - simd).abs() <= 16_000.0 * 100.0 * f64::EPSILON);
    }
}

#[test]
fn the_scalar_kernel_is_the_loop_of_the_slides() {
    let (a, n) = (-1.5, 1_000);
    let problem =
        Problem { f: Integrand::X2, a, b: 2.0, n, rule: Rule::Left, kernel: Kernel::Scalar };
    let dx = (2.0 - a) / 1_000.0;
    let mut s = 0.0;
    for i in 0..1_000 {
        let x = a + f64::from(i) * dx;
        s += x * x;
    }
    assert_eq!(problem.add_points(0.0, 0..n).to_bits(), s.to_bits());
    assert_eq!(problem.finish(s).to_bits(), (s * dx).to_bits());
}

/// Per integrand, over its default interval cut into 20 006 steps (not a multiple of eight): the
/// bits of the plain sum over all points by the scalar and by the SIMD kernel, and of the value
/// from the SIMD kernel's blocks. They must never change, on any machine.
const GOLDEN: [(Integrand, Rule, [u64; 3]); 6] = [
    (
        Integrand::X2,
        Rule::Left,
        [0x4124_5981_55c2_86e5, 0x4124_5981_55c2_86f7, 0x4074_d4ee_f73b_6061],
    ),
    (
        Integrand::Pi,
        Rule::Midpoint,
        [0x40ee_b056_7bf5_dbb4, 0x40ee_b056_7bf5_dbc3, 0x4009_21fb_544b_5484],
    ),
    (
        Integrand::Sin,
        Rule::Simpson,
        [0x40e2_a814_a7eb_552c, 0x40e2_a814_a7eb_551e, 0x4000_0000_0000_0001],
    ),
    (
        Integrand::Circle,
        Rule::Midpoint,
        [0x40ce_b056_8fe0_08cd, 0x40ce_b056_8fe0_08c5, 0x3fe9_21fb_649a_80d9],
    ),
    (
        Integrand::Gauss,
        Rule::Trapezoid,
        [0x40b7_15d2_4778_7fd7, 0x40b7_15d2_4778_7fb3, 0x3ffc_5bcf_8347_38d7],
    ),
    (
        Integrand::Uneven,
        Rule::Simpson,
        [0x4102_be35_cbea_6018, 0x4102_be35_cbea_6024, 0x4002_6bb1_bbb5_5519],
    ),
];

#[test]
fn golden_problems_have_the_bits_they_always_had() {
    for (f, rule, want) in GOLDEN {
        let (a, b) = f.default_interval();
        let scalar = Problem { f, a, b, n: 20_006, rule, kernel: Kernel::Scalar };
        let simd = Problem { kernel: Kernel::Simd, ..scalar };
        let sum = |problem: Problem| problem.add_points(0.0, 0..problem.n);
        let got = [sum(scalar), sum(simd), simd.sequential()].map(f64::to_bits);
        assert_eq!(got, want, "{f:?}: {got:#018x?}");
    }
}
