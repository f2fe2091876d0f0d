//! Which thread count to take, and what it may be called: only what the intervals say.

use crate::speed_up::Interval;

/// What the smallest thread count than which none is measurably faster may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every other count is slower: its interval lies below.
    Best,
    /// Some other count cannot be told from it.
    Enough,
}

impl Standing {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Enough => "enough",
        }
    }
}

/// The smallest of the thread counts whose interval overlaps that of the fastest, which is the one
/// with the largest lower end: none is measurably faster. `points` are thread counts and speed-ups.
///
/// `None` for no points.
#[must_use]
pub fn best_threads(points: &[(u32, Interval)]) -> Option<u32> {
    let fastest = points.iter().map(|(_, speed_up)| speed_up.low).max_by(f64::total_cmp)?;
    points.iter().filter(|(_, s)| s.high >= fastest).map(|(threads, _)| *threads).min()
}

/// What the count of [`best_threads`] may be called.
///
/// `None` with fewer than two points, and where no count is measurably faster than the sequential
/// program: then that is the one to take.
#[must_use]
pub fn standing(points: &[(u32, Interval)]) -> Option<Standing> {
    let threads = best_threads(points)?;
    if points.len() < 2 || !points.iter().any(|(_, speed_up)| speed_up.low > 1.0) {
        return None;
    }
    Some(if is_alone(points, threads) { Standing::Best } else { Standing::Enough })
}

/// Whether all other counts are measurably slower than `threads`.
pub(crate) fn is_alone(points: &[(u32, Interval)], threads: u32) -> bool {
    let of = points.iter().find(|(count, _)| *count == threads);
    of.is_some_and(|(_, best)| {
        points.iter().all(|(count, other)| *count == threads || other.high < best.low)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(threads: u32, low: f64, high: f64) -> (u32, Interval) {
        (threads, Interval { value: f64::midpoint(low, high), low, high })
    }

    #[test]
    fn the_smallest_count_that_overlaps_the_fastest_is_enough() {
        let points = [point(1, 0.9, 1.1), point(2, 1.7, 1.95), point(3, 1.9, 2.1)];
        assert_eq!(best_threads(&points), Some(2));
        assert_eq!(standing(&points), Some(Standing::Enough));
    }

    #[test]
    fn only_a_count_above_all_others_is_best() {
        let points = [point(1, 0.9, 1.1), point(2, 1.7, 1.8), point(3, 1.4, 1.6)];
        assert_eq!(best_threads(&points), Some(2));
        assert_eq!(standing(&points), Some(Standing::Best));
    }

    /// 3 threads have the largest value, but nobody knows; 2 threads surely beat 1.
    #[test]
    fn a_wide_interval_does_not_make_a_slow_count_enough() {
        let points = [point(1, 0.9, 1.0), point(2, 1.1, 1.2), point(3, 0.8, 1.8)];
        assert_eq!(best_threads(&points), Some(2));
    }

    /// The curve of the page that called 1 thread best at 0.63.
    #[test]
    fn nothing_stands_out_where_the_sequential_program_is_as_fast() {
        let slower = [point(1, 0.60, 0.66), point(2, 0.4, 0.5)];
        assert_eq!((best_threads(&slower), standing(&slower)), (Some(1), None));
        assert_eq!(standing(&[point(1, 0.9, 1.1), point(2, 0.8, 1.2)]), None);
        assert_eq!(standing(&[point(2, 1.9, 2.0)]), None);
        assert_eq!((best_threads(&[]), standing(&[])), (None, None));
    }
}
