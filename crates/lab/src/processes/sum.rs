//! Sums in slices, and how far they are.

use std::cell::Cell;

use experiments::Chunk;
use primitives::Stopped;
use trace::wire::LabReply;

use crate::clock::now_ms;
use crate::mailbox::slices::{REPORT_MS, SLICE_MS, Slicer};
use crate::reply::send;

impl Slicer {
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
