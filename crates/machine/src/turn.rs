//! Whose turn it is, where threads may not be interrupted anywhere.

use program::Op;

use crate::layout::{CLOSED, LEN, PHASE, READY};
use crate::machine::Machine;

impl Machine {
    /// The thread that may not be interrupted here; it can go on.
    #[must_use]
    pub fn has_turn(&self, cells: &[i32]) -> Option<usize> {
        let turn = self.layout.turn?;
        (0..self.threads()).find(|&thread| cells[self.layout.thread(thread) + turn] != 0)
    }

    /// After a step: lets others go on if the thread `is_open` to interruption, or if it would have to wait.
    pub(crate) fn hand_over(&self, cells: &mut [i32], thread: usize, is_open: bool) {
        let Some(turn) = self.layout.turn else { return };
        let at = self.layout.thread(thread);
        let keeps = !is_open
            && cells[at + PHASE] == READY
            && self.own_ways(cells, thread) > 0
            && !self.would_fail(cells, thread);
        cells[at + turn] = keeps.into();
    }

    /// Whether a thread stands before a try that finds nothing free: with a timeout it would wait.
    fn would_fail(&self, cells: &[i32], thread: usize) -> bool {
        let queue = |handle| self.queue(cells, thread, handle);
        match self.op(cells, thread) {
            Some(Op::TryAcquire { object, .. }) => self
                .object(cells, thread, object)
                .is_some_and(|object| !self.is_free(cells, thread, object)),
            Some(Op::TryPut { queue: handle, .. }) => {
                queue(handle).is_some_and(|q| cells[q.at + CLOSED] == 0 && q.is_full(cells))
            }
            Some(Op::TryGet { queue: handle, .. }) => {
                queue(handle).is_some_and(|q| cells[q.at + CLOSED] == 0 && cells[q.at + LEN] == 0)
            }
            _ => false,
        }
    }
}
