//! A sweep as one sentence, whose every adjective follows from the intervals.

use std::cmp::Ordering::{Equal, Greater, Less};

use crate::format::format_factor;
use crate::speed_up::Interval;
use crate::standing::is_alone;
use crate::sweep::Sweep;

impl Sweep {
    /// One sentence that names the thread count to take on a machine with `cores` logical cores.
    ///
    /// *Faster* and *slower* mean that the 95 % intervals do not overlap, or do not reach 1 when the
    /// other is the sequential program; *best* that every other count is slower; *enough* that none
    /// is faster.
    #[must_use]
    pub fn sentence(&self, cores: u32) -> String {
        let found = self.points.iter().find(|point| point.threads == self.best_threads);
        let (Some(best), Some(last)) = (found, self.points.last()) else {
            return "Nothing was measured.".to_owned();
        };
        let (threads, last) = (best.threads, last.threads);
        if self.points.len() == 1 {
            return format!(
                "Only one thread count ({last}) was measured: measure more to compare."
            );
        }
        if self.has_single_samples {
            return "Each thread count was measured only once: repeat the runs to compare."
                .to_owned();
        }
        let points: Vec<_> = self.points.iter().map(|p| (p.threads, p.speed_up)).collect();
        let with = match threads {
            1 => "1 thread".to_owned(),
            n => format!("{n} threads"),
        };
        let Some(standing) = self.standing else {
            let sequential = if points.iter().all(|(_, speed_up)| speed_up.high < 1.0) {
                "The sequential program is faster here than any thread count"
            } else {
                "No thread count is clearly faster than the sequential program here"
            };
            let others = if is_alone(&points, threads) {
                "every other count is slower"
            } else {
                "no other count is clearly faster"
            };
            return format!(
                "{sequential}: {with} {} {} times as fast as it ({}), and {others}.",
                if threads == 1 { "is" } else { "are" },
                format_factor(best.speed_up.value),
                range(best.speed_up),
            );
        };
        let beyond = points.iter().filter(|(count, _)| *count > threads);
        let all_slower = beyond.clone().all(|(_, other)| other.high < best.speed_up.low);
        let more = if all_slower { "slower" } else { "not clearly faster" };
        let rest = match (threads.cmp(&cores), threads == last) {
            (Less, true) => {
                format!(", and the curve is still rising: try more, there are {cores} cores.")
            }
            (Equal, true) if cores == 1 => ", on the only core.".to_owned(),
            (Equal, true) => format!(", one for each of the {cores} cores."),
            (Greater, true) => {
                format!(", and the curve is still rising past the cores ({cores}): try more.")
            }
            (Less, false) => format!(", and more threads are {more}, even with {cores} cores."),
            (Equal, false) => format!(", and more threads than cores ({cores}) are {more}."),
            (Greater, false) => {
                format!(", more than the cores ({cores}), and still more threads are {more}.")
            }
        };
        format!(
            "{with} {} {} here: {} times as fast as the sequential program ({}){rest}",
            if threads == 1 { "is" } else { "are" },
            standing.name(),
            format_factor(best.speed_up.value),
            range(best.speed_up),
        )
    }
}

