//! What the instructions do at which threads meet: locks, conditions, barriers, queues.

use crate::failure::Failure;
use crate::instr::{Handle, Op};
use crate::layout::{
    AT_BARRIER, CLOSED, ITEMS, LEN, MAX_COUNT, NOTIFIED, PC, PHASE, READY, UNFINISHED, WAITING,
};
use crate::machine::Machine;
use crate::program::{ObjectKind, QueueOrder};

impl Machine {
    /// Takes a lock, RLock or permit that is free.
    pub(crate) fn take(
        &self,
        cells: &mut [i32],
        thread: usize,
        object: usize,
    ) -> Result<(), Failure> {
        let at = self.layout.objects[object];
        match self.program().objects[object].kind {
            ObjectKind::Lock => cells[at] = thread as i32 + 1,
            ObjectKind::RLock if cells[at + 1] >= MAX_COUNT => return Err(Failure::OutOfRange),
            ObjectKind::RLock => {
                cells[at] = thread as i32 + 1;
                cells[at + 1] += 1;
            }
            ObjectKind::Semaphore { .. } => cells[at] -= 1,
            _ => return Err(Failure::NotHeld),
        }
        Ok(())
    }

    /// Gives a lock, RLock or permit back.
    pub(crate) fn give(
        &self,
        cells: &mut [i32],
        thread: usize,
        object: usize,
    ) -> Result<(), Failure> {
        let at = self.layout.objects[object];
        let kind = self.program().objects[object].kind;
        if let ObjectKind::Lock | ObjectKind::RLock = kind {
            match cells[at] {
                0 => return Err(Failure::NotHeld),
                holder if holder != thread as i32 + 1 => return Err(Failure::HeldByAnother),
                _ => {}
            }
        }
        match kind {
            ObjectKind::RLock if cells[at + 1] > 1 => cells[at + 1] -= 1,
            ObjectKind::RLock => cells[at..at + 2].fill(0),
            ObjectKind::Lock => cells[at] = 0,
            ObjectKind::Semaphore { .. } if self.layout.allows(at, cells[at] + 1) => cells[at] += 1,
            ObjectKind::Semaphore { .. } => return Err(Failure::TooManyReleases),
            _ => return Err(Failure::NotHeld),
        }
        Ok(())
    }

    /// Releases the condition's lock and joins its line.
    pub(crate) fn wait(
        &self,
        cells: &mut [i32],
        thread: usize,
        handle: Handle,
    ) -> Result<bool, Failure> {
        let condition = self.meant(cells, thread, handle)?;
        let (at, lock) = self.lock_of(condition).ok_or(Failure::LockNotHeld)?;
        let is_rlock = self.program().objects[lock].kind == ObjectKind::RLock;
        // An RLock taken more than once would have to remember how often.
        if cells[at] != thread as i32 + 1 || is_rlock && cells[at + 1] != 1 {
            return Err(Failure::LockNotHeld);
        }
        self.give(cells, thread, lock)?;
        let line = self.line(condition);
        let free = cells[line.clone()].iter().position(|&waiting| waiting == 0);
        cells[line.start + free.expect("a place for each thread")] = thread as i32 + 1;
        cells[self.layout.thread(thread) + PHASE] = WAITING;
        Ok(false)
    }

    /// Wakes the first `n` that wait.
    pub(crate) fn notify(
        &self,
        cells: &mut [i32],
        thread: usize,
        handle: Handle,
        n: u8,
    ) -> Result<(), Failure> {
        let condition = self.meant(cells, thread, handle)?;
        let (lock, _) = self.lock_of(condition).ok_or(Failure::LockNotHeld)?;
        if cells[lock] != thread as i32 + 1 {
            return Err(Failure::LockNotHeld);
        }
        let line = self.line(condition);
        let waiting = cells[line.clone()].iter().filter(|&&waiting| waiting > 0).count();
        let woken = waiting.min(n.into());
        for place in line.start..line.start + woken {
            cells[self.layout.thread(cells[place] as usize - 1) + PHASE] = NOTIFIED;
        }
        cells[line.clone()].rotate_left(woken);
        cells[line.end - woken..line.end].fill(0);
        Ok(())
    }

