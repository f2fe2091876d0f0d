//! One type per integrand: the same function for one point and for eight at once.

use std::simd::prelude::*;
use std::simd::{Select, StdFloat};

use crate::vector_math::{self, Lanes};

/// A function of one real variable, known at compile time so that the kernels inline it.
pub(crate) trait Function {
    /// The value at `x`.
    fn at(x: f64) -> f64;

    /// The values at the lanes of `x`. Each depends on its own lane only.
    fn at_lanes(x: Lanes) -> Lanes;
}

/// `x²`.
pub(crate) struct Square;

impl Function for Square {
    #[inline(always)]
    fn at(x: f64) -> f64 {
        x * x
    }

    #[inline(always)]
    fn at_lanes(x: Lanes) -> Lanes {
        x * x
    }
}

/// `4/(1+x²)`.
pub(crate) struct PiQuotient;

impl Function for PiQuotient {
    #[inline(always)]
    fn at(x: f64) -> f64 {
        4.0 / (1.0 + x * x)
    }

    #[inline(always)]
    fn at_lanes(x: Lanes) -> Lanes {
        Lanes::splat(4.0) / (Lanes::splat(1.0) + x * x)
    }
}

/// `sin x`.
pub(crate) struct Sin;

impl Function for Sin {
    #[inline(always)]
    fn at(x: f64) -> f64 {
        libm::sin(x)
    }

    #[inline(always)]
    fn at_lanes(x: Lanes) -> Lanes {
        vector_math::sin(x)
    }
}

/// `√(1−x²)`; 0 where rounding has carried `x` past ±1.
pub(crate) struct Circle;

impl Function for Circle {
    #[inline(always)]
    fn at(x: f64) -> f64 {
        let radicand = 1.0 - x * x;
        if radicand < 0.0 { 0.0 } else { radicand.sqrt() }
    }

    #[inline(always)]
    fn at_lanes(x: Lanes) -> Lanes {
        let zero = Lanes::splat(0.0);
        let radicand = Lanes::splat(1.0) - x * x;
        radicand.simd_lt(zero).select(zero, radicand).sqrt()
    }
}

/// `e^(−x²)`.
pub(crate) struct Gauss;

impl Function for Gauss {
    #[inline(always)]
    fn at(x: f64) -> f64 {
        libm::exp(-(x * x))
    }

    #[inline(always)]
    fn at_lanes(x: Lanes) -> Lanes {
        vector_math::exp(-(x * x))
    }
}

/// `1/(1−x) = 1 + x + x² + …`, summed until a term no longer changes the sum.
pub(crate) struct Uneven;

/// Terms after which the series is cut. No `|x| ≤ 0.99` gets there: the sum is above 1/2, a term
/// below 2⁻⁵⁵ no longer changes it, and 0.99^k < 2⁻⁵⁵ for k ≥ 3794.
const MAX_TERMS: usize = 4096;

impl Function for Uneven {
    #[inline]
    fn at(x: f64) -> f64 {
        let (mut sum, mut term) = (1.0, x);
        for _ in 0..MAX_TERMS {
            let next = sum + term;
            if next == sum {
                break;
            }
            sum = next;
            term *= x;
        }
        sum
    }

    /// Once a term has left a lane's sum alone, later ones do too: they are smaller, and those of
    /// the other sign (`x < 0`) meet a sum strictly between ½ and 1, whose neighbors are equally
    /// far on both sides. So looking at every eighth term gives the scalar result.
    #[inline]
    fn at_lanes(x: Lanes) -> Lanes {
        const STRIDE: usize = 8;
        let (mut sum, mut term) = (Lanes::splat(1.0), x);
        for _ in 0..MAX_TERMS / STRIDE {
            for _ in 1..STRIDE {
                sum += term;
                term *= x;
            }
            let next = sum + term;
            if next == sum {
                break;
            }
            sum = next;
            term *= x;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lanes that start at `x` and are a quarter of a unit apart.
    fn lanes_from(x: f64) -> Lanes {
        Lanes::from_array(std::array::from_fn(|lane| x + 0.25 * lane as f64))
    }

    fn assert_lanes_equal_scalar<F: Function>(x: Lanes) {
        let (xs, lanes) = (x.to_array(), F::at_lanes(x).to_array());
        for (x, lane) in xs.into_iter().zip(lanes) {
            assert_eq!(lane.to_bits(), F::at(x).to_bits(), "at {x}");
        }
    }

    #[test]
    fn lanes_equal_the_scalar_value_bit_for_bit_where_no_polynomial_is_involved() {
        for start in [-1.0, -0.875, 0.1] {
            assert_lanes_equal_scalar::<Square>(lanes_from(start));
            assert_lanes_equal_scalar::<PiQuotient>(lanes_from(start));
            assert_lanes_equal_scalar::<Circle>(lanes_from(start));
            assert_lanes_equal_scalar::<Uneven>(lanes_from(start) * Lanes::splat(0.99 / 2.0));
        }
        let ends = [-0.99, 0.99, 0.0, -0.0, 1e-300, -1e-17, 0.9, -0.5];
        assert_lanes_equal_scalar::<Uneven>(Lanes::from_array(ends));
    }

    #[test]
    fn looking_at_every_eighth_term_of_the_series_changes_no_bit() {
        for step in -990..=983 {
            let x = std::array::from_fn(|lane| f64::from(step + lane as i32) / 1000.0);
            assert_lanes_equal_scalar::<Uneven>(Lanes::from_array(x));
        }
        for exponent in 0..70 {
            let tiny = 0.75 * f64::from(exponent).exp2().recip();
            assert_lanes_equal_scalar::<Uneven>(Lanes::splat(tiny));
            assert_lanes_equal_scalar::<Uneven>(Lanes::splat(-tiny));
        }
    }

    #[test]
    fn the_series_converges_before_it_is_cut_on_the_whole_domain() {
        // |error| ≤ 4096 roundings of at most half an ulp; here it is far less.
        for x in [-0.99, 0.99] {
            assert!((Uneven::at(x) * (1.0 - x) - 1.0).abs() < 1e-13);
            assert!(f64::powi(0.99, MAX_TERMS as i32) < f64::EPSILON / 8.0);
        }
    }

    #[test]
    fn the_series_ends_even_where_it_diverges() {
        assert_eq!(Uneven::at(1.0), 1.0 + MAX_TERMS as f64);
        assert_lanes_equal_scalar::<Uneven>(Lanes::splat(-1.0));
    }
}
