//! What each shared instruction does to a state.

use program::{Cell, Op};

use crate::failure::Failure;
use crate::layout::{PHASE, READY, UNSTARTED};
use crate::machine::Machine;

impl Machine {
    /// Does a shared instruction; whether the thread is past it afterwards.
    pub(crate) fn share(
        &self,
        cells: &mut [i32],
        thread: usize,
        op: Op,
        way: u32,
    ) -> Result<bool, Failure> {
        match op {
            Op::Choose { dst, .. } => self.set(cells, thread, dst, way as i32)?,
            Op::Load { dst, from } => {
                let value = cells[self.at(cells, thread, from)?];
                self.set(cells, thread, dst, value)?;
            }
            Op::Store { to, value } => {
                let value = self.value(cells, thread, value);
                self.write(cells, thread, to, value)?;
            }
            Op::FetchAdd { dst, at, by } => {
                let before = cells[self.at(cells, thread, at)?];
                let by = self.value(cells, thread, by);
                self.write(cells, thread, at, before.checked_add(by).ok_or(Failure::Arithmetic)?)?;
                self.set(cells, thread, dst, before)?;
            }
            Op::Swap { dst, at, value } => {
                let before = cells[self.at(cells, thread, at)?];
                let value = self.value(cells, thread, value);
                self.write(cells, thread, at, value)?;
                self.set(cells, thread, dst, before)?;
            }
            Op::Await { at, arith, value } => {
                let (a, b) = (cells[self.at(cells, thread, at)?], self.value(cells, thread, value));
                arith.of(a, b).ok_or(Failure::Arithmetic)?;
            }
            Op::Acquire(handle) => self.take(cells, thread, self.meant(cells, thread, handle)?)?,
            Op::TryAcquire { dst, object } => {
                let object = self.meant(cells, thread, object)?;
                let free = self.is_free(cells, thread, object);
                if free {
                    self.take(cells, thread, object)?;
                }
                self.set(cells, thread, dst, free.into())?;
            }
            Op::Release(handle) => self.give(cells, thread, self.meant(cells, thread, handle)?)?,
            Op::Wait(handle) => return self.wait(cells, thread, handle),
            Op::Notify { condition, n } => self.notify(cells, thread, condition, n)?,
            Op::BarrierWait(handle) => return self.arrive(cells, thread, handle),
            Op::Start(other) => {
                let at = self.layout.thread(other);
                if cells[at + PHASE] != UNSTARTED {
                    return Err(Failure::StartedTwice);
                }
                cells[at + PHASE] = READY;
                self.go_on(cells, other);
            }
            Op::Put { queue, item } => self.put(cells, thread, (queue, item), None)?,
            Op::TryPut { ok, queue, item } => self.put(cells, thread, (queue, item), Some(ok))?,
            Op::Get { dst, ok, queue } | Op::TryGet { dst, ok, queue } => {
                self.get(cells, thread, queue, (dst, ok))?;
            }
            Op::TaskDone(queue) => self.task_done(cells, thread, queue)?,
            Op::ShutDown(queue) => self.shut_down(cells, thread, queue)?,
            Op::JoinQueue(queue) => {
                self.meant(cells, thread, queue)?;
            }
            _ => {} // Join of a thread that has ended
        }
        Ok(true)
    }

    fn write(&self, cells: &mut [i32], thread: usize, to: Cell, value: i32) -> Result<(), Failure> {
        let at = self.at(cells, thread, to)?;
        self.put_into(cells, at, value)
    }

    fn at(&self, cells: &[i32], thread: usize, cell: Cell) -> Result<usize, Failure> {
        self.cell(cells, thread, cell).ok_or(Failure::BadIndex)
    }
}
