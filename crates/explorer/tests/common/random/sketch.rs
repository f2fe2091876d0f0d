//! A program as a few words, and how it is written down.

use program::{
    Arith, Builder, Cell, Handle, Label, ObjectKind, Op, Operand, Preemption, Program, QueueOrder,
};
use trace::VerdictKind;

/// What a thread does, in a few instructions.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Load(Place, u8),
    Store(Place, Value),
    FetchAdd(Place, u8, i32),
    Swap(Place, u8, Value),
    Await(i32),
    Compute(u8, Arith, u8, Value),
    Choose(u8, u8),
    Yield,
    Assert(u8),
    Acquire(Lock),
    Release(Lock),
    Try(Lock, u8),
    /// Under a lock.
    With(Lock, Box<Act>),
    /// Waits for the condition, under its lock or not.
    Wait(bool),
    /// Notifies one or two, under the lock or not.
    Notify(u8, bool),
    Barrier,
    Put(i32),
    TryPut(i32, u8),
    Get(u8, u8),
    TryGet(u8, u8),
    TaskDone,
    JoinQueue,
    ShutDown,
    /// Leaves out the next acts if a local is 0.
    Skip(u8, u8),
    /// Goes back by some acts if a local is 0.
    Back(u8, u8),
    StartLast,
    JoinLast,
}

/// A shared cell.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Plain,
    Atomic,
    /// A cell of an array of two.
    Array(Index),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Index {
    Of(i32),
    In(u8),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    Of(i32),
    In(u8),
    Me,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Lock {
    One,
    Other,
    Reentrant,
    Semaphore,
    /// One of the first two.
    ByLocal(u8),
}

/// A program before it is written down.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    /// What each thread does; the same for all if there is only one.
    pub(crate) bodies: Vec<Vec<Act>>,
    pub(crate) threads: usize,
    pub(crate) order: QueueOrder,
    pub(crate) maxsize: u16,
    pub(crate) permits: u16,
    /// Whether the outcome is the plain variable or the atomic one.
    pub(crate) judges_plain: bool,
    pub(crate) preemption: Preemption,
    /// What a variable may hold at most: little, so that a loop which counts has few states.
    pub(crate) most: i32,
}

impl Sketch {
    /// The program.
    pub(crate) fn program(&self) -> Program {
        let mut build = Builder::under(self.preemption);
        let range = (-self.most, self.most);
        let shared = Shared {
            plain: build.var("plain", 0, range),
            atomic: build.atomic("atomic", 0, range),
            array: build.array("array", &[0, 1], range, 0),
            locks: build.objects(&["one".to_owned(), "other".to_owned()], ObjectKind::Lock, 0),
            reentrant: build.object("reentrant", ObjectKind::RLock),
            semaphore: build.object(
                "semaphore",
                ObjectKind::Semaphore { permits: self.permits, bound: Some(self.permits) },
            ),
            condition: build.object("condition", ObjectKind::Condition { lock: 0 }),
            barrier: build.object("barrier", ObjectKind::Barrier { parties: 2 }),
            queue: build.object(
                "queue",
                ObjectKind::Queue { order: self.order, maxsize: self.maxsize, range: (0, 3) },
            ),
            last: self.threads - 1,
        };
        for name in ["a", "b", "c"] {
            build.local(name, range);
        }
        let entries: Vec<usize> = self
            .bodies
            .iter()
            .map(|body| {
                let entry = build.here();
                write(&mut build, body, &shared);
                entry
            })
            .collect();
        for thread in 0..self.threads {
            let entry = entries[thread % entries.len()];
            build.thread(&format!("thread {}", thread + 1), entry, &[]);
        }
        let starts = |act: &Act| matches!(act, Act::StartLast);
        if self.bodies.iter().flatten().any(starts) {
            build.not_started(shared.last);
        }
        let judged = if self.judges_plain { shared.plain } else { shared.atomic };
        build.total(judged, 1, VerdictKind::LostUpdates);
        build.finish().expect("it fits together")
    }
}

struct Shared {
    plain: Cell,
    atomic: Cell,
    array: Cell,
    locks: Handle,
    reentrant: Handle,
    semaphore: Handle,
    condition: Handle,
    barrier: Handle,
    queue: Handle,
    last: usize,
}

impl Shared {
    fn cell(&self, place: Place) -> Cell {
        match place {
            Place::Plain => self.plain,
            Place::Atomic => self.atomic,
            Place::Array(Index::Of(index)) => Cell { index: index.into(), ..self.array },
            Place::Array(Index::In(local)) => Cell { index: Operand::Local(local), ..self.array },
        }
    }

