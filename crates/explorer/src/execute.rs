//! What each instruction does to a state.

use crate::failure::Failure;
use crate::instr::{Arith, Cell, Handle, Op, Operand};
use crate::layout::{CLOSED, LOCALS, PC, PHASE, READY, UNFINISHED, UNSTARTED};
use crate::machine::Machine;

impl Machine {
    /// Does a control instruction; where to go on, or `None` at the end of the thread.
    pub(crate) fn control(
        &self,
        cells: &mut [i32],
        thread: usize,
        op: Op,
    ) -> Result<Option<usize>, Failure> {
        let at = self.layout.thread(thread);
        let next = cells[at + PC] as usize + 1;
        match op {
            Op::Count { dst, arith, a, b } => self.compute(cells, thread, dst, arith, (a, b))?,
            Op::Jump(to) => return Ok(Some(to)),
            Op::JumpIfZero { a, to } => {
                return Ok(Some(if self.value(cells, thread, a) == 0 { to } else { next }));
            }
            Op::Call(to) => {
                self.push(cells, thread, next as i32)?;
                return Ok(Some(to));
            }
            Op::Return => return Ok(Some(self.pop(cells, thread)? as usize)),
            Op::Push(a) => self.push(cells, thread, self.value(cells, thread, a))?,
            Op::Pop(dst) => {
                let value = self.top(cells, thread)?;
                self.set(cells, thread, dst, value)?; // it may fail, and then nothing is popped
                self.pop(cells, thread)?;
            }
            _ => return Ok(None), // Halt
        }
        Ok(Some(next))
    }

    /// Does a local or shared instruction; whether the thread is past it afterwards.
    pub(crate) fn execute(
        &self,
        cells: &mut [i32],
        thread: usize,
        op: Op,
        way: u32,
    ) -> Result<bool, Failure> {
        match op {
            Op::Compute { dst, arith, a, b } => self.compute(cells, thread, dst, arith, (a, b))?,
            Op::Choose { dst, .. } => self.set(cells, thread, dst, way as i32)?,
            Op::Assert(a) if self.value(cells, thread, a) == 0 => {
                return Err(Failure::Assertion);
            }
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
            Op::Await { at, .. } => {
                self.at(cells, thread, at)?;
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
            Op::Put { .. } | Op::TryPut { .. } | Op::Get { .. } | Op::TryGet { .. } => {
                self.transfer(cells, thread, op)?;
            }
            Op::TaskDone(handle) => {
                let (at, _) = self.queue(cells, thread, handle).ok_or(Failure::BadIndex)?;
                if cells[at + UNFINISHED] == 0 {
                    return Err(Failure::TooManyReleases);
                }
                cells[at + UNFINISHED] -= 1;
            }
            Op::ShutDown(handle) => {
                let (at, _) = self.queue(cells, thread, handle).ok_or(Failure::BadIndex)?;
                cells[at + CLOSED] = 1;
            }
            _ => {} // Yield, Sleep, an assertion that holds, Join and JoinQueue that are over
        }
        Ok(true)
    }

    fn compute(
        &self,
        cells: &mut [i32],
        thread: usize,
        dst: u8,
        arith: Arith,
        (a, b): (Operand, Operand),
    ) -> Result<(), Failure> {
        let (a, b) = (self.value(cells, thread, a), self.value(cells, thread, b));
        self.set(cells, thread, dst, arith.of(a, b).ok_or(Failure::Arithmetic)?)
    }

    pub(crate) fn set(
        &self,
        cells: &mut [i32],
        thread: usize,
        dst: u8,
        value: i32,
    ) -> Result<(), Failure> {
        let at = self.layout.thread(thread) + LOCALS + usize::from(dst);
        self.put_into(cells, at, value)
    }

    fn write(&self, cells: &mut [i32], thread: usize, to: Cell, value: i32) -> Result<(), Failure> {
        let at = self.at(cells, thread, to)?;
        self.put_into(cells, at, value)
    }

    pub(crate) fn put_into(&self, cells: &mut [i32], at: usize, value: i32) -> Result<(), Failure> {
        if !self.layout.allows(at, value) {
            return Err(Failure::OutOfRange);
        }
        cells[at] = value;
        Ok(())
    }

    fn at(&self, cells: &[i32], thread: usize, cell: Cell) -> Result<usize, Failure> {
        self.cell(cells, thread, cell).ok_or(Failure::BadIndex)
    }

    pub(crate) fn meant(
        &self,
        cells: &[i32],
        thread: usize,
        handle: Handle,
    ) -> Result<usize, Failure> {
        self.object(cells, thread, handle).ok_or(Failure::BadIndex)
    }

    fn push(&self, cells: &mut [i32], thread: usize, value: i32) -> Result<(), Failure> {
        let at = self.layout.thread(thread) + self.layout.stack;
        let depth = cells[at] as usize;
        if depth >= self.program().stack {
            return Err(Failure::Stack);
        }
        cells[at + 1 + depth] = value;
        cells[at] += 1;
        Ok(())
    }

    fn top(&self, cells: &[i32], thread: usize) -> Result<i32, Failure> {
        let at = self.layout.thread(thread) + self.layout.stack;
        match cells[at] as usize {
            0 => Err(Failure::Stack),
            depth => Ok(cells[at + depth]),
        }
    }

    fn pop(&self, cells: &mut [i32], thread: usize) -> Result<i32, Failure> {
        let at = self.layout.thread(thread) + self.layout.stack;
        let depth = cells[at] as usize;
        if depth == 0 {
            return Err(Failure::Stack);
        }
        cells[at] -= 1;
        Ok(std::mem::take(&mut cells[at + depth]))
    }
}
