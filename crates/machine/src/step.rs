//! The state at the start, and the state after a step.

use program::{ObjectKind, OpKind};

use crate::layout::{LOCALS, NOTIFIED, PC, PHASE, READY, UNSTARTED};
use crate::machine::Machine;

impl Machine {
    /// The state at the start: every thread stands before its first step.
    #[must_use]
    pub fn start(&self) -> Vec<i32> {
        let mut cells = vec![0; self.layout.cells()];
        for (var, &at) in self.program().vars.iter().zip(&self.layout.vars) {
            cells[at..at + var.init.len()].copy_from_slice(&var.init);
        }
        for (object, &at) in self.program().objects.iter().zip(&self.layout.objects) {
            if let ObjectKind::Semaphore { permits, .. } = object.kind {
                cells[at] = permits.into();
            }
        }
        for (index, thread) in self.program().threads.iter().enumerate() {
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

    /// The state after `thread` has gone on in the way `way`; it must have that way.
    pub fn step(&self, cells: &mut [i32], thread: usize, way: u32) {
        let at = self.layout.thread(thread);
        let op = self.op(cells, thread).expect("a thread that may go on stands somewhere");
        let went_on = if cells[at + PHASE] == NOTIFIED {
            self.take_back(cells, thread);
            Ok(true)
        } else {
            match op.kind() {
                // It stands there because this fails.
                OpKind::Control => self.control(cells, thread, op).map(|_| true),
                OpKind::Local => self.local(cells, thread, op).map(|()| true),
                OpKind::Shared => self.share(cells, thread, op, way),
            }
        };
        let is_open = match went_on {
            Ok(true) => {
                cells[at + PC] += 1;
                self.go_on(cells, thread) || self.program().preemption.is_after(op)
            }
            Ok(false) => true,
            Err(failure) => {
                cells[at + PHASE] = failure.phase();
                true
            }
        };
        self.hand_over(cells, thread, is_open);
    }
}