    fn lock(&self, lock: Lock) -> Handle {
        match lock {
            Lock::One => self.locks,
            Lock::Other => Handle { index: 1.into(), ..self.locks },
            Lock::Reentrant => self.reentrant,
            Lock::Semaphore => self.semaphore,
            Lock::ByLocal(local) => Handle { index: Operand::Local(local), ..self.locks },
        }
    }
}

fn operand(value: Value) -> Operand {
    match value {
        Value::Of(value) => value.into(),
        Value::In(local) => Operand::Local(local),
        Value::Me => Operand::Me,
    }
}

fn write(build: &mut Builder, body: &[Act], shared: &Shared) {
    let labels: Vec<Label> = (0..=body.len()).map(|_| build.label()).collect();
    for (at, act) in body.iter().enumerate() {
        build.place(labels[at]);
        match act {
            Act::Skip(a, n) => {
                let to = (at + 1 + usize::from(*n)).min(body.len());
                build.jump_if_zero(Operand::Local(*a), labels[to]);
            }
            Act::Back(a, n) => {
                // Something that is a step, so that no thread goes round without one.
                build.op(Op::FetchAdd { dst: *a, at: shared.atomic, by: 0.into() });
                build.count(*a, Arith::Mod, Operand::Local(*a), 2);
                build.jump_if_zero(Operand::Local(*a), labels[at.saturating_sub((*n).into())]);
            }
            act => write_act(build, act, shared),
        }
    }
    build.place(labels[body.len()]);
    build.op(Op::Halt);
}

fn write_act(build: &mut Builder, act: &Act, shared: &Shared) {
    let queue = shared.queue;
    let op = match *act {
        Act::Load(place, dst) => Op::Load { dst, from: shared.cell(place) },
        Act::Store(place, value) => Op::Store { to: shared.cell(place), value: operand(value) },
        Act::FetchAdd(place, dst, by) => {
            Op::FetchAdd { dst, at: shared.cell(place), by: by.into() }
        }
        Act::Swap(place, dst, value) => {
            Op::Swap { dst, at: shared.cell(place), value: operand(value) }
        }
        Act::Await(least) => {
            Op::Await { at: shared.atomic, arith: Arith::Lt, value: (4 - least).into() }
        }
        Act::Compute(dst, arith, a, b) => {
            Op::Compute { dst, arith, a: Operand::Local(a), b: operand(b) }
        }
        Act::Choose(dst, n) => Op::Choose { dst, n },
        Act::Assert(a) => Op::Assert(Operand::Local(a)),
        Act::Acquire(lock) => Op::Acquire(shared.lock(lock)),
        Act::Release(lock) => Op::Release(shared.lock(lock)),
        Act::Try(lock, dst) => Op::TryAcquire { dst, object: shared.lock(lock) },
        Act::With(lock, ref act) => {
            build.op(Op::Acquire(shared.lock(lock)));
            write_act(build, act, shared);
            Op::Release(shared.lock(lock))
        }
        Act::Wait(locked) => {
            return guarded(build, shared, locked, Op::Wait(shared.condition));
        }
        Act::Notify(n, locked) => {
            let condition = shared.condition;
            return guarded(build, shared, locked, Op::Notify { condition, n });
        }
        Act::Barrier => Op::BarrierWait(shared.barrier),
        Act::Put(item) => Op::Put { queue, item: item.into() },
        Act::TryPut(item, ok) => Op::TryPut { ok, queue, item: item.into() },
        Act::Get(dst, ok) => Op::Get { dst, ok, queue },
        Act::TryGet(dst, ok) => Op::TryGet { dst, ok, queue },
        Act::TaskDone => Op::TaskDone(queue),
        Act::JoinQueue => Op::JoinQueue(queue),
        Act::ShutDown => Op::ShutDown(queue),
        Act::StartLast => Op::Start(shared.last),
        Act::JoinLast => Op::Join(shared.last),
        Act::Yield | Act::Skip(..) | Act::Back(..) => Op::Yield,
    };
    build.op(op);
}

fn guarded(build: &mut Builder, shared: &Shared, locked: bool, op: Op) {
    let lock = shared.locks;
    if locked {
        build.op(Op::Acquire(lock));
    }
    build.op(op);
    if locked {
        build.op(Op::Release(lock));
    }
}
