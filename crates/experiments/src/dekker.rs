//! The model `dekker`: two threads keep each other out with two flags, and a turn for when both want
//! to go in.
//!
//! * **Claim:** reads and writes alone are enough for mutual exclusion; courtesy needs an order, or it
//!   may last for ever.
//! * **Source:** Dijkstra, "Cooperating Sequential Processes", Technological University Eindhoven,
//!   1965, who ascribes the solution to Dekker, and takes the same wrong turns before it.
//! * **Smallest failure:** look, look, raise, raise: both are inside.
//! * **Look at:** who lowers its flag when both are raised.
//!
//! As for `peterson`, there is no experiment with real threads.

use explorer::{Arith, Builder, Cell, Op, Operand, Program};

use crate::choice::choice;
use crate::error::ParamError;
use crate::model::{
    Explorable, INDENT, Model, Words, be_inside, count, jump_unless, repeat, spec, step,
};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// The catalogue's entry.
#[derive(Debug)]
pub(crate) struct Dekker;

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
        /// Both step back for each other, and there is no turn.
        Courteous = "courteous", "No turn, both step back";
        /// The flag is raised after the look.
        LateFlag = "late-flag", "Look before flag";
    }
}

static SPEC: Spec = spec(
    "dekker",
    Group::Locks,
    Words {
        title: "Dekker's algorithm",
        summary: "Two threads raise a flag to go in; if both do, one steps back until it is its turn.",
        prediction: "Both flags are up, both threads step back, both try again. How often?",
        look_for: &[
            "Correct: the turn says who steps back, and changes only when somebody has been inside.",
            "Courteous: both may step back any number of times, though chance ends it.",
            "With the look before the flag both may be inside.",
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

impl Model for Dekker {
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

/// What the threads share, and the locals to look at it.
struct Parts {
    mine: Cell,
    theirs: Cell,
    turn: Cell,
    other: Operand,
    seen: u8,
    test: u8,
}

impl Params {
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

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![("variant", ParamValue::Word(self.variant.word())), ("rounds", count(self.rounds))]
    }

    fn program(&self) -> Program {
        let mut build = Builder::new();
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
        build.thread("thread 1", 0, &[0, 1]);
        build.thread("thread 2", 0, &[1, 0]);
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match self.variant {
            Variant::Correct => Some(
                "Each raises its flag before it looks, so at most one sees the other's flag down; the \
                 turn says who steps back.",
            ),
            Variant::Courteous => Some(
                "Each raises its flag before it looks, so at most one sees the other's flag down; \
                 stepping back for ever has probability 0.",
            ),
            Variant::LateFlag => None,
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        None
    }
}
