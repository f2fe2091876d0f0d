//! Threads that go round and round.

use program::{Arith, Builder, Cell, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

/// A thread that looks again and again at a flag that nobody sets.
pub(crate) fn waits_for_nothing() -> Program {
    let mut build = Builder::new();
    let flag = build.atomic("flag", 0, (0, 1));
    spin_until(&mut build, flag);
    build.threads(1, 0);
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
}
