//! The model of `peterson`: two flags and a turn.

use program::{Arith, Builder, Cell, Op, Operand, Program};

use super::{Peterson, Variant};
use crate::model::Explore;
use crate::model::{be_inside, finished, jump_unless, repeat, step, threads_of};

impl Peterson {
    /// Spins until the other one does not want to go in, or it is this one's turn.
    fn look(&self, build: &mut Builder, indent: &str, (theirs, turn): (Cell, Cell), other: u8) {
        let (seen, test) = (build.hidden("seen", (0, 1)), build.hidden("test", (0, 1)));
        let (again, free) = (build.label(), build.label());
        let load = Op::Load { dst: seen, from: theirs };
        build.place(again);
        if self.variant == Variant::NoTurn {
            step(build, indent, "while flag[other]: pass", "look at the flag", load);
            build.jump_if_zero(Operand::Local(seen), free);
        } else {
            let line = "while flag[other] and turn == other: pass";
            step(build, indent, line, "look at the flag", load);
            build.jump_if_zero(Operand::Local(seen), free);
            build.says("look at the turn");
            build.op(Op::Load { dst: seen, from: turn });
            jump_unless(build, test, (seen, Arith::Eq, Operand::Local(other)), free);
        }
        build.jump(again);
        build.place(free);
    }
}

impl Explore for Peterson {
    fn program(&self) -> Program {
        let mut build = Builder::under(self.preemption.into());
        let (me, other) = (build.hidden("me", (0, 1)), build.hidden("other", (0, 1)));
        let mine = build.array("flag", &[0, 0], (0, 1), Operand::Local(me));
        build.make_atomic(mine);
        let theirs = Cell { index: Operand::Local(other), ..mine };
        let turn = build.atomic("turn", 0, (0, 1));
        let inside = build.atomic("inside", 0, (0, 2));
        let seen = (build.hidden("before", (0, 2)), build.hidden("alone", (0, 1)));
        build.line("def go_in_and_out(me, other):");
        repeat(&mut build, self.rounds, |build, indent| {
            let raise = |build: &mut Builder| {
                let raise = Op::Store { to: mine, value: 1.into() };
                step(build, indent, "flag[me] = 1", "raise the flag", raise);
            };
            let give = |build: &mut Builder| {
                let give = Op::Store { to: turn, value: Operand::Local(other) };
                step(build, indent, "turn = other", "give the turn away", give);
            };
            let look = |build: &mut Builder| self.look(build, indent, (theirs, turn), other);
            match self.variant {
                Variant::Correct => {
                    raise(build);
                    give(build);
                    look(build);
                }
                Variant::NoTurn => {
                    raise(build);
                    look(build);
                }
                Variant::TurnFirst => {
                    give(build);
                    raise(build);
                    look(build);
                }
                Variant::LateFlag => {
                    give(build);
                    look(build);
                    raise(build);
                }
            }
            be_inside(build, indent, inside, seen);
            let lower = Op::Store { to: mine, value: 0.into() };
            step(build, indent, "flag[me] = 0", "lower the flag", lower);
        });
        threads_of(&mut build, self, &|me| (0, vec![me, 1 - me]));
        finished(build)
    }
}
