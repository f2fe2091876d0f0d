//! The step machine: which threads may go on in a state, and the state after a step of one.

use crate::failure::Failure;
use crate::instr::Op;
use crate::layout::{
    CLOSED, DONE, FIRST_FAILURE, LEN, LOCALS, Layout, NOTIFIED, PC, PHASE, READY, UNFINISHED,
    UNSTARTED,
};
use crate::op::Class;
use crate::program::{ObjectKind, Program};

/// How finely a schedule is cut into steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Grain {
    /// A step for each local and each shared instruction, as in the lecture's table.
    Fine,
    /// Local instructions are done together with the shared one before them: nobody could tell the
    /// difference.
    #[default]
    Merged,
}

/// A program and everything about it that does not change.
#[derive(Clone, Debug)]
pub struct Machine {
    program: Program,
    grain: Grain,
    pub(crate) layout: Layout,
    /// Locals that may still be read, at each instruction; others are set to 0, so that states that
    /// differ in nothing that matters are one.
    live: Vec<u64>,
}

/// Ways of a choice at most: a link has a letter for each.
const MAX_WAYS: u32 = 26;
/// Instructions that a thread may do without a step of its own; more are a loop without an end.
const MAX_SILENT: usize = 100_000;

impl Machine {
    /// A machine for `program`.
    ///
    /// # Panics
    ///
    /// If [`Program::check`] refuses the program: a compiler checks before.
    #[must_use]
    pub fn new(program: Program, grain: Grain) -> Self {
        if let Err(wrong) = program.check() {
            panic!("not a program: {wrong}");
        }
        let layout = Layout::new(&program);
        let live = program.live_locals();
        Self { program, grain, layout, live }
    }

    /// Its program.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// How finely it steps.
    #[must_use]
    pub fn grain(&self) -> Grain {
        self.grain
    }

