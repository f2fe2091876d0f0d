//! A run of measurements over several thread counts: the curve, its fits, and the best count.

use std::cmp::Ordering::{Equal, Greater, Less};

use crate::amdahl::{AmdahlFit, fit_amdahl};
use crate::format::format_factor;
use crate::speed_up::{Interval, efficiency, karp_flatt, speed_up};
use crate::usl::{UslFit, fit_usl};

/// What was measured at one thread count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepSamples {
    /// The thread count of the method, at least 1.
    pub threads: u32,
    /// Durations of the sequential baseline, measured interleaved with the method.
    pub baseline_ms: Vec<f64>,
    /// Durations of the method on `threads` threads.
    pub method_ms: Vec<f64>,
}

/// One point of a speed-up curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SweepPoint {
    /// The thread count.
    pub threads: u32,
    /// Times as fast as the sequential baseline, with its 95 % interval.
    pub speed_up: Interval,
    /// Speed-up per thread.
    pub efficiency: f64,
    /// The serial fraction this point alone implies; `None` at 1 thread.
    pub karp_flatt: Option<f64>,
}

/// A speed-up curve with the laws fitted to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// The points, by rising thread count.
    pub points: Vec<SweepPoint>,
    /// Amdahl's law; `None` without a point above 1 thread.
    pub amdahl: Option<AmdahlFit>,
    /// The universal scalability law, with the speed-up as throughput; `None` below 3 thread counts.
    pub usl: Option<UslFit>,
    /// The smallest thread count whose interval reaches that of the largest speed-up: more threads
    /// are not measurably faster.
    pub best_threads: u32,
}

impl Sweep {
    /// Evaluates the samples, one entry per thread count, in any order.
    ///
    /// Entries without a speed-up (see [`speed_up`](crate::speed_up())) are left out; `None` when
    /// none is left. The bootstrap takes the thread count as its seed, so equal samples give an
    /// equal sweep.
    #[must_use]
    pub fn of(samples: &[SweepSamples]) -> Option<Self> {
        let mut points: Vec<SweepPoint> = samples.iter().filter_map(point).collect();
        points.sort_by_key(|point| point.threads);
        let fastest =
            points.iter().max_by(|a, b| a.speed_up.value.total_cmp(&b.speed_up.value))?.speed_up;
        let best_threads = points.iter().find(|p| p.speed_up.high >= fastest.low)?.threads;
        let curve: Vec<(u32, f64)> = points.iter().map(|p| (p.threads, p.speed_up.value)).collect();
        Some(Self { amdahl: fit_amdahl(&curve), usl: fit_usl(&curve), best_threads, points })
    }

    /// One sentence that names the best thread count on a machine with `cores` logical cores.
    #[must_use]
    pub fn sentence(&self, cores: u32) -> String {
        let found = self.points.iter().find(|point| point.threads == self.best_threads);
        let (Some(best), Some(first), Some(last)) =
            (found, self.points.first(), self.points.last())
        else {
            return "Nothing was measured.".to_owned();
        };
        let (threads, last) = (best.threads, last.threads);
        if first.threads == last {
            return format!(
                "Only one thread count ({last}) was measured: measure more to compare."
            );
        }
        if threads == 1 {
            let others_are_slower =
                self.points[1..].iter().all(|p| p.speed_up.high < best.speed_up.low);
            let others = if others_are_slower { "make it slower" } else { "bring nothing" };
            return format!("1 thread is best here: more threads (up to {last}) {others}.");
        }
        let Interval { value, low, high } = best.speed_up;
        let [value, low, high] = [value, low, high].map(format_factor);
        if self.points.iter().all(|point| point.speed_up.low <= 1.0) {
            return format!(
                "No thread count is clearly faster than the sequential program here: the best, \
                 {threads} threads, is {value} times as fast ({low} to {high})."
            );
        }
        let rest = match (threads.cmp(&cores), threads == last) {
            (Less, true) => {
                format!(", and the curve is still rising: try more, there are {cores} cores.")
            }
            (Equal, true) => format!(", one for each of the {cores} cores."),
            (Greater, true) => {
                format!(", and the curve is still rising past the cores ({cores}): try more.")
            }
            (Less, false) => format!(", and more threads bring nothing, even with {cores} cores."),
            (Equal, false) => format!(", and more threads than cores ({cores}) bring nothing."),
            (Greater, false) => {
                format!(", more than the cores ({cores}), and still more threads bring nothing.")
            }
        };
        format!(
            "{threads} threads are best here: {value} times as fast as one ({low} to {high}){rest}"
        )
    }
}

