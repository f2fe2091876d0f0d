//! The model of `dining-philosophers`. Time for a meal is left out.

use program::{Builder, Handle, ObjectKind, Op, Operand, Program};

use super::{DiningPhilosophers, Strategy};
use crate::model::Explore;
use crate::model::{finished, limited, repeat, step, threads_of, try_both};

impl Explore for DiningPhilosophers {
    fn program(&self) -> Program {
        let n = limited(self.threads);
        let mut build = Builder::under(self.preemption.into());
        let first = build.hidden("first", (0, n - 1));
        let second = build.hidden("second", (0, n - 1));
        let names: Vec<_> = (1..=n).map(|fork| format!("fork {fork}")).collect();
        let fork = build.objects(&names, ObjectKind::Lock, 0);
        let [first, second] =
            [first, second].map(|local| Handle { index: Operand::Local(local), ..fork });
        let waiter = (self.strategy == Strategy::Waiter).then(|| {
            let permits = u16::try_from(n - 1).expect("limited by its parameter");
            let kind = ObjectKind::Semaphore { permits, bound: Some(permits) };
            build.object("the waiter", kind)
        });
        build.line("def dine(first, second):");
        repeat(&mut build, self.meals, |build, indent| {
            if let Some(waiter) = waiter {
                step(build, indent, "waiter.acquire()", "", Op::Acquire(waiter));
            }
            if self.strategy == Strategy::TryLock {
                try_both(build, indent, first, second);
            } else {
                step(build, indent, "first.acquire()", "", Op::Acquire(first));
                step(build, indent, "second.acquire()", "", Op::Acquire(second));
            }
            build.line(&format!("{indent}# eat"));
            step(build, indent, "second.release()", "", Op::Release(second));
            step(build, indent, "first.release()", "", Op::Release(first));
            if let Some(waiter) = waiter {
                step(build, indent, "waiter.release()", "", Op::Release(waiter));
            }
        });
        threads_of(&mut build, self, &|left| {
            let right = (left + 1) % n;
            let locals = match self.strategy {
                Strategy::Ordered => vec![left.min(right), left.max(right)],
                _ => vec![left, right],
            };
            (0, locals)
        });
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![("eat_ms", "0".to_owned())])
    }
}
