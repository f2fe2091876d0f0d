//! Models: the experiments as programs for the step machine, so that all that may happen can be
//! found.
//!
//! A model has the id of its experiment, and its parameters are called and spelt the same, but its
//! limits are those of what can be explored. What only takes time is left out: between any two steps
//! the others may do anything, which covers every duration. So are stop words, repeats, and what
//! watches the threads from outside; a wait with a timeout looks once, because whoever is scheduled
//! while it cannot go on has waited long enough. Memory is sequentially consistent. Where a model
//! stands in for its experiment in another way, its own file says so.

use crate::choice::Preemption;
use crate::experiment::Needs;
use program::{Arith, Builder, Cell, Handle, Label, Op, Operand, Program};

/// The program for the explorer: `model.rs` of each folder.
pub trait Explore {
    /// What is explored.
    fn program(&self) -> Program {
        unreachable!("what has no face for exploring is never explored")
    }

    /// Texts for parameters of the run, by name, that make its threads do the same as the program: what
    /// differs from the defaults, beside what both faces share. None if no run does the same.
    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(Vec::new())
    }

    /// The same, and none if the program says when it may be interrupted: whoever schedules real threads knows
    /// of no such rule.
    fn alike_on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        let anywhere = self.program().preemption == program::Preemption::Anywhere;
        self.on_threads().filter(|_| anywhere)
    }
}

impl From<Preemption> for program::Preemption {
    fn from(word: Preemption) -> Self {
        match word {
            Preemption::Anywhere => Self::Anywhere,
            Preemption::Gil => Self::Gil,
            Preemption::Await => Self::Await,
        }
    }
}

/// The program that was built for a model.
pub(crate) fn finished(build: Builder) -> Program {
    build.finish().expect("whatever the parameters of a model allow is a program")
}

/// The threads of a run under their names; `begin` says where each begins, and with which first locals.
pub(crate) fn threads_of(
    build: &mut Builder,
    params: &dyn Needs,
    begin: &dyn Fn(i32) -> (usize, Vec<i32>),
) {
    for index in 0..limited(params.threads()) {
        let (entry, locals) = begin(index);
        build.thread(&params.thread_name(index as usize), entry, &locals);
    }
}

/// Spaces before a line at the top of a function.
pub(crate) const INDENT: &str = "    ";

/// Does `body` `times` times, which gets the spaces before its lines. Once needs no loop.
pub(crate) fn repeat(build: &mut Builder, times: u64, body: impl FnOnce(&mut Builder, &str)) {
    if times == 1 {
        return body(build, INDENT);
    }
    let times = limited(times);
    let turn = build.hidden("turn", (0, times));
    build.line(&format!("{INDENT}for _ in range({times}):"));
    build.repeat(turn, times, |build| body(build, &INDENT.repeat(2)));
}

/// A line of source and the instruction that it stands for; `says` names the step, or nothing does.
pub(crate) fn step(build: &mut Builder, indent: &str, line: &str, says: &str, op: Op) {
    build.line(&format!("{indent}{line}"));
    build.says(says);
    build.op(op);
}

/// Goes on at `label` unless `a <arith> b`; the result is kept in `test`. No step.
pub(crate) fn jump_unless(
    build: &mut Builder,
    test: u8,
    (a, arith, b): (u8, Arith, Operand),
    label: Label,
) {
    build.count(test, arith, Operand::Local(a), b);
    build.jump_if_zero(Operand::Local(test), label);
}

/// Goes in and out again; the program is wrong if anybody else is `inside`. The locals are for
/// numbers up to that of the threads, and for a comparison.
pub(crate) fn be_inside(
    build: &mut Builder,
    indent: &str,
    inside: Cell,
    (before, alone): (u8, u8),
) {
    let enter = Op::FetchAdd { dst: before, at: inside, by: 1.into() };
    step(build, indent, "inside += 1", "go in", enter);
    build.count(alone, Arith::Eq, Operand::Local(before), 0);
    build.line(&format!("{indent}assert inside == 1"));
    build.says("look around");
    build.assert(Operand::Local(alone));
    let leave = Op::FetchAdd { dst: before, at: inside, by: (-1).into() };
    step(build, indent, "inside -= 1", "go out", leave);
}

/// Takes two locks, and gives the first one back as long as the second is taken.
pub(crate) fn try_both(build: &mut Builder, indent: &str, first: Handle, second: Handle) {
    let got = build.hidden("got", (0, 1));
    let (again, back, both) = (build.label(), build.label(), build.label());
    let (inner, look) = (format!("{indent}{INDENT}"), Op::TryAcquire { dst: got, object: second });
    build.line(&format!("{indent}while True:"));
    build.place(again);
    step(build, &inner, "first.acquire()", "", Op::Acquire(first));
    step(build, &inner, "if second.acquire(blocking=False):", "", look);
    build.jump_if_zero(Operand::Local(got), back);
    build.line(&format!("{inner}{INDENT}break"));
    build.jump(both);
    build.place(back);
    step(build, &inner, "first.release()", "", Op::Release(first));
    step(build, &inner, "sleep(random())     # back off", "back off", Op::Sleep);
    build.jump(again);
    build.place(both);
}

/// A number that the limits of its parameter keep small.
pub(crate) fn limited(number: impl TryInto<i32>) -> i32 {
    number.try_into().ok().expect("limited by its parameter")
}
