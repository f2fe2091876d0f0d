//! Who may go on in a state, and in how many ways.

use program::{MAX_WAYS, ObjectKind, Op};

use crate::layout::{CLOSED, LEN, NOTIFIED, READY, UNFINISHED};
use crate::machine::Machine;
use crate::schedule::Move;

impl Machine {
    /// In how many ways a thread may go on: 0 if it may not, more than 1 before [`Op::Choose`].
    #[must_use]
    pub fn ways(&self, cells: &[i32], thread: usize) -> u32 {
        if self.has_turn(cells).is_some_and(|other| other != thread) {
            return 0;
        }
        self.own_ways(cells, thread)
    }

    /// The same, whoever else may not be interrupted.
    pub(crate) fn own_ways(&self, cells: &[i32], thread: usize) -> u32 {
        match self.phase(cells, thread) {
            READY => {}
            NOTIFIED => {
                let Some(Op::Wait(condition)) = self.op(cells, thread) else { return 0 };
                let lock = self.object(cells, thread, condition).and_then(|at| self.lock_of(at));
                return lock.is_some_and(|(lock, _)| cells[lock] == 0).into();
            }
            _ => return 0,
        }
        let Some(op) = self.op(cells, thread) else { return 0 };
        let waits = match op {
            Op::Choose { n, .. } => return u32::from(n.clamp(1, MAX_WAYS)),
            Op::Acquire(handle) => match self.object(cells, thread, handle) {
                None => false,
                Some(object) => !self.is_free(cells, thread, object),
            },
            Op::Await { at, arith, value } => match self.cell(cells, thread, at) {
                None => false,
                Some(cell) => {
                    arith.of(cells[cell], self.value(cells, thread, value)).is_some_and(|v| v == 0)
                }
            },
            Op::Put { queue, .. } => self
                .queue(cells, thread, queue)
                .is_some_and(|queue| cells[queue.at + CLOSED] == 0 && queue.is_full(cells)),
            Op::Get { queue, .. } => self
                .queue(cells, thread, queue)
                .is_some_and(|queue| cells[queue.at + LEN] == 0 && cells[queue.at + CLOSED] == 0),
            Op::JoinQueue(queue) => self
                .queue(cells, thread, queue)
                .is_some_and(|queue| cells[queue.at + UNFINISHED] > 0),
            Op::Join(other) => !self.is_done(cells, other),
            _ => false,
        };
        u32::from(!waits)
    }

    /// In how many ways a thread may go on: as [`Machine::ways`], but none once anything has failed.
    #[must_use]
    pub fn open_ways(&self, cells: &[i32], thread: usize) -> u32 {
        if self.has_failed(cells) { 0 } else { self.ways(cells, thread) }
    }

    /// Every step that is possible from a state, by thread and way.
    #[must_use]
    pub fn moves(&self, cells: &[i32]) -> Vec<Move> {
        let of = |thread: usize| {
            let ways = self.open_ways(cells, thread);
            (0..ways).map(move |way| Move { thread: thread as u8, way: way as u8 })
        };
        (0..self.threads()).flat_map(of).collect()
    }

    /// Whether a lock, RLock or semaphore can be taken by `thread`.
    #[must_use]
    pub fn is_free(&self, cells: &[i32], thread: usize, object: usize) -> bool {
        let at = self.layout.objects[object];
        match self.program().objects[object].kind {
            ObjectKind::Lock => cells[at] == 0,
            ObjectKind::RLock => cells[at] == 0 || cells[at] == thread as i32 + 1,
            ObjectKind::Semaphore { .. } => cells[at] > 0,
            _ => true, // taking it is a failure
        }
    }
}
