//! The model of `gil`: the same change by several threads. Where the lock may be handed over is what
//! [`program::Preemption::Gil`] says.

use program::{Arith, Builder, Label, Op, Operand, Program};
use trace::VerdictKind;

use super::{Gil, Statement};
use crate::model::{Explore, INDENT, finished, limited, repeat, step, threads_of};

impl Explore for Gil {
    fn program(&self) -> Program {
        let all = limited(u64::from(self.threads) * self.times);
        let mut build = Builder::under(self.preemption.into());
        let room = self.statement == Statement::Check;
        let counter = match self.statement {
            Statement::Append => build.atomic("items", 0, (0, all)),
            _ => build.var("counter", 0, (0, all)),
        };
        let value = build.local("value", (0, all));
        let full = build.hidden("full", (0, 1));
        build.stack(1);
        let called = match self.statement {
            Statement::Operator | Statement::Append => None,
            Statement::Function => Some(increase(&mut build, value)),
            Statement::Check => Some(has_room(&mut build, (value, full))),
        };
        let entry = build.here();
        build.line("def work():");
        repeat(&mut build, self.times, |build, indent| match (self.statement, called) {
            (Statement::Append, _) => {
                let append = Op::FetchAdd { dst: value, at: counter, by: 1.into() };
                step(build, indent, "items.append(1)", "append", append);
            }
            (Statement::Check, Some(called)) => {
                let end = build.label();
                let read = Op::Load { dst: value, from: counter };
                step(build, indent, "if has_room(counter):", "look whether there is room", read);
                build.call(called);
                build.jump_if_zero(Operand::Local(full), end);
                let inner = format!("{indent}{INDENT}");
                let add = Op::FetchAdd { dst: value, at: counter, by: 1.into() };
                step(build, &inner, "counter += 1", "increase counter", add);
                build.place(end);
            }
            (_, called) => {
                let line =
                    if called.is_some() { "counter = increase(counter)" } else { "counter += 1" };
                let read = Op::Load { dst: value, from: counter };
                step(build, indent, line, "read counter", read);
                match called {
                    Some(called) => build.call(called),
                    None => build.count(value, Arith::Add, Operand::Local(value), 1),
                }
                let write = Op::Store { to: counter, value: Operand::Local(value) };
                build.says("write back counter");
                build.op(write);
            }
        });
        threads_of(&mut build, self, &|_| (entry, vec![]));
        let otherwise = if room { VerdictKind::WrongValue } else { VerdictKind::LostUpdates };
        build.total(counter, if room { 1 } else { all }, otherwise);
        finished(build)
    }

    /// Real threads compute and wait; they change nothing.
    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        None
    }
}

/// A function that increases what it is given, which stands in `value`.
fn increase(build: &mut Builder, value: u8) -> Label {
    let label = build.label();
    build.place(label);
    build.line("def increase(value):");
    build.line(&format!("{INDENT}return value + 1"));
    build.count(value, Arith::Add, Operand::Local(value), 1);
    build.op(Op::Return);
    label
}

/// A function that tells whether one more fits: there is room for 1.
fn has_room(build: &mut Builder, (value, full): (u8, u8)) -> Label {
    let label = build.label();
    build.place(label);
    build.line("def has_room(value):");
    build.line(&format!("{INDENT}return value < 1"));
    build.count(full, Arith::Lt, Operand::Local(value), 1);
    build.op(Op::Return);
    label
}
