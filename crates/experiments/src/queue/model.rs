//! The model of `queue`. Besides the end of the experiment, in which the last producer shuts the queue
//! down, it knows the older one with an item that means the end, and none.

use explorer::{Arith, Builder, Cell, Handle, ObjectKind, Op, Operand, Program, QueueOrder};
use trace::VerdictKind;

use super::{Kind, Queues, check_sum, shuffle};
use crate::choice::choice;
use crate::error::ParamError;
use crate::model::{Explorable, INDENT, Model, Words, count, jump_unless, limited, spec, step};
use crate::param::Fields;
use crate::spec::{DefaultValue, Group, ParamKind, ParamSpec, ParamValue, Spec};

/// Most producers, and most consumers.
const MOST: u64 = 3;

/// Checked parameters.
#[derive(Clone, Debug)]
struct Params {
    producers: u32,
    consumers: u32,
    items: u64,
    kind: Kind,
    maxsize: u64,
    end: End,
}

choice! {
    /// How consumers learn that nothing more will come.
    End {
        /// The last producer shuts the queue down.
        ShutDown = "shut-down", "Shut down";
        /// The last producer puts an item for each consumer that means the end.
        Item = "item", "A last item";
        /// They do not.
        Never = "never", "Never";
    }
}

static SPEC: Spec = spec(
    "queue",
    Group::Queues,
    Words {
        title: "Queue",
        summary: "Producers put numbered items into a queue, and consumers take them out.",
        prediction: "The last item means the end. In which queues can it overtake another item?",
        look_for: &[
            "Whoever puts and gets when: every item arrives exactly once.",
            "If nobody tells the consumers that it is over, all of them wait for ever.",
            "With LIFO the item that means the end comes out first, and others are left behind.",
        ],
    },
    &[
        ParamSpec::new(
            "threads",
            ("Threads", "", "Producers and consumers together."),
            ParamKind::Integer { min: 2, max: 2 * MOST },
            DefaultValue::Sum("producers", "consumers"),
        ),
        ParamSpec::new(
            "producers",
            ("Producers", "threads", "Threads that put."),
            ParamKind::Integer { min: 1, max: MOST },
            DefaultValue::Rest { sum: "threads", other: None, otherwise: "2" },
        ),
        ParamSpec::new(
            "consumers",
            ("Consumers", "threads", "Threads that get."),
            ParamKind::Integer { min: 1, max: MOST },
            DefaultValue::Rest { sum: "threads", other: Some("producers"), otherwise: "2" },
        ),
        ParamSpec::integer("items", "Items", (1, 6), "2", "in all", "Items that are put."),
        ParamSpec::choice("kind", "Order", Kind::CHOICES, "fifo", "Which item leaves first."),
        ParamSpec::integer(
            "maxsize",
            "Size",
            (0, 6),
            "1",
            "items",
            "Items that fit in; 0 is any number.",
        ),
        ParamSpec::choice(
            "end",
            "End",
            End::CHOICES,
            "shut-down",
            "How consumers learn that nothing more will come.",
        ),
    ],
);

impl Model for Queues {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn check(&self, mut fields: Fields<'_>) -> Result<Box<dyn Explorable>, Vec<ParamError>> {
        let threads = fields.threads();
        let params = Params {
            producers: limited(fields.integer("producers")).unsigned_abs(),
            consumers: limited(fields.integer("consumers")).unsigned_abs(),
            items: fields.integer("items"),
            kind: Kind::of(fields.word("kind")),
            maxsize: fields.integer("maxsize"),
            end: End::of(fields.word("end")),
        };
        check_sum(&mut fields, threads, (params.producers, params.consumers), MOST);
        fields.finish()?;
        Ok(Box::new(params))
    }
}

impl Params {
    /// The item that means the end; greater than all others, so that it has the lowest priority.
    fn last(&self) -> i32 {
        limited(self.items)
    }

    fn queue(&self) -> ObjectKind {
        let order = match self.kind {
            Kind::Fifo => QueueOrder::Fifo,
            Kind::Lifo => QueueOrder::Lifo,
            Kind::Priority => QueueOrder::Priority,
        };
        let all = self.items + u64::from(self.consumers);
        let maxsize = if self.maxsize == 0 { all } else { self.maxsize };
        let maxsize = u16::try_from(maxsize).expect("limited by its parameter");
        ObjectKind::Queue { order, maxsize, range: (0, self.last()) }
    }

