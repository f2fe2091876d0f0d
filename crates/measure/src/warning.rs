//! Reasons not to trust a number, each as one sentence with advice.

use crate::format::format_ms;
use crate::summary::{median, outliers};

/// A measurement shorter than this many steps of the timer is mostly rounding.
const MIN_TIMER_STEPS: f64 = 100.0;

/// Below this, a median and its interval rest on too little.
const MIN_SAMPLES: usize = 5;

/// Why a measured number cannot be trusted fully. Nothing is removed because of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Warning {
    /// The run is too short for the timer.
    TooShort {
        /// The median duration, in milliseconds.
        median_ms: f64,
        /// The step of the timer, in microseconds.
        timer_step_us: f64,
    },
    /// Some samples lie far from the others.
    Outliers {
        /// How many do.
        count: usize,
        /// How many samples there are.
        of: usize,
    },
    /// There are more threads than cores to run them at the same time.
    MoreThreadsThanCores {
        /// Threads asked for.
        threads: u32,
        /// Logical cores of the machine.
        cores: u32,
    },
    /// The page was hidden while it measured.
    PageHidden,
    /// A lab that was killed may still be computing.
    CoolingDown,
    /// The page is not cross-origin isolated, so the browser coarsens the timer.
    NotIsolated {
        /// The step of the timer, in microseconds.
        timer_step_us: f64,
    },
    /// There are too few samples for the spread to mean much.
    FewSamples {
        /// How many there are.
        count: usize,
    },
}

impl Warning {
    /// One plain sentence that says what is wrong and what to do about it.
    #[must_use]
    pub fn text(&self) -> String {
        match *self {
            Self::TooShort { median_ms, timer_step_us } => format!(
                "A run of {} is too short for a timer with steps of {}: choose enough work for at \
                 least {}.",
                format_ms(median_ms),
                format_ms(timer_step_us / 1000.0),
                format_ms(shortest_ms(timer_step_us)),
            ),
            Self::Outliers { count, of } => format!(
                "{count} of {of} samples {} far from the others: close busy tabs and programs, then \
                 run again.",
                if count == 1 { "lies" } else { "lie" },
            ),
            Self::MoreThreadsThanCores { threads, cores } => format!(
                "{threads} threads share {cores} {}: take at most {cores} to measure a speed-up.",
                if cores == 1 { "core" } else { "cores" },
            ),
            Self::PageHidden => {
                "The page was hidden or frozen during the run, and browsers slow such pages \
                                 down: keep it visible and run again."
                    .to_owned()
            }
            Self::CoolingDown => "A stopped run may still be using the processor: wait a moment \
                                  and run again."
                .to_owned(),
            Self::NotIsolated { timer_step_us } => format!(
                "The timer has coarse steps of {} because this page is not cross-origin isolated: \
                 open it in its own tab or choose more work.",
                format_ms(timer_step_us / 1000.0),
            ),
            Self::FewSamples { count } => format!(
                "{} too few to judge the spread: repeat at least {MIN_SAMPLES} times.",
                match count {
                    0 => "No sample is".to_owned(),
                    1 => "1 sample is".to_owned(),
                    _ => format!("{count} samples are"),
                },
            ),
        }
    }
}

/// The warnings that follow from the samples of one variant and its thread count.
///
/// Durations in milliseconds, the timer's step in microseconds. Too short means a median below 100
/// steps of the timer; too few means below 5 samples; outliers are those of
/// [`outliers`](crate::outliers). The other warnings are facts of the page, for its owner to add.
#[must_use]
pub fn warnings(samples_ms: &[f64], timer_step_us: f64, threads: u32, cores: u32) -> Vec<Warning> {
    let too_short = median(samples_ms)
        .filter(|&median_ms| median_ms < shortest_ms(timer_step_us))
        .map(|median_ms| Warning::TooShort { median_ms, timer_step_us });
    let (count, of) = (outliers(samples_ms).len(), samples_ms.len());
    [
        too_short,
        (of < MIN_SAMPLES).then_some(Warning::FewSamples { count: of }),
        (count > 0).then_some(Warning::Outliers { count, of }),
        (threads > cores).then_some(Warning::MoreThreadsThanCores { threads, cores }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The shortest duration, in milliseconds, that a timer with this step can measure well.
fn shortest_ms(timer_step_us: f64) -> f64 {
    MIN_TIMER_STEPS * timer_step_us / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_steady_samples_within_the_cores_bring_no_warning() {
        assert_eq!(warnings(&[10.0, 10.1, 9.9, 10.2, 9.8], 5.0, 2, 2), []);
    }

    /// 100 steps of 5 µs are 0.5 ms.
    #[test]
    fn a_median_below_a_hundred_timer_steps_is_too_short() {
        let expected = Warning::TooShort { median_ms: 0.4, timer_step_us: 5.0 };
        assert_eq!(warnings(&[0.4; 5], 5.0, 1, 2), [expected]);
        assert_eq!(warnings(&[0.5; 5], 5.0, 1, 2), []);
        assert_eq!(
            expected.text(),
            "A run of 400 µs is too short for a timer with steps of 5.00 µs: choose enough work \
             for at least 500 µs."
        );
    }

    #[test]
    fn few_samples_and_more_threads_than_cores_are_named() {
        let few = Warning::FewSamples { count: 1 };
        let many = Warning::MoreThreadsThanCores { threads: 4, cores: 2 };
        assert_eq!(warnings(&[10.0], 5.0, 4, 2), [few, many]);
        assert_eq!(few.text(), "1 sample is too few to judge the spread: repeat at least 5 times.");
        assert_eq!(many.text(), "4 threads share 2 cores: take at most 2 to measure a speed-up.");
        assert_eq!(warnings(&[], 5.0, 1, 2), [Warning::FewSamples { count: 0 }]);
    }

    #[test]
    fn outliers_are_counted() {
        let found = warnings(&[10.0, 10.1, 9.9, 10.2, 90.0], 5.0, 1, 2);
        assert_eq!(found, [Warning::Outliers { count: 1, of: 5 }]);
        assert_eq!(
            found[0].text(),
            "1 of 5 samples lies far from the others: close busy tabs and programs, then run again."
        );
    }

    #[test]
    fn every_warning_is_one_sentence_with_advice() {
        for warning in [
            Warning::TooShort { median_ms: 0.1, timer_step_us: 100.0 },
            Warning::Outliers { count: 2, of: 9 },
            Warning::MoreThreadsThanCores { threads: 2, cores: 1 },
            Warning::PageHidden,
            Warning::CoolingDown,
            Warning::NotIsolated { timer_step_us: 100.0 },
            Warning::FewSamples { count: 3 },
        ] {
            let text = warning.text();
            assert!(text.ends_with('.') && !text.contains(". "), "{text}");
            assert!(text.split_once(": ").is_some_and(|(_, advice)| !advice.is_empty()), "{text}");
            assert!(!text.contains("  "), "{text}");
        }
    }
}
