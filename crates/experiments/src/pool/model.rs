//! The model of `pool`: chunks are of one job, and none fails. The outcome is the order in which the caller gets
//! results, or in which its callbacks are called, as the digits of a number.

use program::{Arith, Builder, Cell, Handle, ObjectKind, Op, Operand, Program, QueueOrder};
use trace::VerdictKind;

use super::{Call, Pool};
use crate::model::Explore;
use crate::model::{INDENT, finished, jump_unless, limited, step, threads_of};

/// Where the caller's own numbers are kept.
struct Caller {
    order: Cell,
    arrived: Cell,
    results: Handle,
    /// The job whose result came, the order so far, a test.
    job: u8,
    seen: u8,
    test: u8,
}

impl Pool {
    fn last(&self) -> i32 {
        limited(self.jobs)
    }

    /// The jobs in an order, as digits.
    fn digits(jobs: impl Iterator<Item = i32>) -> i32 {
        jobs.fold(0, |digits, job| 10 * digits + job)
    }

    /// What each worker does: the next job, until there is none.
    fn work(&self, build: &mut Builder, results: Handle) {
        let n = self.last();
        let next = build.atomic("next", 1, (1, n + 1 + limited(self.threads)));
        let job = build.local("job", (0, n + limited(self.threads)));
        let test = build.hidden("test", (0, 1));
        let (again, end) = (build.label(), build.label());
        build.line("def work():");
        build.place(again);
        let take = Op::FetchAdd { dst: job, at: next, by: 1.into() };
        let line = format!("while (job := tasks.get()) <= {n}:");
        step(build, INDENT, &line, "take the next job", take);
        jump_unless(build, test, (job, Arith::Le, n.into()), end);
        let put = Op::Put { queue: results, item: Operand::Local(job) };
        step(build, &INDENT.repeat(2), "results.put(square(job))", "send the result", put);
        build.jump(again);
        build.place(end);
        build.op(Op::Halt);
    }

    /// What the caller does, or the pool in its name.
    fn call(&self, build: &mut Builder, caller: &Caller) {
        let n = self.last();
        match self.call {
            Call::ApplyAsync => {
                build.line("def apply_async():       # of each job, with a callback")
            }
            Call::ImapUnordered => build.line("def imap_unordered():"),
            Call::Map => build.line("def map():"),
            Call::MapAsync => build.line("def map_async():         # with a callback"),
            Call::Imap => build.line("def imap():"),
        }
        match self.call {
            Call::ApplyAsync => caller.as_they_come(build, n, "callback(result)"),
            Call::ImapUnordered => caller.as_they_come(build, n, "yield result"),
            Call::Map => caller.when_all_have_come(build, n, "return all: see(job)"),
            Call::MapAsync => caller.when_all_have_come(build, n, "callback(all): see(job)"),
            Call::Imap => caller.one_after_the_other(build, n),
        }
        build.op(Op::Halt);
    }
}

impl Caller {
    /// A result arrives.
    fn receive(&self, build: &mut Builder, indent: &str) {
        let get = Op::Get { dst: self.job, ok: self.test, queue: self.results };
        step(build, indent, "result = results.get()", "a result arrives", get);
    }

    /// The arrived result gets its place.
    fn place(&self, build: &mut Builder, indent: &str) {
        let place = Cell { index: Operand::Local(self.job), ..self.arrived };
        let store = Op::Store { to: place, value: 1.into() };
        step(build, indent, "arrived[result] = True", "put it in its place", store);
    }

    /// The caller sees the result of `job`.
    fn see(&self, build: &mut Builder, job: u8, line: &str) {
        build.count(self.seen, Arith::Mul, Operand::Local(self.seen), 10);
        build.count(self.seen, Arith::Add, Operand::Local(self.seen), Operand::Local(job));
        let store = Op::Store { to: self.order, value: Operand::Local(self.seen) };
        step(build, &INDENT.repeat(2), line, "see a result", store);
    }

    /// Does `body` for each job, whose number is in a local.
    fn for_each(&self, build: &mut Builder, n: i32, body: impl FnOnce(&mut Builder, u8)) {
        let (turn, number) = (build.hidden("turn", (0, n)), build.hidden("number", (0, n)));
        build.line(&format!("{INDENT}for job in jobs:"));
        build.repeat(turn, n, |build| {
            build.count(number, Arith::Add, Operand::Local(turn), 1);
            body(build, number);
        });
    }

    /// Each result is seen when it arrives.
    fn as_they_come(&self, build: &mut Builder, n: i32, line: &str) {
        self.for_each(build, n, |build, _| {
            self.receive(build, &INDENT.repeat(2));
            self.see(build, self.job, line);
        });
    }

    /// Nothing is seen until everything has arrived.
    fn when_all_have_come(&self, build: &mut Builder, n: i32, line: &str) {
        self.for_each(build, n, |build, _| {
            self.receive(build, &INDENT.repeat(2));
            self.place(build, &INDENT.repeat(2));
        });
        self.for_each(build, n, |build, job| self.see(build, job, line));
    }

    /// Each result is seen once it and all before it have arrived.
    fn one_after_the_other(&self, build: &mut Builder, n: i32) {
        self.for_each(build, n, |build, job| {
            let (look, wait, there) = (build.label(), build.label(), build.label());
            let indent = INDENT.repeat(2);
            build.place(look);
            let place = Cell { index: Operand::Local(job), ..self.arrived };
            let load = Op::Load { dst: self.test, from: place };
            step(build, &indent, "while not arrived[job]:", "look for the next one", load);
            build.jump_if_zero(Operand::Local(self.test), wait);
            build.jump(there);
            build.place(wait);
            self.receive(build, &INDENT.repeat(3));
            self.place(build, &INDENT.repeat(3));
            build.jump(look);
            build.place(there);
            self.see(build, job, "yield job");
        });
    }
}

impl Explore for Pool {
    fn program(&self) -> Program {
        let n = self.last();
        let mut build = Builder::new();
        let (first, last) = (Self::digits(1..=n), Self::digits((1..=n).rev()));
        let order = build.var("order", 0, (0, last));
        let kind = ObjectKind::Queue {
            order: QueueOrder::Fifo,
            maxsize: limited(self.jobs) as u16,
            range: (0, n),
        };
        let results = build.object("the results", kind);
        let arrived = build.array("arrived", &vec![0; n as usize + 1], (0, 1), 0);
        self.work(&mut build, results);
        let call = build.here();
        let caller = Caller {
            order,
            arrived,
            results,
            job: build.local("result", (0, n)),
            seen: build.hidden("seen", (0, last)),
            test: build.hidden("ok", (0, 1)),
        };
        self.call(&mut build, &caller);
        threads_of(&mut build, self, &|_| (0, vec![]));
        build.thread("caller", call, &[]);
        // Any order is as it should be where it is that of arrival.
        build.total(order, first, VerdictKind::Held);
        finished(build)
    }

    fn on_threads(&self) -> Option<Vec<(&'static str, String)>> {
        Some(vec![("kind", "thread".to_owned()), ("work_ms", "0".to_owned())])
    }
}
