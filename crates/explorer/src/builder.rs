//! Writing programs down, line by line.

use trace::VerdictKind;

use crate::instr::{Arith, Cell, Handle, Instr, Op, Operand};
use crate::program::{Judge, Local, Object, ObjectKind, Program, Range, Thread, Var};

/// A place in the code to jump to, before or after it is known where that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(usize);

/// Builds a [`Program`]: a line of source, then the instructions that do what it says.
///
/// ```
/// use explorer::{Builder, Op};
///
/// let mut build = Builder::new();
/// let counter = build.var("counter", 0, (0, 2));
/// let value = build.local("value", (0, 2));
/// build.line("value = counter");
/// build.op(Op::Load { dst: value, from: counter });
/// build.line("counter = value + 1");
/// build.add(value, value, 1);
/// build.op(Op::Store { to: counter, value: explorer::Operand::Local(value) });
/// for name in ["thread 1", "thread 2"] {
///     build.thread(name, 0, &[]);
/// }
/// let program = build.finish();
/// assert_eq!(program.source.len(), 2);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Builder {
    program: Option<Program>,
    labels: Vec<Option<usize>>,
    says: String,
}

impl Builder {
    /// An empty program, which holds whatever happens.
    #[must_use]
    pub fn new() -> Self {
        let program = Program {
            source: vec![],
            vars: vec![],
            objects: vec![],
            locals: vec![],
            threads: vec![],
            code: vec![],
            stack: 0,
            judge: Judge::Held,
        };
        Self { program: Some(program), ..Self::default() }
    }

    fn program(&mut self) -> &mut Program {
        self.program.as_mut().expect("a builder is finished once")
    }

    /// A shared variable.
    pub fn var(&mut self, name: &str, init: i32, range: Range) -> Cell {
        self.array(name, &[init], range, 0)
    }

    /// A shared variable on which unordered accesses are allowed.
    pub fn atomic(&mut self, name: &str, init: i32, range: Range) -> Cell {
        let cell = self.var(name, init, range);
        self.program().vars[cell.var].atomic = true;
        cell
    }

    /// An array of shared variables; the cell returned is that at `index`.
    pub fn array(
        &mut self,
        name: &str,
        init: &[i32],
        range: Range,
        index: impl Into<Operand>,
    ) -> Cell {
        let vars = &mut self.program().vars;
        vars.push(Var { name: name.to_owned(), init: init.to_vec(), range, atomic: false });
        Cell { var: vars.len() - 1, index: index.into() }
    }

    /// Allows unordered accesses to every cell of a variable.
    pub fn make_atomic(&mut self, cell: Cell) {
        self.program().vars[cell.var].atomic = true;
    }

    /// A local variable of every thread.
    pub fn local(&mut self, name: &str, range: Range) -> u8 {
        let locals = &mut self.program().locals;
        locals.push(Local { name: name.to_owned(), range, shown: true });
        u8::try_from(locals.len() - 1).expect("at most 256 locals")
    }

    /// A local variable that is not shown, such as a loop counter.
    pub fn hidden(&mut self, name: &str, range: Range) -> u8 {
        let local = self.local(name, range);
        self.program().locals[usize::from(local)].shown = false;
        local
    }

    /// One object.
    pub fn object(&mut self, name: &str, kind: ObjectKind) -> Handle {
        self.objects(&[name.to_owned()], kind, 0)
    }

    /// Consecutive objects of one kind; the handle returned is that at `index`.
    pub fn objects(
        &mut self,
        names: &[String],
        kind: ObjectKind,
        index: impl Into<Operand>,
    ) -> Handle {
        let objects = &mut self.program().objects;
        let base = objects.len();
        objects.extend(names.iter().map(|name| Object { name: name.clone(), kind }));
        Handle { base, index: index.into(), len: names.len() }
    }

    /// The next line of the source; what follows belongs to it.
    pub fn line(&mut self, text: &str) {
        self.program().source.push(text.to_owned());
    }

    /// What the step is called that begins with the next instruction.
    pub fn says(&mut self, text: &str) {
        text.clone_into(&mut self.says);
    }

