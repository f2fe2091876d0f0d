//! The calling thread, as every primitive needs to know it.

use std::time::Duration;

use trace::{Activity, EventKind};

use crate::SLICE;
use crate::control::{Control, Stopped};
use crate::recorder::LaneRecorder;
use crate::waits::{Doing, Waits};

/// One thread of a lab: its number, the stop word, its lane in the recorder, its slot in the table
/// of waits. Made by the lab, one for each thread, and given to every call that may wait.
#[derive(Clone, Copy, Debug)]
pub struct Worker<'a> {
    index: usize,
    control: &'a Control,
    lane: LaneRecorder<'a>,
    waits: &'a Waits,
}

impl<'a> Worker<'a> {
    /// Thread `index`, which records in `lane`.
    ///
    /// # Panics
    ///
    /// If `index` is more than 254, for which events have no room.
    #[must_use]
    pub fn new(
        index: usize,
        control: &'a Control,
        lane: LaneRecorder<'a>,
        waits: &'a Waits,
    ) -> Self {
        assert!(index < 255, "a lab has at most 255 threads");
        Self { index, control, lane, waits }
    }

    /// The same thread, for waits that are not to be shown.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { lane: self.lane.silent(), ..self }
    }

    /// Its number, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    pub(crate) fn number(&self) -> u8 {
        u8::try_from(self.index).expect("checked when it was made")
    }

    /// Its lane, to record work.
    #[must_use]
    pub fn lane(&self) -> LaneRecorder<'a> {
        self.lane
    }

    /// Milliseconds on the lab's clock.
    #[must_use]
    pub fn now_ms(&self) -> f64 {
        self.lane.now_ms()
    }

    /// Says whether to go on. Every loop asks.
    ///
    /// # Errors
    ///
    /// [`Stopped`] once the lab was asked to stop, or the run is over.
    pub fn check(&self) -> Result<(), Stopped> {
        self.control.check()
    }

    /// Counts one step for the progress bar, and says whether to go on.
    ///
    /// # Errors
    ///
    /// As [`Worker::check`].
    pub fn step(&self) -> Result<(), Stopped> {
        self.waits.step(self.index);
        self.check()
    }

    /// Sleeps for `time`, or less if the lab is stopped.
    ///
    /// # Errors
    ///
    /// As [`Worker::check`].
    pub fn sleep(&self, time: Duration) -> Result<(), Stopped> {
        self.waits.set(self.index, Doing::Sleeping);
        self.lane.record(EventKind::Begin(Activity::Sleeping), 0, None);
        let until_ms = self.deadline_ms(time);
        let slept = loop {
            match self.check().map(|()| self.left(until_ms)) {
                Ok(Some(left)) => std::thread::sleep(left),
                Ok(None) => break Ok(()),
                Err(Stopped) => break Err(Stopped),
            }
        };
        let kind = if slept.is_ok() { EventKind::End } else { EventKind::Cut };
        self.lane.record(kind, 0, None);
        self.waits.set(self.index, Doing::Running);
        slept
    }

    /// Works for `time`, or less if the lab is stopped.
    ///
    /// # Errors
    ///
    /// As [`Worker::check`].
    pub fn work(&self, time: Duration) -> Result<(), Stopped> {
        let until_ms = self.deadline_ms(time);
        self.lane.span(Activity::Work, 0, || {
            while self.left(until_ms).is_some() {
                self.check()?;
            }
            Ok(())
        })
    }

    /// Gives the core away for a moment.
    ///
    /// Browsers have no call for that, so there it is the shortest sleep, some ten microseconds.
    pub fn yield_now(&self) {
        if cfg!(target_arch = "wasm32") {
            std::thread::sleep(Duration::from_micros(1));
        } else {
            std::thread::yield_now();
        }
    }

    /// Runs `body` as this thread's task, from start to end.
    pub fn run<T>(&self, body: impl FnOnce() -> T) -> T {
        let result = self.lane.span(Activity::Work, 0, body);
        self.waits.set(self.index, Doing::Done);
        result
    }

    /// Waits for `resource`, which `holder` holds: the slow path of every primitive. `wait` returns
    /// what the wait was for, and who ended it; it asks [`Worker::slice`] before every sleep.
    pub(crate) fn wait<T>(
        &self,
        activity: Activity,
        resource: u32,
        holder: Option<u8>,
        forever: bool,
        wait: impl FnOnce() -> Result<(T, Option<u8>), Stopped>,
    ) -> Result<T, Stopped> {
        self.waits.set(self.index, Doing::Waiting { resource, forever });
        self.lane.record(EventKind::Begin(activity), resource, holder);
        let result = wait();
        match &result {
            Ok((_, by)) => self.lane.record(EventKind::End, resource, *by),
            Err(Stopped) => self.lane.record(EventKind::Cut, resource, None),
        }
        self.waits.set(self.index, Doing::Running);
        result.map(|(value, _)| value)
    }

    /// How long to sleep before looking again; nothing once `deadline_ms` has passed.
    pub(crate) fn slice(&self, deadline_ms: Option<f64>) -> Result<Option<Duration>, Stopped> {
        self.check()?;
        self.waits.look(self.index);
        Ok(deadline_ms.map_or(Some(SLICE), |deadline_ms| self.left(deadline_ms)))
    }

    /// What is left until then, but no more than a slice.
    fn left(&self, deadline_ms: f64) -> Option<Duration> {
        let left_s = (deadline_ms - self.now_ms()) / 1e3;
        (left_s > 0.0).then(|| Duration::from_secs_f64(left_s.min(SLICE.as_secs_f64())))
    }

    pub(crate) fn deadline_ms(&self, timeout: Duration) -> f64 {
        self.now_ms() + timeout.as_secs_f64() * 1e3
    }

    pub(crate) fn acquired(&self, resource: u32, from: Option<u8>) {
        self.lane.record(EventKind::Acquired, resource, from);
    }

    pub(crate) fn released(&self, resource: u32) {
        self.lane.record(EventKind::Released, resource, None);
    }

    pub(crate) fn left_depth(&self, depth: usize) {
        self.lane.record(EventKind::Depth, u32::try_from(depth).unwrap_or(u32::MAX), None);
    }
}
