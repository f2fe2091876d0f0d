//! The model of `reentrant-lock`: a function that takes a lock and calls itself.

use explorer::{Arith, Builder, ObjectKind, Op, Operand, Program};

use super::{Kind, ReentrantLock};
use crate::error::ParamError;
use crate::model::{Explorable, INDENT, Model, Words, count, jump_unless, limited, spec, step};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    depth: u64,
    kind: Kind,
}

static SPEC: Spec = spec(
    "reentrant-lock",
    Group::Locks,
    Words {
        title: "Reentrant lock",
        summary: "A recursive function takes the same lock at every level.",
        prediction: "With a plain lock, is there any schedule in which a thread gets to level 2?",
        look_for: &[
            "With a plain lock every schedule ends in a deadlock: the holder waits for itself.",
            "With an RLock the count goes up and down again, and only at 0 may another thread begin.",
        ],
    },
    &[
        ParamSpec::threads((1, 4), "2", "Threads that call the function."),
        ParamSpec::integer(
            "depth",
            "Depth",
            (1, 10),
            "2",
            "levels",
            "How deep the function calls itself.",
        ),
        ParamSpec::choice("kind", "Kind of lock", Kind::CHOICES, "lock", "Which lock it takes."),
    ],
);

impl Model for ReentrantLock {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            depth: fields.integer("depth"),
            kind: Kind::of(fields.word("kind")),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", count(self.threads)),
            ("depth", count(self.depth)),
            ("kind", ParamValue::Word(self.kind.word())),
        ]
    }

    fn program(&self) -> Program {
        let depth = limited(self.depth);
        let mut build = Builder::new();
        let levels = build.local("levels", (0, depth));
        let test = build.hidden("test", (0, 1));
        let kind = match self.kind {
            Kind::Lock => ObjectKind::Lock,
            Kind::RLock => ObjectKind::RLock,
        };
        let lock = build.object("the lock", kind);
        let (descend, bottom) = (build.label(), build.label());
        build.line("def descend(levels):");
        build.place(descend);
        build.line(&format!("{INDENT}if levels == 0: return"));
        jump_unless(&mut build, test, (levels, Arith::Ne, 0.into()), bottom);
        step(&mut build, INDENT, "lock.acquire()", "", Op::Acquire(lock));
        build.line(&format!("{INDENT}descend(levels - 1)"));
        build.count(levels, Arith::Sub, Operand::Local(levels), 1);
        build.call(descend);
        build.count(levels, Arith::Add, Operand::Local(levels), 1);
        step(&mut build, INDENT, "lock.release()", "", Op::Release(lock));
        build.place(bottom);
        build.line(&format!("{INDENT}return"));
        build.op(Op::Return);
        let entry = build.here();
        build.line(&format!("descend({depth})"));
        build.call(descend);
        build.op(Op::Halt);
        for number in 1..=self.threads {
            build.thread(&format!("thread {number}"), entry, &[depth]);
        }
        // Where to return to: from the bottom, from each level, and from the first call.
        build.stack(depth as usize + 1);
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match self.kind {
            Kind::RLock => {
                Some("The owner of an RLock never waits for it, and gives it back as often.")
            }
            Kind::Lock if self.depth == 1 => {
                Some("One level takes the lock once, and any lock will do.")
            }
            Kind::Lock => None,
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![
            ("threads", self.threads.to_string()),
            ("depth", self.depth.to_string()),
            ("kind", self.kind.word().to_owned()),
            ("repeats", "10".to_owned()),
        ])
    }
}
