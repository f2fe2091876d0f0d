//! Small programs whose schedules a person can think through.

use explorer::{Arith, Builder, Cell, Handle, ObjectKind, Op, Operand, Program, QueueOrder};
use trace::VerdictKind;

/// Threads that read, increase and write back one number, `increments` times each.
pub(crate) fn lost_update(threads: u32, increments: i32) -> Program {
    counter(threads, increments, |build, counter, value| {
        build.line("    value = counter");
        build.says("read value");
        build.op(Op::Load { dst: value, from: counter });
        build.line("    value += 1");
        build.says("increase value");
        build.add(value, value, 1);
        build.line("    counter = value");
        build.says("write back value");
        build.op(Op::Store { to: counter, value: Operand::Local(value) });
    })
}

/// The same under a lock.
pub(crate) fn locked_counter(threads: u32, increments: i32) -> Program {
    let mut build = Builder::new();
    let lock = build.object("lock", ObjectKind::Lock);
    counter_in(build, threads, increments, |build, counter, value| {
        build.op(Op::Acquire(lock));
        build.op(Op::Load { dst: value, from: counter });
        build.add(value, value, 1);
        build.op(Op::Store { to: counter, value: Operand::Local(value) });
        build.op(Op::Release(lock));
    })
}

/// The same in one step.
pub(crate) fn atomic_counter(threads: u32, increments: i32) -> Program {
    counter(threads, increments, |build, counter, value| {
        build.op(Op::FetchAdd { dst: value, at: counter, by: 1.into() });
    })
}

fn counter(threads: u32, increments: i32, body: impl FnOnce(&mut Builder, Cell, u8)) -> Program {
    counter_in(Builder::new(), threads, increments, body)
}

fn counter_in(
    mut build: Builder,
    threads: u32,
    increments: i32,
    body: impl FnOnce(&mut Builder, Cell, u8),
) -> Program {
    let most = threads as i32 * increments;
    let counter = build.var("counter", 0, (0, most));
    let value = build.local("value", (0, most));
    let i = build.hidden("i", (0, increments));
    let entry = build.here();
    build.line("for _ in range(increments):");
    build.repeat(i, increments, |build| body(build, counter, value));
    build.threads(threads, entry);
    build.total(counter, most, VerdictKind::LostUpdates);
    build.finish()
}

/// Two threads that take two locks, `first` and `second`, in opposite order.
pub(crate) fn opposite_locks() -> Program {
    let mut build = Builder::new();
    let [first, second] = ["first", "second"].map(|name| build.object(name, ObjectKind::Lock));
    for (name, [one, other]) in [("left", [first, second]), ("right", [second, first])] {
        let entry = build.here();
        take_and_give(&mut build, one, other);
        build.thread(name, entry, &[]);
    }
    build.finish()
}

/// Two threads that take two locks in the same order.
pub(crate) fn ordered_locks() -> Program {
    let mut build = Builder::new();
    let [first, second] = ["first", "second"].map(|name| build.object(name, ObjectKind::Lock));
    take_and_give(&mut build, first, second);
    build.threads(2, 0);
    build.finish()
}

fn take_and_give(build: &mut Builder, one: Handle, other: Handle) {
    for op in [Op::Acquire(one), Op::Acquire(other), Op::Release(other), Op::Release(one)] {
        build.line(&format!("{op:?}"));
        build.op(op);
    }
    build.op(Op::Halt);
}

/// Philosophers who each eat once; they take the fork on their left first, but the last one, if
/// `ordered`, that on the right.
pub(crate) fn philosophers(seats: usize, ordered: bool) -> Program {
    let mut build = Builder::new();
    let [left, right] = ["left", "right"].map(|name| build.local(name, (0, seats as i32)));
    let names: Vec<String> = (0..seats).map(|seat| format!("fork {seat}")).collect();
    let forks = build.objects(&names, ObjectKind::Lock, 0);
    let fork = |local| Handle { index: Operand::Local(local), ..forks };
    take_and_give(&mut build, fork(left), fork(right));
    for seat in 0..seats {
        let hands = [seat, (seat + 1) % seats].map(|fork| fork as i32);
        let (low, high) = (hands[0].min(hands[1]), hands[0].max(hands[1]));
        let locals = if ordered { [low, high] } else { hands };
        build.thread(&format!("philosopher {seat}"), 0, &locals);
    }
    build.finish()
}

/// One thread that releases a lock which nobody holds.
pub(crate) fn release_not_held() -> Program {
    let mut build = Builder::new();
    let lock = build.object("lock", ObjectKind::Lock);
    build.line("lock.release()");
    build.op(Op::Release(lock));
    build.threads(1, 0);
    build.finish()
}

/// One releases a lock that the other may hold.
pub(crate) fn release_of_another() -> Program {
    let mut build = Builder::new();
    let lock = build.object("lock", ObjectKind::Lock);
    build.line("lock.acquire()");
    build.op(Op::Acquire(lock));
    build.line("lock.release()");
    build.op(Op::Release(lock));
    build.threads(1, 0);
    build.thread("thief", 1, &[]);
    build.finish()
}

