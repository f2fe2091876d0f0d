//! The model of `lost-update`: read, increase and write back as three steps.

use program::{Builder, Label, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

use super::{Fix, Increase, LostUpdate};
use crate::model::Explore;
use crate::model::{INDENT, finished, limited, repeat, step, threads_of};

impl Explore for LostUpdate {
    fn program(&self) -> Program {
        let total = limited(u64::from(self.threads) * self.increments);
        let mut build = Builder::under(self.preemption.into());
        let counter = match self.fix {
            Fix::None | Fix::Lock => build.var("counter", 0, (0, total)),
            Fix::Atomic | Fix::PerThread => build.atomic("counter", 0, (0, total)),
        };
        let name = if self.fix == Fix::PerThread { "own" } else { "value" };
        let value = build.local(name, (0, total));
        let lock = (self.fix == Fix::Lock).then(|| build.object("lock", ObjectKind::Lock));
        let increase = (self.increase == Increase::Function).then(|| increase(&mut build, value));
        let entry = build.here();
        build.line("def count():");
        repeat(&mut build, self.increments, |build, indent| match self.fix {
            Fix::None | Fix::Lock => {
                if let Some(lock) = lock {
                    step(build, indent, "lock.acquire()", "", Op::Acquire(lock));
                }
                let read = Op::Load { dst: value, from: counter };
                step(build, indent, "value = counter", "read value", read);
                if let Some(increase) = increase {
                    build.line(&format!("{indent}value = increase(value)"));
                    build.call(increase);
                } else {
                    build.line(&format!("{indent}value += 1"));
                    build.says("increase value");
                    build.add(value, value, 1);
                }
                let write = Op::Store { to: counter, value: Operand::Local(value) };
                step(build, indent, "counter = value", "write back value", write);
                if let Some(lock) = lock {
                    step(build, indent, "lock.release()", "", Op::Release(lock));
                }
            }
            Fix::Atomic => {
                let add = Op::FetchAdd { dst: value, at: counter, by: 1.into() };
                step(build, indent, "counter += 1    # in one step", "increase counter", add);
            }
            Fix::PerThread => {
                build.line(&format!("{indent}own += 1"));
                build.says("increase own number");
                build.add(value, value, 1);
            }
        });
        if self.fix == Fix::PerThread {
            build.line(&format!("{INDENT}counter += own  # in one step"));
            build.says("add own number to counter");
            build.op(Op::FetchAdd { dst: value, at: counter, by: Operand::Local(value) });
        }
        threads_of(&mut build, self, &|_| (entry, vec![]));
        build.total(counter, total, VerdictKind::LostUpdates);
        finished(build)
    }
}

/// A function that increases what it is given, which stands in `value`.
fn increase(build: &mut Builder, value: u8) -> Label {
    build.stack(1);
    let label = build.label();
    build.place(label);
    build.line("def increase(value):");
    build.line(&format!("{INDENT}return value + 1"));
    build.says("increase value");
    build.add(value, value, 1);
    build.op(Op::Return);
    label
}
