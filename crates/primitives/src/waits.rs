//! Who waits for what: one slot for each thread, written by that thread and read by the watchdog.

use crate::sync::{AtomicU32, AtomicU64, Ordering};

/// What a thread is doing, as far as others need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It runs, or nobody has told it to start.
    Running,
    /// It sleeps, and will go on by itself.
    Sleeping,
    /// It has finished.
    Done,
    /// It waits for the resource with this number.
    Waiting {
        /// Number of the resource.
        resource: u32,
        /// Whether it never gives up.
        forever: bool,
    },
}

impl Doing {
    fn code(self) -> u32 {
        match self {
            Self::Running => 0,
            Self::Sleeping => 1,
            Self::Done => 2,
            Self::Waiting { resource, forever } => 4 + 2 * resource + u32::from(forever),
        }
    }

    fn of(code: u32) -> Self {
        match code {
            0 => Self::Running,
            1 => Self::Sleeping,
            2 | 3 => Self::Done,
            _ => Self::Waiting { resource: (code - 4) / 2, forever: code % 2 == 1 },
        }
    }
}

/// One thread's slot, on cache lines of its own: it is written all the time.
///
/// | field   | written by       | meaning                                                        |
/// |---------|------------------|----------------------------------------------------------------|
/// | `state` | the thread alone | low half: what it is doing; high half: how often that changed |
/// | `looks` | the thread alone | how often it has looked, while waiting, whether it may go on   |
/// | `steps` | the thread alone | how far it is, for the progress bar                            |
#[derive(Debug)]
#[repr(align(128))]
struct Slot {
    state: AtomicU64,
    looks: AtomicU32,
    steps: AtomicU32,
}

/// What every thread of a lab is doing.
#[derive(Debug)]
pub struct Waits {
    slots: Vec<Slot>,
}

/// What one thread was doing at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) doing: Doing,
    /// Differs whenever the thread has begun or ended anything in between.
    pub(crate) changes: u32,
    pub(crate) looks: u32,
}

impl Waits {
    /// Slots for `n_threads` threads.
    #[must_use]
    pub fn new(n_threads: usize) -> Self {
        let slot = |_| Slot {
            state: AtomicU64::new(0),
            looks: AtomicU32::new(0),
            steps: AtomicU32::new(0),
        };
        Self { slots: (0..n_threads).map(slot).collect() }
    }

    /// Steps of all threads since [`Waits::start_over`].
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.slots.iter().map(|slot| u64::from(slot.steps.load(Ordering::Relaxed))).sum()
    }

    /// Everybody runs, at step 0. Call it before the threads start.
    pub fn start_over(&self) {
        for (thread, slot) in self.slots.iter().enumerate() {
            self.set(thread, Doing::Running);
            slot.steps.store(0, Ordering::Relaxed);
        }
    }

    /// Whether the first `n_threads` threads have finished.
    #[must_use]
    pub fn all_done(&self, n_threads: usize) -> bool {
        (0..n_threads).all(|thread| self.moment(thread).doing == Doing::Done)
    }

    pub(crate) fn set(&self, thread: usize, doing: Doing) {
        let state = &self.slots[thread].state;
        let changes = (state.load(Ordering::Relaxed) >> 32).wrapping_add(1);
        // Release: who sees that a wait has begun or ended also sees what led to it; pairs with the
        // Acquire in `moment`.
        state.store(changes << 32 | u64::from(doing.code()), Ordering::Release);
    }

    pub(crate) fn look(&self, thread: usize) {
        let looks = &self.slots[thread].looks;
        looks.store(looks.load(Ordering::Relaxed).wrapping_add(1), Ordering::Release);
    }

    pub(crate) fn step(&self, thread: usize) {
        let steps = &self.slots[thread].steps;
        steps.store(steps.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
    }

    pub(crate) fn moment(&self, thread: usize) -> Moment {
        let slot = &self.slots[thread];
        let looks = slot.looks.load(Ordering::Acquire); // pairs with the Release in `look`
        let state = slot.state.load(Ordering::Acquire); // pairs with the Release in `set`
        Moment { doing: Doing::of(state as u32), changes: (state >> 32) as u32, looks }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn what_a_thread_does_is_read_back() {
        let waits = Waits::new(2);
        for doing in [
            Doing::Running,
            Doing::Sleeping,
            Doing::Done,
            Doing::Waiting { resource: 0, forever: true },
            Doing::Waiting { resource: 1000, forever: false },
        ] {
            let before = waits.moment(1).changes;
            waits.set(1, doing);
            assert_eq!(waits.moment(1).doing, doing);
            assert_eq!(waits.moment(1).changes, before + 1);
        }
    }

    #[test]
    fn steps_of_all_threads_are_counted_together() {
        let waits = Waits::new(2);
        waits.step(0);
        waits.step(1);
        waits.step(1);
        assert_eq!(waits.steps(), 3);
        waits.start_over();
        assert_eq!(waits.steps(), 0);
    }
}
