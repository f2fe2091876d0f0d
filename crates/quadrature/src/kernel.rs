//! The inner loops: one point at a time, and eight points at a time.

use std::ops::Range;

use crate::Integrand;
use crate::function::{Circle, Function, Gauss, PiQuotient, Sin, Square, Uneven};
use crate::vector_math::{LANES, Lanes};

/// How the points of a block are summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kernel {
    /// One point after the other, `s += f(a + i*dx)`, as on the slides.
    Scalar,
    /// Eight points at once, in vector registers.
    Simd,
}

impl Kernel {
    /// Every kernel, in the order shown to the user.
    pub const ALL: [Self; 2] = [Self::Scalar, Self::Simd];

    /// The name used in links.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Simd => "simd",
        }
    }

    /// The kernel called `name` in links.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kernel| kernel.name() == name)
    }

    /// `acc` plus the heights of `f` over `points` of `grid`. With `SIMPSON`, even points count
    /// twice and odd ones four times.
    pub(crate) fn add<const SIMPSON: bool>(
        self,
        f: Integrand,
        grid: Grid,
        acc: f64,
        points: Range<u64>,
    ) -> f64 {
        match f {
            Integrand::X2 => self.add_of::<Square, SIMPSON>(grid, acc, points),
            Integrand::Pi => self.add_of::<PiQuotient, SIMPSON>(grid, acc, points),
            Integrand::Sin => self.add_of::<Sin, SIMPSON>(grid, acc, points),
            Integrand::Circle => self.add_of::<Circle, SIMPSON>(grid, acc, points),
            Integrand::Gauss => self.add_of::<Gauss, SIMPSON>(grid, acc, points),
            Integrand::Uneven => self.add_of::<Uneven, SIMPSON>(grid, acc, points),
        }
    }

    fn add_of<F: Function, const SIMPSON: bool>(
        self,
        grid: Grid,
        acc: f64,
        points: Range<u64>,
    ) -> f64 {
        match self {
            Self::Scalar => scalar::<F, SIMPSON>(grid, acc, points),
            Self::Simd => simd::<F, SIMPSON>(grid, acc, points),
        }
    }
}

/// Where the points are: point `i` at `low + (i + shift)·dx`.
#[derive(Clone, Copy)]
pub(crate) struct Grid {
    /// The lower end of the interval.
    pub(crate) low: f64,
    /// Distance between points.
    pub(crate) dx: f64,
    /// Place of a point in its step, as a fraction of `dx`.
    pub(crate) shift: f64,
}

/// Adds one point at a time. `t` counts in halves below 2⁵², so it stays exact.
fn scalar<F: Function, const SIMPSON: bool>(grid: Grid, mut acc: f64, points: Range<u64>) -> f64 {
    let mut t = points.start as f64 + grid.shift;
    for i in points {
        let y = F::at(grid.low + t * grid.dx);
        acc += if SIMPSON { simpson_weight(i) * y } else { y };
        t += 1.0;
    }
    acc
}

/// Adds [`LANES`] points at a time, each lane to a sum of its own, then the lanes to `acc`, then
/// the points that are left over one by one.
///
/// A lane meets points of one parity only, because [`LANES`] is even. So Simpson's weights, powers
/// of two and therefore exact, are multiplied in once at the end.
fn simd<F: Function, const SIMPSON: bool>(grid: Grid, acc: f64, points: Range<u64>) -> f64 {
    let steps = points.end.saturating_sub(points.start) / LANES as u64;
    let offsets = Lanes::from_array(std::array::from_fn(|lane| lane as f64 * grid.dx));
    let mut sums = Lanes::splat(0.0);
    let mut t = points.start as f64 + grid.shift;
    for _ in 0..steps {
        sums += F::at_lanes(Lanes::splat(grid.low + t * grid.dx) + offsets);
        t += LANES as f64;
    }
    if SIMPSON {
        let weight = |lane| simpson_weight(points.start + lane as u64);
        sums *= Lanes::from_array(std::array::from_fn(weight));
    }
    let rest = points.start + steps * LANES as u64..points.end;
    scalar::<F, SIMPSON>(grid, acc + add_lanes(sums), rest)
}

/// Simpson's weight of point `i`; the first and the last point are put right at the end.
fn simpson_weight(i: u64) -> f64 {
    if i.is_multiple_of(2) { 2.0 } else { 4.0 }
}

/// The sum of the lanes, in one order on every machine.
fn add_lanes(sums: Lanes) -> f64 {
    let [a, b, c, d, e, f, g, h] = sums.to_array();
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kernel_is_found_by_its_name() {
        for kernel in Kernel::ALL {
            assert_eq!(Kernel::from_name(kernel.name()), Some(kernel));
        }
        assert_eq!(Kernel::from_name("vector"), None);
    }

    #[test]
    fn both_kernels_weigh_each_point_by_its_own_index() {
        // x = i, so the heights are squares. From 3 to 12: four times the odd ones, 9 + 25 + 49 +
        // 81 + 121 = 285, and twice the even ones, 16 + 36 + 64 + 100 + 144 = 360: 1140 + 720.
        let grid = Grid { low: 0.0, dx: 1.0, shift: 0.0 };
        for kernel in Kernel::ALL {
            assert_eq!(kernel.add::<true>(Integrand::X2, grid, 0.0, 3..13), 1860.0);
            assert_eq!(kernel.add::<false>(Integrand::X2, grid, 0.5, 3..13), 645.5);
        }
    }
}
