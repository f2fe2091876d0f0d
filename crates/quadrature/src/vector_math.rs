//! Sine and exponential of eight doubles at once, from IEEE operations only.
//!
//! Both bring the argument near 0 by subtracting a multiple of a constant that is stored in
//! parts, so short that the first products are exact (W. J. Cody and W. Waite, *Software Manual
//! for the Elementary Functions*, 1980), then sum a Taylor series whose remainder is far below
//! the last bit, by Horner's rule.

use std::simd::prelude::*;

/// Points handled at once. Eight fill four 128-bit registers, enough to hide the latency of an
/// addition.
pub(crate) const LANES: usize = 8;

/// [`LANES`] doubles.
pub(crate) type Lanes = Simd<f64, LANES>;

/// π in parts of 33, 33 and 53 bits, highest first.
const PI_PARTS: [f64; 3] = [
    f64::from_bits(0x4009_21fb_5440_0000),
    f64::from_bits(0x3de0_b461_1a60_0000),
    f64::from_bits(0x3bb3_198a_2e03_7073),
];

/// ln 2 in parts of 33 and 53 bits, highest first.
const LN_2_PARTS: [f64; 2] =
    [f64::from_bits(0x3fe6_2e42_fef0_0000), f64::from_bits(0x3dd4_73de_6af2_78ed)];

/// 1/3!, 1/5!, …, 1/21!. The first term left out, r²³/23!, is below 2⁻⁵⁹ for |r| ≤ π/2.
const SIN_TERMS: [f64; 10] = [
    1.0 / 6.0,
    1.0 / 120.0,
    1.0 / 5_040.0,
    1.0 / 362_880.0,
    1.0 / 39_916_800.0,
    1.0 / 6_227_020_800.0,
    1.0 / 1_307_674_368_000.0,
    1.0 / 355_687_428_096_000.0,
    1.0 / 121_645_100_408_832_000.0,
    1.0 / 51_090_942_171_709_440_000.0,
];

/// 1/2!, 1/3!, …, 1/13!. The first term left out, r¹⁴/14!, is below 2⁻⁵⁷ for |r| ≤ ln 2 / 2.
const EXP_TERMS: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];

/// Largest `|x|` for the sine's own reduction: `x/π` then has at most 19 bits, and 19 + 33 bits
/// fit a double.
const SIN_LIMIT: f64 = 1e6;

/// Largest `|x|` for the exponential's own scaling: beyond it `e^x` nears the end of the normal
/// doubles.
const EXP_LIMIT: f64 = 708.0;

/// The sine of each lane, within 2 units in the last place; by `libm` for lanes beyond ±10⁶.
#[inline(always)]
pub(crate) fn sin(x: Lanes) -> Lanes {
    let (q, q_bits) = round(x * Lanes::splat(std::f64::consts::FRAC_1_PI));
    let [high, middle, low] = PI_PARTS.map(Lanes::splat);
    let r = ((x - q * high) - q * middle) - q * low;
    let z = r * r;
    // r − r³/3! + r⁵/5! − …
    let tail = SIN_TERMS.iter().rev().fold(Lanes::splat(0.0), |p, c| Lanes::splat(*c) - z * p);
    let sine = r - (r * z) * tail;
    // sin(r + qπ) = −sin r for odd q: its lowest bit becomes the sign.
    let flipped = Lanes::from_bits(sine.to_bits() ^ (q_bits << Simd::splat(63)));
    repair(x, SIN_LIMIT, flipped, libm::sin)
}

/// `e` to the power of each lane, within 2 units in the last place; by `libm` for lanes beyond
/// ±708.
#[inline(always)]
pub(crate) fn exp(x: Lanes) -> Lanes {
    let (k, k_bits) = round(x * Lanes::splat(std::f64::consts::LOG2_E));
    let [high, low] = LN_2_PARTS.map(Lanes::splat);
    let r = (x - k * high) - k * low;
    // 1 + r + r²/2! + …
    let tail = EXP_TERMS.iter().rev().fold(Lanes::splat(0.0), |p, c| Lanes::splat(*c) + r * p);
    let power = Lanes::splat(1.0) + (r + (r * r) * tail);
    // 2^k, made from its exponent field.
    let scale = Lanes::from_bits((k_bits + Simd::splat(1023)) << Simd::splat(52));
    repair(x, EXP_LIMIT, power * scale, libm::exp)
}

