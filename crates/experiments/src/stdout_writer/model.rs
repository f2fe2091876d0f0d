//! The model of `stdout-writer`. All threads write the same line, in three pieces: `1` and `2` are its
//! words, `3` is its end. When all have written, a reader counts the lines that are not whole, which
//! is what the experiment does with its text.

use program::{Arith, Builder, Handle, ObjectKind, Op, Operand, Program, QueueOrder};
use trace::VerdictKind;

use super::{Guard, StdoutWriter};
use crate::model::Explore;
use crate::model::{INDENT, finished, limited, repeat, step, threads_of};

/// Pieces of a line; the last one ends it.
const PIECES: i32 = 3;

impl StdoutWriter {
    /// Lines of all threads.
    fn all_lines(&self) -> i32 {
        limited(u64::from(self.threads) * self.lines)
    }

    fn writer(&self, build: &mut Builder, stdout: Handle) {
        let guard = match self.guard {
            Guard::None => None,
            Guard::Lock => Some(("lock", build.object("the lock", ObjectKind::Lock))),
            Guard::Semaphore => {
                let kind = ObjectKind::Semaphore { permits: 2, bound: Some(2) };
                Some(("semaphore", build.object("the semaphore", kind)))
            }
        };
        build.line("def write():");
        repeat(build, self.lines, |build, indent| {
            if let Some((name, guard)) = guard {
                step(build, indent, &format!("{name}.acquire()"), "", Op::Acquire(guard));
            }
            let lines = [
                (r#"stdout.write("hello ")   # 1"#, "write hello"),
                (r#"stdout.write("world")    # 2"#, "write world"),
                (r#"stdout.write("\n")       # 3"#, "end the line"),
            ];
            for (piece, (line, says)) in (1..).zip(lines) {
                step(build, indent, line, says, Op::Put { queue: stdout, item: piece.into() });
            }
            if let Some((name, guard)) = guard {
                step(build, indent, &format!("{name}.release()"), "", Op::Release(guard));
            }
        });
    }

    fn reader(&self, build: &mut Builder, stdout: Handle) {
        let lines = self.all_lines();
        let piece = build.hidden("piece", (0, PIECES));
        let wanted = build.hidden("wanted", (0, PIECES));
        let torn = build.local("torn", (0, 1));
        let mixed = build.local("mixed", (0, lines));
        let (test, turn) =
            (build.hidden("test", (0, 1)), build.hidden("turn", (0, PIECES * lines)));
        let found = build.var("jumbled", 0, (0, lines));
        build.total(found, 0, VerdictKind::Jumbled);
        build.line(&format!("{INDENT}for piece in text:"));
        build.count(wanted, Arith::Add, 1, 0);
        build.repeat(turn, PIECES * lines, |build| {
            build.line(&format!("{INDENT}{INDENT}if piece != expected: torn = True"));
            build.says("read on");
            build.op(Op::Get { dst: piece, ok: test, queue: stdout });
            build.count(test, Arith::Ne, Operand::Local(piece), Operand::Local(wanted));
            build.count(torn, Arith::Or, Operand::Local(torn), Operand::Local(test));
            build.count(wanted, Arith::Mod, Operand::Local(piece), PIECES);
            build.count(wanted, Arith::Add, Operand::Local(wanted), 1);
            build.line(&format!("{INDENT}{INDENT}if piece == end: jumbled += torn"));
            let goes_on = build.label();
            build.count(test, Arith::Eq, Operand::Local(piece), PIECES);
            build.jump_if_zero(Operand::Local(test), goes_on);
            build.count(mixed, Arith::Add, Operand::Local(mixed), Operand::Local(torn));
            build.count(torn, Arith::Add, 0, 0);
            build.place(goes_on);
        });
        let tell = Op::Store { to: found, value: Operand::Local(mixed) };
        step(build, INDENT, "print(jumbled)", "count the jumbled lines", tell);
    }
}

impl Explore for StdoutWriter {
    fn program(&self) -> Program {
        let threads = limited(self.threads);
        let mut build = Builder::under(self.preemption.into());
        let maxsize = u16::try_from(PIECES * self.all_lines()).expect("limited by its parameters");
        let kind = ObjectKind::Queue { order: QueueOrder::Fifo, maxsize, range: (0, PIECES) };
        let done = build.atomic("done", 0, (0, threads));
        let stdout = build.object("stdout", kind);
        self.writer(&mut build, stdout);
        let before = build.hidden("before", (0, threads));
        let end = Op::FetchAdd { dst: before, at: done, by: 1.into() };
        step(&mut build, INDENT, "done += 1              # in one step", "done", end);
        build.op(Op::Halt);
        let reader = build.here();
        build.line("def read():");
        let all = Op::Await { at: done, arith: Arith::Eq, value: threads.into() };
        let line = format!("while done < {threads}: wait()");
        step(&mut build, INDENT, &line, "wait for the end", all);
        self.reader(&mut build, stdout);
        threads_of(&mut build, self, &|_| (0, vec![]));
        build.thread("reader", reader, &[]);
        finished(build)
    }
}
