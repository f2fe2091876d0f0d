//! Long work in a worker that must not block: a slice, a look at the mailbox, the next slice.

use std::cell::Cell;

use experiments::Chunk;
use primitives::Stopped;
use trace::wire::{LabReply, LabRequest};

use super::mailbox::{From, Mailbox, Tick};
use crate::clock::now_ms;
use crate::reply::{request, send};

/// Work between two looks at the mailbox, in milliseconds.
pub(crate) const SLICE_MS: f64 = 25.0;
/// Time between two reports of progress, in milliseconds.
pub(crate) const REPORT_MS: f64 = 250.0;

/// Sums chunks in slices.
pub(crate) struct Slicer {
    mailbox: Mailbox,
    tick: Tick,
}

impl Slicer {
    /// A slicer that looks at `mailbox` after each slice.
    pub(crate) fn new(mailbox: Mailbox) -> Self {
        let tick = Tick::new(&mailbox);
        Self { mailbox, tick }
    }

    /// The mailbox it looks at.
    pub(crate) fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// Sums `chunk`; calls `report` with the number of blocks done in each slice.
    pub(crate) async fn sum(
        &mut self,
        chunk: &Chunk,
        report: impl Fn(u64),
    ) -> Result<Vec<f64>, Stopped> {
        let mut work = chunk.work();
        loop {
            let slice_ends_ms = now_ms() + SLICE_MS;
            let mut blocks = 0;
            let finished = loop {
                if !work.step() {
                    break true;
                }
                blocks += 1;
                if now_ms() >= slice_ends_ms {
                    break false;
                }
            };
            report(blocks);
            if finished {
                return Ok(work.sums());
            }
            self.look().await?;
        }
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

/// Reports progress to the page, now and then.
pub(crate) struct Progress {
    total: u64,
    done: Cell<u64>,
    reported_ms: Cell<f64>,
}

impl Progress {
    /// Progress of a run of `total` blocks.
    pub(crate) fn new(total: u64) -> Self {
        Self { total, done: Cell::new(0), reported_ms: Cell::new(now_ms()) }
    }

    /// Counts `blocks` more.
    pub(crate) fn advance(&self, blocks: u64) {
        self.done.set(self.done.get() + blocks);
        if now_ms() - self.reported_ms.get() >= REPORT_MS {
            self.reported_ms.set(now_ms());
            send(&LabReply::Progress { done: self.done.get(), total: self.total });
        }
    }
}
