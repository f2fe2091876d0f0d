//! The order in which variants are timed: warm-up first, then interleaved repeats.
//!
//! Interleaving spreads whatever else the machine does over all variants alike.

use trace::wire::Samples;

/// Shortest total warm-up of a variant, in milliseconds: by then the page has drawn that a run began,
/// which takes time on the cores that are measured.
const WARM_UP_MIN_MS: f64 = 120.0;
/// Longest total warm-up of a variant, in milliseconds, unless two runs take longer.
const WARM_UP_MAX_MS: f64 = 400.0;
/// Fewest warm-up runs.
const WARM_UP_MIN_RUNS: usize = 3;
/// Two warm-up runs in a row that differ by less than this fraction end the warm-up.
const WARM_UP_FLAT: f64 = 0.05;

/// One run that is to be timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Warms up variant `.0`; it may do less work.
    WarmUp(usize),
    /// Measures variant `variant`.
    Measured {
        /// Which variant.
        variant: usize,
        /// Whether this is its last repeat, the one whose events are kept.
        last: bool,
    },
}

/// The middle one of some durations in milliseconds, of an even number the longer of the two; none of none.
#[must_use]
pub fn middle(durations_ms: &[f64]) -> Option<f64> {
    let mut sorted = durations_ms.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// Times every variant `repeats` times, turn and turn about, and returns its durations.
///
/// * `variants`: names with thread counts, in the order of the result.
/// * `take`: runs once and returns the wall time in milliseconds.
///
/// Browsers compile a function anew, and faster, after it has run for a while, up to 14 times
/// faster. Therefore each variant is warmed up until two runs in a row agree.
///
/// # Errors
///
/// The first error of `take`.
pub async fn interleave<E>(
    variants: &[(&str, u32)],
    repeats: u32,
    mut take: impl AsyncFnMut(Take) -> Result<f64, E>,
) -> Result<Vec<Samples>, E> {
    let mut samples: Vec<Samples> = variants
        .iter()
        .map(|&(name, threads)| Samples {
            variant: name.to_owned(),
            threads,
            wall_ms: Vec::with_capacity(repeats as usize),
            warm_up_ms: Vec::new(),
        })
        .collect();
    for (variant, samples) in samples.iter_mut().enumerate() {
        while !is_flat(&samples.warm_up_ms) {
            samples.warm_up_ms.push(take(Take::WarmUp(variant)).await?);
        }
    }
    for repeat in 1..=repeats {
        for (variant, samples) in samples.iter_mut().enumerate() {
            let last = repeat == repeats;
            samples.wall_ms.push(take(Take::Measured { variant, last }).await?);
        }
    }
    Ok(samples)
}

fn is_flat(warm_up_ms: &[f64]) -> bool {
    let total: f64 = warm_up_ms.iter().sum();
    let [.., before, last] = warm_up_ms else { return false };
    let agree = (before - last).abs() <= WARM_UP_FLAT * before.max(*last);
    let enough = warm_up_ms.len() >= WARM_UP_MIN_RUNS && total >= WARM_UP_MIN_MS;
    (enough && agree) || total >= WARM_UP_MAX_MS || warm_up_ms.len() >= 1000
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    fn run(repeats: u32, times_ms: &[f64]) -> (Vec<Samples>, Vec<Take>) {
        let (mut times, mut takes) = (times_ms.iter().copied(), Vec::new());
        let samples = interleave(&[("pool", 2), ("sequential", 1)], repeats, async |take| {
            takes.push(take);
            Ok::<_, ()>(times.next().expect("the test gives a time for each run"))
        });
        (samples.now_or_never().unwrap().unwrap(), takes)
    }

    /// Three runs of 50 ms agree and take more than 120 ms, which warms up one variant.
    #[test]
    fn after_warming_up_the_variants_are_measured_turn_and_turn_about() {
        let warm_up = [50.0; 6];
        let (samples, takes) = run(2, &[&warm_up[..], &[1.0, 5.0, 2.0, 6.0]].concat());
        assert_eq!((&samples[0].wall_ms, &samples[1].wall_ms), (&vec![1.0, 2.0], &vec![5.0, 6.0]));
        let measured = |variant, last| Take::Measured { variant, last };
        assert_eq!(
            takes[6..],
            [measured(0, false), measured(1, false), measured(0, true), measured(1, true)]
        );
    }

    /// The first variant: 90 and 50 differ, 50 and 50 agree, and three runs of 190 ms are enough. The
    /// second: 500 ms are more than the longest warm-up, but two runs are the least to compare.
    #[test]
    fn warm_up_ends_when_two_runs_agree_or_time_is_up() {
        let (samples, _) = run(1, &[90.0, 50.0, 50.0, 500.0, 100.0, 1.0, 2.0]);
        assert_eq!(samples[0].warm_up_ms, [90.0, 50.0, 50.0]);
        assert_eq!(samples[1].warm_up_ms, [500.0, 100.0]);
        assert_eq!((samples[0].wall_ms[0], samples[1].wall_ms[0]), (1.0, 2.0));
    }
}
