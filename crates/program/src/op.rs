//! What an instruction touches, told without running it.

use crate::instr::{Arith, Cell, Handle, Op, Operand};

/// How an instruction takes part in a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpKind {
    /// Never a step of its own.
    Control,
    /// A step that touches nothing shared.
    Local,
    /// A step that others can tell apart.
    Shared,
}

impl Op {
    /// How it takes part in a schedule.
    #[must_use]
    pub fn kind(self) -> OpKind {
        match self {
            Self::Count { .. }
            | Self::Jump(_)
            | Self::JumpIfZero { .. }
            | Self::Call(_)
            | Self::Return
            | Self::Push(_)
            | Self::Pop(_)
            | Self::Halt => OpKind::Control,
            Self::Compute { .. } | Self::Yield | Self::Sleep | Self::Assert(_) => OpKind::Local,
            _ => OpKind::Shared,
        }
    }

    /// Whether Python calls something to do it: a method of a lock, a queue or a thread, or `sleep`.
    #[must_use]
    pub fn is_call(self) -> bool {
        match self.kind() {
            OpKind::Control => false,
            OpKind::Local => matches!(self, Self::Yield | Self::Sleep),
            OpKind::Shared => !matches!(
                self,
                Self::Load { .. } | Self::Store { .. } | Self::FetchAdd { .. } | Self::Swap { .. }
            ),
        }
    }

    /// The local variables that it reads.
    pub(crate) fn reads(self) -> Vec<u8> {
        let mut operands = Vec::new();
        match self {
            Self::Compute { a, b, .. } | Self::Count { a, b, .. } => operands.extend([a, b]),
            Self::Assert(a) | Self::JumpIfZero { a, .. } | Self::Push(a) => operands.push(a),
            Self::Load { from, .. } => operands.push(from.index),
            Self::Store { to: at, value }
            | Self::FetchAdd { at, by: value, .. }
            | Self::Swap { at, value, .. }
            | Self::Await { at, value, .. } => operands.extend([at.index, value]),
            Self::Put { item, .. } | Self::TryPut { item, .. } => operands.push(item),
            _ => {}
        }
        operands.extend(self.handle().map(|handle| handle.index));
        let locals = operands.into_iter().filter_map(|operand| match operand {
            Operand::Local(local) => Some(local),
            Operand::Const(_) | Operand::Me => None,
        });
        locals.collect()
    }

    /// The local variables that it writes in any case.
    pub(crate) fn writes(self) -> Vec<u8> {
        match self {
            Self::Compute { dst, .. }
            | Self::Count { dst, .. }
            | Self::Choose { dst, .. }
            | Self::Pop(dst)
            | Self::Load { dst, .. }
            | Self::FetchAdd { dst, .. }
            | Self::Swap { dst, .. }
            | Self::TryAcquire { dst, .. } => vec![dst],
            // Of an empty queue nothing is got, and the local for the item stays as it was.
            Self::TryPut { ok, .. } | Self::Get { ok, .. } | Self::TryGet { ok, .. } => vec![ok],
            _ => vec![],
        }
    }

    /// The local variables that it names.
    pub(crate) fn locals(self) -> Vec<u8> {
        let mut locals = self.reads();
        locals.extend(self.writes());
        if let Self::Get { dst, .. } | Self::TryGet { dst, .. } = self {
            locals.push(dst);
        }
        locals
    }

    /// The object that it uses.
    #[must_use]
    pub fn handle(self) -> Option<Handle> {
        match self {
            Self::Acquire(handle)
            | Self::TryAcquire { object: handle, .. }
            | Self::Release(handle)
            | Self::Wait(handle)
            | Self::Notify { condition: handle, .. }
            | Self::BarrierWait(handle)
            | Self::Put { queue: handle, .. }
            | Self::TryPut { queue: handle, .. }
            | Self::Get { queue: handle, .. }
            | Self::TryGet { queue: handle, .. }
            | Self::TaskDone(handle)
            | Self::JoinQueue(handle)
            | Self::ShutDown(handle) => Some(handle),
            _ => None,
        }
    }

    /// The shared cell that it uses, and whether it writes it.
    #[must_use]
    pub fn cell(self) -> Option<(Cell, bool)> {
        match self {
            Self::Load { from: at, .. } | Self::Await { at, .. } => Some((at, false)),
            Self::Store { to: at, .. } | Self::FetchAdd { at, .. } | Self::Swap { at, .. } => {
                Some((at, true))
            }
            _ => None,
        }
    }

    /// Whether it may change what belongs to another thread.
    #[must_use]
    pub fn reaches_others(self) -> bool {
        matches!(self, Self::Notify { .. } | Self::BarrierWait(_) | Self::Start(_))
    }

    /// Whether it asks which thread it is, or names one.
    #[must_use]
    pub fn tells_threads_apart(self) -> bool {
        let mut operands: Vec<Operand> = Vec::new();
        match self {
            Self::Start(_) | Self::Join(_) => return true,
            Self::Compute { a, b, .. } | Self::Count { a, b, .. } => operands.extend([a, b]),
            Self::Assert(a) | Self::JumpIfZero { a, .. } | Self::Push(a) => operands.push(a),
            Self::Store { value, .. }
            | Self::FetchAdd { by: value, .. }
            | Self::Swap { value, .. }
            | Self::Await { value, .. }
            | Self::Put { item: value, .. }
            | Self::TryPut { item: value, .. } => operands.push(value),
            _ => {}
        }
        operands.extend(self.handle().map(|handle| handle.index));
        operands.extend(self.cell().map(|(cell, _)| cell.index));
        operands.contains(&Operand::Me)
    }

    /// Where it may go on, for the instruction at `at`.
    pub(crate) fn successors(self, at: usize) -> Vec<usize> {
        match self {
            Self::Jump(to) | Self::Call(to) => vec![to],
            Self::JumpIfZero { to, .. } => vec![to, at + 1],
            Self::Return | Self::Halt => vec![],
            _ => vec![at + 1],
        }
    }
}

impl Arith {
    /// The result; `None` for a division by 0 or beyond what an `i32` holds.
    #[must_use]
    pub fn of(self, a: i32, b: i32) -> Option<i32> {
        Some(match self {
            Self::Add => a.checked_add(b)?,
            Self::Sub => a.checked_sub(b)?,
            Self::Mul => a.checked_mul(b)?,
            Self::FloorDiv => {
                let quotient = a.checked_div(b)?;
                quotient - i32::from(a % b != 0 && (a < 0) != (b < 0))
            }
            Self::Mod => {
                let rest = a.checked_rem(b)?;
                if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
            }
            Self::Eq => i32::from(a == b),
            Self::Ne => i32::from(a != b),
            Self::Lt => i32::from(a < b),
            Self::Le => i32::from(a <= b),
            Self::And => i32::from(a != 0 && b != 0),
            Self::Or => i32::from(a != 0 || b != 0),
        })
    }
}
