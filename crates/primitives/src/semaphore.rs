//! Permits that threads take and give back: Python's `threading.Semaphore` and `BoundedSemaphore`.

use std::time::Duration;

use crate::control::Stopped;
use crate::misuse::Misuse;
use crate::monitor::Monitor;
use crate::resource::Resource;
use crate::worker::Worker;

/// A number of permits. Anybody may release one, so it has no holder.
///
/// | permits | acquire          | release                             |
/// |---------|------------------|-------------------------------------|
/// | 0       | waits            | becomes 1, and one waiter is woken  |
/// | k > 0   | becomes k − 1    | becomes k + 1                       |
///
/// Source: Dijkstra, "Cooperating Sequential Processes", Technological University Eindhoven, 1965.
#[derive(Debug)]
pub struct Semaphore {
    monitor: Monitor<Permits>,
    /// The most permits there may be.
    bound: usize,
}

#[derive(Debug)]
struct Permits {
    count: usize,
    /// Who released last.
    by: Option<u8>,
}

impl Semaphore {
    /// A semaphore with `permits` permits, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32, permits: usize) -> Self {
        let monitor = Monitor::new(id, Permits { count: permits, by: None });
        Self { monitor, bound: usize::MAX }
    }

    /// A semaphore that refuses to have more than its first `permits` permits: Python's
    /// `BoundedSemaphore`.
    #[must_use]
    pub fn bounded(id: u32, permits: usize) -> Self {
        Self { bound: permits, ..Self::new(id, permits) }
    }

    /// Permits that are left.
    #[must_use]
    pub fn permits(&self) -> usize {
        self.monitor.enter().count
    }

    /// Waits until there is a permit, and takes it: `acquire()`.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn acquire(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        self.acquire_until(me, None).map(|_| ())
    }

    /// Takes a permit if there is one: `acquire(blocking=False)`.
    pub fn try_acquire(&self, me: &Worker<'_>) -> bool {
        let mut permits = self.monitor.enter();
        let got = permits.count > 0;
        if got {
            permits.count -= 1;
            me.acquired(self.monitor.id(), None);
        }
        got
    }

    /// Waits until there is a permit, at most for `timeout`; `false` if that was not enough.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn acquire_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, Stopped> {
        self.acquire_until(me, Some(me.deadline_ms(timeout)))
    }

    /// Gives `count` permits back: `release(n)`.
    ///
    /// # Errors
    ///
    /// [`Misuse::NothingReleased`] if `count` is 0, [`Misuse::ReleasedTooOften`] if a bounded semaphore
    /// would have more than at first. Nothing has changed then.
    pub fn release(&self, me: &Worker<'_>, count: usize) -> Result<(), Misuse> {
        if count == 0 {
            return Err(Misuse::NothingReleased);
        }
        let mut permits = self.monitor.enter();
        let sum = permits.count.checked_add(count).filter(|&sum| sum <= self.bound);
        permits.count = sum.ok_or(Misuse::ReleasedTooOften)?;
        permits.by = Some(me.number());
        me.released(self.monitor.id());
        permits.wake(0, count);
        Ok(())
    }

    fn acquire_until(&self, me: &Worker<'_>, deadline_ms: Option<f64>) -> Result<bool, Stopped> {
        let got = self.monitor.wait(me, 0, deadline_ms, |permits| {
            permits.count = permits.count.checked_sub(1)?;
            Some(((), permits.by))
        })?;
        if let Some((((), by), waited)) = got {
            me.acquired(self.monitor.id(), by.filter(|_| waited));
        }
        Ok(got.is_some())
    }
}

impl Resource for Semaphore {
    fn id(&self) -> u32 {
        self.monitor.id()
    }

    fn holder(&self) -> Option<usize> {
        None
    }
}
