//! What the instructions do at which threads meet: locks, conditions, barriers.

use program::{Handle, ObjectKind, Op};

use crate::failure::Failure;
use crate::layout::{AT_BARRIER, MAX_COUNT, NOTIFIED, PC, PHASE, READY, WAITING};
use crate::machine::Machine;

impl Machine {
    /// The object that a handle means.
    pub(crate) fn meant(
        &self,
        cells: &[i32],
        thread: usize,
        handle: Handle,
    ) -> Result<usize, Failure> {
        self.object(cells, thread, handle).ok_or(Failure::BadIndex)
    }

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
}
