//! The model of `queue`. Besides the end of the experiment, in which the last producer shuts the queue
//! down, it knows the older one with an item that means the end, and none.

use program::{Arith, Builder, Cell, Handle, ObjectKind, Op, Operand, Program, QueueOrder};
use trace::VerdictKind;

use super::{End, Kind, Queues, shuffle};
use crate::model::Explore;
use crate::model::{INDENT, finished, jump_unless, limited, step, threads_of};

impl Queues {
    /// The item that means the end; greater than all others, so that it has the lowest priority.
    fn last(&self) -> i32 {
        limited(self.items)
    }

    fn object(&self) -> ObjectKind {
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

impl Explore for Queues {
    fn program(&self) -> Program {
        let mut build = Builder::under(self.preemption.into());
        let missing = build.atomic("missing", self.last(), (0, self.last()));
        let queue = build.object("the queue", self.object());
        self.produce(&mut build, queue);
        let consume = build.here();
        self.consume(&mut build, queue, missing);
        let producers = limited(self.producers);
        threads_of(&mut build, self, &|index| {
            (if index < producers { 0 } else { consume }, vec![])
        });
        build.flag(missing, VerdictKind::WrongValue);
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        (self.end == End::ShutDown).then(|| vec![("work_ms", "0".to_owned())])
    }
}
