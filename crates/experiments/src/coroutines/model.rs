//! The model of `coroutines`: look whether there is a ticket, await the payment, take it.

use program::{Arith, Builder, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

use super::{Awaits, Coroutines, Guard};
use crate::choice::Preemption;
use crate::model::{Explore, INDENT, finished, limited, step, threads_of};

impl Explore for Coroutines {
    fn program(&self) -> Program {
        let (tickets, buyers) = (limited(self.tickets), limited(self.threads));
        let range = ((tickets - buyers).min(0), tickets);
        let mut build = Builder::under(self.preemption.into());
        // Each access is atomic, so that nothing but the assumption is broken.
        let left = build.atomic("tickets", tickets, range);
        let seen = build.local("seen", range);
        let any = build.hidden("any", (0, 1));
        let lock = (self.guard == Guard::Lock).then(|| build.object("lock", ObjectKind::Lock));
        let end = build.label();
        build.line("async def buy():");
        if let Some(lock) = lock {
            step(&mut build, INDENT, "await lock.acquire()", "", Op::Acquire(lock));
        }
        let look = Op::Load { dst: seen, from: left };
        step(&mut build, INDENT, "if tickets >= 1:", "look whether there is one", look);
        build.count(any, Arith::Lt, 0, Operand::Local(seen));
        build.jump_if_zero(Operand::Local(any), end);
        let inner = INDENT.repeat(2);
        let pay = |build: &mut Builder| step(build, &inner, "await pay()", "pay", Op::Sleep);
        if self.awaits == Awaits::Between {
            pay(&mut build);
        }
        let take = Op::FetchAdd { dst: seen, at: left, by: (-1).into() };
        step(&mut build, &inner, "tickets -= 1    # in one step", "take a ticket", take);
        if self.awaits == Awaits::After {
            pay(&mut build);
        }
        build.place(end);
        if let Some(lock) = lock {
            step(&mut build, INDENT, "lock.release()", "", Op::Release(lock));
        }
        match self.preemption {
            Preemption::Await => {
                for number in 1..=self.threads {
                    build.thread(&format!("coroutine {number}"), 0, &[]);
                }
            }
            // What may be interrupted elsewhere is a thread.
            Preemption::Anywhere | Preemption::Gil => {
                threads_of(&mut build, self, &|_| (0, vec![]));
            }
        }
        // Nobody is sold what is not there.
        build.total(left, (tickets - buyers).max(0), VerdictKind::WrongValue);
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        let play = [("play", "tickets".to_owned()), ("model", "preemptive".to_owned())];
        (self.awaits == Awaits::Between).then(|| play.to_vec())
    }
}
