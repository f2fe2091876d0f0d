//! Long work in a worker that must not block: a slice, a look at the mailbox, the next slice.

use primitives::Stopped;
use trace::wire::LabRequest;

use crate::mailbox::{From, Mailbox, Tick};
use crate::reply::request;

/// Work between two looks at the mailbox, in milliseconds.
pub(crate) const SLICE_MS: f64 = 25.0;

/// Lets a worker look at its mailbox between two slices of its work.
pub(crate) struct Slicer {
    mailbox: Mailbox,
    tick: Tick,
}

impl Slicer {
    /// A slicer of work that looks at `mailbox`.
    pub(crate) fn new(mailbox: Mailbox) -> Self {
        let tick = Tick::new(&mailbox);
        Self { mailbox, tick }
    }

    /// Takes every message that has arrived; only a request to stop matters during work.
    pub(crate) async fn look(&self) -> Result<(), Stopped> {
        self.tick.send();
        let mut stopped = false;
        loop {
            let (from, message) = self.mailbox.next().await;
            if from == From::Myself {
                return if stopped { Err(Stopped) } else { Ok(()) };
            }
            stopped |= request(&message) == Some(LabRequest::Stop);
        }
    }
}
