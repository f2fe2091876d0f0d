//! A set of samples in a few numbers: median, quartiles, extremes, mean, spread, outliers.

/// What a set of samples looks like. Every figure but `count` has the unit of the samples.
///
/// The median and the quartiles are the headline, because a slow outlier barely moves them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many samples there are; at least 1.
    pub count: usize,
    /// The middle sample, or the mean of the two middle ones.
    pub median: f64,
    /// The lower quartile: a quarter of the samples lies below it.
    pub q1: f64,
    /// The upper quartile: a quarter of the samples lies above it.
    pub q3: f64,
    /// The smallest sample.
    pub min: f64,
    /// The largest sample.
    pub max: f64,
    /// The arithmetic mean.
    pub mean: f64,
    /// The sample standard deviation (divided by `count - 1`); 0 for a single sample.
    pub stddev: f64,
}

impl Summary {
    /// Summarizes samples given in any order.
    ///
    /// `None` when there is no sample, or when one of them is not finite.
    ///
    /// Quartiles interpolate linearly between neighbors: definition 7 of Hyndman and Fan, "Sample
    /// Quantiles in Statistical Packages", The American Statistician 50(4), 1996.
    ///
    /// ```
    /// let summary = measure::Summary::of(&[4.0, 1.0, 2.0]).expect("three finite samples");
    /// assert_eq!((summary.min, summary.median, summary.max), (1.0, 2.0, 4.0));
    /// ```
    #[must_use]
    pub fn of(samples: &[f64]) -> Option<Self> {
        let sorted = sorted(samples)?;
        let count = sorted.len();
        let mean = sorted.iter().sum::<f64>() / count as f64;
        let squares: f64 = sorted.iter().map(|x| (x - mean).powi(2)).sum();
        Some(Self {
            count,
            median: quantile(&sorted, 0.5),
            q1: quantile(&sorted, 0.25),
            q3: quantile(&sorted, 0.75),
            min: sorted[0],
            max: sorted[count - 1],
            mean,
            stddev: if count > 1 { (squares / (count - 1) as f64).sqrt() } else { 0.0 },
        })
    }
}

/// The middle sample, or the mean of the two middle ones, in the unit of the samples.
///
/// `None` when there is no sample, or when one of them is not finite.
#[must_use]
pub fn median(samples: &[f64]) -> Option<f64> {
    Some(quantile(&sorted(samples)?, 0.5))
}

/// The positions, in rising order, of samples that lie far from the median.
///
/// A sample is far when its modified z-score, `0.6745 |x - median| / MAD`, exceeds 3.5, where MAD is
/// the median of all `|x - median|`. Nothing is flagged below 3 samples, with a sample that is not
/// finite, or when MAD is 0: at least half of the samples are then equal, which in a browser usually
/// means that the timer is too coarse to tell them apart.
///
/// Source: Iglewicz and Hoaglin, *How to Detect and Handle Outliers*, ASQC Basic References in
/// Quality Control, vol. 16, 1993.
///
/// ```
/// assert_eq!(measure::outliers(&[101.0, 99.0, 900.0, 100.0, 102.0]), [2]);
/// ```
#[must_use]
pub fn outliers(samples: &[f64]) -> Vec<usize> {
    let Some(center) = median(samples) else { return Vec::new() };
    let distances: Vec<f64> = samples.iter().map(|x| (x - center).abs()).collect();
    let mad = median(&distances).unwrap_or(0.0);
    if samples.len() < 3 || mad == 0.0 {
        return Vec::new();
    }
    (0..samples.len()).filter(|&i| 0.6745 * distances[i] / mad > 3.5).collect()
}

/// A sorted copy; `None` when it is empty or holds a value that is not finite.
fn sorted(samples: &[f64]) -> Option<Vec<f64>> {
    if samples.is_empty() || !samples.iter().all(|x| x.is_finite()) {
        return None;
    }
    let mut sorted = samples.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(sorted)
}

