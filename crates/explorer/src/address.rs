//! What operands, cells and handles of an instruction mean in a state.

use crate::instr::{Cell, Handle, Operand};
use crate::layout::{ITEMS, LEN, LOCALS};
use crate::machine::Machine;
use crate::program::ObjectKind;
use crate::schedule::Move;

impl Machine {
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
    pub(crate) fn cell(&self, cells: &[i32], thread: usize, cell: Cell) -> Option<usize> {
        let index = usize::try_from(self.value(cells, thread, cell.index)).ok()?;
        let len = self.program().vars[cell.var].init.len();
        (index < len).then(|| self.layout.vars[cell.var] + index)
    }

    /// The object that a handle means; none beyond its array.
    pub(crate) fn object(&self, cells: &[i32], thread: usize, handle: Handle) -> Option<usize> {
        let index = usize::try_from(self.value(cells, thread, handle.index)).ok()?;
        (index < handle.len).then(|| handle.base + index)
    }

    /// First cell and greatest length of a queue.
    pub(crate) fn queue(
        &self,
        cells: &[i32],
        thread: usize,
        handle: Handle,
    ) -> Option<(usize, usize)> {
        let object = self.object(cells, thread, handle)?;
        match self.program().objects[object].kind {
            ObjectKind::Queue { maxsize, .. } => {
                Some((self.layout.objects[object], maxsize.into()))
            }
            _ => None,
        }
    }

    /// The cell of the lock of a condition, and the lock's index among the objects.
    pub(crate) fn lock_of(&self, condition: usize) -> Option<(usize, usize)> {
        match self.program().objects[condition].kind {
            ObjectKind::Condition { lock } => Some((self.layout.objects[lock], lock)),
            _ => None,
        }
    }

    /// The items of a queue, the first to come out first.
    #[must_use]
    pub fn items<'c>(&self, cells: &'c [i32], object: usize) -> &'c [i32] {
        let at = self.layout.objects[object];
        &cells[at + ITEMS..at + ITEMS + cells[at + LEN] as usize]
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
}
