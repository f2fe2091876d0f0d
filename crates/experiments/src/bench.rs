//! Locks and queues beside those of std and of crossbeam: what the bench times. No catalogue lists
//! it, and no finished site holds it.
//!
//! * **Claim:** none; two implementations do the same work turn and turn about.
//! * **Work:** threads take it in batches, so that all are busy until there is none left, and look at
//!   the stop word before each batch, whatever implementation they time.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};

use primitives::{Lock, Queue, RawLock, Stopped, Worker};
use serde_json::Map;
use trace::wire::StageRun;

use crate::choice::choice;
use crate::error::ParamError;
use crate::lab::Lab;
use crate::param::Fields;
use crate::sampling::Take;
use crate::scenario::Scenario;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};
use crate::{Experiment, Runnable};

/// The entry.
#[derive(Debug)]
pub(crate) struct Bench;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    kind: Kind,
    maxsize: u64,
    n: u64,
    repeats: u32,
}

choice! {
    /// What is timed.
    Kind {
        /// Acquire and release.
        Lock = "lock", "Lock";
        /// Half of the threads put, the others get.
        Queue = "queue", "Queue";
    }
}

/// Our own implementation in the samples.
const OURS: &str = "primitives";
/// The other implementation in the samples.
const OTHER: &str = "other";
/// Operations between two looks at the stop word.
const BATCH: u64 = 256;
/// The longest wait of a thread for the others right at the start, in milliseconds.
const LINE_UP_MS: f64 = 0.3;
/// An item that says that no more will come.
const END: u64 = u64::MAX;

/// The entry's id.
pub(crate) const ID: &str = "bench";

static SPEC: Spec = Spec {
    id: ID,
    #[cfg(feature = "reports")]
    title: "Bench",
    group: Group::Locks,
    #[cfg(feature = "reports")]
    summary: "Our locks and queues and others do the same work in turn.",
    #[cfg(feature = "reports")]
    prediction: "Which are faster?",
    #[cfg(feature = "reports")]
    look_for: &["The durations of both."],
    live: false,
    params: &[
        ParamSpec::threads((1, 64), "2", "Threads of the pool; all of them take part."),
        ParamSpec::choice("kind", "Kind", Kind::CHOICES, "lock", "What is timed."),
        ParamSpec::integer("maxsize", "Size", (0, 1 << 20), "0", "items", "0 means any number."),
        ParamSpec::integer("n", "Work", (BATCH, 1 << 30), "100000", "operations", "In all."),
        ParamSpec::repeats("15"),
    ],
    #[cfg(feature = "reports")]
    python: "",
    #[cfg(feature = "reports")]
    rust: include_str!("bench.rs"),
};

impl Experiment for Bench {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Runnable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            kind: Kind::of(fields.word("kind")),
            maxsize: fields.integer("maxsize"),
            n: fields.integer("n"),
            repeats: u32::try_from(fields.integer("repeats")).expect("no spec allows as many"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Scenario for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", ParamValue::Integer(self.threads.into())),
            ("kind", ParamValue::Word(self.kind.word())),
            ("maxsize", ParamValue::Integer(self.maxsize)),
            ("n", ParamValue::Integer(self.n)),
            ("repeats", ParamValue::Integer(self.repeats.into())),
        ]
    }

    fn threads(&self) -> u32 {
        self.threads
    }

    fn resources(&self) -> Vec<String> {
        Vec::new()
    }

    fn play(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let variants = [(OURS, self.threads), (OTHER, self.threads)];
        let samples = lab.time(&variants, self.repeats, 0, |take| {
            let (Take::WarmUp(variant) | Take::Measured { variant, .. }) = take;
            self.once(lab, variants[variant].0 == OURS)
        })?;
        let (threads, figures) = (self.threads, Map::new());
        Ok(StageRun { threads, samples, figures, lanes: Vec::new() })
    }

    #[cfg(feature = "reports")]
    fn sentence(&self, _shown: &crate::scenario::Shown<'_>) -> String {
        "Two implementations did the same work in turn.".to_owned()
    }
}

