//! Happened-before on one schedule, by vector clocks.

use std::collections::VecDeque;

use machine::{Machine, Replay};
use program::{ObjectKind, Op};

use crate::races::{Access, access, plain_cells};

/// Two steps that use the same shared variable, one of them to write it, in no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Race {
    /// Index of the first of the two steps.
    pub first: usize,
    /// Index of the second.
    pub second: usize,
    /// The variable.
    pub what: String,
}

/// Accesses to a variable that a later one is compared with.
const MAX_EARLIER: usize = 200;

/// For each thread, how many of its steps happened before.
type Clock = Vec<u32>;

/// The data races of a schedule: of each access with the last 200 of the same variable before it.
///
/// Source: Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System",
/// Communications of the ACM 21, 1978; Mattern, "Virtual Time and Global States of Distributed
/// Systems", 1989.
#[must_use]
pub fn races(replay: &Replay) -> Vec<Race> {
    let machine = &**replay.machine();
    if plain_cells(machine) == 0 {
        return Vec::new();
    }
    let threads = machine.threads();
    let mut order = Order {
        clocks: vec![vec![0; threads]; threads],
        objects: vec![vec![0; threads]; machine.program().objects.len()],
        cells: vec![vec![0; threads]; machine.layout().variables().len()],
    };
    // By cell: index, thread and time of each access.
    let mut last: Vec<VecDeque<(usize, usize, u32, Access)>> =
        vec![VecDeque::new(); machine.layout().variables().len()];
    let mut found = Vec::new();
    for (index, (step, cells)) in replay.steps().iter().zip(replay.states()).enumerate() {
        let thread = usize::from(step.by.thread);
        order.clocks[thread][thread] += 1;
        order.synchronize(machine, cells, thread);
        let Some(access) = access(machine, cells, thread) else { continue };
        let earlier = &mut last[access.cell];
        for &(first, other, time, before) in &*earlier {
            let ordered = order.clocks[thread][other] >= time;
            if other != thread && !ordered && before.races_with(access) {
                found.push(Race { first, second: index, what: machine.var_name(access.cell) });
            }
        }
        if earlier.len() == MAX_EARLIER {
            earlier.pop_front();
        }
        earlier.push_back((index, thread, order.clocks[thread][thread], access));
    }
    found
}

struct Order {
    clocks: Vec<Clock>,
    objects: Vec<Clock>,
    /// Of shared cells that order accesses: those that are atomic.
    cells: Vec<Clock>,
}

impl Order {
    /// Joins clocks as the next step of `thread` orders it after others, or others after it.
    fn synchronize(&mut self, machine: &Machine, cells: &[i32], thread: usize) {
        let Some(op) = machine.op(cells, thread) else { return };
        if let Some(access) = access(machine, cells, thread).filter(|access| access.atomic) {
            join(&mut self.clocks[thread], &self.cells[access.cell]);
            if access.writes {
                join(&mut self.cells[access.cell], &self.clocks[thread]);
            }
        }
        match op {
            Op::Start(other) => {
                let clock = self.clocks[thread].clone();
                join(&mut self.clocks[other], &clock);
            }
            Op::Join(other) => {
                let clock = self.clocks[other].clone();
                join(&mut self.clocks[thread], &clock);
            }
            _ => {}
        }
        let Some(object) = op.handle().and_then(|handle| machine.object(cells, thread, handle))
        else {
            return;
        };
        match op {
            Op::Acquire(_) => self.receive(thread, object),
            Op::TryAcquire { .. } if machine.is_free(cells, thread, object) => {
                self.receive(thread, object);
            }
            Op::Release(_) => self.send(thread, object),
            Op::Wait(_) if machine.is_notified(cells, thread) => {
                self.receive(thread, object);
                if let Some((_, lock)) = machine.lock_of(object) {
                    self.receive(thread, lock);
                }
            }
            Op::Wait(_) => {
                if let Some((_, lock)) = machine.lock_of(object) {
                    self.send(thread, lock);
                }
            }
            Op::Notify { .. } => self.send(thread, object),
            Op::BarrierWait(_) => self.meet(machine, cells, thread, object),
            // A queue is guarded by a lock of its own, in Python as in Rust.
            Op::Put { .. }
            | Op::TryPut { .. }
            | Op::Get { .. }
            | Op::TryGet { .. }
            | Op::TaskDone(_)
            | Op::JoinQueue(_)
            | Op::ShutDown(_) => {
                self.receive(thread, object);
                self.send(thread, object);
            }
            _ => {}
        }
    }

    fn send(&mut self, thread: usize, object: usize) {
        join(&mut self.objects[object], &self.clocks[thread]);
    }

    fn receive(&mut self, thread: usize, object: usize) {
        join(&mut self.clocks[thread], &self.objects[object]);
    }

    /// The last to come to a barrier hears of all others, and they of it.
    fn meet(&mut self, machine: &Machine, cells: &[i32], thread: usize, object: usize) {
        self.send(thread, object);
        let ObjectKind::Barrier { parties } = machine.program().objects[object].kind else {
            return;
        };
        let others: Vec<usize> =
            (0..machine.threads()).filter(|&other| machine.is_at(cells, other, object)).collect();
        if others.len() + 1 == usize::from(parties) {
            for other in others.into_iter().chain([thread]) {
                self.receive(other, object);
            }
        }
    }
}

fn join(clock: &mut Clock, other: &Clock) {
    for (mine, &theirs) in clock.iter_mut().zip(other) {
        *mine = (*mine).max(theirs);
    }
}
