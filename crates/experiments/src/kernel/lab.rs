//! What a kernel is given to run on: threads, a control block, a recorder.

use std::fmt;

use futures_util::FutureExt;
use primitives::{Control, Recorder, Stopped, Waits, Worker};
use trace::wire::Samples;
use trace::{Lane, Slice};

use crate::experiment::Params;
use crate::kernel::network::Network;
use crate::sampling::{Take, interleave};
use crate::work::Pace;

/// One lab's threads, as seen from its coordinator.
pub struct Lab<'a> {
    /// What is run on them, which knows what they are called.
    pub params: &'a dyn Params,
    /// Stop word, heartbeat, progress.
    pub control: &'a Control,
    /// One lane for each thread, and one more for the coordinator.
    pub recorder: &'a Recorder,
    /// Who waits for what: one slot for each thread, and one more for the coordinator.
    pub waits: &'a Waits,
    /// Takes what was recorded since the last call, one lane for each thread and the coordinator's.
    pub sink: &'a (dyn Fn(Slice) + Sync),
    /// Threads in the pool.
    pub threads: usize,
    /// How long the start of each thread took in milliseconds, as far as it was measured.
    pub started_ms: &'a [f64],
    /// The pool.
    pub pool: &'a rayon::ThreadPool,
    /// What sends requests for its threads, if the lab has such.
    pub network: Option<&'a dyn Network>,
}

impl Lab<'_> {
    /// Calls `work` once on each thread of the pool with the thread's index, and `meanwhile` on
    /// the coordinator; returns when all of them have returned.
    pub fn each_thread<T>(&self, work: impl Fn(usize) + Sync, meanwhile: impl FnOnce() -> T) -> T {
        let work = &work;
        self.pool.in_place_scope(|scope| {
            scope.spawn_broadcast(move |_, context| work(context.index()));
            meanwhile()
        })
    }

    /// Thread `index`, as the primitives know it.
    #[must_use]
    pub fn worker(&self, index: usize) -> Worker<'_> {
        Worker::new(index, self.control, self.recorder.lane(index), self.waits)
    }

    /// Takes what was recorded since the last call.
    #[must_use]
    pub fn drain(&self) -> Vec<Lane> {
        self.recorder.drain(|index| self.lane_name(index))
    }

    /// How many rounds of [`crate::work`] a thread does in a millisecond.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the lab was asked to stop.
    pub(crate) fn rounds_per_ms(&self) -> Result<f64, Stopped> {
        self.control.begin(0);
        self.measure(Pace::new(self.recorder.now_ms()))
    }

    /// The same, between two plays.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the lab was asked to stop.
    pub(crate) fn glance(&self) -> Result<f64, Stopped> {
        self.measure(Pace::glance(self.recorder.now_ms()))
    }

    fn measure(&self, mut pace: Pace) -> Result<f64, Stopped> {
        while pace.step(|| self.recorder.now_ms()) {
            self.control.check()?;
        }
        Ok(pace.rounds_per_ms())
    }

    /// Runs `work` in the pool, where parallel iterators share it among the threads; they would do what is too little
    /// to share where they are called.
    pub fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }

    /// Times `variants` in turn (see [`interleave`]): `run` carries out one take, which is
    /// `n_units` work units long unless it warms up. The first variant's last repeat is recorded.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the lab was asked to stop.
    pub fn time(
        &self,
        variants: &[(&str, u32)],
        repeats: u32,
        n_units: u64,
        mut run: impl FnMut(Take) -> Result<(), Stopped>,
    ) -> Result<Vec<Samples>, Stopped> {
        let total = n_units * u64::from(repeats) * variants.len() as u64;
        let mut measuring = false;
        self.control.begin(0);
        let samples = interleave(variants, repeats, async |take| {
            if !measuring && let Take::Measured { .. } = take {
                measuring = true;
                self.control.begin(total);
            }
            self.recorder.switch(take == Take::Measured { variant: 0, last: true });
            let start_ms = self.recorder.now_ms();
            let result = run(take);
            let wall_ms = self.recorder.now_ms() - start_ms;
            self.recorder.switch(false);
            result.map(|()| wall_ms)
        });
        let samples = samples.now_or_never().expect("nothing here waits for an event loop")?;
        let mut slice = Slice::default();
        slice.append(self.drain());
        (self.sink)(slice);
        Ok(samples)
    }

    /// Index of the coordinator's lane in the recorder.
    #[must_use]
    pub fn coordinator(&self) -> usize {
        self.threads
    }

    /// Lane names as people see them.
    #[must_use]
    pub fn lane_name(&self, index: usize) -> String {
        if index == self.threads {
            "coordinator".to_owned()
        } else {
            self.params.thread_name(index)
        }
    }
}

impl fmt::Debug for Lab<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lab").field("threads", &self.threads).finish_non_exhaustive()
    }
}