/// Each lane rounded to the nearest integer, as a double and as the low bits of an integer.
///
/// Adding 1.5·2⁵² leaves no room for a fraction, and the integer in the lowest bits. Right for
/// lanes below 2⁵¹.
#[inline(always)]
fn round(x: Lanes) -> (Lanes, Simd<u64, LANES>) {
    let shift = Lanes::splat(6_755_399_441_055_744.0);
    let shifted = x + shift;
    (shifted - shift, shifted.to_bits())
}

/// `values`, with every lane whose `|x|` is not within `limit` replaced by `exact(x)`.
#[inline(always)]
fn repair(x: Lanes, limit: f64, values: Lanes, exact: fn(f64) -> f64) -> Lanes {
    let within = x.abs().simd_le(Lanes::splat(limit));
    if within.all() { values } else { replace(x, within, values, exact) }
}

/// The rare half of [`repair`], kept out of the inner loop.
#[cold]
#[inline(never)]
fn replace(x: Lanes, within: Mask<i64, LANES>, values: Lanes, exact: fn(f64) -> f64) -> Lanes {
    Lanes::from_array(std::array::from_fn(|lane| {
        if within.test(lane) { values[lane] } else { exact(x[lane]) }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Distance of `got` from `want` in units in the last place of `want`.
    fn ulps(got: f64, want: f64) -> f64 {
        (got - want).abs() / (want.abs().next_up() - want.abs())
    }

    /// The largest distance from `exact` over `8·count` points evenly spread over `from..to`.
    fn worst(
        vector: fn(Lanes) -> Lanes,
        exact: fn(f64) -> f64,
        (from, to): (f64, f64),
        count: usize,
    ) -> f64 {
        let width = (to - from) / (LANES * count) as f64;
        (0..count)
            .flat_map(|i| {
                let x = std::array::from_fn(|lane| from + (LANES * i + lane) as f64 * width);
                let got = vector(Lanes::from_array(x)).to_array();
                (0..LANES).map(move |lane| ulps(got[lane], exact(x[lane])))
            })
            .fold(0.0, f64::max)
    }

    #[test]
    fn sine_is_within_two_ulps_of_libm() {
        assert!(worst(sin, libm::sin, (-4.0, 4.0), 20_000) <= 2.0);
        assert!(worst(sin, libm::sin, (-1e3, 1e3), 20_000) <= 2.0);
        assert!(worst(sin, libm::sin, (-1e6, 1e6), 20_000) <= 2.0);
    }

    #[test]
    fn sine_next_to_a_multiple_of_pi_keeps_its_digits() {
        // The double nearest to qπ is the hardest argument: nearly all of it cancels.
        for q in 1..10_000 {
            let x = f64::from(q) * std::f64::consts::PI;
            assert!(ulps(sin(Lanes::splat(x))[0], libm::sin(x)) <= 2.0, "at {x:e}");
        }
    }

    #[test]
    fn exponential_is_within_two_ulps_of_libm() {
        assert!(worst(exp, libm::exp, (-1.0, 1.0), 20_000) <= 2.0);
        assert!(worst(exp, libm::exp, (-50.0, 50.0), 20_000) <= 2.0);
        assert!(worst(exp, libm::exp, (-708.0, 708.0), 20_000) <= 2.0);
    }

    #[test]
    fn lanes_beyond_the_limit_are_those_of_libm_and_leave_the_others_alone() {
        let x = [0.5, 1e9, -0.5, -1e300, 1e6, 3.0, 1e15, 0.0];
        let far = sin(Lanes::from_array(x));
        for lane in [1, 3, 6] {
            assert_eq!(far[lane].to_bits(), libm::sin(x[lane]).to_bits());
        }
        for lane in [0, 2, 4, 5, 7] {
            assert_eq!(far[lane].to_bits(), sin(Lanes::splat(x[lane]))[0].to_bits());
        }
        assert_eq!(exp(Lanes::splat(-1e4))[0], 0.0);
        assert_eq!(exp(Lanes::splat(1e4))[0], f64::INFINITY);
        assert_eq!(exp(Lanes::splat(-740.0))[0], libm::exp(-740.0)); // a subnormal number
    }
}
