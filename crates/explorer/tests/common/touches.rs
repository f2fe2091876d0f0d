//! What steps touch, told from their instructions.

use machine::Machine;
use program::{Cell, Handle, ObjectKind, Op, Operand};

/// Something that steps touch, so that their order matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Cell { var: usize, index: i32 },
    Object(usize),
    Thread(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Touch {
    pub(crate) place: Place,
    pub(crate) writes: bool,
    /// Whether such accesses are ordered as they come, rather than a race.
    pub(crate) orders: bool,
}

/// The instruction that a thread stands before.
pub(crate) fn next_op(machine: &Machine, cells: &[i32], thread: usize) -> Op {
    let (line, _) = machine.next_step(cells, thread);
    machine.program().code[usize::from(line) - 1].op
}

/// What the next step of a thread touches.
pub(crate) fn touches(machine: &Machine, cells: &[i32], thread: usize) -> Vec<Touch> {
    let program = machine.program();
    let value = |operand: Operand| match operand {
        Operand::Const(value) => value,
        Operand::Me => thread as i32,
        Operand::Local(local) => {
            machine.locals(cells, thread)[usize::from(local)].1.expect("an index will be read")
        }
    };
    let whole = |place| Touch { place, writes: true, orders: true };
    let access = |cell: Cell, writes: bool, in_one_step: bool| {
        let index = value(cell.index);
        let var = &program.vars[cell.var];
        let orders = in_one_step || var.atomic;
        let there = usize::try_from(index).is_ok_and(|index| index < var.init.len());
        let place = Place::Cell { var: cell.var, index };
        if there { vec![Touch { place, writes, orders }] } else { vec![] }
    };
    let object = |handle: Handle| {
        let index = usize::try_from(value(handle.index)).ok().filter(|&index| index < handle.len);
        index.map(|index| handle.base + index)
    };
    let condition = |handle: Handle, writes_lock: bool| {
        let Some(condition) = object(handle) else { return vec![] };
        let mut touches = vec![whole(Place::Object(condition))];
        if let ObjectKind::Condition { lock } = program.objects[condition].kind {
            touches.push(Touch { place: Place::Object(lock), writes: writes_lock, orders: true });
        }
        touches
    };
    match next_op(machine, cells, thread) {
        Op::Load { from, .. } => access(from, false, false),
        Op::Await { at, .. } => access(at, false, false),
        Op::Store { to, .. } => access(to, true, false),
        Op::FetchAdd { at, .. } | Op::Swap { at, .. } => access(at, true, true),
        Op::Wait(handle) => condition(handle, true),
        Op::Notify { condition: handle, .. } => condition(handle, false),
        Op::Acquire(handle)
        | Op::TryAcquire { object: handle, .. }
        | Op::Release(handle)
        | Op::BarrierWait(handle)
        | Op::Put { queue: handle, .. }
        | Op::TryPut { queue: handle, .. }
        | Op::Get { queue: handle, .. }
        | Op::TryGet { queue: handle, .. }
        | Op::TaskDone(handle)
        | Op::JoinQueue(handle)
        | Op::ShutDown(handle) => {
            object(handle).map(|object| whole(Place::Object(object))).into_iter().collect()
        }
        Op::Start(other) | Op::Join(other) => vec![whole(Place::Thread(other))],
        _ => vec![],
    }
}
