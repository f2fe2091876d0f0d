//! Work that takes its time on a core, and cannot be done faster. Were somebody simply to look at the clock until
//! the time is over, more workers than cores would seem to compute as much at once. So work is counted in rounds,
//! and how many of them a core does in a millisecond is measured beforehand. On a machine that is busy with
//! something else that may be too few.

use std::hint::black_box;
use std::ops::RangeInclusive;

use crate::sampling::middle;

/// Rounds between two looks around: some ten microseconds.
pub(crate) const ROUNDS: u64 = 4096;
/// Work before the pace is measured, in milliseconds: browsers compile anew what has run for a while.
const WARM_UP_MS: f64 = 60.0;
/// Time over which the pace is measured at once, in milliseconds: shorter than the turns that a busy machine gives to
/// its programs, so that most samples are disturbed by none of them, unless the clock is too coarse for that.
const SAMPLE_MS: RangeInclusive<f64> = 1.0..=8.0;
/// Steps of the clock that are precise enough.
const STEPS: f64 = 100.0;
/// Time over which it is measured altogether, in milliseconds.
const MEASURE_MS: f64 = 60.0;
/// The same, for a look between two plays.
const GLANCE_MS: f64 = 16.0;

/// Computes `rounds` rounds, each of which needs the one before. It is the same code when the pace is measured
/// and later, or the compiler may make one of them faster.
///
/// Source: Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (14), 2003.
#[inline(never)]
pub(crate) fn compute(rounds: u64) {
    let mut state = black_box(0x9e37_79b9_7f4a_7c15_u64);
    for _ in 0..rounds {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    black_box(state);
}

/// Measures how many rounds a core does in a millisecond: the most of several times, because whatever else
/// goes on makes it less.
#[derive(Debug)]
pub(crate) struct Pace {
    warm_ms: f64,
    over_ms: f64,
    sample_ms: f64,
    /// The last look at the clock, and the least that it went on from one look to another.
    seen_ms: f64,
    step_ms: f64,
    rounds: u64,
    most: f64,
}

impl Pace {
    /// Begins at `now_ms`.
    pub(crate) fn new(now_ms: f64) -> Self {
        let warm_ms = now_ms + WARM_UP_MS;
        let over_ms = warm_ms + MEASURE_MS;
        let (sample_ms, seen_ms, step_ms) = (now_ms, now_ms, f64::INFINITY);
        Self { warm_ms, over_ms, sample_ms, seen_ms, step_ms, rounds: 0, most: 0.0 }
    }

    /// Begins at `now_ms`, for a short while, on a core that is warm.
    pub(crate) fn glance(now_ms: f64) -> Self {
        Self { warm_ms: now_ms, over_ms: now_ms + GLANCE_MS, ..Self::new(now_ms) }
    }

    /// Goes on; `false` when it is known. `now_ms` is the clock.
    pub(crate) fn step(&mut self, now_ms: impl Fn() -> f64) -> bool {
        compute(ROUNDS);
        self.rounds += ROUNDS;
        let now_ms = now_ms();
        if now_ms > self.seen_ms {
            self.step_ms = self.step_ms.min(now_ms - self.seen_ms);
            self.seen_ms = now_ms;
        }
        let passed_ms = now_ms - self.sample_ms;
        if passed_ms >= (STEPS * self.step_ms).clamp(*SAMPLE_MS.start(), *SAMPLE_MS.end()) {
            if self.is_warm() {
                self.most = self.most.max(self.rounds as f64 / passed_ms);
            }
            (self.sample_ms, self.rounds) = (now_ms, 0);
        }
        self.most == 0.0 || now_ms < self.over_ms
    }

    /// Whether it has gone on for so long that browsers have compiled it for good.
    pub(crate) fn is_warm(&self) -> bool {
        self.sample_ms >= self.warm_ms
    }

    /// Rounds in a millisecond.
    pub(crate) fn rounds_per_ms(&self) -> f64 {
        self.most
    }
}

/// What counts as a millisecond of work, and how long that really takes.
///
/// Whatever else went on while the pace was measured made it too low, and so the work too little. So it is looked at
/// again between plays, which something else disturbs as much, and the middle of all tells what one alone would have
/// needed.
#[derive(Clone, Debug)]
pub(crate) struct Millisecond {
    rounds: f64,
    paces: Vec<f64>,
}

impl Millisecond {
    /// So many rounds count as one.
    pub(crate) fn new(rounds: f64) -> Self {
        Self { rounds, paces: vec![rounds] }
    }

    /// A core was seen to do so many rounds in one.
    pub(crate) fn see(&mut self, rounds: f64) {
        self.paces.push(rounds);
    }

    /// The rounds of one.
    pub(crate) fn rounds(&self) -> f64 {
        self.rounds
    }

    /// How many milliseconds those rounds take.
    pub(crate) fn real_ms(&self) -> f64 {
        self.rounds / middle(&self.paces).expect("there is one")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block takes 0.01 ms, so a core does 100 blocks in a millisecond. Something else has the core for 4 ms after each
    /// 4 ms, or four of five; the clock may go on by 0.1 ms only, which is a hundredth of what is disturbed.
    #[test]
    fn a_busy_machine_does_not_slow_the_pace_that_is_measured() {
        let measured = |turn_ms: f64, taken_ms: f64, step_ms: f64| {
            let ran_ms = std::cell::Cell::new(0.0);
            let now_ms = || {
                let time_ms: f64 = ran_ms.get() + (ran_ms.get() / turn_ms).floor() * taken_ms;
                (time_ms / step_ms).floor() * step_ms
            };
            let mut pace = Pace::glance(0.0);
            while pace.step(|| {
                ran_ms.set(ran_ms.get() + 0.01);
                now_ms()
            }) {}
            pace.rounds_per_ms() / ROUNDS as f64
        };
        for (turn_ms, taken_ms, step_ms) in
            [(4.0, 4.0, 0.005), (4.0, 16.0, 0.005), (16.0, 4.0, 0.1)]
        {
            let pace = measured(turn_ms, taken_ms, step_ms);
            assert!((98.0..=102.0).contains(&pace), "{turn_ms} {taken_ms} {step_ms}: {pace}");
        }
    }

    /// 100 rounds count as a millisecond, but a core mostly does 400 in one: they take a quarter of it.
    #[test]
    fn the_middle_pace_tells_how_long_work_takes() {
        let mut millisecond = Millisecond::new(100.0);
        for seen in [400.0, 500.0] {
            millisecond.see(seen);
        }
        assert_eq!((millisecond.rounds(), millisecond.real_ms()), (100.0, 0.25));
    }
}
