//! The model of `dining-philosophers`. Time for a meal is left out.

use explorer::{Builder, Handle, ObjectKind, Op, Operand, Program};

use super::{DiningPhilosophers, Strategy};
use crate::error::ParamError;
use crate::model::{Explorable, Model, Words, count, limited, repeat, spec, step, try_both};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// Most philosophers of the real experiment.
const MOST_ON_THREADS: u32 = 8;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    strategy: Strategy,
    meals: u64,
}

static SPEC: Spec = spec(
    "dining-philosophers",
    Group::Deadlock,
    Words {
        title: "Dining philosophers",
        summary: "Philosophers around a table share the forks between them; eating takes two.",
        prediction: "Everybody takes the left fork first. How likely is it that nobody eats?",
        look_for: &[
            "Naive: one state only is deadly, and every philosopher has to come before anybody eats.",
            "More philosophers make it less likely, and never impossible.",
            "Ordered, waiter, try-lock: the deadlock is gone, which no number of runs could prove.",
        ],
    },
    &[
        ParamSpec::threads((2, 10), "3", "Philosophers, and as many forks."),
        ParamSpec::choice(
            "strategy",
            "Strategy",
            Strategy::CHOICES,
            "naive",
            "How each gets two forks.",
        ),
        ParamSpec::integer(
            "meals",
            "Meals",
            (1, 10),
            "1",
            "each",
            "After these everybody is content.",
        ),
    ],
);

impl Model for DiningPhilosophers {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            strategy: Strategy::of(fields.word("strategy")),
            meals: fields.integer("meals"),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", count(self.threads)),
            ("strategy", ParamValue::Word(self.strategy.word())),
            ("meals", count(self.meals)),
        ]
    }

    fn program(&self) -> Program {
        let n = limited(self.threads);
        let mut build = Builder::new();
        let first = build.hidden("first", (0, n - 1));
        let second = build.hidden("second", (0, n - 1));
        let names: Vec<_> = (1..=n).map(|fork| format!("fork {fork}")).collect();
        let fork = build.objects(&names, ObjectKind::Lock, 0);
        let [first, second] =
            [first, second].map(|local| Handle { index: Operand::Local(local), ..fork });
        let waiter = (self.strategy == Strategy::Waiter).then(|| {
            let permits = u16::try_from(n - 1).expect("limited by its parameter");
            let kind = ObjectKind::Semaphore { permits, bound: Some(permits) };
            build.object("the waiter", kind)
        });
        build.line("def dine(first, second):");
        repeat(&mut build, self.meals, |build, indent| {
            if let Some(waiter) = waiter {
                step(build, indent, "waiter.acquire()", "", Op::Acquire(waiter));
            }
            if self.strategy == Strategy::TryLock {
                try_both(build, indent, first, second);
            } else {
                step(build, indent, "first.acquire()", "", Op::Acquire(first));
                step(build, indent, "second.acquire()", "", Op::Acquire(second));
            }
            build.line(&format!("{indent}# eat"));
            step(build, indent, "second.release()", "", Op::Release(second));
            step(build, indent, "first.release()", "", Op::Release(first));
            if let Some(waiter) = waiter {
                step(build, indent, "waiter.release()", "", Op::Release(waiter));
            }
        });
        for left in 0..n {
            let right = (left + 1) % n;
            let locals = match self.strategy {
                Strategy::Ordered => [left.min(right), left.max(right)],
                _ => [left, right],
            };
            build.thread(&format!("philosopher {}", left + 1), 0, &locals);
        }
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match self.strategy {
            Strategy::Naive => None,
            Strategy::Ordered => Some(
                "Whoever holds the highest fork that is taken waits for nobody, so the circle never \
                 closes.",
            ),
            Strategy::Waiter => {
                Some("With one philosopher less at the table, somebody's second fork is free.")
            }
            Strategy::TryLock => Some("Nobody waits for a second fork while holding a first one."),
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        (self.threads <= MOST_ON_THREADS).then(|| {
            vec![
                ("threads", self.threads.to_string()),
                ("strategy", self.strategy.word().to_owned()),
                ("meals", self.meals.to_string()),
                ("eat_ms", "0".to_owned()),
                ("repeats", "100".to_owned()),
            ]
        })
    }
}
