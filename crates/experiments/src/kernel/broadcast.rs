//! From what threads record to what the page is sent: all of the beginning, and then the end of every
//! stretch of time, so that neither the lab nor the page ever holds more than it has room for.

use std::cell::{Cell, RefCell};

use trace::{Lane, Slice};

use crate::kernel::lab::Lab;

/// Time between two slices for the page, in milliseconds, while everything is sent and after that.
const WHOLE_MS: f64 = 30.0;
const PARTS_MS: f64 = 100.0;
/// Events of one repeat that are sent without leaving any out.
const WHOLE: usize = 30_000;
/// After that, events in a slice at most.
const PART: usize = 4096;
/// Events that wait to be sent at most, as a multiple of [`PART`]: leaving some out takes time for each.
const SLACK: usize = 8;

/// What was recorded in one repeat and not yet sent.
pub(crate) struct Broadcast {
    pending: RefCell<Slice>,
    sent: Cell<usize>,
    sent_ms: Cell<f64>,
}

impl Broadcast {
    /// Nothing yet, at `now_ms`.
    pub(crate) fn new(now_ms: f64) -> Self {
        Self { pending: RefCell::default(), sent: Cell::new(0), sent_ms: Cell::new(now_ms) }
    }

    /// Takes in what was recorded since.
    pub(crate) fn add(&self, lab: &Lab<'_>, lanes: Vec<Lane>) {
        let more: usize = lanes.iter().map(Lane::n_events).sum();
        if self.is_whole() && self.sent.get() + self.waiting() + more > WHOLE {
            self.send(lab);
            self.sent.set(WHOLE);
        }
        let mut pending = self.pending.borrow_mut();
        pending.append(lanes);
        if !self.is_whole() && pending.n_events() > SLACK * PART {
            pending.keep_last(PART);
        }
    }

    /// Sends it, if the last slice was sent long enough ago.
    pub(crate) fn send_if_due(&self, lab: &Lab<'_>) {
        let every_ms = if self.is_whole() { WHOLE_MS } else { PARTS_MS };
        if lab.recorder.now_ms() - self.sent_ms.get() >= every_ms {
            self.send(lab);
        }
    }

    /// Sends it.
    pub(crate) fn send(&self, lab: &Lab<'_>) {
        self.sent_ms.set(lab.recorder.now_ms());
        let mut pending = self.pending.borrow_mut();
        if !self.is_whole() {
            pending.keep_last(PART);
        }
        if !pending.is_empty() {
            let slice = pending.take();
            self.sent.set(self.sent.get() + slice.n_events());
            (lab.sink)(slice);
        }
    }

    fn is_whole(&self) -> bool {
        self.sent.get() < WHOLE
    }

    fn waiting(&self) -> usize {
        self.pending.borrow().n_events()
    }
}
