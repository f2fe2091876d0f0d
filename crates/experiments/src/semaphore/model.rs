//! The model of `semaphore`. Besides the semaphore it knows a guard that is none: `look-first` looks
//! whether there is room, and goes in in a second step.
//!
//! The greatest number of threads inside is found as in the experiment, but without an instruction for
//! the greater of two numbers: the first thread that sees a number raises it by 1.

use program::{Arith, Builder, Cell, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

use super::{Guard, Semaphores};
use crate::model::Explore;
use crate::model::{finished, limited, repeat, step, threads_of};

impl Explore for Semaphores {
    fn program(&self) -> Program {
        let (n, room) = (limited(self.threads), limited(self.permits));
        let permits = u16::try_from(room).expect("limited by its parameter");
        let mut build = Builder::under(self.preemption.into());
        let inside = build.atomic("inside", 0, (0, n));
        let most = build.atomic("most", 0, (0, n));
        let before = build.hidden("before", (0, n));
        let test = build.hidden("test", (0, 1));
        let seen = build.array("seen", &vec![0; n as usize], (0, 1), 0);
        build.make_atomic(seen);
        let semaphore = (self.guard == Guard::Semaphore).then(|| {
            let kind = ObjectKind::Semaphore { permits, bound: Some(permits) };
            build.object("the semaphore", kind)
        });
        build.line("def visit():");
        repeat(&mut build, self.rounds, |build, indent| {
            if let Some(semaphore) = semaphore {
                step(build, indent, "semaphore.acquire()", "", Op::Acquire(semaphore));
            } else {
                let look = Op::Await { at: inside, arith: Arith::Lt, value: room.into() };
                let line = format!("while inside >= {room}: pass");
                step(build, indent, &line, "see room", look);
            }
            let enter = Op::FetchAdd { dst: before, at: inside, by: 1.into() };
            step(build, indent, "n = inside = inside + 1     # in one step", "go in", enter);
            build.count(test, Arith::Lt, Operand::Local(before), room);
            build.line(&format!("{indent}assert n <= {room}"));
            build.says("look around");
            build.assert(Operand::Local(test));
            let number = Cell { index: Operand::Local(before), ..seen };
            let look = Op::Swap { dst: before, at: number, value: 1.into() };
            let line = "if not swap(seen[n - 1], 1):";
            step(build, indent, line, "see how many are inside", look);
            let (first, known) = (build.label(), build.label());
            build.jump_if_zero(Operand::Local(before), first);
            build.jump(known);
            build.place(first);
            let raise = Op::FetchAdd { dst: before, at: most, by: 1.into() };
            step(
                build,
                indent,
                "    most += 1               # never so many before",
                "never so many",
                raise,
            );
            build.place(known);
            let leave = Op::FetchAdd { dst: before, at: inside, by: (-1).into() };
            step(build, indent, "inside -= 1                 # in one step", "go out", leave);
            if let Some(semaphore) = semaphore {
                step(build, indent, "semaphore.release()", "", Op::Release(semaphore));
            }
        });
        threads_of(&mut build, self, &|_| (0, vec![]));
        // Whatever the number is: more than the permits end at the assertion.
        build.total(most, room.min(n), VerdictKind::Held);
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        (self.guard == Guard::Semaphore).then(|| vec![("inside_ms", "0".to_owned())])
    }
}
