//! A point where threads wait for each other: Python's `threading.Barrier`.

use std::num::NonZeroUsize;
use std::time::Duration;

use crate::control::Stopped;
use crate::misuse::BarrierError;
use crate::monitor::{Entered, Monitor};
use crate::resource::Resource;
use crate::worker::Worker;

/// A barrier for a number of parties; it can be used again and again.
///
/// | state    | wait                                                        | leaves by                |
/// |----------|-------------------------------------------------------------|--------------------------|
/// | filling  | counts itself and waits; the last wakes all: next generation | a timeout or `abort`: broken |
/// | broken   | fails at once                                               | `reset`: filling, next generation |
#[derive(Debug)]
pub struct Barrier {
    parties: NonZeroUsize,
    monitor: Monitor<Filling>,
}

#[derive(Debug, Default)]
struct Filling {
    arrived: usize,
    generation: u64,
    broken: bool,
    /// Generations that ended before everybody had come: who waited then has waited in vain.
    in_vain: Vec<u64>,
    /// Who came last.
    by: Option<u8>,
}

impl Barrier {
    /// A barrier for `parties` threads, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32, parties: NonZeroUsize) -> Self {
        Self { parties, monitor: Monitor::new(id, Filling::default()) }
    }

    /// Threads that wait now; none when it is broken.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        self.monitor.enter().arrived
    }

    /// Whether it is broken.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.monitor.enter().broken
    }

    /// Waits until all parties have come; returns how many had come before: `wait()`.
    ///
    /// # Errors
    ///
    /// [`BarrierError::Broken`] if it is or gets broken.
    pub fn wait(&self, me: &Worker<'_>) -> Result<usize, BarrierError> {
        self.wait_until(me, None)
    }

    /// The same, but one that has waited for `timeout` breaks the barrier: `wait(timeout)`.
    ///
    /// # Errors
    ///
    /// As [`Barrier::wait`].
    pub fn wait_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<usize, BarrierError> {
        self.wait_until(me, Some(me.deadline_ms(timeout)))
    }

    /// Breaks it: whoever waits, now or later, fails.
    pub fn abort(&self) {
        self.monitor.enter().send_away(true);
    }

    /// Makes it as new; whoever waits fails.
    pub fn reset(&self) {
        self.monitor.enter().send_away(false);
    }

    fn wait_until(&self, me: &Worker<'_>, deadline_ms: Option<f64>) -> Result<usize, BarrierError> {
        let mut place = None; // how many had come before, and in which generation
        let passed = self.monitor.wait(me, 0, deadline_ms, |filling| {
            let Some((before, generation)) = place else {
                if filling.broken {
                    return Some((Err(BarrierError::Broken), None));
                }
                let before = filling.arrived;
                place = Some((before, filling.generation));
                filling.arrived += 1;
                if filling.arrived < self.parties.get() {
                    return None;
                }
                (filling.arrived, filling.by) = (0, Some(me.number()));
                filling.generation += 1;
                filling.wake_all(0);
                return Some((Ok(before), None));
            };
            let passed = filling.passed(generation)?;
            let by = filling.by.filter(|_| passed);
            Some((if passed { Ok(before) } else { Err(BarrierError::Broken) }, by))
        });
        if let Ok(Some(((result, _), _))) = passed {
            return result;
        }
        let (before, generation) = place.expect("it has looked at least once");
        let mut filling = self.monitor.enter();
        let still_waits = filling.passed(generation).is_none();
        if let Err(stopped) = passed {
            // Nobody counts on a thread that is cut off.
            filling.arrived -= usize::from(still_waits);
            return Err(stopped.into());
        }
        if still_waits {
            filling.send_away(true); // whoever gives up takes the others with it
        }
        let passed = filling.passed(generation) == Some(true);
        if passed { Ok(before) } else { Err(BarrierError::Broken) }
    }
}

impl Filling {
    /// How `generation` ended, if it has: whether everybody had come.
    fn passed(&self, generation: u64) -> Option<bool> {
        (self.generation != generation).then(|| !self.in_vain.contains(&generation))
    }
}

impl Entered<'_, Filling, 1> {
    /// Ends this generation in vain.
    fn send_away(&mut self, broken: bool) {
        let generation = self.generation;
        if self.arrived > 0 {
            self.in_vain.push(generation);
        }
        (self.generation, self.arrived, self.broken) = (generation + 1, 0, broken);
        self.wake_all(0);
    }
}

impl Resource for Barrier {
    fn id(&self) -> u32 {
        self.monitor.id()
    }

    fn holder(&self) -> Option<usize> {
        None
    }
}

impl From<BarrierError> for Stopped {
    /// For barriers that nobody can break.
    ///
    /// # Panics
    ///
    /// If it was broken all the same.
    fn from(error: BarrierError) -> Self {
        assert_eq!(error, BarrierError::Stopped, "nobody aborts, resets or gives up");
        Self
    }
}
