//! Threads that increase a number.

use program::{Builder, Cell, ObjectKind, Op, Operand, Program};
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
    build.finish().expect("it fits together")
}
