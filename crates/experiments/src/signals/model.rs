//! The model of `signals`. Before and after the signal are made sure of as in the experiment, by
//! counting who has come and by a turn; `any` leaves it to the schedule.

use explorer::{Arith, Builder, Cell, Handle, ObjectKind, Op, Operand, Program};

use super::{Kind, Signals, Wait};
use crate::choice::choice;
use crate::error::ParamError;
use crate::model::{Explorable, INDENT, Model, Words, count, limited, spec, step};
use crate::param::Fields;
use crate::spec::{Group, ParamSpec, ParamValue, Spec};

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    threads: u32,
    kind: Kind,
    arrival: Arrival,
    wait: Wait,
}

choice! {
    /// When the waiting threads come, as in the experiment, and one word more.
    Arrival {
        /// Whenever they like.
        Any = "any", "At any time";
        /// Before the signal.
        Early = "early", "Before";
        /// After it.
        Late = "late", "After";
    }
}

static SPEC: Spec = spec(
    "signals",
    Group::Queues,
    Words {
        title: "Signals",
        summary: "Thread 1 gives a signal that the other threads wait for.",
        prediction: "A condition, two threads that call wait(): in which schedules do both wake up?",
        look_for: &[
            "Both have to wait before the signal is given; every other schedule loses it for somebody.",
            "With wait_for(ready) no schedule does: whoever comes later sees that it has happened.",
            "An event stays set, and a barrier counts: neither forgets.",
        ],
    },
    &[
        ParamSpec::threads((2, 6), "3", "One gives the signal, the others wait for it."),
        ParamSpec::choice("kind", "Signal", Kind::CHOICES, "condition", "Which signal."),
        ParamSpec::choice(
            "arrival",
            "The others come",
            Arrival::CHOICES,
            "any",
            "Before or after the signal. At a barrier all come when they like.",
        ),
        ParamSpec::choice(
            "wait",
            "They call",
            Wait::CHOICES,
            "bare",
            "How they wait for a condition; an event and a barrier know one way only.",
        ),
    ],
);

impl Model for Signals {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let params = Params {
            threads: fields.threads(),
            kind: Kind::of(fields.word("kind")),
            arrival: Arrival::of(fields.word("arrival")),
            wait: Wait::of(fields.word("wait")),
        };
        fields.finish()?;
        Ok(Box::new(params))
    }
}

/// What the threads share.
struct Shared {
    /// How many have come.
    come: Option<Cell>,
    /// Set after the signal.
    turn: Option<Cell>,
    /// The event, or what the condition is about.
    set: Cell,
    /// The condition's lock and the condition, unless it is an event.
    told: Option<(Handle, Handle)>,
}

impl Params {
    /// Gives the signal.
    fn give(&self, build: &mut Builder, shared: &Shared) {
        let set = Op::Store { to: shared.set, value: 1.into() };
        build.line("def give():");
        if let Some(come) = shared.come {
            let others = limited(self.threads - 1);
            let all = Op::Await { at: come, arith: Arith::Eq, value: others.into() };
            let line = format!("while waiting < {others}: sleep(0.001)");
            step(build, INDENT, &line, "see all others wait", all);
        }
        if let Some((lock, condition)) = shared.told {
            step(build, INDENT, "lock.acquire()", "", Op::Acquire(lock));
            step(build, INDENT, "ready = True", "ready", set);
            let all = Op::Notify { condition, n: u8::MAX };
            step(build, INDENT, "condition.notify_all()", "notify all", all);
            step(build, INDENT, "lock.release()", "", Op::Release(lock));
        } else {
            step(build, INDENT, "event.set()", "set the event", set);
        }
        if let Some(turn) = shared.turn {
            let op = Op::Store { to: turn, value: 1.into() };
            step(build, INDENT, "turn.set()", "let the others come", op);
        }
        build.op(Op::Halt);
    }

