//! The model of `atomicity`: the check and the withdrawal as two steps.

use program::{Arith, Builder, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

use super::{Atomicity, Fix};
use crate::model::{Explore, INDENT, finished, limited, step, threads_of};

impl Explore for Atomicity {
    fn program(&self) -> Program {
        let (coins, threads) = (limited(self.coins), limited(self.threads));
        let range = ((coins - threads).min(0), coins);
        let mut build = Builder::under(self.preemption.into());
        // Each access is atomic, so that nothing but the assumption is broken.
        let balance = build.atomic("balance", coins, range);
        let seen = build.local("seen", range);
        let enough = build.hidden("enough", (0, 1));
        let lock = (self.fix == Fix::Lock).then(|| build.object("lock", ObjectKind::Lock));
        let end = build.label();
        build.line("def withdraw():");
        if let Some(lock) = lock {
            step(&mut build, INDENT, "lock.acquire()", "", Op::Acquire(lock));
        }
        let look = Op::Load { dst: seen, from: balance };
        step(&mut build, INDENT, "if balance >= 1:", "look at the balance", look);
        build.count(enough, Arith::Lt, 0, Operand::Local(seen));
        build.jump_if_zero(Operand::Local(enough), end);
        let inner = INDENT.repeat(2);
        let take = Op::FetchAdd { dst: seen, at: balance, by: (-1).into() };
        step(&mut build, &inner, "balance -= 1    # in one step", "take a coin", take);
        build.place(end);
        if let Some(lock) = lock {
            step(&mut build, INDENT, "lock.release()", "", Op::Release(lock));
        }
        threads_of(&mut build, self, &|_| (0, vec![]));
        // Nobody is paid what is not there.
        build.total(balance, (coins - threads).max(0), VerdictKind::WrongValue);
        finished(build)
    }
}
