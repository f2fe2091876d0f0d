//! A run of measurements over several thread counts: the curve, its fits, and the best count.

use crate::amdahl::{AmdahlFit, fit_amdahl};
use crate::no_fit::NoFit;
use crate::speed_up::{Interval, efficiency, serial_part, speed_up};
use crate::standing::{Standing, best_threads, standing};
use crate::summary::median;
use crate::usl_fit::{UslFit, fit_usl};

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
    /// The median duration of the sequential baseline, in the unit of the samples.
    pub baseline_ms: f64,
    /// The median duration of the method, in the same unit.
    pub method_ms: f64,
    /// Times as fast as the sequential baseline, the ratio of the two, with its 95 % interval.
    pub speed_up: Interval,
    /// Speed-up per thread.
    pub efficiency: f64,
    /// The serial fraction this point alone implies; `None` at 1 thread and where it would be
    /// impossible or say nothing: see [`serial_part`](crate::serial_part).
    pub karp_flatt: Option<f64>,
}

/// A speed-up curve with the laws fitted to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// The points, by rising thread count; at least one.
    pub points: Vec<SweepPoint>,
    /// Amdahl's law. Its p is processors, and threads beyond the cores add none.
    pub amdahl: Result<AmdahlFit, NoFit>,
    /// The universal scalability law, with the speed-up as throughput.
    pub usl: Result<UslFit, NoFit>,
    /// The smallest thread count than which none is measurably faster.
    pub best_threads: u32,
    /// What `best_threads` may be called; `None` where the intervals, or single samples, which have
    /// none, say nothing about it.
    pub standing: Option<Standing>,
    /// Whether some figure rests on a single sample, whose spread cannot be seen.
    pub(crate) has_single_samples: bool,
}

impl Sweep {
    /// Evaluates the samples of a machine with `cores` logical cores, one entry per thread count, in
    /// any order.
    ///
    /// Entries without a speed-up (see [`speed_up`](crate::speed_up())) are left out; `None` when
    /// none is left. Equal samples give an equal sweep.
    #[must_use]
    pub fn of(samples: &[SweepSamples], cores: u32) -> Option<Self> {
        let mut points: Vec<SweepPoint> = samples.iter().filter_map(point).collect();
        points.sort_by_key(|point| point.threads);
        let intervals: Vec<_> = points.iter().map(|p| (p.threads, p.speed_up)).collect();
        let best_threads = best_threads(&intervals)?;
        let has_single_samples =
            samples.iter().any(|s| s.baseline_ms.len() == 1 || s.method_ms.len() == 1);
        let curve = |most: u32| -> Vec<(u32, f64)> {
            points.iter().map(|p| (p.threads.min(most), p.speed_up.value)).collect()
        };
        Some(Self {
            amdahl: fit_amdahl(&curve(cores)),
            usl: fit_usl(&curve(u32::MAX)),
            best_threads,
            standing: standing(&intervals).filter(|_| !has_single_samples),
            has_single_samples,
            points,
        })
    }
}

/// The point of one entry, if its samples allow one.
fn point(samples: &SweepSamples) -> Option<SweepPoint> {
    let threads = samples.threads;
    let speed_up = speed_up(&samples.baseline_ms, &samples.method_ms)?;
    Some(SweepPoint {
        threads,
        baseline_ms: median(&samples.baseline_ms)?,
        method_ms: median(&samples.method_ms)?,
        speed_up,
        efficiency: efficiency(speed_up.value, threads),
        karp_flatt: serial_part(speed_up, threads),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(threads: u32, method_ms: &[f64]) -> SweepSamples {
        SweepSamples { threads, baseline_ms: vec![100.0; 5], method_ms: method_ms.to_vec() }
    }

    /// 2 threads: 100 / 50 = 2, efficiency 1, Karp–Flatt 0; 4 threads: 100 / 40 = 2.5, efficiency
    /// 0.625, Karp–Flatt (0.4 - 0.25) / 0.75 = 0.2.
    #[test]
    fn points_are_sorted_and_carry_their_figures() {
        let samples = [(4, 40.0), (1, 100.0), (2, 50.0)].map(|(n, ms)| entry(n, &[ms; 5]));
        let sweep = Sweep::of(&samples, 4).unwrap();
        let found: Vec<_> =
            sweep.points.iter().map(|p| (p.threads, p.speed_up.value, p.efficiency)).collect();
        assert_eq!(found, [(1, 1.0, 1.0), (2, 2.0, 1.0), (4, 2.5, 0.625)]);
        assert_eq!(sweep.points[0].karp_flatt, None);
        assert_eq!(sweep.points[1].karp_flatt, Some(0.0));
        assert!((sweep.points[2].karp_flatt.unwrap() - 0.2).abs() < 1e-12);
        assert!(matches!(sweep.usl, Err(NoFit::TooFewPoints(_))));
        assert_eq!((sweep.best_threads, sweep.standing), (4, Some(Standing::Best)));
    }

    /// On 2 cores 2, 3 and 4 threads are 2 processors: with S = 4/3 each, s = 2/S - 1 = 1/2. Were 4
    /// threads 4 processors, (3/4 - 1/4) / (3/4) would pull it to 2/3.
    #[test]
    fn threads_beyond_the_cores_are_no_processors() {
        let samples =
            [(1, 100.0), (2, 75.0), (3, 75.0), (4, 75.0)].map(|(n, ms)| entry(n, &[ms; 5]));
        let fit = Sweep::of(&samples, 2).unwrap().amdahl.unwrap();
        assert!((fit.serial_fraction - 0.5).abs() < 1e-12);
        assert_eq!(fit.points, 3);
        assert!(matches!(Sweep::of(&samples, 1).unwrap().amdahl, Err(NoFit::TooFewPoints(_))));
    }

    #[test]
    fn entries_without_a_speed_up_are_left_out() {
        assert_eq!(Sweep::of(&[], 2), None);
        let nothing = SweepSamples { threads: 2, ..SweepSamples::default() };
        assert_eq!(Sweep::of(std::slice::from_ref(&nothing), 2), None);
        let good = SweepSamples { threads: 1, baseline_ms: vec![2.0], method_ms: vec![2.0] };
        assert_eq!(Sweep::of(&[nothing, good], 2).unwrap().points.len(), 1);
    }

    #[test]
    fn single_samples_say_nothing_about_the_best_count() {
        let once =
            |threads, ms| SweepSamples { threads, baseline_ms: vec![100.0], method_ms: vec![ms] };
        let sweep = Sweep::of(&[once(1, 100.0), once(2, 50.0)], 2).unwrap();
        assert_eq!((sweep.best_threads, sweep.standing), (2, None));
    }
}