    /// Waits for the signal.
    fn hear(&self, build: &mut Builder, shared: &Shared) {
        build.line("def hear():");
        if let Some(turn) = shared.turn {
            let op = Op::Await { at: turn, arith: Arith::Eq, value: 1.into() };
            step(build, INDENT, "turn.wait()", "come after the signal", op);
        }
        if let Some((lock, _)) = shared.told {
            step(build, INDENT, "lock.acquire()", "", Op::Acquire(lock));
        }
        if let Some(come) = shared.come {
            let before = build.hidden("before", (0, limited(self.threads - 1)));
            let op = Op::FetchAdd { dst: before, at: come, by: 1.into() };
            step(build, INDENT, "waiting += 1", "come", op);
        }
        let Some((lock, condition)) = shared.told else {
            let op = Op::Await { at: shared.set, arith: Arith::Eq, value: 1.into() };
            return step(build, INDENT, "event.wait()", "wait for the event", op);
        };
        let wait = Op::Wait(condition);
        match self.wait {
            Wait::Bare => step(build, INDENT, "condition.wait()", "wait", wait),
            Wait::Predicate => {
                let ready = build.local("ready", (0, 1));
                let (look, asleep, awake) = (build.label(), build.label(), build.label());
                build.place(look);
                let load = Op::Load { dst: ready, from: shared.set };
                step(build, INDENT, "while not ready:", "look", load);
                build.jump_if_zero(Operand::Local(ready), asleep);
                build.jump(awake);
                build.place(asleep);
                step(build, INDENT, "    condition.wait()", "wait", wait);
                build.jump(look);
                build.place(awake);
            }
        }
        step(build, INDENT, "lock.release()", "", Op::Release(lock));
    }

    fn signal(&self, build: &mut Builder) {
        let others = limited(self.threads - 1);
        let come =
            (self.arrival == Arrival::Early).then(|| build.atomic("waiting", 0, (0, others)));
        let turn = (self.arrival == Arrival::Late).then(|| build.atomic("turn", 0, (0, 1)));
        let set = match self.kind {
            Kind::Event => build.atomic("event", 0, (0, 1)),
            _ => build.var("ready", 0, (0, 1)),
        };
        let told = (self.kind == Kind::Condition).then(|| {
            let lock = build.object("the condition's lock", ObjectKind::Lock);
            let kind = ObjectKind::Condition { lock: lock.base };
            (lock, build.object("the condition", kind))
        });
        let shared = Shared { come, turn, set, told };
        self.give(build, &shared);
        let hear = build.here();
        self.hear(build, &shared);
        build.thread("thread 1", 0, &[]);
        for number in 2..=self.threads {
            build.thread(&format!("thread {number}"), hear, &[]);
        }
    }
}

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", count(self.threads)),
            ("kind", ParamValue::Word(self.kind.word())),
            ("arrival", ParamValue::Word(self.arrival.word())),
            ("wait", ParamValue::Word(self.wait.word())),
        ]
    }

    fn program(&self) -> Program {
        let mut build = Builder::new();
        if self.kind == Kind::Barrier {
            let parties = u16::try_from(self.threads).expect("limited by its parameter");
            let barrier = build.object("the barrier", ObjectKind::Barrier { parties });
            build.line("def meet():");
            step(&mut build, INDENT, "barrier.wait()", "", Op::BarrierWait(barrier));
            build.threads(self.threads, 0);
        } else {
            self.signal(&mut build);
        }
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match (self.kind, self.wait, self.arrival) {
            (Kind::Event, ..) => Some("An event stays set, so it does not matter who comes first."),
            (Kind::Barrier, ..) => Some("The last one to come opens the barrier for all of them."),
            (_, Wait::Predicate, _) => {
                Some("Whoever comes after the signal sees that it was given, and does not wait.")
            }
            (.., Arrival::Early) => Some("The signal is given when everybody waits for it."),
            _ => None,
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        // Real threads come before or after, and at a barrier it does not matter.
        let arrival = match self.arrival {
            Arrival::Any if self.kind == Kind::Barrier => Arrival::Late.word(),
            Arrival::Any => return None,
            Arrival::Early | Arrival::Late => self.arrival.word(),
        };
        Some(vec![
            ("threads", self.threads.to_string()),
            ("kind", self.kind.word().to_owned()),
            ("arrival", arrival.to_owned()),
            ("wait", self.wait.word().to_owned()),
            ("repeats", "10".to_owned()),
        ])
    }
}
