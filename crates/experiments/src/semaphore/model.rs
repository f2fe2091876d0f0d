//! The model of `semaphore`. Besides the semaphore it knows a guard that is none: `look-first` looks
//! whether there is room, and goes in in a second step.
//!
//! The greatest number of threads inside is found as in the experiment, but without an instruction for
//! the greater of two numbers: the first thread that sees a number raises it by 1.

use explorer::{Arith, Builder, Cell, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

use super::Semaphores;
use crate::choice::choice;
use crate::error::ParamError;
use crate::model::{Explorable, Model, Words, count, limited, repeat, spec, step};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    permits: u64,
    guard: Guard,
    rounds: u64,
}

choice! {
    /// What keeps too many out.
    Guard {
        /// The semaphore: it looks and counts in one step.
        Semaphore = "semaphore", "Semaphore";
        /// A look at how many are inside, and then a step.
        LookFirst = "look-first", "Look first";
    }
}

static SPEC: Spec = spec(
    "semaphore",
    Group::Locks,
    Words {
        title: "Semaphore",
        summary: "A semaphore lets a number of threads in; the others wait.",
        prediction: "Three threads, two permits: is there a schedule with only one inside at a time?",
        look_for: &[
            "The outcome is the greatest number that was inside at once: from 1 to the permits.",
            "No schedule has more inside than permits, which no number of runs could prove.",
            "With look-first two threads may both see room for one.",
        ],
    },
    &[
        ParamSpec::threads((1, 6), "3", "Threads that want to get in."),
        ParamSpec::integer(
            "permits",
            "Permits",
            (1, 6),
            "2",
            "threads",
            "How many may be inside at once.",
        ),
        ParamSpec::choice(
            "guard",
            "Guard",
            Guard::CHOICES,
            "semaphore",
            "What keeps too many out.",
        ),
        ParamSpec::integer(
            "rounds",
            "Rounds",
            (1, 5),
            "1",
            "per thread",
            "How often each goes in.",
        ),
    ],
);

impl Model for Semaphores {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            permits: fields.integer("permits"),
            guard: Guard::of(fields.word("guard")),
            rounds: fields.integer("rounds"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", count(self.threads)),
            ("permits", count(self.permits)),
            ("guard", ParamValue::Word(self.guard.word())),
            ("rounds", count(self.rounds)),
        ]
    }

    fn program(&self) -> Program {
        let (n, room) = (limited(self.threads), limited(self.permits));
        let permits = u16::try_from(room).expect("limited by its parameter");
        let mut build = Builder::new();
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
        build.threads(self.threads, 0);
        // Whatever the number is: more than the permits end at the assertion.
        build.total(most, room.min(n), VerdictKind::Held);
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match self.guard {
            Guard::Semaphore => {
                Some("Every thread inside has a permit, and there are no more of them.")
            }
            Guard::LookFirst if u64::from(self.threads) <= self.permits => {
                Some("There is room for all of them.")
            }
            Guard::LookFirst => None,
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        (self.guard == Guard::Semaphore).then(|| {
            vec![
                ("threads", self.threads.to_string()),
                ("permits", self.permits.to_string()),
                ("inside_ms", "0".to_owned()),
                ("rounds", self.rounds.to_string()),
                ("repeats", "100".to_owned()),
            ]
        })
    }
}