/// The point of one entry, if its samples allow one.
fn point(samples: &SweepSamples) -> Option<SweepPoint> {
    let threads = samples.threads;
    let speed_up = speed_up(&samples.baseline_ms, &samples.method_ms, u64::from(threads))?;
    Some(SweepPoint {
        threads,
        speed_up,
        efficiency: efficiency(speed_up.value, threads),
        karp_flatt: karp_flatt(speed_up.value, threads),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sweep without noise: baseline 100 ms, and the given milliseconds per thread count.
    fn sweep(method_ms: &[(u32, f64)]) -> Sweep {
        let samples: Vec<SweepSamples> = method_ms
            .iter()
            .map(|&(threads, ms)| SweepSamples {
                threads,
                baseline_ms: vec![100.0; 5],
                method_ms: vec![ms; 5],
            })
            .collect();
        Sweep::of(&samples).unwrap()
    }

    /// 2 threads: 100 / 50 = 2, efficiency 1, Karp–Flatt 0; 4 threads: 100 / 40 = 2.5, efficiency
    /// 0.625, Karp–Flatt (0.4 - 0.25) / 0.75 = 0.2.
    #[test]
    fn points_are_sorted_and_carry_their_figures() {
        let sweep = sweep(&[(4, 40.0), (1, 100.0), (2, 50.0)]);
        let found: Vec<_> =
            sweep.points.iter().map(|p| (p.threads, p.speed_up.value, p.efficiency)).collect();
        assert_eq!(found, [(1, 1.0, 1.0), (2, 2.0, 1.0), (4, 2.5, 0.625)]);
        assert_eq!(sweep.points[0].karp_flatt, None);
        assert_eq!(sweep.points[1].karp_flatt, Some(0.0));
        assert!((sweep.points[2].karp_flatt.unwrap() - 0.2).abs() < 1e-12);
        assert_eq!(sweep.amdahl.unwrap().points, 2);
        assert!(sweep.usl.is_some());
        assert_eq!(sweep.best_threads, 4);
    }

    /// The largest median is at 3 threads (100 / 50 = 2), but the interval at 2 threads reaches from
    /// 100 / 52 to 100 / 49, beyond 2.
    #[test]
    fn the_best_count_is_the_smallest_within_the_noise_of_the_fastest() {
        let entry = |threads, method_ms: &[f64]| SweepSamples {
            threads,
            baseline_ms: vec![100.0; 5],
            method_ms: method_ms.to_vec(),
        };
        let noisy = entry(2, &[49.0, 49.0, 51.0, 52.0, 52.0]);
        let samples = [entry(1, &[100.0; 5]), noisy, entry(3, &[50.0; 5])];
        assert_eq!(Sweep::of(&samples).unwrap().best_threads, 2);
    }

    #[test]
    fn entries_without_a_speed_up_are_left_out() {
        assert_eq!(Sweep::of(&[]), None);
        assert_eq!(Sweep::of(&[SweepSamples { threads: 2, ..SweepSamples::default() }]), None);
        let good = SweepSamples { threads: 1, baseline_ms: vec![2.0], method_ms: vec![2.0] };
        let both = Sweep::of(&[SweepSamples { threads: 2, ..SweepSamples::default() }, good]);
        assert_eq!(both.unwrap().points.len(), 1);
    }

    /// 100 / 52 = 1.923.
    #[test]
    fn the_sentence_says_when_threads_past_the_cores_bring_nothing() {
        assert_eq!(
            sweep(&[(1, 100.0), (2, 52.0), (3, 53.0), (4, 52.5)]).sentence(2),
            "2 threads are best here: 1.92 times as fast as one (1.92 to 1.92), \
             and more threads than cores (2) bring nothing."
        );
    }

    #[test]
    fn the_sentence_says_when_one_thread_is_best() {
        assert_eq!(
            sweep(&[(1, 100.0), (2, 110.0), (4, 130.0)]).sentence(2),
            "1 thread is best here: more threads (up to 4) make it slower."
        );
        assert_eq!(
            sweep(&[(1, 100.0), (2, 100.0)]).sentence(1),
            "1 thread is best here: more threads (up to 2) bring nothing."
        );
    }

    #[test]
    fn the_sentence_follows_the_place_of_the_best_count() {
        let end = |method_ms: &[(u32, f64)], cores| {
            let sentence = sweep(method_ms).sentence(cores);
            let start = "2 threads are best here: 2.00 times as fast as one (2.00 to 2.00), ";
            sentence.strip_prefix(start).map(str::to_owned)
        };
        let (rising, flat) = ([(1, 100.0), (2, 50.0)], [(1, 100.0), (2, 50.0), (3, 50.0)]);
        let cases = [
            (end(&rising, 4), "and the curve is still rising: try more, there are 4 cores."),
            (end(&rising, 2), "one for each of the 2 cores."),
            (end(&rising, 1), "and the curve is still rising past the cores (1): try more."),
            (end(&flat, 4), "and more threads bring nothing, even with 4 cores."),
            (end(&flat, 1), "more than the cores (1), and still more threads bring nothing."),
        ];
        for (found, expected) in cases {
            assert_eq!(found.as_deref(), Some(expected));
        }
    }

    /// 100 / 200 = 0.5 and 100 / 125 = 0.8.
    #[test]
    fn the_sentence_admits_when_nothing_beats_the_sequential_program() {
        assert_eq!(
            sweep(&[(1, 200.0), (2, 125.0)]).sentence(2),
            "No thread count is clearly faster than the sequential program here: the best, \
             2 threads, is 0.80 times as fast (0.80 to 0.80)."
        );
    }

    /// At 2 threads a resampled median of 50, 50, 80, 130, 130 is 50 or 130 with a probability of
    /// 0.317 each (3 or more of 5 draws from 2 of 5), so the interval is 100 / 130 to 100 / 50. It
    /// reaches below 1 and up to the 1.92 of 4 threads, which is clearly faster than sequential.
    #[test]
    fn the_sentence_does_not_deny_a_clear_gain_at_more_threads() {
        let entry = |threads, method_ms: &[f64]| SweepSamples {
            threads,
            baseline_ms: vec![100.0; 5],
            method_ms: method_ms.to_vec(),
        };
        let samples = [entry(2, &[50.0, 50.0, 80.0, 130.0, 130.0]), entry(4, &[52.0; 5])];
        assert_eq!(
            Sweep::of(&samples).unwrap().sentence(2),
            "2 threads are best here: 1.25 times as fast as one (0.77 to 2.00), \
             and more threads than cores (2) bring nothing."
        );
    }

    #[test]
    fn the_sentence_asks_for_more_when_there_is_nothing_to_compare() {
        assert_eq!(
            sweep(&[(2, 50.0)]).sentence(2),
            "Only one thread count (2) was measured: measure more to compare."
        );
        let empty = Sweep { points: vec![], amdahl: None, usl: None, best_threads: 1 };
        assert_eq!(empty.sentence(2), "Nothing was measured.");
    }
}
