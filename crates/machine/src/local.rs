//! What a thread does by itself: control and local instructions, up to the next step.

use program::{Arith, Op, OpKind, Operand};

use crate::failure::Failure;
use crate::layout::{DONE, LOCALS, PC, PHASE};
use crate::machine::Machine;
use crate::schedule::Grain;

/// Instructions that a thread may do without a step of its own; more are a loop without an end.
const MAX_SILENT: usize = 100_000;

impl Machine {
    /// Does what needs no step of its own, up to the next that does. What fails is a step of its own:
    /// it ends the run for all, so it matters what others have done before. Whether the thread may be
    /// interrupted on the way.
    pub(crate) fn go_on(&self, cells: &mut [i32], thread: usize) -> bool {
        let preemption = self.program().preemption;
        let at = self.layout.thread(thread);
        let mut is_open = false;
        for _ in 0..MAX_SILENT {
            let Some(pc) = self.instruction(cells, thread) else {
                self.end(cells, thread);
                return true;
            };
            let op = self.program().code[pc].op;
            let to = match op.kind() {
                OpKind::Local if self.grain() == Grain::Merged => {
                    is_open |= preemption.is_after(op);
                    self.local(cells, thread, op).map(|()| Some(pc + 1))
                }
                OpKind::Local | OpKind::Shared => {
                    self.forget(cells, thread, pc);
                    return is_open;
                }
                OpKind::Control => self.control(cells, thread, op),
            };
            match to {
                Ok(Some(to)) => {
                    is_open |= preemption.is_between(op, pc, to);
                    cells[at + PC] = to as i32;
                }
                Ok(None) => {
                    self.end(cells, thread);
                    return true;
                }
                Err(_) => {
                    self.forget(cells, thread, pc);
                    return is_open;
                }
            }
        }
        cells[at + PHASE] = Failure::Endless.phase();
        true
    }

    /// Lets a thread end: nothing of its own is kept.
    fn end(&self, cells: &mut [i32], thread: usize) {
        let at = self.layout.thread(thread);
        cells[self.layout.block(thread)].fill(0);
        cells[at + PHASE] = DONE;
        cells[at + PC] = self.program().code.len() as i32;
    }

    /// Sets the locals that nobody will read before they are written to 0.
    fn forget(&self, cells: &mut [i32], thread: usize, pc: usize) {
        let (live, at) = (self.live(pc), self.layout.thread(thread) + LOCALS);
        if live == u64::MAX {
            return;
        }
        for local in 0..self.program().locals.len() {
            if live >> local & 1 == 0 {
                cells[at + local] = 0;
            }
        }
    }

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
            Op::Return => {
                let to = usize::try_from(self.top(cells, thread)?).ok();
                let to = to.filter(|&to| to <= self.program().code.len()).ok_or(Failure::Stack)?;
                self.pop(cells, thread)?;
                return Ok(Some(to));
            }
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

    /// Does a local instruction.
    pub(crate) fn local(&self, cells: &mut [i32], thread: usize, op: Op) -> Result<(), Failure> {
        match op {
            Op::Compute { dst, arith, a, b } => self.compute(cells, thread, dst, arith, (a, b)),
            Op::Assert(a) if self.value(cells, thread, a) == 0 => Err(Failure::Assertion),
            _ => Ok(()), // Yield, Sleep, an assertion that holds
        }
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

    /// Gives a local a value.
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

    /// Gives a cell a value.
    pub(crate) fn put_into(&self, cells: &mut [i32], at: usize, value: i32) -> Result<(), Failure> {
        if !self.layout.allows(at, value) {
            return Err(Failure::OutOfRange);
        }
        cells[at] = value;
        Ok(())
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