    /// Puts items until all have been put; the last producer says that it is over.
    fn produce(&self, build: &mut Builder, queue: Handle) {
        let (items, producers) = (self.last(), limited(self.producers));
        let factor = limited(shuffle(self.kind, self.items));
        let next = build.atomic("next", 0, (0, items + producers));
        let producing = build.atomic("producing", producers, (0, producers));
        let number = build.hidden("number", (0, items + producers));
        let item = build.local("item", (0, (items * factor).max(items)));
        let test = build.hidden("test", (0, 1));
        let (again, end, over) = (build.label(), build.label(), build.label());
        let deep = INDENT.repeat(2);
        build.line("def produce():");
        build.place(again);
        let draw = Op::FetchAdd { dst: number, at: next, by: 1.into() };
        let line = format!("while (number := next_number()) < {items}:");
        step(build, INDENT, &line, "draw a number", draw);
        jump_unless(build, test, (number, Arith::Lt, items.into()), end);
        build.count(item, Arith::Mul, Operand::Local(number), factor);
        build.count(item, Arith::Mod, Operand::Local(item), items);
        let line = match self.kind {
            Kind::Priority => format!("queue.put(number * {factor} % {items})"),
            Kind::Fifo | Kind::Lifo => "queue.put(number)".to_owned(),
        };
        step(build, &deep, &line, "", Op::Put { queue, item: Operand::Local(item) });
        build.jump(again);
        build.place(end);
        if self.end != End::Never {
            let leave = Op::FetchAdd { dst: number, at: producing, by: (-1).into() };
            step(build, INDENT, "producing -= 1      # in one step", "leave", leave);
            build.line(&format!("{INDENT}if i_was_the_last:"));
            jump_unless(build, test, (number, Arith::Eq, 1.into()), over);
        }
        match self.end {
            End::ShutDown => step(build, &deep, "queue.shutdown()", "", Op::ShutDown(queue)),
            End::Item => {
                build.line(&format!("{deep}for _ in consumers: queue.put(END)"));
                for _ in 0..self.consumers {
                    build.says("put the end");
                    build.op(Op::Put { queue, item: self.last().into() });
                }
            }
            End::Never => {}
        }
        build.place(over);
        build.op(Op::Halt);
    }

    /// Gets items until there will be none.
    fn consume(&self, build: &mut Builder, queue: Handle, missing: Cell) {
        let got = build.local("got", (0, self.last()));
        let (ok, left) = (build.hidden("ok", (0, 1)), build.hidden("left", (0, self.last())));
        let (again, item, end) = (build.label(), build.label(), build.label());
        build.line("def consume():");
        let line = match self.end {
            End::ShutDown => "while got := get_or_end(queue):",
            End::Item => "while (got := queue.get()) != END:",
            End::Never => "while got := queue.get():",
        };
        build.place(again);
        // What was got before is forgotten, so that states that differ only in it are one.
        build.count(got, Arith::Add, 0, 0);
        step(build, INDENT, line, "", Op::Get { dst: got, ok, queue });
        build.jump_if_zero(Operand::Local(ok), end);
        if self.end == End::Item {
            jump_unless(build, ok, (got, Arith::Eq, self.last().into()), item);
            build.jump(end);
        }
        build.place(item);
        let arrived = Op::FetchAdd { dst: left, at: missing, by: (-1).into() };
        step(build, &INDENT.repeat(2), "missing -= 1    # in one step", "item arrived", arrived);
        build.jump(again);
        build.place(end);
        build.op(Op::Halt);
    }
}

impl Explorable for Params {
    fn values(&self) -> Vec<(&'static str, ParamValue)> {
        vec![
            ("threads", count(self.producers + self.consumers)),
            ("producers", count(self.producers)),
            ("consumers", count(self.consumers)),
            ("items", count(self.items)),
            ("kind", ParamValue::Word(self.kind.word())),
            ("maxsize", count(self.maxsize)),
            ("end", ParamValue::Word(self.end.word())),
        ]
    }

    fn program(&self) -> Program {
        let mut build = Builder::new();
        let missing = build.atomic("missing", self.last(), (0, self.last()));
        let queue = build.object("the queue", self.queue());
        self.produce(&mut build, queue);
        let consume = build.here();
        self.consume(&mut build, queue, missing);
        for number in 1..=self.producers {
            build.thread(&format!("producer {number}"), 0, &[]);
        }
        for number in 1..=self.consumers {
            build.thread(&format!("consumer {number}"), consume, &[]);
        }
        build.flag(missing, VerdictKind::WrongValue);
        build.finish()
    }

    #[cfg(feature = "reports")]
    fn why_it_holds(&self) -> Option<&'static str> {
        match (self.end, self.kind) {
            (End::ShutDown, _) => {
                Some("Who gets an item takes it out, and nobody ends before the queue is empty.")
            }
            (End::Item, Kind::Fifo | Kind::Priority) => {
                Some("The end is put after all items, and comes out after all of them.")
            }
            (End::Item, Kind::Lifo) | (End::Never, _) => None,
        }
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        (self.end == End::ShutDown).then(|| {
            vec![
                ("threads", (self.producers + self.consumers).to_string()),
                ("producers", self.producers.to_string()),
                ("consumers", self.consumers.to_string()),
                ("items", self.items.to_string()),
                ("kind", self.kind.word().to_owned()),
                ("maxsize", self.maxsize.to_string()),
                ("work_ms", "0".to_owned()),
                ("repeats", "100".to_owned()),
            ]
        })
    }
}
