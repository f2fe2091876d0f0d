//! Records what each thread of a lab does, while recording is on.

use trace::{Activity, Event, EventKind, Lane};

use crate::ring::Ring;
use crate::sync::{AtomicBool, Ordering};

/// Milliseconds on a clock that all threads of one lab share.
pub type Clock = fn() -> f64;

/// One event ring for each thread, and the switch that turns recording on.
#[derive(Debug)]
pub struct Recorder {
    rings: Vec<Ring>,
    on: AtomicBool,
    enabled: AtomicBool,
    clock: Clock,
}

impl Recorder {
    /// Events that fit between two drains, for each thread; few under loom and Miri, where every slot
    /// takes time.
    pub const CAPACITY: usize = match (cfg!(loom), cfg!(miri)) {
        (true, _) => 4,
        (_, true) => 64,
        _ => 4096,
    };

    /// A recorder for `n_threads` threads, off.
    #[must_use]
    pub fn new(n_threads: usize, clock: Clock) -> Self {
        let rings = (0..n_threads).map(|_| Ring::new(Self::CAPACITY)).collect();
        Self { rings, on: AtomicBool::new(false), enabled: AtomicBool::new(true), clock }
    }

    /// Turns recording on or off, for the part of a run that is to be shown. Off, an event costs
    /// one load.
    pub fn switch(&self, on: bool) {
        self.on.store(on && self.enabled.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Whether events are recorded now.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// Allows recording, or forbids it for whole runs, to measure what it costs.
    pub fn enable(&self, enabled: bool) {
        self.enabled.store(enabled, Ordering::Relaxed);
    }

    /// The time, in milliseconds on the lab's clock.
    #[must_use]
    pub fn now_ms(&self) -> f64 {
        (self.clock)()
    }

    /// The writing end for thread `index`; each index is used by one thread at a time.
    #[must_use]
    pub fn lane(&self, index: usize) -> LaneRecorder<'_> {
        LaneRecorder { recorder: self, ring: Some(&self.rings[index]) }
    }

    /// Takes what every thread recorded since the last call, as lanes named by `name`.
    #[must_use]
    pub fn drain(&self, name: impl Fn(usize) -> String) -> Vec<Lane> {
        let lane = |(index, ring): (usize, &Ring)| {
            Lane::new(name(index), ring.drain(), ring.take_dropped().into())
        };
        self.rings.iter().enumerate().map(lane).collect()
    }
}

/// Records for one thread.
#[derive(Clone, Copy, Debug)]
pub struct LaneRecorder<'a> {
    recorder: &'a Recorder,
    ring: Option<&'a Ring>,
}

impl LaneRecorder<'_> {
    /// The same clock, but nothing is recorded.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { ring: None, ..self }
    }

    /// Runs `work` and records when it began and ended.
    pub fn span<T>(&self, activity: Activity, subject: u32, work: impl FnOnce() -> T) -> T {
        self.record(EventKind::Begin(activity), subject, None);
        let result = work();
        self.record(EventKind::End, subject, None);
        result
    }

    /// Records one event, if recording is on.
    #[inline]
    pub fn record(&self, kind: EventKind, subject: u32, other: Option<u8>) {
        if let Some(ring) = self.ring
            && self.recorder.on.load(Ordering::Relaxed)
        {
            ring.record(Event { at_ms: self.recorder.now_ms(), kind, subject, other });
        }
    }

    /// The time, in milliseconds on the lab's clock.
    #[must_use]
    pub fn now_ms(&self) -> f64 {
        self.recorder.now_ms()
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn recorder() -> Recorder {
        Recorder::new(2, || 1.0)
    }

    #[test]
    fn nothing_is_recorded_while_the_switch_is_off() {
        let recorder = recorder();
        assert_eq!(recorder.lane(0).span(Activity::Work, 0, || 5), 5);
        assert_eq!(recorder.drain(|i| i.to_string())[0].n_events(), 0);
    }

    #[test]
    fn a_recorder_that_is_not_enabled_cannot_be_switched_on() {
        let recorder = recorder();
        recorder.enable(false);
        recorder.switch(true);
        recorder.lane(0).span(Activity::Work, 0, || ());
        assert_eq!(recorder.drain(|i| i.to_string())[0].n_events(), 0);
    }

    #[test]
    fn each_thread_records_in_its_own_lane() {
        let recorder = recorder();
        recorder.switch(true);
        recorder.lane(1).span(Activity::Work, 9, || ());
        let lanes = recorder.drain(|i| format!("thread {}", i + 1));
        assert_eq!((lanes[0].n_events(), lanes[1].n_events()), (0, 2));
        assert_eq!(lanes[1].spans()[0].subject, 9);
    }
}
