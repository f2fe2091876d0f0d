//! How many times as fast one set of samples is as another, and how sure that is.

use crate::no_fit::possible;
use crate::summary::{median, quantile};

/// How many resamples the bootstrap draws.
const RESAMPLES: usize = 1000;

/// Seed of every bootstrap, so that one measurement has one interval wherever it is shown.
const SEED: u64 = 1;

/// A figure with its 95 % interval, all in the same unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Times as fast as the baseline: the median of `baseline_ms` divided by that of `method_ms`.
///
/// Both are durations in the same unit, in any order, not necessarily equally many. The interval is
/// the 95 % percentile interval of 1000 bootstrap resamples of both sets, drawn from one fixed seed:
/// the same samples have the same interval wherever it is shown. A single sample per set gives an interval of width 0, which says nothing: see
/// [`Warning::FewSamples`](crate::Warning::FewSamples).
///
/// `None` when a set is empty, or when a duration is not positive and finite: a duration of 0 means
/// that the timer could not see the work, and a ratio to it has no meaning.
///
/// Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, Chapman & Hall, 1993, ch. 13.
///
/// ```
/// let measured = measure::speed_up(&[10.0, 12.0, 11.0], &[5.0, 6.0, 5.5]);
/// assert_eq!(measured.expect("all durations are positive").value, 2.0);
/// ```
#[must_use]
pub fn speed_up(baseline_ms: &[f64], method_ms: &[f64]) -> Option<Interval> {
    if !baseline_ms.iter().chain(method_ms).all(|&ms| ms > 0.0) {
        return None;
    }
    let value = median(baseline_ms)? / median(method_ms)?;
    let mut random = SplitMix64(SEED);
    let mut ratios: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            resampled_median(baseline_ms, &mut random) / resampled_median(method_ms, &mut random)
        })
        .collect();
    ratios.sort_unstable_by(f64::total_cmp);
    Some(Interval { value, low: quantile(&ratios, 0.025), high: quantile(&ratios, 0.975) })
}

/// Speed-up per thread: 1 means that no thread is wasted. `threads` is at least 1.
#[must_use]
pub fn efficiency(speed_up: f64, threads: u32) -> f64 {
    speed_up / f64::from(threads)
}

/// The serial fraction that one measured speed-up implies, `(1/S - 1/p) / (1 - 1/p)`.
///
/// If it grows with the threads, overhead is to blame rather than serial work. It is negative for a
/// speed-up larger than the thread count. `None` for 1 thread, where it is not defined.
///
/// Source: Karp and Flatt, "Measuring Parallel Processor Performance", Communications of the ACM
/// 33(5), 1990.
#[must_use]
pub fn karp_flatt(speed_up: f64, threads: u32) -> Option<f64> {
    let share = 1.0 / f64::from(threads);
    (threads > 1).then(|| (1.0 / speed_up - share) / (1.0 - share))
}

/// The serial fraction of [`karp_flatt`] for a measured speed-up, from 0 to 1, if it is possible and
/// its interval, implied by that of the speed-up, says something: at most half of all that is
/// possible, as for [`fit_amdahl`](crate::fit_amdahl).
#[must_use]
pub fn serial_part(speed_up: Interval, threads: u32) -> Option<f64> {
    let of = |speed_up| karp_flatt(speed_up, threads);
    // The slower, the more serial.
    let (value, low, high) = (of(speed_up.value)?, of(speed_up.high)?, of(speed_up.low)?);
    possible(value, (low, high), 1.0).ok().map(|(value, _)| value)
}

/// The median of as many samples as given, drawn from them with replacement.
fn resampled_median(samples: &[f64], random: &mut SplitMix64) -> f64 {
    let drawn: Vec<f64> = samples.iter().map(|_| samples[random.below(samples.len())]).collect();
    median(&drawn).expect("the caller checked that the samples are finite and not empty")
}

/// A small random source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014.
struct SplitMix64(u64);

impl SplitMix64 {
    /// The next 64 bits.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// An index below `n`; the bias, at most `n` in 2⁶⁴, cannot be noticed.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amdahl::amdahl;
    use proptest::prelude::*;

