//! Threads that meet: at conditions, queues, barriers, semaphores, and at each other's end.

use program::{Builder, ObjectKind, Op, Operand, Program, QueueOrder};
use trace::VerdictKind;

/// A thread waits for a condition without looking whether it came to pass; another one notifies.
pub(crate) fn deaf_waiter() -> Program {
    let mut build = Builder::new();
    let lock = build.object("lock", ObjectKind::Lock);
    let condition = build.object("condition", ObjectKind::Condition { lock: lock.base });
    for (name, op) in
        [("waiter", Op::Wait(condition)), ("signaller", Op::Notify { condition, n: 1 })]
    {
        let entry = build.here();
        for op in [Op::Acquire(lock), op, Op::Release(lock), Op::Halt] {
            build.line(&format!("{op:?}"));
            build.op(op);
        }
        build.thread(name, entry, &[]);
    }
    build.finish().expect("it fits together")
}

/// Two threads that put numbers on a queue of one, and one that gets them all and adds them up.
pub(crate) fn queue_of_one() -> Program {
    let mut build = Builder::new();
    let sum = build.var("sum", 0, (0, 10));
    let [item, ok, total] = ["item", "ok", "total"].map(|name| build.local(name, (0, 10)));
    let order = QueueOrder::Fifo;
    let queue = build.object("queue", ObjectKind::Queue { order, maxsize: 1, range: (0, 3) });
    build.op(Op::Put { queue, item: 3.into() });
    build.op(Op::TaskDone(queue));
    build.op(Op::Halt);
    let consumer = build.here();
    for _ in 0..2 {
        build.op(Op::Get { dst: item, ok, queue });
        build.add(total, total, Operand::Local(item));
    }
    build.op(Op::Store { to: sum, value: Operand::Local(total) });
    build.threads(2, 0);
    build.thread("consumer", consumer, &[]);
    build.total(sum, 6, VerdictKind::WrongValue);
    build.finish().expect("it fits together")
}

/// A thread that remembers what it got from a queue, and looks at it again when there is no more.
pub(crate) fn remembers() -> Program {
    let mut build = Builder::new();
    let x = build.var("x", 0, (0, 9));
    let [item, ok] = ["item", "ok"].map(|name| build.local(name, (0, 9)));
    let order = QueueOrder::Fifo;
    let queue = build.object("queue", ObjectKind::Queue { order, maxsize: 2, range: (0, 7) });
    build.op(Op::Put { queue, item: 7.into() });
    build.op(Op::TryGet { dst: item, ok, queue });
    build.op(Op::TryGet { dst: item, ok, queue });
    build.op(Op::Store { to: x, value: Operand::Local(item) });
    build.threads(1, 0);
    build.total(x, 7, VerdictKind::WrongValue);
    build.finish().expect("it fits together")
}

/// Threads that meet at a barrier for two, then race for a variable.
pub(crate) fn barrier(threads: u32) -> Program {
    let mut build = Builder::new();
    let x = build.var("x", 0, (0, 9));
    let value = build.local("value", (0, 9));
    let barrier = build.object("barrier", ObjectKind::Barrier { parties: 2 });
    build.op(Op::Load { dst: value, from: x });
    build.op(Op::BarrierWait(barrier));
    build.add(value, value, 1);
    build.op(Op::Store { to: x, value: Operand::Local(value) });
    build.threads(threads, 0);
    build.total(x, 1, VerdictKind::WrongValue);
    build.finish().expect("it fits together")
}

/// Threads of which at most two are let in, who count how many are.
pub(crate) fn semaphore(threads: u32, permits: u16) -> Program {
    let mut build = Builder::new();
    let (inside, most) = (build.atomic("inside", 0, (0, 9)), build.atomic("most", 0, (0, 9)));
    let value = build.local("value", (0, 9));
    let kind = ObjectKind::Semaphore { permits, bound: Some(permits) };
    let semaphore = build.object("semaphore", kind);
    build.op(Op::Acquire(semaphore));
    build.op(Op::FetchAdd { dst: value, at: inside, by: 1.into() });
    build.op(Op::Store { to: most, value: Operand::Local(value) });
    build.op(Op::FetchAdd { dst: value, at: inside, by: (-1).into() });
    build.op(Op::Release(semaphore));
    build.threads(threads, 0);
    build.total(most, 0, VerdictKind::WrongValue);
    build.finish().expect("it fits together")
}

/// A main thread that starts another, chooses a number, and waits for the other's end.
pub(crate) fn start_and_join() -> Program {
    let mut build = Builder::new();
    let x = build.var("x", 0, (0, 9));
    let value = build.local("value", (0, 9));
    build.op(Op::Start(1));
    build.op(Op::Choose { dst: value, n: 3 });
    build.op(Op::Store { to: x, value: Operand::Local(value) });
    build.op(Op::Join(1));
    build.op(Op::Load { dst: value, from: x });
    build.op(Op::Assert(Operand::Local(value)));
    build.op(Op::Halt);
    let other = build.here();
    build.op(Op::FetchAdd { dst: value, at: x, by: 1.into() });
    build.thread("main", 0, &[]);
    build.thread("other", other, &[]);
    build.not_started(1);
    build.total(x, 1, VerdictKind::WrongValue);
    build.finish().expect("it fits together")
}
