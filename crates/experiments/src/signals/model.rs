//! The model of `signals`. Before and after the signal are made sure of as in the experiment, by
//! counting who has come and by a turn; `any` leaves it to the schedule.

use program::{Arith, Builder, Cell, Handle, ObjectKind, Op, Operand, Program};

use super::{Arrival, Kind, Signals, Wait};
use crate::model::Explore;
use crate::model::{INDENT, finished, limited, step, threads_of};
use crate::param::Choice;

/// What the threads share.
struct Shared {
    /// How many have come.
    come: Option<Cell>,
    /// Set after the signal.
    turn: Option<Cell>,
    /// The event, or what the condition is about.
    set: Cell,
    /// The condition's lock and the condition, unless it is an event.
    told: Option<(Handle, Handle)>,
}

impl Signals {
    /// Gives the signal.
    fn giver(&self, build: &mut Builder, shared: &Shared) {
        let set = Op::Store { to: shared.set, value: 1.into() };
        build.line("def give():");
        if let Some(come) = shared.come {
            let others = limited(self.threads - 1);
            let all = Op::Await { at: come, arith: Arith::Eq, value: others.into() };
            let line = format!("while waiting < {others}: sleep(0.001)");
            step(build, INDENT, &line, "see all others wait", all);
        }
        if let Some((lock, condition)) = shared.told {
            step(build, INDENT, "lock.acquire()", "", Op::Acquire(lock));
            step(build, INDENT, "ready = True", "ready", set);
            let all = Op::Notify { condition, n: u8::MAX };
            step(build, INDENT, "condition.notify_all()", "notify all", all);
            step(build, INDENT, "lock.release()", "", Op::Release(lock));
        } else {
            step(build, INDENT, "event.set()", "set the event", set);
        }
        if let Some(turn) = shared.turn {
            let op = Op::Store { to: turn, value: 1.into() };
            step(build, INDENT, "turn.set()", "let the others come", op);
        }
        build.op(Op::Halt);
    }

    /// Waits for the signal.
    fn hearer(&self, build: &mut Builder, shared: &Shared) {
        build.line("def hear():");
        if let Some(turn) = shared.turn {
            let op = Op::Await { at: turn, arith: Arith::Eq, value: 1.into() };
            step(build, INDENT, "turn.wait()", "come after the signal", op);
        }
        if let Some((lock, _)) = shared.told {
            step(build, INDENT, "lock.acquire()", "", Op::Acquire(lock));
        }
        if let Some(come) = shared.come {
            let before = build.hidden("before", (0, limited(self.threads - 1)));
            let op = Op::FetchAdd { dst: before, at: come, by: 1.into() };
            step(build, INDENT, "waiting += 1", "come", op);
        }
        let Some((lock, condition)) = shared.told else {
            let op = Op::Await { at: shared.set, arith: Arith::Eq, value: 1.into() };
            return step(build, INDENT, "event.wait()", "wait for the event", op);
        };
        let wait = Op::Wait(condition);
        match self.wait {
            Wait::Bare => step(build, INDENT, "condition.wait()", "wait", wait),
            Wait::Predicate => {
                let ready = build.local("ready", (0, 1));
                let (look, asleep, awake) = (build.label(), build.label(), build.label());
                build.place(look);
                let load = Op::Load { dst: ready, from: shared.set };
                step(build, INDENT, "while not ready:", "look", load);
                build.jump_if_zero(Operand::Local(ready), asleep);
                build.jump(awake);
                build.place(asleep);
                step(build, INDENT, "    condition.wait()", "wait", wait);
                build.jump(look);
                build.place(awake);
            }
        }
        step(build, INDENT, "lock.release()", "", Op::Release(lock));
    }

    fn signal(&self, build: &mut Builder) {
        let others = limited(self.threads - 1);
        let come =
            (self.arrival == Arrival::Early).then(|| build.atomic("waiting", 0, (0, others)));
        let turn = (self.arrival == Arrival::Late).then(|| build.atomic("turn", 0, (0, 1)));
        let set = match self.kind {
            Kind::Event => build.atomic("event", 0, (0, 1)),
            _ => build.var("ready", 0, (0, 1)),
        };
        let told = (self.kind == Kind::Condition).then(|| {
            let lock = build.object("the condition's lock", ObjectKind::Lock);
            let kind = ObjectKind::Condition { lock: lock.base };
            (lock, build.object("the condition", kind))
        });
        let shared = Shared { come, turn, set, told };
        self.giver(build, &shared);
        let hear = build.here();
        self.hearer(build, &shared);
        threads_of(build, self, &|index| (if index == 0 { 0 } else { hear }, vec![]));
    }
}

impl Explore for Signals {
    fn program(&self) -> Program {
        let mut build = Builder::under(self.preemption.into());
        if self.kind == Kind::Barrier {
            let parties = u16::try_from(self.threads).expect("limited by its parameter");
            let barrier = build.object("the barrier", ObjectKind::Barrier { parties });
            build.line("def meet():");
            step(&mut build, INDENT, "barrier.wait()", "", Op::BarrierWait(barrier));
            threads_of(&mut build, self, &|_| (0, vec![]));
        } else {
            self.signal(&mut build);
        }
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        let mut texts = vec![("repeats", "10".to_owned())];
        if self.arrival == Arrival::Any {
            // Real threads come before or after, and at a barrier it does not matter.
            if self.kind != Kind::Barrier {
                return None;
            }
            texts.push(("arrival", Arrival::Late.word().to_owned()));
        }
        Some(texts)
    }
}
