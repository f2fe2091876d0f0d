//! The model of `dekker`: two flags, and a turn for when both are raised.

use program::{Arith, Builder, Cell, Op, Operand, Program};

use super::{Dekker, Variant};
use crate::model::Explore;
use crate::model::{INDENT, be_inside, finished, jump_unless, repeat, step, threads_of};

/// What the threads share, and the locals to look at it.
struct Parts {
    mine: Cell,
    theirs: Cell,
    turn: Cell,
    other: Operand,
    seen: u8,
    test: u8,
}

impl Dekker {
    /// Waits until the other's flag is down, and steps back meanwhile.
    fn wait(&self, build: &mut Builder, indent: &str, parts: &Parts) {
        let Parts { mine, theirs, turn, other, seen, test } = *parts;
        let (again, free, turns) = (build.label(), build.label(), build.label());
        let (deep, deeper) = (format!("{indent}{INDENT}"), format!("{indent}{INDENT}{INDENT}"));
        let raise = Op::Store { to: mine, value: 1.into() };
        let lower = Op::Store { to: mine, value: 0.into() };
        let look = Op::Load { dst: seen, from: theirs };
        let line = match self.variant {
            Variant::LateFlag => "while flag[other]: pass",
            _ => "while flag[other]:",
        };
        build.place(again);
        step(build, indent, line, "look at the flag", look);
        build.jump_if_zero(Operand::Local(seen), free);
        match self.variant {
            Variant::LateFlag => {}
            Variant::Courteous => {
                step(build, &deep, "flag[me] = 0", "step back", lower);
                step(build, &deep, "flag[me] = 1", "raise the flag", raise);
            }
            Variant::Correct => {
                let look = Op::Load { dst: seen, from: turn };
                step(build, &deep, "if turn == other:", "look at the turn", look);
                jump_unless(build, test, (seen, Arith::Eq, other), again);
                step(build, &deeper, "flag[me] = 0", "step back", lower);
                build.place(turns);
                step(build, &deeper, "while turn == other: pass", "look at the turn", look);
                build.count(test, Arith::Ne, Operand::Local(seen), other);
                build.jump_if_zero(Operand::Local(test), turns);
                step(build, &deeper, "flag[me] = 1", "raise the flag", raise);
            }
        }
        build.jump(again);
        build.place(free);
    }
}

impl Explore for Dekker {
    fn program(&self) -> Program {
        let mut build = Builder::under(self.preemption.into());
        let (me, other) = (build.hidden("me", (0, 1)), build.hidden("other", (0, 1)));
        let other = Operand::Local(other);
        let mine = build.array("flag", &[0, 0], (0, 1), Operand::Local(me));
        build.make_atomic(mine);
        let theirs = Cell { index: other, ..mine };
        let turn = build.atomic("turn", 0, (0, 1));
        let (seen, test) = (build.hidden("seen", (0, 1)), build.hidden("test", (0, 1)));
        let parts = Parts { mine, theirs, turn, other, seen, test };
        let inside = build.atomic("inside", 0, (0, 2));
        let before = build.hidden("before", (0, 2));
        build.line("def go_in_and_out(me, other):");
        repeat(&mut build, self.rounds, |build, indent| {
            let raise = Op::Store { to: mine, value: 1.into() };
            if self.variant != Variant::LateFlag {
                step(build, indent, "flag[me] = 1", "raise the flag", raise);
            }
            self.wait(build, indent, &parts);
            if self.variant == Variant::LateFlag {
                step(build, indent, "flag[me] = 1", "raise the flag", raise);
            }
            be_inside(build, indent, inside, (before, test));
            if self.variant == Variant::Correct {
                let give = Op::Store { to: turn, value: other };
                step(build, indent, "turn = other", "give the turn away", give);
            }
            let lower = Op::Store { to: mine, value: 0.into() };
            step(build, indent, "flag[me] = 0", "lower the flag", lower);
        });
        threads_of(&mut build, self, &|me| (0, vec![me, 1 - me]));
        finished(build)
    }
}
