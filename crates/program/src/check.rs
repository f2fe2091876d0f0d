//! Whether all that a program is made of fits together.

use crate::data::{Judge, Object, ObjectKind, ProgramData, Range, Thread};
use crate::error::{InstrError, ProgramError};
use crate::instr::{Handle, Instr, Op};
use crate::limits::{
    MAX_CODE, MAX_LINES, MAX_LOCALS, MAX_OBJECTS, MAX_QUEUE_ITEMS, MAX_STACK, MAX_THREADS,
    MAX_VAR_CELLS, MAX_WAYS,
};

/// The first thing that is wrong, if anything is.
pub(crate) fn check(data: &ProgramData) -> Result<(), ProgramError> {
    check_amounts(data)?;
    check_values(data)?;
    data.objects.iter().try_for_each(|object| check_object(data, object))?;
    data.threads.iter().try_for_each(|thread| check_thread(data, thread))?;
    if let Judge::Total { var, .. } | Judge::Flag { var, .. } = data.judge
        && var >= data.vars.len()
    {
        return Err(ProgramError::Missing { what: "variable", index: var, all: data.vars.len() });
    }
    data.code.iter().enumerate().try_for_each(|(at, instr)| {
        let error = |wrong| ProgramError::Instr { at, line: instr.line, wrong };
        check_instr(data, instr).map_err(error)
    })
}

fn check_amounts(data: &ProgramData) -> Result<(), ProgramError> {
    let cells = data.vars.iter().map(|var| var.init.len()).fold(0, usize::saturating_add);
    let items = data.objects.iter().map(|object| match object.kind {
        ObjectKind::Queue { maxsize, .. } => maxsize.into(),
        _ => 0,
    });
    let items = items.fold(0, usize::saturating_add);
    for (what, got, least, most) in [
        ("threads", data.threads.len(), 1, MAX_THREADS),
        ("locals", data.locals.len(), 0, MAX_LOCALS),
        ("cells of variables", cells, 0, MAX_VAR_CELLS),
        ("objects", data.objects.len(), 0, MAX_OBJECTS),
        ("items in queues", items, 0, MAX_QUEUE_ITEMS),
        ("cells of a stack", data.stack, 0, MAX_STACK),
        ("instructions", data.code.len(), 0, MAX_CODE),
        ("lines of source", data.source.len(), 0, MAX_LINES),
    ] {
        if !(least..=most).contains(&got) {
            return Err(ProgramError::Amount { what, least, most, got });
        }
    }
    Ok(())
}

/// The values that variables and locals may hold and begin with.
fn check_values(data: &ProgramData) -> Result<(), ProgramError> {
    for var in &data.vars {
        check_range(&var.name, var.range)?;
        if var.init.is_empty() {
            return Err(ProgramError::NoCells { name: var.name.clone() });
        }
        var.init.iter().try_for_each(|&value| check_start(&var.name, value, var.range))?;
    }
    data.locals.iter().try_for_each(|local| {
        check_range(&local.name, local.range)?;
        // What nobody reads any more is set to 0.
        check_start(&local.name, 0, local.range)
    })
}

fn check_range(name: &str, range: Range) -> Result<(), ProgramError> {
    if range.0 > range.1 {
        return Err(ProgramError::Empty { name: name.to_owned(), range });
    }
    Ok(())
}

fn check_start(name: &str, value: i32, range: Range) -> Result<(), ProgramError> {
    if !(range.0..=range.1).contains(&value) {
        return Err(ProgramError::Start { name: name.to_owned(), value, range });
    }
    Ok(())
}

fn check_object(data: &ProgramData, object: &Object) -> Result<(), ProgramError> {
    match object.kind {
        ObjectKind::Condition { lock } => match data.objects.get(lock).map(|lock| lock.kind) {
            Some(ObjectKind::Lock | ObjectKind::RLock) => Ok(()),
            other => {
                let found = other.map_or("not there", ObjectKind::name);
                Err(ProgramError::NoLock { name: object.name.clone(), lock, found })
            }
        },
        ObjectKind::Queue { range, .. } => check_range(&object.name, range),
        _ => Ok(()),
    }
}

fn check_thread(data: &ProgramData, thread: &Thread) -> Result<(), ProgramError> {
    let (got, most) = (thread.locals.len(), data.locals.len());
    if got > most {
        return Err(ProgramError::StartLocals { thread: thread.name.clone(), got, most });
    }
    for (&value, local) in thread.locals.iter().zip(&data.locals) {
        check_start(&format!("{} of {}", local.name, thread.name), value, local.range)?;
    }
    let (entry, end) = (thread.entry, data.code.len());
    if entry > end {
        return Err(ProgramError::Entry { thread: thread.name.clone(), entry, end });
    }
    Ok(())
}

fn check_instr(data: &ProgramData, instr: &Instr) -> Result<(), InstrError> {
    let lines = data.source.len();
    if usize::from(instr.line) > lines {
        return Err(InstrError::Line { lines });
    }
    let missing = |what, index: usize, all: usize| match index < all {
        true => Ok(()),
        false => Err(InstrError::Missing { what, index, all }),
    };
    for local in instr.op.locals() {
        missing("local", local.into(), data.locals.len())?;
    }
    if let Some((cell, _)) = instr.op.cell() {
        missing("variable", cell.var, data.vars.len())?;
    }
    if let Some(handle) = instr.op.handle() {
        check_handle(data, instr.op, handle)?;
    }
    match instr.op {
        Op::Start(thread) | Op::Join(thread) => missing("thread", thread, data.threads.len()),
        Op::Jump(to) | Op::JumpIfZero { to, .. } | Op::Call(to) if to > data.code.len() => {
            Err(InstrError::Beyond { to, end: data.code.len() })
        }
        Op::Choose { n, .. } if !(1..=MAX_WAYS).contains(&n) => Err(InstrError::Ways { n }),
        _ => Ok(()),
    }
}

/// Each object that a handle may mean is one that the instruction can use.
fn check_handle(data: &ProgramData, op: Op, handle: Handle) -> Result<(), InstrError> {
    let Handle { base, len, .. } = handle;
    let meant = base.checked_add(len).and_then(|end| data.objects.get(base..end));
    let Some(meant) = meant else {
        return Err(InstrError::MissingObjects { base, len, all: data.objects.len() });
    };
    let needed = match op {
        Op::Acquire(_) | Op::TryAcquire { .. } | Op::Release(_) => "a lock or a semaphore",
        Op::Wait(_) | Op::Notify { .. } => "a condition",
        Op::BarrierWait(_) => "a barrier",
        _ => "a queue",
    };
    let fits = |kind| match kind {
        ObjectKind::Lock | ObjectKind::RLock | ObjectKind::Semaphore { .. } => {
            needed == "a lock or a semaphore"
        }
        kind => needed == kind.name(),
    };
    match meant.iter().find(|object| !fits(object.kind)) {
        None => Ok(()),
        Some(object) => {
            Err(InstrError::Kind { name: object.name.clone(), found: object.kind.name(), needed })
        }
    }
}
