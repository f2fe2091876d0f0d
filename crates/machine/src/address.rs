//! What operands, cells and handles of an instruction mean in a state.

use program::{Cell, Handle, ObjectKind, Op, Operand};

use crate::layout::{AT_BARRIER, ITEMS, LEN, LOCALS};
use crate::machine::Machine;

impl Machine {
    /// The value of an operand.
    pub(crate) fn value(&self, cells: &[i32], thread: usize, operand: Operand) -> i32 {
        match operand {
            Operand::Const(value) => value,
            Operand::Local(local) => {
                cells[self.layout.thread(thread) + LOCALS + usize::from(local)]
            }
            Operand::Me => thread as i32,
        }
    }

    /// The position of a shared cell; none beyond its array.
    #[must_use]
    pub fn cell(&self, cells: &[i32], thread: usize, cell: Cell) -> Option<usize> {
        let index = usize::try_from(self.value(cells, thread, cell.index)).ok()?;
        let len = self.program().vars[cell.var].init.len();
        (index < len).then(|| self.layout.vars[cell.var] + index)
    }

    /// The object that a handle means; none beyond its array.
    #[must_use]
    pub fn object(&self, cells: &[i32], thread: usize, handle: Handle) -> Option<usize> {
        let index = usize::try_from(self.value(cells, thread, handle.index)).ok()?;
        (index < handle.len).then(|| handle.base + index)
    }

    /// The cell of the lock of a condition, and the lock's index among the objects.
    #[must_use]
    pub fn lock_of(&self, condition: usize) -> Option<(usize, usize)> {
        match self.program().objects[condition].kind {
            ObjectKind::Condition { lock } => Some((self.layout.objects[lock], lock)),
            _ => None,
        }
    }

    /// The items of a queue, the first to come out first.
    pub(crate) fn items<'c>(&self, cells: &'c [i32], object: usize) -> &'c [i32] {
        let at = self.layout.objects[object];
        &cells[at + ITEMS..at + ITEMS + cells[at + LEN] as usize]
    }

    /// The cells of those who wait for a condition, in the order in which they came.
    pub(crate) fn line(&self, condition: usize) -> std::ops::Range<usize> {
        let at = self.layout.objects[condition];
        at..at + self.threads()
    }

    /// Whether a thread waits at a barrier.
    #[must_use]
    pub fn is_at(&self, cells: &[i32], thread: usize, barrier: usize) -> bool {
        let here = match self.op(cells, thread) {
            Some(Op::BarrierWait(handle)) => self.object(cells, thread, handle) == Some(barrier),
            _ => false,
        };
        here && self.phase(cells, thread) == AT_BARRIER
    }
}