impl Params {
    fn once(&self, lab: &Lab<'_>, ours: bool) -> Result<(), Stopped> {
        let maxsize = usize::try_from(self.maxsize).expect("no spec allows as many");
        match (self.kind, ours) {
            (Kind::Lock, true) => {
                let lock = Apart(Lock::new(0));
                self.share(lab, |me| {
                    if lock.0.acquire(me).is_ok() {
                        lock.0.release(me).expect("it holds the lock");
                    }
                })
            }
            (Kind::Lock, false) => {
                let lock = Apart(Mutex::new(()));
                self.share(lab, |_| drop(lock.0.lock().expect("nobody panics while holding it")))
            }
            (Kind::Queue, true) => {
                let queue = Apart(Queue::new(0, maxsize, maxsize));
                // It refuses an item, or an end, only when the lab was asked to stop.
                let put = |me: &Worker<'_>, item| _ = queue.0.put(me, item);
                self.flow(lab, put, |me| queue.0.get(me).unwrap_or(END))
            }
            (Kind::Queue, false) => {
                let (sender, receiver) = match maxsize {
                    0 => crossbeam_channel::unbounded(),
                    _ => crossbeam_channel::bounded(maxsize),
                };
                let put = |_: &Worker<'_>, item| sender.send(item).expect("the other end is here");
                self.flow(lab, put, |_| receiver.recv().expect("the other end is here"))
            }
        }
    }

    /// Every thread carries out `operation` until all work is done.
    fn share(&self, lab: &Lab<'_>, operation: impl Fn(&Worker<'_>) + Sync) -> Result<(), Stopped> {
        let work = Work::new(self);
        work.start(lab, |me| {
            while work.take(me) {
                (0..BATCH).for_each(|_| operation(me));
            }
        })
    }

    /// The first half of the threads puts numbers, the others get them.
    fn flow(
        &self,
        lab: &Lab<'_>,
        put: impl Fn(&Worker<'_>, u64) + Sync,
        get: impl Fn(&Worker<'_>) -> u64 + Sync,
    ) -> Result<(), Stopped> {
        let work = Work::new(self);
        let producers = self.threads as usize / 2;
        let consumers = self.threads as usize - producers;
        let (producing, arrived) = (AtomicU64::new(producers as u64), AtomicU64::new(0));
        work.start(lab, |me| {
            if me.index() < producers {
                while work.take(me) {
                    (0..BATCH).for_each(|item| put(me, item));
                }
                // Whoever comes last knows that everything was put; ends queue behind it.
                if producing.fetch_sub(1, Ordering::AcqRel) == 1 {
                    (0..consumers).for_each(|_| put(me, END));
                }
            } else {
                let items = std::iter::from_fn(|| Some(get(me))).take_while(|item| *item != END);
                arrived.fetch_add(items.count() as u64, Ordering::Relaxed);
            }
        })?;
        assert_eq!(arrived.into_inner(), self.n / BATCH * BATCH, "every item arrives once");
        Ok(())
    }
}

/// What is to be done.
struct Work {
    batches: Apart<AtomicU64>,
    start: Barrier,
    lined_up: AtomicUsize,
}

impl Work {
    fn new(params: &Params) -> Self {
        let batches = Apart(AtomicU64::new(params.n / BATCH));
        let start = Barrier::new(params.threads as usize);
        Self { batches, start, lined_up: AtomicUsize::new(0) }
    }

    /// Calls `body` on every thread, all at the same time.
    fn start(&self, lab: &Lab<'_>, body: impl Fn(&Worker<'_>) + Sync) -> Result<(), Stopped> {
        let task = |index| {
            let me = lab.worker(index);
            self.start.wait();
            // They do not wake at the same moment, and the first could do all of the work alone.
            self.lined_up.fetch_add(1, Ordering::Relaxed);
            let until_ms = me.now_ms() + LINE_UP_MS;
            while self.lined_up.load(Ordering::Relaxed) < lab.threads && me.now_ms() < until_ms {
                std::hint::spin_loop();
            }
            body(&me);
        };
        lab.each_thread(task, || ());
        lab.control.check()
    }

    /// Takes one batch, if there is one left and nobody wants to stop.
    fn take(&self, me: &Worker<'_>) -> bool {
        let less = |left: u64| left.checked_sub(1);
        let relaxed = Ordering::Relaxed;
        me.check().is_ok() && self.batches.0.try_update(relaxed, relaxed, less).is_ok()
    }
}

/// Something on cache lines of its own.
#[repr(align(128))]
struct Apart<T>(T);