    /// Medians 10 and 4.
    #[test]
    fn the_speed_up_is_the_ratio_of_the_medians_within_its_interval() {
        let s = speed_up(&[9.0, 10.0, 12.0], &[4.0, 3.0, 5.0]).unwrap();
        assert_eq!(s.value, 2.5);
        // No resampled median leaves the range of its samples: 9 / 5 and 12 / 3.
        assert!(1.8 <= s.low && s.low <= s.value && s.value <= s.high && s.high <= 4.0, "{s:?}");
    }

    #[test]
    fn samples_without_spread_give_an_interval_without_width() {
        let expected = Interval { value: 2.0, low: 2.0, high: 2.0 };
        assert_eq!(speed_up(&[8.0; 5], &[4.0; 3]), Some(expected));
    }

    /// Of two baseline samples, 2 and 4, a resample is (2, 2), (2, 4), (4, 2) or (4, 4), each with
    /// probability 1/4, so its median is 2, 3, 3 or 4. Both ends of a 95 % interval lie inside the
    /// outer quarters, so the interval of the ratio to a constant 1 runs from 2 to 4.
    #[test]
    fn the_interval_of_two_samples_spans_both() {
        let expected = Interval { value: 3.0, low: 2.0, high: 4.0 };
        assert_eq!(speed_up(&[2.0, 4.0], &[1.0]), Some(expected));
    }

    /// The reference output of the generator for state 0 begins so.
    #[test]
    fn the_generator_gives_its_published_first_value() {
        assert_eq!(SplitMix64(0).next(), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn there_is_no_speed_up_without_positive_samples() {
        assert_eq!(speed_up(&[], &[1.0]), None);
        assert_eq!(speed_up(&[1.0], &[]), None);
        assert_eq!(speed_up(&[0.0, 1.0, 1.0], &[1.0]), None);
        assert_eq!(speed_up(&[1.0], &[-1.0]), None);
        assert_eq!(speed_up(&[1.0], &[f64::NAN]), None);
        assert_eq!(speed_up(&[f64::INFINITY], &[1.0]), None);
    }

    #[test]
    fn efficiency_is_speed_up_per_thread() {
        assert_eq!(efficiency(3.0, 4), 0.75);
        assert_eq!(efficiency(1.0, 1), 1.0);
    }

    /// S = 2 on 4 threads: (1/2 - 1/4) / (3/4) = 1/3.
    #[test]
    fn twice_as_fast_on_four_threads_means_a_third_is_serial() {
        assert!((karp_flatt(2.0, 4).unwrap() - 1.0 / 3.0).abs() < 1e-15);
        assert_eq!(karp_flatt(4.0, 4), Some(0.0));
        assert_eq!(karp_flatt(1.0, 1), None);
    }

    /// On 2 threads the fraction is 2/S - 1: 1/4 for 1.6; from 1.5 to 1.7 it is 0.18 to 0.33. From
    /// 1 to 2 it is 0 to 1 and says nothing, and 2.5 would be -0.2, and 0.8 would be 1.5.
    #[test]
    fn a_serial_part_is_given_only_if_possible_and_known_well_enough() {
        let measured = |value, low, high| serial_part(Interval { value, low, high }, 2);
        assert!((measured(1.6, 1.5, 1.7).unwrap() - 0.25).abs() < 1e-15);
        assert_eq!(measured(1.6, 1.0, 2.0), None);
        assert_eq!(measured(2.5, 2.5, 2.5), None);
        assert_eq!(measured(0.8, 0.8, 0.8), None);
        assert_eq!(serial_part(Interval { value: 1.0, low: 1.0, high: 1.0 }, 1), None);
    }

    proptest! {
        #[test]
        fn karp_flatt_undoes_amdahl(serial in 0.0..=1.0, threads in 2..256u32) {
            let found = karp_flatt(amdahl(serial, threads), threads).unwrap();
            prop_assert!((found - serial).abs() < 1e-12);
        }

        /// A resampled median is at or above the median with probability 1/4 at least (two samples),
        /// and at or below it likewise, so at least 1/16 of the ratios lie on either side.
        #[test]
        fn the_interval_holds_the_ratio_and_depends_on_the_samples_only(
            baseline in prop::collection::vec(0.1..1e3, 1..12),
            method in prop::collection::vec(0.1..1e3, 1..12),
        ) {
            let s = speed_up(&baseline, &method).unwrap();
            prop_assert!(s.low <= s.value && s.value <= s.high);
            prop_assert_eq!(speed_up(&baseline, &method), Some(s));
        }
    }
}
