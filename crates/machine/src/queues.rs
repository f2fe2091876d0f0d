//! What the instructions of queues do.

use program::{Handle, ObjectKind, Operand, QueueOrder, Range};

use crate::failure::Failure;
use crate::layout::{CLOSED, ITEMS, LEN, UNFINISHED};
use crate::machine::Machine;

/// A queue, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Queue {
    /// Its first cell.
    pub(crate) at: usize,
    order: QueueOrder,
    maxsize: usize,
    range: Range,
}

impl Queue {
    /// Whether it has no room.
    pub(crate) fn is_full(self, cells: &[i32]) -> bool {
        self.len(cells) >= self.maxsize
    }

    fn len(self, cells: &[i32]) -> usize {
        cells[self.at + LEN] as usize
    }

    /// Where an item stands once it has been put; the first comes out first.
    fn place(self, cells: &[i32], item: i32) -> usize {
        let first = self.at + ITEMS;
        let items = &cells[first..first + self.len(cells)];
        first
            + match self.order {
                QueueOrder::Fifo => items.len(),
                QueueOrder::Lifo => 0,
                QueueOrder::Priority => items.partition_point(|&other| other <= item),
            }
    }
}

impl Machine {
    /// The queue that a handle means; none beyond its array.
    pub(crate) fn queue(&self, cells: &[i32], thread: usize, handle: Handle) -> Option<Queue> {
        let object = self.object(cells, thread, handle)?;
        match self.program().objects[object].kind {
            ObjectKind::Queue { order, maxsize, range } => {
                let at = self.layout.objects[object];
                Some(Queue { at, order, maxsize: maxsize.into(), range })
            }
            _ => None,
        }
    }

    /// Puts an item if there is room; with `ok`, says there whether there was.
    pub(crate) fn put(
        &self,
        cells: &mut [i32],
        thread: usize,
        (handle, item): (Handle, Operand),
        ok: Option<u8>,
    ) -> Result<(), Failure> {
        // Both before `ok` is set, which may be the local that they are read from.
        let queue = self.queue(cells, thread, handle).ok_or(Failure::BadIndex)?;
        let item = self.value(cells, thread, item);
        let full = queue.is_full(cells);
        if let Some(ok) = ok {
            self.set(cells, thread, ok, (!full).into())?;
        }
        if cells[queue.at + CLOSED] == 1 {
            return Err(Failure::ShutDown);
        }
        if full {
            return Ok(());
        }
        if !(queue.range.0..=queue.range.1).contains(&item) {
            return Err(Failure::OutOfRange);
        }
        let (place, last) = (queue.place(cells, item), queue.at + ITEMS + queue.len(cells));
        cells[place..=last].rotate_right(1);
        cells[place] = item;
        cells[queue.at + LEN] += 1;
        let unfinished = cells[queue.at + UNFINISHED] + i32::from(self.layout.counts_tasks);
        self.put_into(cells, queue.at + UNFINISHED, unfinished)
    }

    /// Gets an item into `dst` if there is one, and says in `ok` whether there was.
    pub(crate) fn get(
        &self,
        cells: &mut [i32],
        thread: usize,
        handle: Handle,
        (dst, ok): (u8, u8),
    ) -> Result<(), Failure> {
        let queue = self.queue(cells, thread, handle).ok_or(Failure::BadIndex)?;
        let len = queue.len(cells);
        self.set(cells, thread, ok, (len > 0).into())?;
        if len > 0 {
            let first = queue.at + ITEMS;
            let item = cells[first];
            cells[first..first + len].rotate_left(1);
            cells[first + len - 1] = 0;
            cells[queue.at + LEN] -= 1;
            self.set(cells, thread, dst, item)?;
        }
        Ok(())
    }

    /// Says that an item which was got has been dealt with.
    pub(crate) fn task_done(
        &self,
        cells: &mut [i32],
        thread: usize,
        handle: Handle,
    ) -> Result<(), Failure> {
        let queue = self.queue(cells, thread, handle).ok_or(Failure::BadIndex)?;
        if cells[queue.at + UNFINISHED] == 0 {
            return Err(Failure::TooManyReleases);
        }
        cells[queue.at + UNFINISHED] -= 1;
        Ok(())
    }

    /// Shuts a queue down.
    pub(crate) fn shut_down(
        &self,
        cells: &mut [i32],
        thread: usize,
        handle: Handle,
    ) -> Result<(), Failure> {
        let queue = self.queue(cells, thread, handle).ok_or(Failure::BadIndex)?;
        cells[queue.at + CLOSED] = 1;
        Ok(())
    }
}
