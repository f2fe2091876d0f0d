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

use crate::declare::{choice, only_runs, params};
use crate::experiment::{Experiment, Needs};
use crate::group::Group;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::param::{repeats, run, whole, word};
use crate::sampling::Take;

/// The entry.
pub(crate) static EXPERIMENT: Experiment = Experiment::new::<Bench>("bench", Group::Locks);

params! {
    /// Checked parameters.
    Bench {
        /// Threads of the pool; all of them take part.
        threads: u32 = run(whole(1, 64, "2"));
        /// What is timed.
        kind: Kind = run(word::<Kind>("lock"));
        /// 0 means any number.
        maxsize: u64 = run(whole(0, 1 << 20, "0"));
        /// Operations in all.
        n: u64 = run(whole(BATCH, 1 << 30, "100000"));
        /// Timings in a row.
        repeats: u32 = repeats("15");
    }
}

choice! {
    /// What is timed.
    Kind {
        /// Acquire and release.
        Lock = "lock";
        /// Half of the threads put, the others get.
        Queue = "queue";
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

impl Needs for Bench {
    fn threads(&self) -> u32 {
        self.threads
    }
}

only_runs!(Bench);

impl Run for Bench {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let variants = [(OURS, self.threads), (OTHER, self.threads)];
        let samples = lab.time(&variants, self.repeats, 0, |take| {
            let (Take::WarmUp(variant) | Take::Measured { variant, .. }) = take;
            self.once(lab, variants[variant].0 == OURS)
        })?;
        let (threads, figures) = (self.threads, Map::new());
        Ok(StageRun { threads, samples, figures, lanes: Vec::new() })
    }
}

impl Bench {
    fn once(&self, lab: &Lab<'_>, ours: bool) -> Result<(), Stopped> {
        let maxsize = usize::try_from(self.maxsize).expect("no limit is as great");
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
    fn new(params: &Bench) -> Self {
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

/// The run with these parameters, if they are those of the bench.
#[must_use]
pub fn bench_run(params: &dyn crate::Params) -> Option<&dyn Run> {
    let params: &dyn std::any::Any = params;
    Some(params.downcast_ref::<Bench>()?)
}

/// Something on cache lines of its own.
#[repr(align(128))]
struct Apart<T>(T);

#[cfg(feature = "reports")]
mod words {
    use super::Bench;
    use crate::report::shows::Picture;
    use crate::report::{Asks, Card, Lesson, Miniature, ParamWords, Spot, Tell, Words};

    static WORDS: Words = Words {
        title: "Bench",
        run: Lesson {
            summary: "Our locks and queues and others do the same work in turn.",
            prediction: "Which are faster?",
            asks: Asks::SpeedUp,
            look_for: &[("The durations of both.", Spot::Picture(Picture::Lanes))],
        },
        explore: Lesson::NONE,
        params: &[
            ParamWords::threads("Threads of the pool; all of them take part."),
            ParamWords::choice(
                "kind",
                "Kind",
                "What is timed.",
                &[("lock", "Lock"), ("queue", "Queue")],
            ),
            ParamWords::number("maxsize", "Size", "items", "0 means any number."),
            ParamWords::number("n", "Work", "operations", "In all."),
            ParamWords::REPEATS,
        ],
    };

    impl Tell for Bench {
        fn words() -> &'static Words {
            &WORDS
        }

        fn card() -> &'static Card {
            &Card { topics: "", miniature: Miniature::Lanes(&[]) }
        }
    }
}
