//! What a thread waits for while somebody else does something for it: the answer to a request.

use crate::control::Stopped;
use crate::monitor::Monitor;
use crate::worker::Worker;

/// A place for one value, which one thread waits for. Whoever puts it there need not be a thread of the lab.
///
/// | state | put            | take                                          |
/// |-------|----------------|-----------------------------------------------|
/// | empty | becomes full   | waits until it is full, or until its deadline |
/// | full  | keeps the first| gives the value, becomes empty                |
#[derive(Debug)]
pub struct Reply<T> {
    monitor: Monitor<Option<T>>,
}

impl<T> Reply<T> {
    /// An empty one, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self { monitor: Monitor::new(id, None) }
    }

    /// Puts the value there, and wakes who waits for it.
    pub fn put(&self, value: T) {
        let mut place = self.monitor.enter();
        if place.is_none() {
            *place = Some(value);
            place.wake_all(0);
        }
    }

    /// Waits for the value until then, in milliseconds on the lab's clock; nothing if it did not come.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn take(&self, me: &Worker<'_>, deadline_ms: f64) -> Result<Option<T>, Stopped> {
        let got = self
            .monitor
            .wait(me, 0, Some(deadline_ms), |place| place.take().map(|value| (value, None)))?;
        Ok(got.map(|((value, _), _)| value))
    }
}