/// A thread that looks again and again at a flag that nobody sets.
pub(crate) fn waits_for_nothing() -> Program {
    let mut build = Builder::new();
    let flag = build.atomic("flag", 0, (0, 1));
    spin_until(&mut build, flag);
    build.threads(1, 0);
    build.finish()
}

/// A thread that looks again and again at a flag that another one sets.
pub(crate) fn spin_on_flag() -> Program {
    let mut build = Builder::new();
    let flag = build.atomic("flag", 0, (0, 1));
    spin_until(&mut build, flag);
    build.op(Op::Halt);
    let setter = build.here();
    build.line("flag = True");
    build.op(Op::Store { to: flag, value: 1.into() });
    build.threads(1, 0);
    build.thread("setter", setter, &[]);
    build.finish()
}

fn spin_until(build: &mut Builder, flag: Cell) {
    let seen = build.local("seen", (0, 1));
    let again = build.label();
    build.line("while not flag: pass");
    build.place(again);
    build.op(Op::Load { dst: seen, from: flag });
    build.jump_if_zero(Operand::Local(seen), again);
}

/// Threads that take a spin lock, increase a counter, and give it back.
pub(crate) fn spin_lock(threads: u32) -> Program {
    let mut build = Builder::new();
    let taken = build.atomic("taken", 0, (0, 1));
    let counter = build.var("counter", 0, (0, threads as i32));
    let value = build.local("value", (0, threads as i32));
    let again = build.label();
    let got = build.label();
    let free = build.hidden("free", (0, 1));
    build.line("while taken.swap(True): pass");
    build.place(again);
    build.op(Op::Swap { dst: value, at: taken, value: 1.into() });
    build.count(free, Arith::Eq, Operand::Local(value), 0);
    build.jump_if_zero(Operand::Local(free), again);
    build.place(got);
    build.line("counter += 1");
    build.op(Op::Load { dst: value, from: counter });
    build.add(value, value, 1);
    build.op(Op::Store { to: counter, value: Operand::Local(value) });
    build.line("taken = False");
    build.op(Op::Store { to: taken, value: 0.into() });
    build.threads(threads, 0);
    build.total(counter, threads as i32, VerdictKind::LostUpdates);
    build.finish()
}

/// Two threads that each hold a lock and politely give it back when they cannot get the other's.
pub(crate) fn polite() -> Program {
    let mut build = Builder::new();
    let got = build.local("got", (0, 1));
    let locks = ["first", "second"].map(|name| build.object(name, ObjectKind::Lock));
    for (name, mine, other) in [("left", 0, 1), ("right", 1, 0)] {
        let entry = build.here();
        let (again, enough, end) = (build.label(), build.label(), build.label());
        build.place(again);
        build.line("mine.acquire()");
        build.op(Op::Acquire(locks[mine]));
        build.line("if other.acquire(blocking=False):");
        build.op(Op::TryAcquire { dst: got, object: locks[other] });
        build.jump_if_zero(Operand::Local(got), enough);
        build.line("    other.release()");
        build.op(Op::Release(locks[other]));
        build.line("    mine.release()");
        build.op(Op::Release(locks[mine]));
        build.jump(end);
        build.place(enough);
        build.line("else: mine.release()");
        build.op(Op::Release(locks[mine]));
        build.jump(again);
        build.place(end);
        build.op(Op::Halt);
        build.thread(name, entry, &[]);
    }
    build.finish()
}

/// One thread takes a lock once; two others take it again and again, for ever.
pub(crate) fn greedy() -> Program {
    let mut build = Builder::new();
    let lock = build.object("lock", ObjectKind::Lock);
    let again = build.label();
    build.place(again);
    build.line("while True: with lock: pass");
    build.op(Op::Acquire(lock));
    build.op(Op::Release(lock));
    build.jump(again);
    let once = build.here();
    build.line("with lock: pass");
    build.op(Op::Acquire(lock));
    build.op(Op::Release(lock));
    build.threads(2, 0);
    build.thread("modest", once, &[]);
    build.finish()
}

