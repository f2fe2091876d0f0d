//! Writing programs down, line by line.

use trace::VerdictKind;

use crate::data::{Judge, Local, Object, ObjectKind, ProgramData, Range, Thread, Var};
use crate::error::{InstrError, ProgramError};
use crate::instr::{Arith, Cell, Handle, Instr, Op, Operand};
use crate::limits::MAX_THREADS;
use crate::preemption::Preemption;
use crate::program::Program;

/// A place in the code to jump to, before or after it is known where that is. It belongs to the
/// builder that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(usize);

/// Builds a [`Program`]: a line of source, then the instructions that do what it says. What is wrong on
/// the way is said at the end, by [`Builder::finish`].
///
/// ```
/// use program::{Builder, Op, Operand};
///
/// let mut build = Builder::new();
/// let counter = build.var("counter", 0, (0, 2));
/// let value = build.local("value", (0, 2));
/// build.line("value = counter");
/// build.op(Op::Load { dst: value, from: counter });
/// build.line("counter = value + 1");
/// build.add(value, value, 1);
/// build.op(Op::Store { to: counter, value: Operand::Local(value) });
/// for name in ["thread 1", "thread 2"] {
///     build.thread(name, 0, &[]);
/// }
/// let program = build.finish()?;
/// assert_eq!(program.source.len(), 2);
/// # Ok::<(), program::ProgramError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Builder {
    data: ProgramData,
    labels: Vec<Option<usize>>,
    says: String,
    /// The first thing that was wrong.
    wrong: Option<ProgramError>,
}

impl Builder {
    /// An empty program, which holds whatever happens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty program whose threads may be interrupted then.
    #[must_use]
    pub fn under(preemption: Preemption) -> Self {
        let data = ProgramData { preemption, ..ProgramData::default() };
        Self { data, ..Self::default() }
    }

    /// Keeps in mind that something was named that is not there.
    fn missing(&mut self, what: &'static str, index: usize, all: usize) {
        self.wrong.get_or_insert(ProgramError::Missing { what, index, all });
    }

    /// A shared variable.
    pub fn var(&mut self, name: &str, init: i32, range: Range) -> Cell {
        self.array(name, &[init], range, 0)
    }

    /// A shared variable on which unordered accesses are allowed.
    pub fn atomic(&mut self, name: &str, init: i32, range: Range) -> Cell {
        let cell = self.var(name, init, range);
        self.make_atomic(cell);
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
        let vars = &mut self.data.vars;
        vars.push(Var { name: name.to_owned(), init: init.to_vec(), range, atomic: false });
        Cell { var: vars.len() - 1, index: index.into() }
    }

    /// Allows unordered accesses to every cell of a variable.
    pub fn make_atomic(&mut self, cell: Cell) {
        match self.data.vars.get_mut(cell.var) {
            Some(var) => var.atomic = true,
            None => self.missing("variable", cell.var, self.data.vars.len()),
        }
    }

    /// A local variable of every thread.
    pub fn local(&mut self, name: &str, range: Range) -> u8 {
        self.add_local(name, range, true)
    }

    /// A local variable that is not shown, such as a loop counter.
    pub fn hidden(&mut self, name: &str, range: Range) -> u8 {
        self.add_local(name, range, false)
    }

    fn add_local(&mut self, name: &str, range: Range, shown: bool) -> u8 {
        let locals = &mut self.data.locals;
        locals.push(Local { name: name.to_owned(), range, shown });
        u8::try_from(locals.len() - 1).unwrap_or(u8::MAX) // and then there are too many
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
        let objects = &mut self.data.objects;
        let base = objects.len();
        objects.extend(names.iter().map(|name| Object { name: name.clone(), kind }));
        Handle { base, index: index.into(), len: names.len() }
    }

    /// The next line of the source; what follows belongs to it.
    pub fn line(&mut self, text: &str) {
        self.data.source.push(text.to_owned());
    }

    /// What the step is called that begins with the next instruction.
    pub fn says(&mut self, text: &str) {
        text.clone_into(&mut self.says);
    }

    /// An instruction of the current line.
    pub fn op(&mut self, op: Op) {
        let says = std::mem::take(&mut self.says);
        // Of more lines than that, it is said at the end that there are too many.
        let line = u16::try_from(self.data.source.len()).unwrap_or(u16::MAX);
        self.data.code.push(Instr { op, line, says });
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
        let here = self.here();
        match self.labels.get_mut(label.0) {
            Some(place) => *place = Some(here),
            None => self.missing("label", label.0, self.labels.len()),
        }
    }

    /// The index of the next instruction: the entry of a thread whose code begins here.
    #[must_use]
    pub fn here(&self) -> usize {
        self.data.code.len()
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
        let threads = &mut self.data.threads;
        let locals = locals.to_vec();
        threads.push(Thread { name: name.to_owned(), entry, locals, started: true });
        threads.len() - 1
    }

    /// Threads `thread 1`, `thread 2` and so on that begin at `entry` and differ in nothing.
    pub fn threads(&mut self, count: u32, entry: usize) {
        // One more than there may be is enough to be refused.
        for number in (1..=count).take(MAX_THREADS + 1) {
            self.thread(&format!("thread {number}"), entry, &[]);
        }
    }

    /// Leaves a thread to be started by [`Op::Start`].
    pub fn not_started(&mut self, thread: usize) {
        match self.data.threads.get_mut(thread) {
            Some(thread) => thread.started = false,
            None => self.missing("thread", thread, self.data.threads.len()),
        }
    }

    /// Gives each thread a stack of this many cells.
    pub fn stack(&mut self, cells: usize) {
        self.data.stack = cells;
    }

    /// The outcome is the value of `cell`, which should be `expected`.
    pub fn total(&mut self, cell: Cell, expected: i32, otherwise: VerdictKind) {
        self.data.judge = Judge::Total { var: cell.var, expected, otherwise };
    }

    /// It did not hold if `cell` is not 0.
    pub fn flag(&mut self, cell: Cell, otherwise: VerdictKind) {
        self.data.judge = Judge::Flag { var: cell.var, otherwise };
    }

    /// The program, checked.
    ///
    /// # Errors
    ///
    /// The first use of this builder that was wrong, such as a jump to a label that was not placed, or
    /// else what [`Program::new`] says.
    pub fn finish(self) -> Result<Program, ProgramError> {
        let Self { mut data, labels, wrong, .. } = self;
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        for (at, Instr { op, line, .. }) in data.code.iter_mut().enumerate() {
            if let Op::Jump(to) | Op::JumpIfZero { to, .. } | Op::Call(to) = op {
                let (label, line, all) = (*to, *line, labels.len());
                let error = |wrong| ProgramError::Instr { at, line, wrong };
                let missing = InstrError::Missing { what: "label", index: label, all };
                let place = labels.get(label).ok_or(error(missing))?;
                *to = place.ok_or(error(InstrError::Unplaced { label }))?;
            }
        }
        Program::new(data)
    }
}
