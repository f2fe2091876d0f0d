//! The model of `task-queue`: some workers may be killed once, at each place where it makes a difference. The one that
//! takes its place goes on as the same thread.

use program::{Arith, Builder, Cell, Handle, Label, ObjectKind, Op, Operand, Program, QueueOrder};
use trace::VerdictKind;

use super::{Ack, Idempotent, TaskQueue};
use crate::model::{Explore, INDENT, finished, limited, step};

/// What a worker knows.
struct Worker {
    queue: Handle,
    /// Whether it may still be killed.
    may: u8,
    task: u8,
    killed: u8,
    seen: u8,
}

impl TaskQueue {
    /// Sends every task, and waits until all were acknowledged.
    fn send(&self, build: &mut Builder, queue: Handle) {
        let last = limited(self.tasks);
        let task = build.hidden("number", (0, last));
        build.line("def send():");
        build.line(&format!("{INDENT}for task in range({last}):"));
        build.repeat(task, last, |build| {
            let put = Op::Put { queue, item: Operand::Local(task) };
            step(build, &INDENT.repeat(2), "pay.delay(task)", "send a task", put);
        });
        step(build, INDENT, "queue.join()", "", Op::JoinQueue(queue));
        step(build, INDENT, "queue.shutdown()", "", Op::ShutDown(queue));
        build.op(Op::Halt);
    }

    /// Takes tasks and does them.
    fn take(&self, build: &mut Builder, worker: &Worker, paid: Cell) {
        let (inner, ok) = (INDENT.repeat(2), build.hidden("ok", (0, 1)));
        let (again, end) = (build.label(), build.label());
        build.line("def work():");
        build.place(again);
        // What was taken before is forgotten, so that states that differ only in it are one.
        build.count(worker.task, Arith::Add, 0, 0);
        let get = Op::Get { dst: worker.task, ok, queue: worker.queue };
        step(build, INDENT, "while task := queue.get():", "take a task", get);
        build.jump_if_zero(Operand::Local(ok), end);
        worker.may_be_killed(build, again, true);
        let done = Op::TaskDone(worker.queue);
        if self.ack == Ack::Early {
            step(build, &inner, "queue.ack(task)", "acknowledge", done);
            worker.may_be_killed(build, again, false);
        }
        self.pay(build, worker, paid);
        if self.ack == Ack::Late {
            worker.may_be_killed(build, again, true);
            step(build, &inner, "queue.ack(task)", "acknowledge", done);
        }
        build.jump(again);
        build.place(end);
        build.op(Op::Halt);
    }

    /// The effect of a task.
    fn pay(&self, build: &mut Builder, worker: &Worker, paid: Cell) {
        let inner = INDENT.repeat(2);
        if self.idempotent == Idempotent::No {
            let pay = Op::FetchAdd { dst: worker.seen, at: paid, by: 1.into() };
            return step(build, &inner, "paid += 1          # in one step", "pay", pay);
        }
        let none = vec![0; self.tasks as usize];
        let known = build.array("known", &none, (0, 1), Operand::Local(worker.task));
        build.make_atomic(known);
        let at = known;
        let swap = Op::Swap { dst: worker.seen, at, value: 1.into() };
        step(
            build,
            &inner,
            "if task not in known:   # in one step",
            "look whether it is known",
            swap,
        );
        let new = worker.killed;
        build.count(new, Arith::Eq, Operand::Local(worker.seen), 0);
        let pay = Op::FetchAdd { dst: worker.seen, at: paid, by: Operand::Local(new) };
        step(build, &INDENT.repeat(3), "paid += 1", "pay, if it is new", pay);
        build.count(new, Arith::Add, 0, 0);
    }
}

impl Worker {
    /// Here it makes a difference whether it is killed. The broker gives what was not acknowledged to somebody else.
    /// Whoever takes its place begins at `again`.
    fn may_be_killed(&self, build: &mut Builder, again: Label, comes_back: bool) {
        let (inner, go_on) = (INDENT.repeat(2), build.label());
        build.jump_if_zero(Operand::Local(self.may), go_on);
        let choose = Op::Choose { dst: self.killed, n: 2 };
        step(build, &inner, "# here it may be killed", "go on|is killed", choose);
        build.jump_if_zero(Operand::Local(self.killed), go_on);
        build.count(self.may, Arith::Add, 0, 0);
        build.count(self.killed, Arith::Add, 0, 0);
        if comes_back {
            build.says("the broker puts it back");
            build.op(Op::Put { queue: self.queue, item: Operand::Local(self.task) });
            build.says("it is delivered again");
            build.op(Op::TaskDone(self.queue));
        }
        build.jump(again);
        build.place(go_on);
    }
}

impl Explore for TaskQueue {
    fn program(&self) -> Program {
        let mut build = Builder::new();
        let last = limited(self.tasks);
        let most = last * (1 + limited(self.crashes));
        let paid = build.atomic("paid", 0, (0, most));
        let order = QueueOrder::Fifo;
        let maxsize = u16::try_from(self.tasks).expect("limited by its parameter");
        let queue =
            build.object("the queue", ObjectKind::Queue { order, maxsize, range: (0, last) });
        let worker = Worker {
            queue,
            may: build.hidden("may", (0, 1)),
            task: build.local("task", (0, last)),
            killed: build.hidden("killed", (0, 1)),
            seen: build.hidden("seen", (0, most)),
        };
        self.send(&mut build, queue);
        let work = build.here();
        self.take(&mut build, &worker, paid);
        build.thread("client", 0, &[]);
        for number in 1..=self.workers {
            let may = i32::from(number <= self.crashes);
            build.thread(&format!("worker {number}"), work, &[may]);
        }
        let kind = match self.ack {
            Ack::Early => VerdictKind::Lost,
            Ack::Late => VerdictKind::Repeated,
        };
        build.total(paid, last, kind);
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        None // its run is one of processes
    }
}
