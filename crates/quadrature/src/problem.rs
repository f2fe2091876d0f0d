//! One integral to compute: its blocks, their sums, and the value they give.

use std::ops::Range;

use crate::kernel::Grid;
use crate::{Integrand, Kernel, Rule, combine};

/// A definite integral and the way to compute it.
///
/// The fields are taken as they are. The caller sees to it that `a`, `b` and `b − a` are finite,
/// `a` and `b` are in the domain of `f`, `n` is at least 1 and at most 2⁵⁰ (so that point numbers
/// are exact in a double), and `n` is even for [`Rule::Simpson`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Problem {
    /// The function.
    pub f: Integrand,
    /// Where the integral begins.
    pub a: f64,
    /// Where it ends; below `a`, the value is exactly the negative of the swapped integral's.
    pub b: f64,
    /// Number of steps the interval is cut into.
    pub n: u64,
    /// How a step becomes a term of the sum.
    pub rule: Rule,
    /// How the terms are summed.
    pub kernel: Kernel,
}

/// The cut of the points `0..n` into blocks, the units of work that are never cut again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// Points per block, a multiple of 8; the last block may have fewer.
    pub len: u64,
    /// Number of blocks.
    pub count: u64,
}

impl Blocks {
    /// Blocks aimed at: enough to share among many threads, few enough to combine in no time.
    const TARGET: u64 = 256;
    /// Most points per block, a fraction of a millisecond of work.
    const MAX_LEN: u64 = 65_536;
}

impl Problem {
    /// The blocks, which depend on `n` only: about 256 of them, or more where one would exceed
    /// 65 536 points.
    #[must_use]
    pub fn blocks(&self) -> Blocks {
        let len = self.n.div_ceil(Blocks::TARGET).next_multiple_of(8).clamp(8, Blocks::MAX_LEN);
        Blocks { len, count: self.n.div_ceil(len) }
    }

    /// The points of block number `block`, which is below `blocks().count`.
    #[must_use]
    pub fn block_points(&self, block: u64) -> Range<u64> {
        let Blocks { len, count } = self.blocks();
        debug_assert!(block < count, "block {block} of {count}");
        block * len..((block + 1) * len).min(self.n)
    }

    /// `acc` plus the weighted heights of `f` at the given points, a part of `0..n`.
    ///
    /// The scalar kernel continues `acc` term by term, as in the slide's `s += f(a + i*dx)`, so a
    /// range may be cut anywhere without changing a bit. The SIMD kernel sums eight lanes and adds
    /// them to `acc` in a fixed order; its bits depend on where the range is cut.
    #[must_use]
    pub fn add_points(&self, acc: f64, points: Range<u64>) -> f64 {
        debug_assert!(points.start <= points.end && points.end <= self.n, "{points:?}");
        let grid = Grid { low: self.low(), dx: self.dx(), shift: self.rule.shift() };
        match self.rule {
            Rule::Simpson => self.kernel.add::<true>(self.f, grid, acc, points),
            Rule::Left | Rule::Midpoint | Rule::Trapezoid => {
                self.kernel.add::<false>(self.f, grid, acc, points)
            }
        }
    }

    /// The weighted sum over block number `block`, which is below `blocks().count`.
    #[must_use]
    pub fn block_sum(&self, block: u64) -> f64 {
        self.add_points(0.0, self.block_points(block))
    }

    /// The value of the integral, given the weighted sum over all points: puts the end points
    /// right and multiplies by the width of a step.
    #[must_use]
    pub fn finish(&self, weighted_sum: f64) -> f64 {
        if self.a == self.b {
            return 0.0;
        }
        // The sum has the lower end, twice in Simpson's rule, and lacks the upper one.
        let exchange = || self.f.eval(self.high()) - self.f.eval(self.low());
        let value = match self.rule {
            Rule::Left | Rule::Midpoint => weighted_sum * self.dx(),
            Rule::Trapezoid => (weighted_sum + exchange() / 2.0) * self.dx(),
            Rule::Simpson => {
                debug_assert!(self.n.is_multiple_of(2), "Simpson's rule with odd n {}", self.n);
                (weighted_sum + exchange()) * self.dx() / 3.0
            }
        };
        if self.a > self.b { -value } else { value }
    }

    /// The value by summing all blocks on this thread, the reference for every other way.
    #[must_use]
    pub fn sequential(&self) -> f64 {
        let sums: Vec<f64> = (0..self.blocks().count).map(|block| self.block_sum(block)).collect();
        self.finish(combine(&sums))
    }

    fn low(&self) -> f64 {
        self.a.min(self.b)
    }

    fn high(&self) -> f64 {
        self.a.max(self.b)
    }

    fn dx(&self) -> f64 {
        (self.high() - self.low()) / self.n as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(n: u64) -> Problem {
        let (a, b) = Integrand::X2.default_interval();
        Problem { f: Integrand::X2, a, b, n, rule: Rule::Left, kernel: Kernel::Scalar }
    }

    #[test]
    fn blocks_aim_at_256_in_multiples_of_eight_points() {
        assert_eq!(squares(1).blocks(), Blocks { len: 8, count: 1 });
        // 100/256 rounds up to 1, then to 8; 100/8 = 12.5.
        assert_eq!(squares(100).blocks(), Blocks { len: 8, count: 13 });
        // 10⁷/256 = 39 062.5 rounds up to 39 063, then to 39 064; 10⁷/39 064 = 255.99.
        assert_eq!(squares(10_000_000).blocks(), Blocks { len: 39_064, count: 256 });
        // 10¹⁰/65 536 = 152 587.89.
        assert_eq!(squares(10_000_000_000).blocks(), Blocks { len: 65_536, count: 152_588 });
    }

    #[test]
    fn block_points_follow_each_other_and_end_at_n() {
        for n in [1, 7, 8, 9, 100, 2_048, 2_049, 123_457, 20_000_000] {
            let problem = squares(n);
            let mut next = 0;
            for block in 0..problem.blocks().count {
                let points = problem.block_points(block);
                assert!(points.start == next && points.start < points.end, "n {n}, block {block}");
                next = points.end;
            }
            assert_eq!(next, n);
        }
    }

    #[test]
    fn an_empty_interval_gives_zero_and_not_minus_zero() {
        let problem = Problem { a: -2.0, b: -2.0, f: Integrand::Sin, ..squares(10) };
        assert_eq!(problem.sequential().to_bits(), 0.0_f64.to_bits());
    }
}