    /// Number of threads.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.program.threads.len()
    }

    /// The state at the start: every thread stands before its first step.
    #[must_use]
    pub fn start(&self) -> Vec<i32> {
        let mut cells = vec![0; self.layout.cells()];
        for (var, &at) in self.program.vars.iter().zip(&self.layout.vars) {
            cells[at..at + var.init.len()].copy_from_slice(&var.init);
        }
        for (object, &at) in self.program.objects.iter().zip(&self.layout.objects) {
            if let ObjectKind::Semaphore { permits, .. } = object.kind {
                cells[at] = permits.into();
            }
        }
        for (index, thread) in self.program.threads.iter().enumerate() {
            let at = self.layout.thread(index);
            cells[at + PC] = thread.entry as i32;
            cells[at + LOCALS..at + LOCALS + thread.locals.len()].copy_from_slice(&thread.locals);
            cells[at + PHASE] = if thread.started { READY } else { UNSTARTED };
        }
        for thread in 0..self.threads() {
            if self.phase(&cells, thread) == READY {
                self.go_on(&mut cells, thread);
            }
        }
        cells
    }

    pub(crate) fn phase(&self, cells: &[i32], thread: usize) -> i32 {
        cells[self.layout.thread(thread) + PHASE]
    }

    /// The instruction that a thread stands before; none at the end of the code.
    pub(crate) fn instruction(&self, cells: &[i32], thread: usize) -> Option<usize> {
        let pc = cells[self.layout.thread(thread) + PC] as usize;
        (pc < self.program.code.len()).then_some(pc)
    }

    /// What a thread stands before.
    pub(crate) fn op(&self, cells: &[i32], thread: usize) -> Option<Op> {
        self.instruction(cells, thread).map(|pc| self.program.code[pc].op)
    }

    /// Whether a thread has ended.
    #[must_use]
    pub fn is_done(&self, cells: &[i32], thread: usize) -> bool {
        self.phase(cells, thread) == DONE
    }

    /// Whether a thread has ended, or was never started.
    pub(crate) fn is_over(&self, cells: &[i32], thread: usize) -> bool {
        matches!(self.phase(cells, thread), DONE | UNSTARTED)
    }

    /// The thread that did something wrong, and what. Nothing goes on after that.
    #[must_use]
    pub fn failure(&self, cells: &[i32]) -> Option<(usize, Failure)> {
        (0..self.threads())
            .find_map(|t| Failure::of_phase(self.phase(cells, t)).map(|failure| (t, failure)))
    }

    pub(crate) fn has_failed(&self, cells: &[i32]) -> bool {
        (0..self.threads()).any(|thread| self.phase(cells, thread) >= FIRST_FAILURE)
    }

    /// In how many ways a thread may go on: 0 if it may not, more than 1 before [`Op::Choose`].
    #[must_use]
    pub fn ways(&self, cells: &[i32], thread: usize) -> u32 {
        match self.phase(cells, thread) {
            READY => {}
            NOTIFIED => {
                let Some(Op::Wait(condition)) = self.op(cells, thread) else { return 0 };
                let lock = self.object(cells, thread, condition).and_then(|at| self.lock_of(at));
                return lock.is_some_and(|(lock, _)| cells[lock] == 0).into();
            }
            _ => return 0,
        }
        let Some(op) = self.op(cells, thread) else { return 0 };
        let waits = match op {
            Op::Choose { n, .. } => return u32::from(n).clamp(1, MAX_WAYS),
            Op::Acquire(handle) => match self.object(cells, thread, handle) {
                None => false,
                Some(object) => !self.is_free(cells, thread, object),
            },
            Op::Await { at, arith, value } => match self.cell(cells, thread, at) {
                None => false,
                Some(cell) => {
                    arith.of(cells[cell], self.value(cells, thread, value)).is_some_and(|v| v == 0)
                }
            },
            Op::Put { queue, .. } => {
                self.queue(cells, thread, queue).is_some_and(|(at, maxsize)| {
                    cells[at + CLOSED] == 0 && cells[at + LEN] as usize >= maxsize
                })
            }
            Op::Get { queue, .. } => self
                .queue(cells, thread, queue)
                .is_some_and(|(at, _)| cells[at + LEN] == 0 && cells[at + CLOSED] == 0),
            Op::JoinQueue(queue) => {
                self.queue(cells, thread, queue).is_some_and(|(at, _)| cells[at + UNFINISHED] > 0)
            }
            Op::Join(other) => !self.is_done(cells, other),
            _ => false,
        };
        u32::from(!waits)
    }

    /// Whether a lock, RLock or semaphore can be taken by `thread`.
    pub(crate) fn is_free(&self, cells: &[i32], thread: usize, object: usize) -> bool {
        let at = self.layout.objects[object];
        match self.program.objects[object].kind {
            ObjectKind::Lock => cells[at] == 0,
            ObjectKind::RLock => cells[at] == 0 || cells[at] == thread as i32 + 1,
            ObjectKind::Semaphore { .. } => cells[at] > 0,
            _ => true, // taking it is a failure
        }
    }

    /// The state after `thread` has gone on in the way `way`; it must have that way.
    pub fn step(&self, cells: &mut [i32], thread: usize, way: u32) {
        let at = self.layout.thread(thread);
        let went_on = if cells[at + PHASE] == NOTIFIED {
            self.take_back(cells, thread);
            Ok(true)
        } else {
            let op = self.op(cells, thread).expect("a thread that may go on stands somewhere");
            match op.class() {
                // It stands there because this fails.
                Class::Control => self.control(cells, thread, op).map(|_| true),
                _ => self.execute(cells, thread, op, way),
            }
        };
        match went_on {
            Ok(true) => {
                cells[at + PC] += 1;
                self.go_on(cells, thread);
            }
            Ok(false) => {}
            Err(failure) => cells[at + PHASE] = failure.phase(),
        }
    }

    /// Does what needs no step of its own, up to the next that does. What fails is a step of its own:
    /// it ends the run for all, so it matters what others have done before.
    pub(crate) fn go_on(&self, cells: &mut [i32], thread: usize) {
        let at = self.layout.thread(thread);
        for _ in 0..MAX_SILENT {
            let Some(pc) = self.instruction(cells, thread) else { return self.end(cells, thread) };
            let op = self.program.code[pc].op;
            match op.class() {
                Class::Shared => return self.forget(cells, thread, pc),
                Class::Local if self.grain == Grain::Fine => return self.forget(cells, thread, pc),
                Class::Local => match self.execute(cells, thread, op, 0) {
                    Ok(_) => cells[at + PC] += 1,
                    Err(_) => return self.forget(cells, thread, pc),
                },
                Class::Control => match self.control(cells, thread, op) {
                    Ok(Some(to)) => cells[at + PC] = to as i32,
                    Ok(None) => return self.end(cells, thread),
                    Err(_) => return self.forget(cells, thread, pc),
                },
            }
        }
        cells[at + PHASE] = Failure::Endless.phase();
    }

    /// Lets a thread end: nothing of its own is kept.
    fn end(&self, cells: &mut [i32], thread: usize) {
        let at = self.layout.thread(thread);
        cells[at..at + self.layout.block].fill(0);
        cells[at + PHASE] = DONE;
        cells[at + PC] = self.program.code.len() as i32;
    }

    /// Sets the locals that nobody will read before they are written to 0.
    fn forget(&self, cells: &mut [i32], thread: usize, pc: usize) {
        let (live, at) = (self.live[pc], self.layout.thread(thread) + LOCALS);
        if live == u64::MAX {
            return;
        }
        for local in 0..self.program.locals.len() {
            if live >> local & 1 == 0 {
                cells[at + local] = 0;
            }
        }
    }

    /// The locals that may still be read at an instruction, as bits.
    pub(crate) fn live(&self, pc: usize) -> u64 {
        self.live[pc]
    }
}
