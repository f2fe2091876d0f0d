//! A lab whose threads are loom's.

use std::sync::Arc;

use loom::sync::atomic::{AtomicU32, Ordering::Relaxed};
use loom::thread;
use primitives::{Control, Recorder, Waits, Worker};

loom::lazy_static! {
    /// The time, in milliseconds; a model moves it by hand.
    pub(crate) static ref NOW_MS: AtomicU32 = AtomicU32::new(0);
}

pub(crate) struct Lab {
    control: Control,
    recorder: Recorder,
    pub(crate) waits: Waits,
}

impl Lab {
    pub(crate) fn new(n_threads: usize) -> Self {
        let clock = || f64::from(NOW_MS.load(Relaxed));
        let recorder = Recorder::new(n_threads, clock);
        Self { control: Control::new(), recorder, waits: Waits::new(n_threads) }
    }

    pub(crate) fn me(&self, index: usize) -> Worker<'_> {
        Worker::new(index, &self.control, self.recorder.lane(index), &self.waits)
    }
}

/// Runs `schedule` again and again, each time in another order.
pub(crate) fn explore(preemptions: Option<usize>, schedule: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = preemptions;
    builder.check(schedule);
}

/// What one thread of a model does.
pub(crate) type Body<S> = fn(&S, &Worker<'_>);

/// How often loom may take the core away from a thread that could go on, in one schedule. Most mistakes
/// show with two; Musuvathi and Qadeer, "Iterative Context Bounding for Systematic Testing of
/// Multithreaded Programs", PLDI, 2007. Three threads with no bound would take hours.
pub(crate) const TWO: Option<usize> = Some(2);
/// For two threads, and for primitives that change only under a lock, which can afford it.
pub(crate) const THREE: Option<usize> = Some(3);

/// Runs each of `bodies` on a thread of its own with what `new` made, then looks at the `end`: for every
/// schedule with at most so many preemptions.
pub(crate) fn model<S: Send + Sync + 'static, const N: usize>(
    preemptions: Option<usize>,
    new: fn(&Worker<'_>) -> S,
    bodies: [Body<S>; N],
    end: fn(&S),
) {
    explore(preemptions, move || {
        let lab = Lab::new(N);
        let shared = new(&lab.me(0));
        // Not loom's: what is to be checked is not the sharing.
        let stage = Arc::new((lab, shared));
        let others: Vec<_> = (1..N)
            .map(|index| {
                let stage = Arc::clone(&stage);
                thread::spawn(move || bodies[index](&stage.1, &stage.0.me(index)))
            })
            .collect();
        bodies[0](&stage.1, &stage.0.me(0));
        others.into_iter().for_each(|other| other.join().expect("no thread panics"));
        end(&stage.1);
    });
}