/// Peterson's algorithm for two threads, or, if `broken`, with the two assignments swapped.
pub(crate) fn peterson(broken: bool) -> Program {
    let mut build = Builder::new();
    let [me, other] = ["me", "other"].map(|name| build.local(name, (0, 1)));
    let [seen, value] = ["seen", "value"].map(|name| build.local(name, (0, 2)));
    let wants = build.array("wants", &[0, 0], (0, 1), Operand::Local(me));
    build.make_atomic(wants);
    let turn = build.atomic("turn", 0, (0, 1));
    let counter = build.var("counter", 0, (0, 2));
    let mut enter = [
        Op::Store { to: wants, value: 1.into() },
        Op::Store { to: turn, value: Operand::Local(other) },
    ];
    if broken {
        enter.reverse();
    }
    for op in enter {
        build.op(op);
    }
    let (again, inside) = (build.label(), build.label());
    build.place(again);
    build.op(Op::Load { dst: seen, from: Cell { index: Operand::Local(other), ..wants } });
    build.jump_if_zero(Operand::Local(seen), inside);
    build.op(Op::Load { dst: seen, from: turn });
    build.count(seen, Arith::Eq, Operand::Local(seen), Operand::Local(other));
    let not_mine = build.label();
    build.jump_if_zero(Operand::Local(seen), not_mine);
    build.jump(again);
    build.place(not_mine);
    build.place(inside);
    build.op(Op::Load { dst: value, from: counter });
    build.add(value, value, 1);
    build.op(Op::Store { to: counter, value: Operand::Local(value) });
    build.op(Op::Store { to: wants, value: 0.into() });
    build.thread("thread 1", 0, &[0, 1]);
    build.thread("thread 2", 0, &[1, 0]);
    build.total(counter, 2, VerdictKind::LostUpdates);
    build.finish()
}

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
    build.finish()
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
    build.finish()
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
    build.finish()
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
    build.op(Op::Assert { a: Operand::Local(value), line: 1 });
    build.op(Op::Halt);
    let other = build.here();
    build.op(Op::FetchAdd { dst: value, at: x, by: 1.into() });
    build.thread("main", 0, &[]);
    build.thread("other", other, &[]);
    build.not_started(1);
    build.total(x, 1, VerdictKind::WrongValue);
    build.finish()
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
    build.finish()
}

/// A lock that is taken twice by the same thread: an RLock, or, if not `reentrant`, a Lock.
pub(crate) fn twice(reentrant: bool) -> Program {
    let mut build = Builder::new();
    let kind = if reentrant { ObjectKind::RLock } else { ObjectKind::Lock };
    let lock = build.object("lock", kind);
    for op in [Op::Acquire(lock), Op::Acquire(lock), Op::Release(lock), Op::Release(lock)] {
        build.line(&format!("{op:?}"));
        build.op(op);
    }
    build.threads(2, 0);
    build.finish()
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
    build.finish()
}

/// One thread says that it is there and finds its assertion broken; the other, if it sees the first,
/// releases a lock that it does not hold.
pub(crate) fn breaks_off() -> Program {
    let mut build = Builder::new();
    let x = build.atomic("x", 0, (0, 1));
    let seen = build.local("seen", (0, 1));
    let lock = build.object("lock", ObjectKind::Lock);
    build.op(Op::Store { to: x, value: 1.into() });
    build.op(Op::Assert { a: 0.into(), line: 1 });
    build.op(Op::Halt);
    let other = build.here();
    let end = build.label();
    build.op(Op::Load { dst: seen, from: x });
    build.jump_if_zero(Operand::Local(seen), end);
    build.op(Op::Release(lock));
    build.place(end);
    build.op(Op::Halt);
    build.thread("one", 0, &[]);
    build.thread("other", other, &[]);
    build.finish()
}

/// A thread waits until it may go and then writes 1; the other lets it go and writes 2.
pub(crate) fn last_word() -> Program {
    let mut build = Builder::new();
    let (go, last) = (build.atomic("go", 0, (0, 1)), build.atomic("last", 0, (0, 2)));
    spin_until(&mut build, go);
    build.op(Op::Store { to: last, value: 1.into() });
    build.op(Op::Halt);
    let other = build.here();
    build.op(Op::Store { to: go, value: 1.into() });
    build.op(Op::Store { to: last, value: 2.into() });
    build.threads(1, 0);
    build.thread("other", other, &[]);
    build.total(last, 2, VerdictKind::WrongValue);
    build.finish()
}

/// A thread adds 1 until it has seen `last`, and says that it is done; the other sets the number to 0
/// and looks whether the first is done, again and again.
pub(crate) fn sisyphus(last: i32) -> Program {
    let mut build = Builder::new();
    let x = build.atomic("x", 0, (0, last + 1));
    let done = build.atomic("done", 0, (0, 1));
    let seen = build.local("seen", (0, last));
    let up = build.label();
    build.place(up);
    build.op(Op::FetchAdd { dst: seen, at: x, by: 1.into() });
    build.count(seen, Arith::Eq, Operand::Local(seen), last);
    build.jump_if_zero(Operand::Local(seen), up);
    build.op(Op::Store { to: done, value: 1.into() });
    build.op(Op::Halt);
    let down = build.here();
    let again = build.label();
    build.place(again);
    build.op(Op::Store { to: x, value: 0.into() });
    build.op(Op::Load { dst: seen, from: done });
    build.jump_if_zero(Operand::Local(seen), again);
    build.threads(1, 0);
    build.thread("down", down, &[]);
    build.total(x, last + 1, VerdictKind::WrongValue);
    build.finish()
}
