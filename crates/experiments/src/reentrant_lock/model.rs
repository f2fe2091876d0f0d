//! The model of `reentrant-lock`: a function that takes a lock and calls itself.

use program::{Arith, Builder, ObjectKind, Op, Operand, Program};

use super::{Kind, ReentrantLock};
use crate::model::Explore;
use crate::model::{INDENT, finished, jump_unless, limited, step, threads_of};

impl Explore for ReentrantLock {
    fn program(&self) -> Program {
        let depth = limited(self.depth);
        let mut build = Builder::under(self.preemption.into());
        let levels = build.local("levels", (0, depth));
        let test = build.hidden("test", (0, 1));
        let kind = match self.kind {
            Kind::Lock => ObjectKind::Lock,
            Kind::RLock => ObjectKind::RLock,
        };
        let lock = build.object("the lock", kind);
        let (descend, bottom) = (build.label(), build.label());
        build.line("def descend(levels):");
        build.place(descend);
        build.line(&format!("{INDENT}if levels == 0: return"));
        jump_unless(&mut build, test, (levels, Arith::Ne, 0.into()), bottom);
        step(&mut build, INDENT, "lock.acquire()", "", Op::Acquire(lock));
        build.line(&format!("{INDENT}descend(levels - 1)"));
        build.count(levels, Arith::Sub, Operand::Local(levels), 1);
        build.call(descend);
        build.count(levels, Arith::Add, Operand::Local(levels), 1);
        step(&mut build, INDENT, "lock.release()", "", Op::Release(lock));
        build.place(bottom);
        build.line(&format!("{INDENT}return"));
        build.op(Op::Return);
        let entry = build.here();
        build.line(&format!("descend({depth})"));
        build.call(descend);
        build.op(Op::Halt);
        threads_of(&mut build, self, &|_| (entry, vec![depth]));
        // Where to return to: from the bottom, from each level, and from the first call.
        build.stack(depth as usize + 1);
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![("repeats", "10".to_owned())])
    }
}