/// The ends of an interval.
fn range(Interval { low, high, .. }: Interval) -> String {
    format!("{} to {}", format_factor(low), format_factor(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::SweepSamples;

    fn entry(threads: u32, method_ms: &[f64]) -> SweepSamples {
        SweepSamples { threads, baseline_ms: vec![100.0; 5], method_ms: method_ms.to_vec() }
    }

    fn sentence_of(samples: &[SweepSamples], cores: u32) -> String {
        Sweep::of(samples, cores).unwrap().sentence(cores)
    }

    /// The sentence for curves without noise: baseline 100 ms, these milliseconds per count.
    fn sentence(method_ms: &[(u32, f64)], cores: u32) -> String {
        let samples: Vec<_> = method_ms.iter().map(|&(n, ms)| entry(n, &[ms; 5])).collect();
        sentence_of(&samples, cores)
    }

    /// 100 / 52 = 1.923.
    #[test]
    fn the_sentence_says_when_threads_past_the_cores_are_slower() {
        assert_eq!(
            sentence(&[(1, 100.0), (2, 52.0), (3, 53.0), (4, 52.5)], 2),
            "2 threads are best here: 1.92 times as fast as the sequential program \
             (1.92 to 1.92), and more threads than cores (2) are slower."
        );
    }

    /// 100 / 160 = 0.625.
    #[test]
    fn one_thread_is_not_best_where_the_sequential_program_is_faster() {
        assert_eq!(
            sentence(&[(1, 160.0), (2, 200.0)], 2),
            "The sequential program is faster here than any thread count: 1 thread is 0.63 times \
             as fast as it (0.63 to 0.63), and every other count is slower."
        );
        assert_eq!(
            sentence(&[(1, 200.0), (2, 125.0), (3, 125.0)], 2),
            "The sequential program is faster here than any thread count: 2 threads are 0.80 \
             times as fast as it (0.80 to 0.80), and no other count is clearly faster."
        );
    }

    #[test]
    fn one_thread_as_fast_as_the_sequential_program_is_not_called_best() {
        assert_eq!(
            sentence(&[(1, 100.0), (2, 125.0), (4, 130.0)], 2),
            "No thread count is clearly faster than the sequential program here: 1 thread is 1.00 \
             times as fast as it (1.00 to 1.00), and every other count is slower."
        );
    }

    #[test]
    fn the_sentence_follows_the_place_of_the_best_count() {
        let end = |method_ms: &[(u32, f64)], cores, standing: &str| {
            let sentence = sentence(method_ms, cores);
            let start = format!(
                "2 threads are {standing} here: 2.00 times as fast as the sequential program \
                 (2.00 to 2.00), "
            );
            sentence.strip_prefix(&start).map(str::to_owned)
        };
        let (rising, flat) = ([(1, 100.0), (2, 50.0)], [(1, 100.0), (2, 50.0), (3, 50.0)]);
        let cases = [
            (
                end(&rising, 4, "best"),
                "and the curve is still rising: try more, there are 4 cores.",
            ),
            (end(&rising, 2, "best"), "one for each of the 2 cores."),
            (
                end(&rising, 1, "best"),
                "and the curve is still rising past the cores (1): try more.",
            ),
            (
                end(&flat, 4, "enough"),
                "and more threads are not clearly faster, even with 4 cores.",
            ),
            (end(&flat, 2, "enough"), "and more threads than cores (2) are not clearly faster."),
            (
                end(&flat, 1, "enough"),
                "more than the cores (1), and still more threads are not clearly faster.",
            ),
        ];
        for (found, expected) in cases {
            assert_eq!(found.as_deref(), Some(expected));
        }
    }

    /// At 2 threads a resampled median of 50, 50, 80, 130, 130 is 50 or 130 with a probability of
    /// 0.317 each (3 or more of 5 draws from 2 of 5), so the interval is 100 / 130 to 100 / 50. It
    /// reaches below 1 and up to the 1.92 of 4 threads, which is clearly faster than sequential.
    #[test]
    fn the_sentence_does_not_deny_a_clear_gain_at_more_threads() {
        let samples = [entry(2, &[50.0, 50.0, 80.0, 130.0, 130.0]), entry(4, &[52.0; 5])];
        assert_eq!(
            sentence_of(&samples, 2),
            "2 threads are enough here: 1.25 times as fast as the sequential program \
             (0.77 to 2.00), and more threads than cores (2) are not clearly faster."
        );
    }

    #[test]
    fn the_sentence_asks_for_more_when_there_is_nothing_to_compare() {
        assert_eq!(
            sentence(&[(2, 50.0)], 2),
            "Only one thread count (2) was measured: measure more to compare."
        );
        let once = |threads| SweepSamples { threads, baseline_ms: vec![9.0], method_ms: vec![5.0] };
        assert_eq!(
            sentence_of(&[once(1), once(2)], 2),
            "Each thread count was measured only once: repeat the runs to compare."
        );
    }
}