    /// An instruction of the current line.
    pub fn op(&mut self, op: Op) {
        let says = std::mem::take(&mut self.says);
        let program = self.program();
        let line = u16::try_from(program.source.len()).expect("a source of at most 65 535 lines");
        program.code.push(Instr { op, line, says });
    }

    /// A visible local step: `dst = a + b`.
    pub fn add(&mut self, dst: u8, a: u8, b: impl Into<Operand>) {
        self.op(Op::Compute { dst, arith: Arith::Add, a: Operand::Local(a), b: b.into() });
    }

    /// No step: `dst = a <arith> b`.
    pub fn count(&mut self, dst: u8, arith: Arith, a: impl Into<Operand>, b: impl Into<Operand>) {
        self.op(Op::Count { dst, arith, a: a.into(), b: b.into() });
    }

    /// The program is wrong if `a` is 0; the current line says what should hold.
    pub fn assert(&mut self, a: Operand) {
        self.op(Op::Assert(a));
    }

    /// Does `body` `times` times; the turns are counted in `counter`, and counting is no step.
    pub fn repeat(&mut self, counter: u8, times: i32, body: impl FnOnce(&mut Self)) {
        let (again, end) = (self.label(), self.label());
        self.count(counter, Arith::Add, 0, 0);
        self.place(again);
        let test = self.hidden("", (0, 1));
        self.count(test, Arith::Lt, Operand::Local(counter), times);
        self.jump_if_zero(Operand::Local(test), end);
        body(self);
        self.count(counter, Arith::Add, Operand::Local(counter), 1);
        self.jump(again);
        self.place(end);
    }

    /// A place that [`Builder::place`] will fix.
    pub fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() - 1)
    }

    /// Fixes `label` before the next instruction.
    pub fn place(&mut self, label: Label) {
        self.labels[label.0] = Some(self.here());
    }

    /// The index of the next instruction: the entry of a thread whose code begins here.
    pub fn here(&mut self) -> usize {
        self.program().code.len()
    }

    /// Goes on at `label`.
    pub fn jump(&mut self, label: Label) {
        self.op(Op::Jump(label.0));
    }

    /// Goes on at `label` if `a` is 0.
    pub fn jump_if_zero(&mut self, a: Operand, label: Label) {
        self.op(Op::JumpIfZero { a, to: label.0 });
    }

    /// Calls what stands at `label`.
    pub fn call(&mut self, label: Label) {
        self.op(Op::Call(label.0));
    }

    /// A thread that begins at `entry` with these first locals.
    pub fn thread(&mut self, name: &str, entry: usize, locals: &[i32]) -> usize {
        let threads = &mut self.program().threads;
        let locals = locals.to_vec();
        threads.push(Thread { name: name.to_owned(), entry, locals, started: true });
        threads.len() - 1
    }

    /// Threads `thread 1`, `thread 2` and so on that begin at `entry` and differ in nothing.
    pub fn threads(&mut self, count: u32, entry: usize) {
        for number in 1..=count {
            self.thread(&format!("thread {number}"), entry, &[]);
        }
    }

    /// Leaves a thread to be started by [`Op::Start`].
    pub fn not_started(&mut self, thread: usize) {
        self.program().threads[thread].started = false;
    }

    /// Gives each thread a stack of this many cells.
    pub fn stack(&mut self, cells: usize) {
        self.program().stack = cells;
    }

    /// The outcome is the value of `cell`, which should be `expected`.
    pub fn total(&mut self, cell: Cell, expected: i32, otherwise: VerdictKind) {
        self.program().judge = Judge::Total { var: cell.var, expected, otherwise };
    }

    /// It did not hold if `cell` is not 0.
    pub fn flag(&mut self, cell: Cell, otherwise: VerdictKind) {
        self.program().judge = Judge::Flag { var: cell.var, otherwise };
    }

    /// The program.
    ///
    /// # Panics
    ///
    /// If a label was used that was not placed.
    #[must_use]
    pub fn finish(mut self) -> Program {
        let labels = std::mem::take(&mut self.labels);
        let mut program = self.program.take().expect("a builder is finished once");
        for instr in &mut program.code {
            if let Op::Jump(to) | Op::JumpIfZero { to, .. } | Op::Call(to) = &mut instr.op {
                *to = labels[*to].expect("every label is placed");
            }
        }
        program
    }
}
