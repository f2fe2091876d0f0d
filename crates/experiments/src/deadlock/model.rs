//! The model of `deadlock`: trains take two sections each. Time on a section is left out.

use explorer::{Builder, Handle, ObjectKind, Op, Operand, Program};

use super::{Deadlock, Order};
use crate::error::ParamError;
use crate::model::{Explorable, Model, Words, count, limited, repeat, spec, step, try_both};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    order: Order,
    trips: u64,
}

static SPEC: Spec = spec(
    "deadlock",
    Group::Deadlock,
    Words {
        title: "Deadlock",
        summary: "Each train needs two track sections, and every section is needed by two trains.",
        prediction: "Two trains, two sections, one trip each. After which steps is it too late?",
        look_for: &[
            "Once each train holds a section, no schedule gets them out.",
            "With the same order for all, the first section decides who goes first.",
            "With try-lock they may give way again and again; that it lasts for ever has probability 0.",
        ],
    },
    &[
        ParamSpec::threads((2, 8), "2", "Trains, and as many track sections in a ring."),
        ParamSpec::choice(
            "order",
            "Order of the locks",
            Order::CHOICES,
            "opposite",
            "Which section each train takes first.",
        ),
        ParamSpec::integer(
            "trips",
            "Trips",
            (1, 10),
            "1",
            "per train",
            "How often each train passes.",
        ),
    ],
);

impl Model for Deadlock {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            order: Order::of(fields.word("order")),
            trips: fields.integer("trips"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", count(self.threads)),
            ("order", ParamValue::Word(self.order.word())),
            ("trips", count(self.trips)),
        ]
    }

    fn program(&self) -> Program {
        let n = limited(self.threads);
        let mut build = Builder::new();
        let first = build.hidden("first", (0, n - 1));
        let second = build.hidden("second", (0, n - 1));
        let names: Vec<_> =
            ('A'..).take(n as usize).map(|name| format!("section {name}")).collect();
        let section = build.objects(&names, ObjectKind::Lock, 0);
        let [first, second] =
            [first, second].map(|local| Handle { index: Operand::Local(local), ..section });
        build.line("def drive(first, second):");
        repeat(&mut build, self.trips, |build, indent| {
            if self.order == Order::TryLock {
                try_both(build, indent, first, second);
            } else {
                step(build, indent, "first.acquire()", "", Op::Acquire(first));
                step(build, indent, "second.acquire()", "", Op::Acquire(second));
            }
            step(build, indent, "second.release()", "", Op::Release(second));
            step(build, indent, "first.release()", "", Op::Release(first));
        });
        for here in 0..n {
            let next = (here + 1) % n;
            let locals = match self.order {
                Order::Same => [here.min(next), here.max(next)],
                Order::Opposite | Order::TryLock => [here, next],
            };
            build.thread(&format!("train {}", here + 1), 0, &locals);
        }
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match self.order {
            Order::Opposite => None,
            Order::Same => Some(
                "All take the lower section first, so whoever holds the highest one that is taken \
                 can go on.",
            ),
            Order::TryLock => Some("Nobody waits for a second section while holding a first one."),
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![
            ("threads", self.threads.to_string()),
            ("order", self.order.word().to_owned()),
            ("trips", self.trips.to_string()),
            ("hold_ms", "0".to_owned()),
            ("repeats", "100".to_owned()),
        ])
    }
}
