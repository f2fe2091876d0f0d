//! Data races: two threads use the same shared cell, one of them writes, and nothing orders them.
//!
//! Where programs are explored exhaustively, a race is a state in which two threads stand before
//! such accesses: if any schedule has two accesses that nothing orders, then the first such pair can
//! be brought next to each other. On a single schedule, vector clocks tell which accesses nothing
//! orders (see `clocks`).
//!
//! Source: Flanagan and Freund, "FastTrack: Efficient and Precise Dynamic Race Detection",
//! PLDI, 2009; Adve and Hill, "Weak Ordering: A New Definition", ISCA, 1990.

use machine::Machine;
use program::{Op, Preemption};

/// Two threads that are about to use the same cell, one of them to write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Suspicion {
    /// Position of the cell.
    pub(crate) cell: usize,
    /// The threads and their instructions.
    pub(crate) threads: [(usize, usize); 2],
}

impl Suspicion {
    /// The same of other threads.
    pub(crate) fn of_threads(self, threads: [usize; 2]) -> Self {
        let [(_, first), (_, second)] = self.threads;
        Self { threads: [(threads[0], first), (threads[1], second)], ..self }
    }
}

/// An access to a shared variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    /// Position of the cell.
    pub(crate) cell: usize,
    /// Whether it is written.
    pub(crate) writes: bool,
    /// Whether it is one that may happen at any time: an access in one step with another, or one to
    /// a variable made for it.
    pub(crate) atomic: bool,
}

impl Access {
    /// Whether two accesses by different threads are a race if nothing orders them.
    pub(crate) fn races_with(self, other: Self) -> bool {
        self.cell == other.cell && (self.writes || other.writes) && !(self.atomic && other.atomic)
    }
}

/// Shared cells on which accesses must be ordered. Where threads may not be interrupted anywhere, something
/// always orders them: the interpreter's lock, or that all is one thread.
pub(crate) fn plain_cells(machine: &Machine) -> usize {
    if machine.program().preemption != Preemption::Anywhere {
        return 0;
    }
    machine.program().vars.iter().filter(|var| !var.atomic).map(|var| var.init.len()).sum()
}

/// The access that a thread stands before, if it is one to a shared variable.
pub(crate) fn access(machine: &Machine, cells: &[i32], thread: usize) -> Option<Access> {
    let op = machine.op(cells, thread)?;
    let (cell, writes) = op.cell()?;
    let in_one_step = matches!(op, Op::FetchAdd { .. } | Op::Swap { .. });
    let atomic = in_one_step || machine.program().vars[cell.var].atomic;
    Some(Access { cell: machine.cell(cells, thread, cell)?, writes, atomic })
}

/// The races that could happen next.
pub(crate) fn about_to_race(machine: &Machine, cells: &[i32]) -> Vec<Suspicion> {
    let mut found = Vec::new();
    for one in 0..machine.threads() {
        let Some(access) = next_access(machine, cells, one) else { continue };
        for other in 0..one {
            let races =
                next_access(machine, cells, other).is_some_and(|second| access.races_with(second));
            if races {
                let at = |thread| (thread, machine.instruction(cells, thread).unwrap_or(0));
                found.push(Suspicion { cell: access.cell, threads: [at(other), at(one)] });
            }
        }
    }
    found
}

/// The access that a thread may make next.
fn next_access(machine: &Machine, cells: &[i32], thread: usize) -> Option<Access> {
    if machine.ways(cells, thread) == 0 {
        return None;
    }
    access(machine, cells, thread)
}