    /// The cells of those who wait for a condition, in the order in which they came.
    pub(crate) fn line(&self, condition: usize) -> std::ops::Range<usize> {
        let at = self.layout.objects[condition];
        at..at + self.threads()
    }

    /// Takes the lock of the condition that has been notified.
    pub(crate) fn take_back(&self, cells: &mut [i32], thread: usize) {
        if let Some(Op::Wait(handle)) = self.op(cells, thread)
            && let Some((_, lock)) =
                self.object(cells, thread, handle).and_then(|condition| self.lock_of(condition))
        {
            self.take(cells, thread, lock).expect("a lock can be taken");
        }
        cells[self.layout.thread(thread) + PHASE] = READY;
    }

    /// Comes to a barrier; the last one opens it.
    pub(crate) fn arrive(
        &self,
        cells: &mut [i32],
        thread: usize,
        handle: Handle,
    ) -> Result<bool, Failure> {
        let object = self.meant(cells, thread, handle)?;
        let ObjectKind::Barrier { parties } = self.program().objects[object].kind else {
            return Err(Failure::BadIndex);
        };
        let at = self.layout.objects[object];
        if cells[at] + 1 < parties.into() {
            cells[at] += 1;
            cells[self.layout.thread(thread) + PHASE] = AT_BARRIER;
            return Ok(false);
        }
        cells[at] = 0;
        for other in 0..self.threads() {
            if self.is_at(cells, other, object) {
                let block = self.layout.thread(other);
                cells[block + PHASE] = READY;
                cells[block + PC] += 1;
                self.go_on(cells, other);
            }
        }
        Ok(true)
    }

    /// Whether a thread waits at a barrier.
    pub(crate) fn is_at(&self, cells: &[i32], thread: usize, barrier: usize) -> bool {
        let here = match self.op(cells, thread) {
            Some(Op::BarrierWait(handle)) => self.object(cells, thread, handle) == Some(barrier),
            _ => false,
        };
        here && self.phase(cells, thread) == AT_BARRIER
    }

    /// Puts or gets an item.
    pub(crate) fn transfer(&self, cells: &mut [i32], thread: usize, op: Op) -> Result<(), Failure> {
        let handle = op.handle().expect("a queue's instruction names it");
        let (at, maxsize) = self.queue(cells, thread, handle).ok_or(Failure::BadIndex)?;
        let len = cells[at + LEN] as usize;
        if let Op::Put { item, .. } | Op::TryPut { item, .. } = op {
            let full = len >= maxsize;
            if let Op::TryPut { ok, .. } = op {
                self.set(cells, thread, ok, (!full).into())?;
            }
            if cells[at + CLOSED] == 1 {
                return Err(Failure::ShutDown);
            }
            if full {
                return Ok(());
            }
            let item = self.value(cells, thread, item);
            let place = at + ITEMS + self.place(cells, thread, handle, item);
            cells[place..=at + ITEMS + len].rotate_right(1);
            self.put_into(cells, place, item)?;
            cells[at + LEN] += 1;
            let unfinished = cells[at + UNFINISHED] + i32::from(self.layout.counts_tasks);
            return self.put_into(cells, at + UNFINISHED, unfinished);
        }
        if let Op::Get { dst, ok, .. } | Op::TryGet { dst, ok, .. } = op {
            self.set(cells, thread, ok, (len > 0).into())?;
            if len > 0 {
                let item = cells[at + ITEMS];
                cells[at + ITEMS..at + ITEMS + len].rotate_left(1);
                cells[at + ITEMS + len - 1] = 0;
                cells[at + LEN] -= 1;
                self.set(cells, thread, dst, item)?;
            }
        }
        Ok(())
    }

    /// Where a new item stands among those of a queue, whose first comes out first.
    fn place(&self, cells: &[i32], thread: usize, handle: Handle, item: i32) -> usize {
        let object = self.object(cells, thread, handle).expect("the queue was found");
        let items = self.items(cells, object);
        match self.program().objects[object].kind {
            ObjectKind::Queue { order: QueueOrder::Lifo, .. } => 0,
            ObjectKind::Queue { order: QueueOrder::Priority, .. } => {
                items.partition_point(|&other| other <= item)
            }
            _ => items.len(),
        }
    }
}
