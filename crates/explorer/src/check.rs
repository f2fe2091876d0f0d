//! Whether a program is one that a machine can carry out.

use crate::instr::Op;
use crate::program::{ObjectKind, Program, Range};
use crate::schedule::MAX_THREADS;

impl Program {
    /// Checks what a machine relies on: at most 26 threads and 64 locals, jumps into the code, values
    /// at the start within their ranges.
    ///
    /// # Errors
    ///
    /// A sentence that names the first thing that is wrong.
    pub fn check(&self) -> Result<(), String> {
        if self.threads.is_empty() || self.threads.len() > MAX_THREADS {
            let got = self.threads.len();
            return Err(format!("a program has 1 to {MAX_THREADS} threads, got {got}"));
        }
        if self.locals.len() > 64 {
            return Err(format!("a program has at most 64 locals, got {}", self.locals.len()));
        }
        let within = |value: i32, (min, max): Range| (min..=max).contains(&value);
        for var in &self.vars {
            if let Some(value) = var.init.iter().find(|&&value| !within(value, var.range)) {
                return Err(format!("{} is {value} at the start, beyond its range", var.name));
            }
        }
        if let Some(local) = self.locals.iter().find(|local| !within(0, local.range)) {
            return Err(format!("0 must be in the range of {}", local.name));
        }
        for thread in &self.threads {
            let starts = thread.locals.iter().zip(&self.locals);
            if thread.locals.len() > self.locals.len()
                || starts.clone().any(|(&value, local)| !within(value, local.range))
            {
                return Err(format!("a local of {} is beyond its range at the start", thread.name));
            }
            self.check_place(thread.entry)?;
        }
        for object in &self.objects {
            let lock = match object.kind {
                ObjectKind::Condition { lock } => self.objects.get(lock).map(|lock| lock.kind),
                _ => continue,
            };
            if !matches!(lock, Some(ObjectKind::Lock | ObjectKind::RLock)) {
                return Err(format!("the condition {} has no lock", object.name));
            }
        }
        self.code.iter().try_for_each(|instr| self.check_op(instr.op))
    }

    fn check_op(&self, op: Op) -> Result<(), String> {
        match op {
            Op::Jump(to) | Op::JumpIfZero { to, .. } | Op::Call(to) => self.check_place(to)?,
            Op::Start(thread) | Op::Join(thread) if thread >= self.threads.len() => {
                return Err(format!("there is no thread {}", thread + 1));
            }
            _ => {}
        }
        let locals = op.reads().into_iter().chain(op.writes());
        if let Some(local) = locals.into_iter().find(|&l| usize::from(l) >= self.locals.len()) {
            return Err(format!("there is no local {local}"));
        }
        let unknown_var = op.cell().is_some_and(|(cell, _)| cell.var >= self.vars.len());
        let unknown_object =
            op.handle().is_some_and(|handle| handle.base + handle.len > self.objects.len());
        if unknown_var || unknown_object {
            return Err("an instruction uses a variable or an object that is not there".to_owned());
        }
        Ok(())
    }

    fn check_place(&self, at: usize) -> Result<(), String> {
        if at <= self.code.len() {
            return Ok(());
        }
        Err(format!("instruction {at} is beyond the end of the code"))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Builder, Op};

    fn refused(change: impl FnOnce(&mut Builder)) -> String {
        let mut build = Builder::new();
        build.line("pass");
        build.threads(1, 0);
        change(&mut build);
        build.finish().check().expect_err("it is wrong")
    }

    #[test]
    fn what_is_wrong_with_a_program_is_named() {
        assert!(refused(|build| build.threads(26, 0)).contains("got 27"));
        assert!(refused(|build| _ = build.var("x", 5, (0, 4))).contains("x is 5"));
        assert!(refused(|build| build.op(Op::Pop(3))).contains("no local 3"));
        assert!(refused(|build| build.op(Op::Join(4))).contains("no thread 5"));
        assert!(refused(|build| _ = build.thread("late", 9, &[])).contains("instruction 9"));
    }
}
