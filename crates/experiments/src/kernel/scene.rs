//! The stage on which threads meet: starts them together, watches them, shows them while they play.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::time::Duration;

use primitives::{Knot, Resource, Stopped, Watchdog, Worker};
use serde_json::{Value, json};
use trace::EventKind;
use trace::wire::StageRun;

use crate::kernel::broadcast::Broadcast;
use crate::kernel::lab::Lab;
pub(crate) use crate::repeats::Played;
use crate::repeats::Repeats;

/// Time between two looks of the watchdog.
const LOOK: Duration = Duration::from_micros(500);
/// The longest wait of a thread for the others right at the start, in milliseconds: with more threads
/// than cores not all can be there at once.
const LINE_UP_MS: f64 = 0.3;

/// What each thread does. Not generic, and neither is what takes it: one copy of the code serves every
/// experiment, and the page downloads it once.
pub(crate) type Body<'a> = &'a (dyn Fn(&Worker<'_>) -> Result<(), Stopped> + Sync);

/// How many of `count` there were in a second; the clock may not have moved at all.
pub(crate) fn per_s(count: u64, wall_ms: f64) -> Value {
    json!(count as f64 / wall_ms.max(1e-3) * 1e3)
}

/// What each thread leaves behind for the coordinator.
pub(crate) struct PerThread<T>(Vec<Mutex<T>>);

impl<T: Default> PerThread<T> {
    /// Room for `threads` threads.
    pub(crate) fn new(threads: u32) -> Self {
        Self((0..threads).map(|_| Mutex::default()).collect())
    }

    /// Leaves `value` behind for thread `index`.
    pub(crate) fn put(&self, index: usize, value: T) {
        *self.0[index].lock().expect("nobody panics while leaving a value") = value;
    }

    /// What all of them left, in the order of the threads.
    pub(crate) fn take(self) -> Vec<T> {
        let value =
            |slot: Mutex<T>| slot.into_inner().expect("nobody panics while leaving a value");
        self.0.into_iter().map(value).collect()
    }
}

/// How a play ended.
pub(crate) struct Finish {
    /// From the first thread's begin to the last thread's end, in milliseconds.
    pub(crate) wall_ms: f64,
    /// Threads that would have waited for ever; they were let go after they were found.
    pub(crate) knot: Option<Knot>,
    /// From the last wait of the knot to the moment it was named, in milliseconds, if it was recorded.
    pub(crate) detected_ms: Option<f64>,
}

/// One lab, for the plays of one run.
pub(crate) struct Scene<'a> {
    lab: &'a Lab<'a>,
    names: &'a [String],
    /// Steps before this play, and of the whole run.
    steps: (u64, u64),
    broadcast: Broadcast,
    /// When each thread began its last wait, if that was recorded.
    began_ms: RefCell<Vec<Option<f64>>>,
}

/// What a run consists of.
pub(crate) struct Script<'a> {
    /// What its samples are called.
    pub(crate) variant: &'a str,
    /// Threads that take part.
    pub(crate) threads: u32,
    /// Repeats.
    pub(crate) repeats: u64,
    /// Steps of each repeat, as far as known, for the progress bar.
    pub(crate) steps: u64,
    /// Names of the resources, by their numbers.
    pub(crate) resources: Vec<String>,
}

