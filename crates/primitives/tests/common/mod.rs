//! A lab without a page, whose threads are the test's own.
#![allow(dead_code, reason = "each test target uses its own part")]
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use primitives::{Control, Recorder, Waits, Worker};
use trace::{Activity, Event, EventKind};

/// Long enough for every thread to get there, even under Miri: a test that waits so long has failed.
const LIVENESS: Duration = Duration::from_secs(60);

/// A time that passes in a moment.
pub(crate) const SHORT: Duration = Duration::from_millis(2);
/// A time that never passes in a test that succeeds.
pub(crate) const LONG: Duration = Duration::from_secs(600);

/// Turns of a loop: fewer under Miri, which is slow.
pub(crate) const TURNS: u64 = if cfg!(miri) { 20 } else { 200 };

pub(crate) struct Lab {
    pub(crate) control: Control,
    pub(crate) recorder: Recorder,
    pub(crate) waits: Waits,
    seen: Mutex<Vec<Vec<Event>>>,
}

impl Lab {
    /// A lab of `n_threads` threads that records.
    pub(crate) fn new(n_threads: usize) -> Self {
        let lab = Self {
            control: Control::new(),
            recorder: Recorder::new(n_threads, now_ms),
            waits: Waits::new(n_threads),
            seen: Mutex::new(vec![Vec::new(); n_threads]),
        };
        lab.recorder.switch(true);
        lab
    }

    pub(crate) fn me(&self, index: usize) -> Worker<'_> {
        Worker::new(index, &self.control, self.recorder.lane(index), &self.waits)
    }

    /// What `thread` has recorded so far.
    pub(crate) fn events(&self, thread: usize) -> Vec<Event> {
        let mut seen = self.seen.lock().expect("no thread panics while it looks");
        for (seen, lane) in seen.iter_mut().zip(self.recorder.drain(|index| index.to_string())) {
            assert_eq!(lane.dropped, 0);
            seen.extend(lane.events);
        }
        seen[thread].clone()
    }

    /// What `thread` has recorded so far, without the times.
    pub(crate) fn facts(&self, thread: usize) -> Vec<(EventKind, u32, Option<u8>)> {
        let fact = |event: Event| (event.kind, event.subject, event.other);
        self.events(thread).into_iter().map(fact).collect()
    }

    /// Returns once `thread` waits, in whatever way.
    pub(crate) fn until_waiting(&self, thread: usize) {
        let begins =
            |kind| matches!(kind, EventKind::Begin(activity) if activity != Activity::Work);
        until(|| self.events(thread).last().is_some_and(|last| begins(last.kind)));
    }
}

/// Milliseconds since the first call.
pub(crate) fn now_ms() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

/// Returns once `holds`.
pub(crate) fn until(mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LIVENESS, "it never happened");
        std::thread::sleep(Duration::from_micros(200));
    }
}