/// The quantile at `fraction` (0 to 1) of a sorted, nonempty slice, interpolated linearly.
pub(crate) fn quantile(sorted: &[f64], fraction: f64) -> f64 {
    let position = fraction * (sorted.len() - 1) as f64;
    let below = position as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_median_is_the_middle_of_an_odd_count_and_halfway_in_an_even_one() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0)); // sorted 1 2 3
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5)); // sorted 1 2 3 4: (2 + 3) / 2
        assert_eq!(median(&[7.0]), Some(7.0));
    }

    #[test]
    fn nothing_is_summarized_without_samples_or_with_one_that_is_not_finite() {
        assert_eq!(Summary::of(&[]), None);
        assert_eq!(Summary::of(&[1.0, f64::NAN]), None);
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[f64::INFINITY]), None);
    }

    /// Sorted 2 4 4 6 9: the quartiles fall on positions 1, 2 and 3. Mean 25 / 5 = 5; squared
    /// distances 9 + 1 + 1 + 1 + 16 = 28; the standard deviation is the root of 28 / 4 = 7.
    #[test]
    fn five_samples_have_these_quartiles_this_mean_and_this_spread() {
        let expected = Summary {
            count: 5,
            median: 4.0,
            q1: 4.0,
            q3: 6.0,
            min: 2.0,
            max: 9.0,
            mean: 5.0,
            stddev: 7.0_f64.sqrt(),
        };
        assert_eq!(Summary::of(&[9.0, 4.0, 2.0, 6.0, 4.0]), Some(expected));
    }

    /// Two samples, 1 and 3: positions 0.25 and 0.75 of the only gap, 1 + 0.5 and 1 + 1.5.
    #[test]
    fn quartiles_interpolate_between_neighbors() {
        let summary = Summary::of(&[3.0, 1.0]).unwrap();
        assert_eq!((summary.q1, summary.median, summary.q3), (1.5, 2.0, 2.5));
    }

    #[test]
    fn one_sample_has_no_spread() {
        let summary = Summary::of(&[5.0]).unwrap();
        assert_eq!((summary.min, summary.max, summary.stddev), (5.0, 5.0, 0.0));
    }

    /// Median 5 of 1 to 9, distances 4 3 2 1 0 1 2 3 4, MAD 2. The limit on the distance is then
    /// 3.5 × 2 / 0.6745 = 10.378. With 15.3 and 15.4 in place of 8 and 9, the median and the MAD
    /// stay (distances 0 1 1 2 2 3 4 10.3 10.4, middle 2), and only 15.4 is beyond the limit.
    #[test]
    fn a_sample_is_an_outlier_only_beyond_three_and_a_half_modified_scores() {
        assert_eq!(outliers(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 15.3, 15.4]), [8]);
        assert!(outliers(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]).is_empty());
    }

    #[test]
    fn outliers_need_three_samples_and_some_spread() {
        assert!(outliers(&[]).is_empty());
        assert!(outliers(&[1.0, 900.0]).is_empty());
        assert!(outliers(&[1.0, 1.0, 1.0, 900.0]).is_empty()); // MAD 0
        assert!(outliers(&[1.0, 2.0, f64::NAN]).is_empty());
    }

    proptest! {
        #[test]
        fn a_summary_is_in_order(samples in prop::collection::vec(0.0..1e9, 1..40)) {
            let s = Summary::of(&samples).unwrap();
            prop_assert!(s.min <= s.q1 && s.q1 <= s.median && s.median <= s.q3 && s.q3 <= s.max);
            prop_assert_eq!(s.count, samples.len());
            prop_assert!(s.stddev >= 0.0);
        }

        #[test]
        fn outliers_are_fewer_than_half(samples in prop::collection::vec(0.0..1e9, 0..40)) {
            // Half of the samples lie within one MAD of the median, hence below the limit.
            prop_assert!(2 * outliers(&samples).len() <= samples.len());
        }
    }
}
