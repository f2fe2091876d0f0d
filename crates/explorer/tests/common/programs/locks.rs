//! Threads that take locks, and what they can do wrong.

use program::{Builder, Handle, ObjectKind, Op, Operand, Program};

/// Two threads that take two locks, `first` and `second`, in opposite order.
pub(crate) fn opposite_locks() -> Program {
    let mut build = Builder::new();
    let [first, second] = ["first", "second"].map(|name| build.object(name, ObjectKind::Lock));
    for (name, [one, other]) in [("left", [first, second]), ("right", [second, first])] {
        let entry = build.here();
        take_and_give(&mut build, one, other);
        build.thread(name, entry, &[]);
    }
    build.finish().expect("it fits together")
}

/// Two threads that take two locks in the same order.
pub(crate) fn ordered_locks() -> Program {
    let mut build = Builder::new();
    let [first, second] = ["first", "second"].map(|name| build.object(name, ObjectKind::Lock));
    take_and_give(&mut build, first, second);
    build.threads(2, 0);
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
}

/// One thread that releases a lock which nobody holds.
pub(crate) fn release_not_held() -> Program {
    let mut build = Builder::new();
    let lock = build.object("lock", ObjectKind::Lock);
    build.line("lock.release()");
    build.op(Op::Release(lock));
    build.threads(1, 0);
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
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
    build.finish().expect("it fits together")
}

/// One thread says that it is there and finds its assertion broken; the other, if it sees the first,
/// releases a lock that it does not hold.
pub(crate) fn breaks_off() -> Program {
    let mut build = Builder::new();
    let x = build.atomic("x", 0, (0, 1));
    let seen = build.local("seen", (0, 1));
    let lock = build.object("lock", ObjectKind::Lock);
    build.op(Op::Store { to: x, value: 1.into() });
    build.op(Op::Assert(0.into()));
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
    build.finish().expect("it fits together")
}

/// One thread writes what the variable cannot hold, the other reads it.
pub(crate) fn writes_too_much() -> Program {
    let mut build = Builder::new();
    let x = build.var("x", 0, (0, 5));
    let seen = build.local("seen", (0, 5));
    build.line("x = 9");
    build.op(Op::Store { to: x, value: 9.into() });
    build.op(Op::Halt);
    let reader = build.here();
    build.line("seen = x");
    build.op(Op::Load { dst: seen, from: x });
    build.threads(1, 0);
    build.thread("reader", reader, &[]);
    build.finish().expect("it fits together")
}