impl Script<'_> {
    /// Plays `once` as often as asked for, and counts what came of it. The last repeat is recorded.
    pub(crate) fn run(
        self,
        lab: &Lab<'_>,
        once: &mut dyn FnMut(&Scene<'_>) -> Result<Played, Stopped>,
    ) -> Result<StageRun, Stopped> {
        self.run_after(0, lab, once)
    }

    /// The same, after something else that took `before` steps.
    pub(crate) fn run_after(
        self,
        before: u64,
        lab: &Lab<'_>,
        once: &mut dyn FnMut(&Scene<'_>) -> Result<Played, Stopped>,
    ) -> Result<StageRun, Stopped> {
        let mut repeats = Repeats::default();
        for repeat in 0..self.repeats {
            let done = before + repeat * self.steps;
            let steps = (done, before + self.repeats * self.steps);
            let scene = Scene::new(lab, &self.resources, steps);
            lab.recorder.switch(repeat + 1 == self.repeats);
            let shown = once(&scene);
            scene.send();
            lab.recorder.switch(false);
            repeats.add(shown?);
        }
        Ok(repeats.finish(self.variant, self.threads))
    }
}

impl<'a> Scene<'a> {
    fn new(lab: &'a Lab<'a>, names: &'a [String], steps: (u64, u64)) -> Self {
        Self {
            lab,
            names,
            steps,
            broadcast: Broadcast::new(lab.recorder.now_ms()),
            began_ms: RefCell::default(),
        }
    }

    /// A scene beside the run, for measuring something else; nothing of it is recorded.
    pub(crate) fn aside(lab: &'a Lab<'a>) -> Self {
        Self::new(lab, &[], (1, 1))
    }

    /// A scene before the run, for measuring how it is to be played; the run has not got on by it.
    pub(crate) fn before(lab: &'a Lab<'a>) -> Self {
        Self::beside(lab, (0, u64::MAX))
    }

    /// A scene beside the run that is a part of it, after the first of `steps`, which are those done and those
    /// of the whole run; it is recorded if the recorder is on.
    pub(crate) fn beside(lab: &'a Lab<'a>, steps: (u64, u64)) -> Self {
        Self::new(lab, &[], steps)
    }

    /// Calls `body` on the first `n_threads` threads, all at the same time, until all have returned or
    /// the watchdog finds some that never would.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the lab was asked to stop.
    pub(crate) fn play(
        &self,
        n_threads: usize,
        resources: &[&dyn Resource],
        body: Body<'_>,
    ) -> Result<Finish, Stopped> {
        self.play_with(n_threads, resources, body, &mut |_, _| false)
    }

    /// The same, and the coordinator calls `main` again and again, with the time since the start in
    /// milliseconds; it may end the play, and threads that still run are cut off then.
    pub(crate) fn play_with(
        &self,
        n_threads: usize,
        resources: &[&dyn Resource],
        body: Body<'_>,
        main: &mut dyn FnMut(&Worker<'_>, f64) -> bool,
    ) -> Result<Finish, Stopped> {
        let lab = self.lab;
        let coordinator = lab.worker(lab.coordinator());
        lab.control.begin(self.steps.1);
        lab.waits.start_over();
        let (start, lined_up) = (Barrier::new(n_threads + 1), AtomicUsize::new(0));
        // Bits of times, which grow with them: when the first thread began and the last one ended.
        let (first_ms, last_ms) = (AtomicU64::new(u64::MAX), AtomicU64::new(0));
        let task = |index: usize| {
            if index < n_threads {
                let me = lab.worker(index);
                start.wait();
                // They do not wake at the same moment, but they can go on at the same moment.
                lined_up.fetch_add(1, Ordering::Relaxed);
                let until_ms = me.now_ms() + LINE_UP_MS;
                while lined_up.load(Ordering::Relaxed) < n_threads && me.now_ms() < until_ms {
                    std::hint::spin_loop();
                }
                first_ms.fetch_min(me.now_ms().to_bits(), Ordering::Relaxed);
                // A thread that was cut off has nothing to report.
                let _ = me.run(|| body(&me));
                last_ms.fetch_max(me.now_ms().to_bits(), Ordering::Relaxed);
            }
        };
        let (knot, named_ms) = lab.each_thread(task, || {
            start.wait();
            let start_ms = lab.recorder.now_ms();
            let mut watchdog = Watchdog::new(lab.waits, n_threads);
            while !lab.waits.all_done(n_threads) {
                lab.control.report((self.steps.0 + lab.waits.steps()).min(self.steps.1));
                self.show();
                let knot = watchdog.look(resources);
                let now_ms = lab.recorder.now_ms();
                if knot.is_some() || main(&coordinator, now_ms - start_ms) {
                    lab.control.end();
                    return (knot, now_ms);
                }
                if lab.control.is_stopped() {
                    break;
                }
                std::thread::sleep(LOOK);
            }
            (None, 0.0)
        });
        self.collect();
        if lab.control.is_stopped() {
            return Err(Stopped);
        }
        let began_ms = self.began_ms.borrow();
        let ties = knot.iter().flat_map(|knot| &knot.ties);
        let tied_ms = ties.filter_map(|tie| *began_ms.get(tie.thread)?);
        let last_tie_ms = tied_ms.reduce(f64::max);
        let time = |bits: AtomicU64| f64::from_bits(bits.into_inner());
        let wall_ms = time(last_ms) - time(first_ms);
        let detected_ms = last_tie_ms.map(|tied_ms| named_ms - tied_ms);
        Ok(Finish { wall_ms, knot, detected_ms })
    }

    /// The knot as plain data: `[{ thread, resource, holder }]`; null if there was none.
    pub(crate) fn cycle(&self, ending: &Finish) -> Value {
        let Some(knot) = &ending.knot else { return Value::Null };
        let tie = |tie: &primitives::Tie| {
            json!({
                "thread": self.lab.lane_name(tie.thread),
                "resource": self.names.get(tie.resource as usize),
                "holder": tie.holder.map(|holder| self.lab.lane_name(holder)),
            })
        };
        knot.ties.iter().map(tie).collect()
    }

    fn collect(&self) {
        if !self.lab.recorder.is_on() {
            return;
        }
        let lanes = self.lab.drain();
        let mut began_ms = self.began_ms.borrow_mut();
        began_ms.resize(lanes.len(), None);
        for (lane, began_ms) in lanes.iter().zip(&mut *began_ms) {
            let begun = |event: &&trace::Event| matches!(event.kind, EventKind::Begin(activity) if !activity.is_busy());
            let last = lane.events.iter().rev().find(begun);
            *began_ms = last.map(|event| event.at_ms).or(*began_ms);
        }
        self.broadcast.add(self.lab, lanes);
    }

    /// Collects what was recorded, and now and then sends it to the page.
    fn show(&self) {
        self.collect();
        self.broadcast.send_if_due(self.lab);
    }

    fn send(&self) {
        self.collect();
        self.broadcast.send(self.lab);
    }
}
