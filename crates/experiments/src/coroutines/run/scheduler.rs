//! A scheduler of micro-threads: whoever yields goes to the end of the line.

use std::cell::Cell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use primitives::Stopped;

/// A task, which goes on when it is polled, until it yields.
pub(super) type Task<'a> = Pin<Box<dyn Future<Output = Result<(), Stopped>> + 'a>>;

/// Tasks that want to go on, the next one first.
pub(super) struct Scheduler<'a> {
    line: VecDeque<Task<'a>>,
}

/// Switches between two looks at the stop word.
const LOOK: u64 = 256;

impl<'a> Scheduler<'a> {
    /// Room for so many tasks.
    pub(super) fn with_capacity(tasks: usize) -> Self {
        Self { line: VecDeque::with_capacity(tasks) }
    }

    /// Adds a task at the end of the line.
    pub(super) fn spawn(&mut self, task: impl Future<Output = Result<(), Stopped>> + 'a) {
        self.line.push_back(Box::pin(task));
    }

    /// Lets them go on in turn until all have ended.
    ///
    /// # Errors
    ///
    /// What a task or `check` said, which is asked now and then, and is given how often one has gone on after
    /// another.
    pub(super) fn run(
        &mut self,
        check: &mut dyn FnMut(u64) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let mut context = Context::from_waker(Waker::noop());
        let mut switches = 0;
        while let Some(mut task) = self.line.pop_front() {
            if switches % LOOK == 0 {
                check(switches)?;
            }
            switches += 1;
            match task.as_mut().poll(&mut context) {
                Poll::Pending => self.line.push_back(task),
                Poll::Ready(ended) => ended?,
            }
        }
        Ok(())
    }

    /// Bytes of one task that waits in the line: its state, and its place there.
    pub(super) fn bytes_of_a_task(&self) -> usize {
        let state = self.line.front().map_or(0, |task| size_of_val(&**task));
        state + size_of::<Task<'_>>()
    }
}

/// Lets every other task go on first.
pub(super) async fn yield_now() {
    let mut has_yielded = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut has_yielded, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// A lock for tasks: who finds it taken lets others go on, and looks again.
#[derive(Debug, Default)]
pub(super) struct AsyncLock {
    is_taken: Cell<bool>,
}

impl AsyncLock {
    /// Awaits until it is free, and takes it.
    pub(super) async fn acquire(&self) {
        while self.is_taken.replace(true) {
            yield_now().await;
        }
    }

    /// Gives it back.
    pub(super) fn release(&self) {
        self.is_taken.set(false);
    }
}
