//! The model of `lost-update`: read, increase and write back as three steps.

use explorer::{Builder, ObjectKind, Op, Operand, Program};
use trace::VerdictKind;

use super::{Fix, LostUpdate};
use crate::error::ParamError;
use crate::model::{Explorable, INDENT, Model, Words, count, limited, repeat, spec, step};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    increments: u64,
    fix: Fix,
}

static SPEC: Spec = spec(
    "lost-update",
    Group::Threads,
    Words {
        title: "Lost update",
        summary: "Each thread reads a shared number, increases it and writes it back.",
        prediction: "Two threads add 1 each. In how many of their schedules is one increment lost?",
        look_for: &[
            "As soon as both have read before either has written, one increment is lost.",
            "With more increments a slow thread can wipe out many: the least total of two threads is 2.",
            "Each fix leaves one outcome only.",
        ],
    },
    &[
        ParamSpec::threads((1, 8), "2", "Each adds its increments to the same number."),
        ParamSpec::integer(
            "increments",
            "Increments",
            (1, 100),
            "1",
            "per thread",
            "How often each thread adds 1.",
        ),
        ParamSpec::choice(
            "fix",
            "Fix",
            Fix::CHOICES,
            "none",
            "What keeps read and write together.",
        ),
    ],
);

impl Model for LostUpdate {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            increments: fields.integer("increments"),
            fix: Fix::of(fields.word("fix")),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", count(self.threads)),
            ("increments", count(self.increments)),
            ("fix", ParamValue::Word(self.fix.word())),
        ]
    }

    fn program(&self) -> Program {
        let total = limited(u64::from(self.threads) * self.increments);
        let mut build = Builder::new();
        let counter = match self.fix {
            Fix::None | Fix::Lock => build.var("counter", 0, (0, total)),
            Fix::Atomic | Fix::PerThread => build.atomic("counter", 0, (0, total)),
        };
        let name = if self.fix == Fix::PerThread { "own" } else { "value" };
        let value = build.local(name, (0, total));
        let lock = (self.fix == Fix::Lock).then(|| build.object("lock", ObjectKind::Lock));
        build.line("def count():");
        repeat(&mut build, self.increments, |build, indent| match self.fix {
            Fix::None | Fix::Lock => {
                if let Some(lock) = lock {
                    step(build, indent, "lock.acquire()", "", Op::Acquire(lock));
                }
                let read = Op::Load { dst: value, from: counter };
                step(build, indent, "value = counter", "read value", read);
                build.line(&format!("{indent}value += 1"));
                build.says("increase value");
                build.add(value, value, 1);
                let write = Op::Store { to: counter, value: Operand::Local(value) };
                step(build, indent, "counter = value", "write back value", write);
                if let Some(lock) = lock {
                    step(build, indent, "lock.release()", "", Op::Release(lock));
                }
            }
            Fix::Atomic => {
                let add = Op::FetchAdd { dst: value, at: counter, by: 1.into() };
                step(build, indent, "counter += 1    # in one step", "increase counter", add);
            }
            Fix::PerThread => {
                build.line(&format!("{indent}own += 1"));
                build.says("increase own number");
                build.add(value, value, 1);
            }
        });
        if self.fix == Fix::PerThread {
            build.line(&format!("{INDENT}counter += own  # in one step"));
            build.says("add own number to counter");
            build.op(Op::FetchAdd { dst: value, at: counter, by: Operand::Local(value) });
        }
        build.threads(self.threads, 0);
        build.total(counter, total, VerdictKind::LostUpdates);
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match self.fix {
            _ if self.threads == 1 => Some("One thread alone has nobody to race with."),
            Fix::None => None,
            Fix::Atomic => Some("Read, increase and write are one step: nobody can come between."),
            Fix::Lock => {
                Some("Between read and write a thread holds the lock, so nobody else reads.")
            }
            Fix::PerThread => {
                Some("Nothing is shared until the end, and then it is added in one step.")
            }
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![
            ("threads", self.threads.to_string()),
            ("increments", self.increments.to_string()),
            ("gap", "yield".to_owned()),
            ("fix", self.fix.word().to_owned()),
            ("repeats", "100".to_owned()),
        ])
    }
}
