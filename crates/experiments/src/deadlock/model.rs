//! The model of `deadlock`: trains take two sections each. Time on a section is left out.

use program::{Builder, Handle, ObjectKind, Op, Operand, Program};

use super::{Deadlock, Order};
use crate::model::Explore;
use crate::model::{finished, limited, repeat, step, threads_of, try_both};

impl Explore for Deadlock {
    fn program(&self) -> Program {
        let n = limited(self.threads);
        let mut build = Builder::under(self.preemption.into());
        let first = build.hidden("first", (0, n - 1));
        let second = build.hidden("second", (0, n - 1));
        let names: Vec<_> =
            ('A'..).take(n as usize).map(|name| format!("section {name}")).collect();
        let section = build.objects(&names, ObjectKind::Lock, 0);
        let [first, second] =
            [first, second].map(|local| Handle { index: Operand::Local(local), ..section });
        build.line("def drive(first, second):");
        repeat(&mut build, self.trips, |build, indent| {
            if self.order == Order::TryLock {
                try_both(build, indent, first, second);
            } else {
                step(build, indent, "first.acquire()", "", Op::Acquire(first));
                step(build, indent, "second.acquire()", "", Op::Acquire(second));
            }
            step(build, indent, "second.release()", "", Op::Release(second));
            step(build, indent, "first.release()", "", Op::Release(first));
        });
        threads_of(&mut build, self, &|here| {
            let next = (here + 1) % n;
            let locals = match self.order {
                Order::Same => vec![here.min(next), here.max(next)],
                Order::Opposite | Order::TryLock => vec![here, next],
            };
            (0, locals)
        });
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![("hold_ms", "0".to_owned())])
    }
}
