//! Adding the block sums, in one order and with little loss.

use std::ops::Range;

use crate::kernel::Grid;
use crate::{Integrand, Kernel};

/// The sum of `block_sums` from first to last, with the rounding error of every addition carried
/// along and added at the end. The same slice gives the same bits on every machine.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
/// Zeitschrift für Angewandte Mathematik und Mechanik 54, 1974.
#[must_use]
pub fn combine(block_sums: &[f64]) -> f64 {
    let mut sum = 0.0_f64;
    let mut lost = 0.0_f64;
    for &term in block_sums {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + lost
}

/// `acc` plus the heights of `f` at `start + i * step` for every `i` in `points`, term by term, as in
/// the slide's `s += f(a + i*dx)`. Unlike a [`crate::Problem`] it has no interval and no blocks, and
/// `step` may be negative.
#[must_use]
pub fn running_sum(f: Integrand, start: f64, step: f64, acc: f64, points: Range<u64>) -> f64 {
    Kernel::Scalar.add::<false>(f, Grid { low: start, dx: step, shift: 0.0 }, acc, points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_blocks_give_zero() {
        assert_eq!(combine(&[]).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn small_terms_survive_a_large_one() {
        // 1e100 swallows both ones in a plain sum, which gives 0. The exact sum is 2.
        assert_eq!(combine(&[1.0, 1e100, 1.0, -1e100]), 2.0);
    }

    #[test]
    fn ten_tenths_are_one() {
        // 0.1 as a double exceeds 1/10 by 5.6e-18. Ten of them exceed 1 by 5.6e-17, less than half
        // the distance from 1 to the next double (1.1e-16), so the nearest double is 1. A plain
        // sum gives 0.9999999999999999.
        assert_eq!(combine(&[0.1; 10]), 1.0);
    }
}
