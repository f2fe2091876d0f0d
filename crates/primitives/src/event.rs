//! A flag that threads wait for: Python's `threading.Event`.

use std::time::Duration;

use crate::control::Stopped;
use crate::monitor::Monitor;
use crate::resource::Resource;
use crate::worker::Worker;

/// A flag. It stays set, so a thread that comes late does not wait.
///
/// | flag  | wait                          | set                              | clear         |
/// |-------|-------------------------------|----------------------------------|---------------|
/// | clear | waits until the next `set`    | becomes set, everybody is woken  | nothing       |
/// | set   | goes on at once               | nothing                          | becomes clear |
#[derive(Debug)]
pub struct Event {
    monitor: Monitor<Flag>,
}

#[derive(Debug)]
struct Flag {
    is_set: bool,
    /// How often it was set: who waited for one `set` goes on even if it is cleared right after.
    sets: u64,
    by: Option<u8>,
}

impl Event {
    /// A flag that is not set, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self { monitor: Monitor::new(id, Flag { is_set: false, sets: 0, by: None }) }
    }

    /// Whether it is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.monitor.enter().is_set
    }

    /// Threads that wait for it.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        self.monitor.enter().n_waiting(0)
    }

    /// Sets it and wakes everybody who waits.
    pub fn set(&self, me: &Worker<'_>) {
        let mut flag = self.monitor.enter();
        if !flag.is_set {
            (flag.is_set, flag.by) = (true, Some(me.number()));
            flag.sets += 1;
            flag.wake_all(0);
        }
    }

    /// Clears it.
    pub fn clear(&self) {
        self.monitor.enter().is_set = false;
    }

    /// Waits until it is set.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn wait(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        self.wait_until(me, None).map(|_| ())
    }

    /// Waits until it is set, at most for `timeout`; `false` if that was not enough.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn wait_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, Stopped> {
        self.wait_until(me, Some(me.deadline_ms(timeout)))
    }

    fn wait_until(&self, me: &Worker<'_>, deadline_ms: Option<f64>) -> Result<bool, Stopped> {
        let mut seen = None;
        let got = self.monitor.wait(me, 0, deadline_ms, |flag| {
            let seen = *seen.get_or_insert(flag.sets);
            (flag.is_set || flag.sets > seen).then_some(((), flag.by))
        })?;
        Ok(got.is_some())
    }
}

impl Resource for Event {
    fn id(&self) -> u32 {
        self.monitor.id()
    }

    fn holder(&self) -> Option<usize> {
        None
    }
}
