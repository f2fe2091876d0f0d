//! A program with all that does not change while it is carried out, and what a state says of it.

use program::{Op, Program};

use crate::failure::Failure;
use crate::layout::{DONE, FIRST_FAILURE, Layout, NOTIFIED, PC, PHASE, UNSTARTED};
use crate::schedule::Grain;

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

impl Machine {
    /// A machine for `program`.
    #[must_use]
    pub fn new(program: Program, grain: Grain) -> Self {
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

    /// Where everything stands in its states.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What a thread is at; see `crate::layout`.
    pub(crate) fn phase(&self, cells: &[i32], thread: usize) -> i32 {
        cells[self.layout.thread(thread) + PHASE]
    }

    /// The instruction that a thread stands before; none at the end of the code.
    #[must_use]
    pub fn instruction(&self, cells: &[i32], thread: usize) -> Option<usize> {
        let pc = cells[self.layout.thread(thread) + PC] as usize;
        (pc < self.program.code.len()).then_some(pc)
    }

    /// What a thread stands before.
    #[must_use]
    pub fn op(&self, cells: &[i32], thread: usize) -> Option<Op> {
        self.instruction(cells, thread).map(|pc| self.program.code[pc].op)
    }

    /// Whether a thread has ended.
    #[must_use]
    pub fn is_done(&self, cells: &[i32], thread: usize) -> bool {
        self.phase(cells, thread) == DONE
    }

    /// Whether a thread has ended, or was never started.
    #[must_use]
    pub fn is_over(&self, cells: &[i32], thread: usize) -> bool {
        matches!(self.phase(cells, thread), DONE | UNSTARTED)
    }

    /// Whether a thread has waited for a condition and been notified, and is to take its lock again.
    #[must_use]
    pub fn is_notified(&self, cells: &[i32], thread: usize) -> bool {
        self.phase(cells, thread) == NOTIFIED
    }

    /// The thread that did something wrong, and what. Nothing goes on after that.
    #[must_use]
    pub fn failure(&self, cells: &[i32]) -> Option<(usize, Failure)> {
        (0..self.threads())
            .find_map(|t| Failure::of_phase(self.phase(cells, t)).map(|failure| (t, failure)))
    }

    /// Whether any thread did something wrong.
    #[must_use]
    pub fn has_failed(&self, cells: &[i32]) -> bool {
        (0..self.threads()).any(|thread| self.phase(cells, thread) >= FIRST_FAILURE)
    }

    /// The locals that may still be read at an instruction, as bits.
    pub(crate) fn live(&self, pc: usize) -> u64 {
        self.live[pc]
    }
}
