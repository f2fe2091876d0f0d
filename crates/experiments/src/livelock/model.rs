//! The model of `livelock`: people in a corridor, in lockstep as in the experiment, but without an
//! end of their patience. Whoever has passed stands in lane −1.

use program::{Arith, Builder, Cell, ObjectKind, Op, Operand, Program};

use super::{Cure, Livelock};
use crate::model::Explore;
use crate::model::{INDENT, finished, jump_unless, limited, step, threads_of};

/// The lane of those who have passed.
const PASSED: i32 = -1;

/// Local variables of a person.
struct Person {
    /// Its number.
    me: u8,
    /// Its lane.
    lane: u8,
    /// How many others are in that lane, among them those before it in line.
    near: u8,
    before: u8,
    /// The number of somebody else, and that one's lane.
    other: u8,
    seen: u8,
    /// The result of a comparison.
    test: u8,
}

impl Livelock {
    /// Looks where the others are: how many are near, and how many of them have lower numbers.
    fn look(&self, build: &mut Builder, person: &Person, lanes: Cell) {
        let [me, lane, near, before, other, seen, test] = [
            person.me,
            person.lane,
            person.near,
            person.before,
            person.other,
            person.seen,
            person.test,
        ]
        .map(Operand::Local);
        build.count(person.near, Arith::Add, 0, 0);
        build.count(person.before, Arith::Add, 0, 0);
        for far in 1..limited(self.threads) {
            build.count(person.other, Arith::Add, me, far);
            build.count(person.other, Arith::Mod, other, limited(self.threads));
            build.says("look");
            build.op(Op::Load { dst: person.seen, from: Cell { index: other, ..lanes } });
            build.count(person.seen, Arith::Eq, seen, lane);
            build.count(person.near, Arith::Add, near, seen);
            if self.cure == Cure::Priority {
                build.count(person.test, Arith::Lt, other, me);
                build.count(person.test, Arith::And, test, seen);
                build.count(person.before, Arith::Add, before, test);
            }
        }
    }

    /// Jumps over the step aside if this person stays.
    fn choose(&self, build: &mut Builder, person: &Person, stay: program::Label) {
        match self.cure {
            Cure::None => build.line(&format!("{INDENT}{INDENT}elif near:")),
            Cure::BackOff => {
                let toss = Op::Choose { dst: person.test, n: 2 };
                let line = "elif near and randrange(2):";
                step(build, &INDENT.repeat(2), line, "stay|step aside", toss);
                build.jump_if_zero(Operand::Local(person.test), stay);
            }
            Cure::Priority => {
                build.line(&format!("{INDENT}{INDENT}elif near and min(near) < me:"));
                build.jump_if_zero(Operand::Local(person.before), stay);
            }
        }
    }
}

impl Explore for Livelock {
    fn program(&self) -> Program {
        let n = limited(self.threads);
        let mut build = Builder::under(self.preemption.into());
        let person = Person {
            me: build.hidden("me", (0, n - 1)),
            lane: build.hidden("own lane", (PASSED, n - 1)),
            near: build.local("near", (0, n - 1)),
            before: build.hidden("before", (0, n - 1)),
            other: build.hidden("other", (0, 2 * n - 2)),
            seen: build.hidden("seen", (PASSED, n - 1)),
            test: build.hidden("test", (0, 1)),
        };
        let (me, lane) = (Operand::Local(person.me), Operand::Local(person.lane));
        let lanes = build.array("lane", &vec![0; n as usize], (PASSED, n - 1), me);
        let parties = u16::try_from(n).expect("limited by its parameter");
        let together = build.object("the barrier", ObjectKind::Barrier { parties });
        let (again, somebody, aside, stay) =
            (build.label(), build.label(), build.label(), build.label());
        let (inner, deep) = (INDENT.repeat(2), INDENT.repeat(3));

        build.line("def walk(me):");
        build.line(&format!("{INDENT}while True:"));
        build.place(again);
        build.line(&format!("{inner}near = [p for p in others if lane[p] == lane[me]]"));
        self.look(&mut build, &person, lanes);
        build.line(&format!("{inner}if everybody_has_passed():"));
        jump_unless(&mut build, person.test, (person.lane, Arith::Eq, PASSED.into()), somebody);
        jump_unless(&mut build, person.test, (person.near, Arith::Eq, (n - 1).into()), somebody);
        build.line(&format!("{deep}return"));
        build.op(Op::Halt);
        build.place(somebody);
        let wait = Op::BarrierWait(together);
        step(&mut build, &inner, "together.wait()     # all have looked", "wait for all", wait);

        build.line(&format!("{inner}if not near:"));
        jump_unless(&mut build, person.test, (person.lane, Arith::Ne, PASSED.into()), stay);
        jump_unless(&mut build, person.test, (person.near, Arith::Eq, 0.into()), aside);
        let pass = Op::Store { to: lanes, value: PASSED.into() };
        step(&mut build, &deep, "lane[me] = -1   # pass", "pass", pass);
        build.count(person.lane, Arith::Add, PASSED, 0);
        build.jump(stay);
        build.place(aside);
        self.choose(&mut build, &person, stay);
        build.line(&format!("{deep}lane[me] = (lane[me] + 1) % {n}"));
        // By way of a local that may hold `n`.
        build.count(person.other, Arith::Add, lane, 1);
        build.count(person.lane, Arith::Mod, Operand::Local(person.other), n);
        build.says("step aside");
        build.op(Op::Store { to: lanes, value: lane });
        build.place(stay);
        step(&mut build, &inner, "together.wait()     # all have moved", "wait for all", wait);
        build.jump(again);
        threads_of(&mut build, self, &|me| (0, vec![me]));
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![
            ("rounds", "200".to_owned()),
            ("step_ms", "0".to_owned()),
            ("repeats", "20".to_owned()),
        ])
    }
}
