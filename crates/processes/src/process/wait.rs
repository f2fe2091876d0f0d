//! What a process waits for: messages, others, time.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use trace::EventKind;

use super::{Arrived, Child, Process};
use crate::ended::Ended;
use crate::handle::{Payload, Region};
use crate::host::{Arrival, Parcel, Port, Thing};
use crate::message::{Content, Message};

/// Work between two looks at what has arrived, in milliseconds.
pub(super) const SLICE_MS: f64 = 25.0;
/// The longest wait for a process to be there, in milliseconds: some browsers never start one that exceeds
/// their limit, and never say so.
const START_MS: f64 = 20_000.0;

impl Process {
    /// Waits until a process that was started is there; the time since which it is, in milliseconds.
    ///
    /// # Errors
    ///
    /// The run was stopped; or the process did not start, or broke down.
    pub async fn started(&self, child: Port) -> Result<f64, Ended> {
        let known = || match self.children.borrow().get(&child) {
            Some(Child::Started(at_ms)) => Some(*at_ms),
            Some(Child::Returned) | None => None,
        };
        let at_ms = self.until(Some(self.now_ms() + START_MS), known).await?;
        at_ms.ok_or_else(|| {
            let seconds = START_MS / 1000.0;
            Ended::Failed(format!(
                "a process did not start within {seconds} s: the browser may not start so many"
            ))
        })
    }

    /// Whether a process that was started has been there.
    #[must_use]
    pub fn is_started(&self, child: Port) -> bool {
        self.children.borrow().contains_key(&child)
    }

    /// Waits until a process has returned, for so many milliseconds at most; whether it has.
    ///
    /// # Errors
    ///
    /// The run was stopped; or the process broke down.
    pub async fn join(&self, child: Port, within_ms: f64) -> Result<bool, Ended> {
        let returned =
            || (self.children.borrow().get(&child) == Some(&Child::Returned)).then_some(());
        let joined = self.until(Some(self.now_ms() + within_ms), returned).await?;
        Ok(joined.is_some())
    }

    /// Waits for a message, whoever sends it.
    ///
    /// # Errors
    ///
    /// The run was stopped, or a process that this one has started broke down.
    pub async fn receive(&self) -> Result<(Port, Message), Ended> {
        self.until(None, || self.take(|_| true)).await.map(there)
    }

    /// Waits for a message, for so many milliseconds at most.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn receive_within(&self, ms: f64) -> Result<Option<(Port, Message)>, Ended> {
        self.until(Some(self.now_ms() + ms), || self.take(|_| true)).await
    }

    /// Waits for a message over one connection; others stay where they are.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn receive_from(&self, port: Port) -> Result<Message, Ended> {
        let message = self.until(None, || self.take(|from| from == port)).await.map(there)?;
        Ok(message.1)
    }

    /// Lets time pass.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn sleep(&self, ms: f64) -> Result<(), Ended> {
        self.until(Some(self.now_ms() + ms), || None::<()>).await.map(|_| ())
    }

    /// Lets in what has arrived by now, between two slices of long work.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn look(&self) -> Result<(), Ended> {
        self.host.wake_soon();
        let mut asked = false;
        // The first poll is the one that asks.
        self.until(None, || std::mem::replace(&mut asked, true).then_some(())).await.map(there)
    }

    /// Calls `step` until it returns `false`, with looks in between; `report` hears how often it was called
    /// since the last time.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn work(
        &self,
        mut step: impl FnMut() -> bool,
        mut report: impl FnMut(u64),
    ) -> Result<(), Ended> {
        loop {
            let slice_ends_ms = self.now_ms() + SLICE_MS;
            let mut steps = 0;
            let finished = loop {
                if !step() {
                    break true;
                }
                steps += 1;
                if self.now_ms() >= slice_ends_ms {
                    break false;
                }
            };
            report(steps);
            if finished {
                return Ok(());
            }
            self.look().await?;
        }
    }

    /// Takes a message that has arrived, whoever sent it.
    pub fn try_receive(&self) -> Option<(Port, Message)> {
        self.take(|_| true)
    }

    /// Whether a message has arrived.
    #[must_use]
    pub fn has_message(&self) -> bool {
        !self.arrived.borrow().is_empty()
    }

    /// Waits until `ready` gives something, or until a time has come; nothing then. It is asked whenever something has
    /// arrived.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn until<T>(
        &self,
        until_ms: Option<f64>,
        mut ready: impl FnMut() -> Option<T>,
    ) -> Result<Option<T>, Ended> {
        poll_fn(|_| {
            if let Err(ended) = self.host.check().and_then(|()| self.take_in()) {
                return Poll::Ready(Err(ended));
            }
            if let Some(value) = ready() {
                return Poll::Ready(Ok(Some(value)));
            }
            let Some(until_ms) = until_ms else { return Poll::Pending };
            if self.now_ms() >= until_ms {
                return Poll::Ready(Ok(None));
            }
            self.host.wake_at(until_ms);
            Poll::Pending
        })
        .await
    }

    /// Takes what has arrived.
    fn take_in(&self) -> Result<(), Ended> {
        while let Some(arrival) = self.host.next() {
            match arrival {
                Arrival::Parcel(from, parcel) => {
                    let (number, message) = (parcel.number, self.open(parcel));
                    self.arrived.borrow_mut().push_back(Arrived { from, number, message });
                }
                Arrival::Started(child, at_ms) => {
                    self.children.borrow_mut().insert(child, Child::Started(at_ms));
                }
                Arrival::Returned(child) => {
                    self.children.borrow_mut().insert(child, Child::Returned);
                }
                Arrival::Failed(_, text) => return Err(Ended::Failed(text)),
            }
        }
        Ok(())
    }

    /// The first message over a connection that `of` accepts.
    fn take(&self, of: impl Fn(Port) -> bool) -> Option<(Port, Message)> {
        let mut arrived = self.arrived.borrow_mut();
        let at = arrived.iter().position(|message| of(message.from))?;
        let Arrived { from, number, message } = arrived.remove(at)?;
        if self.recording.get() {
            self.note(EventKind::Received, self.now_ms(), number, message.n_bytes());
        }
        Some((from, message))
    }

    fn open(&self, parcel: Parcel) -> Message {
        let content = match parcel.thing {
            Thing::Nothing => Content::Nothing,
            Thing::Bytes(id, way) => {
                Content::Bytes(Rc::new(Payload::new(self.host.clone(), id)), way)
            }
            Thing::Shared(id) => Content::Shared(Rc::new(Region::new(self.host.clone(), id))),
            Thing::Unsendable(what) => Content::Unsendable(what),
        };
        Message { numbers: parcel.numbers, content, ports: parcel.ports }
    }
}

/// What a wait without an end gives.
pub(super) fn there<T>(value: Option<T>) -> T {
    value.expect("a wait without an end ends with a value")
}
