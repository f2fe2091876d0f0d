//! The model `peterson`: two threads keep each other out with two flags and a turn.
//!
//! * **Claim:** reads and writes alone are enough for mutual exclusion, but their order matters.
//! * **Source:** Peterson, "Myths About the Mutual Exclusion Problem", Information Processing Letters,
//!   1981.
//! * **Smallest failure:** look, look, raise, raise: both are inside.
//! * **Look at:** what each has seen when it goes in.
//!
//! There is no experiment with real threads: on real processors the algorithm needs fences, which is
//! another lesson. Here memory is sequentially consistent.

use explorer::{Arith, Builder, Cell, Op, Operand, Program};

use crate::choice::choice;
use crate::error::ParamError;
use crate::model::{Explorable, Model, Words, be_inside, count, jump_unless, repeat, spec, step};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct Peterson;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    variant: Variant,
    rounds: u64,
}

choice! {
    /// The algorithm, and what can be got wrong in it.
    Variant {
        /// As published.
        Correct = "correct", "Correct";
        /// There are flags only.
        NoTurn = "no-turn", "No turn";
        /// The turn is given away before the flag is raised.
        TurnFirst = "turn-first", "Turn before flag";
        /// The flag is raised after the look.
        LateFlag = "late-flag", "Look before flag";
    }
}

static SPEC: Spec = spec(
    "peterson",
    Group::Locks,
    Words {
        title: "Peterson's algorithm",
        summary: "Two threads keep each other out with two flags and a turn, and no lock.",
        prediction: "Raise the flag, then give the turn away. Does it matter which comes first?",
        look_for: &[
            "Correct: whoever gave the turn away last waits, so that exactly one goes in.",
            "Without the turn both may raise their flags and wait for ever, busily.",
            "With the turn before the flag, or the look before it, both may be inside.",
        ],
    },
    &[
        ParamSpec::choice(
            "variant",
            "Variant",
            Variant::CHOICES,
            "correct",
            "The algorithm as published, or with a mistake.",
        ),
        ParamSpec::integer(
            "rounds",
            "Rounds",
            (1, 3),
            "1",
            "per thread",
            "How often each goes in.",
        ),
    ],
);

impl Model for Peterson {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let params = Params {
            variant: Variant::of(fields.word("variant")),
            rounds: fields.integer("rounds"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Params {
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

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![("variant", ParamValue::Word(self.variant.word())), ("rounds", count(self.rounds))]
    }

    fn program(&self) -> Program {
        let mut build = Builder::new();
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
        build.thread("thread 1", 0, &[0, 1]);
        build.thread("thread 2", 0, &[1, 0]);
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        (self.variant == Variant::Correct).then_some(
            "If both have raised their flags, it is the turn of one of them only, and it stays so.",
        )
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        None
    }
}
