//! A state behind a lock, and lines of threads that wait for it to change.
//!
//! Source: Hoare, "Monitors: An Operating System Structuring Concept", Communications of the ACM,
//! 1974, with the signals of Lampson and Redell, "Experience with Processes and Monitors in Mesa",
//! Communications of the ACM, 1980: who was woken looks again.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use trace::Activity;

use crate::SLICE;
use crate::control::Stopped;
use crate::sync::{Condvar, Mutex, MutexGuard};
use crate::worker::Worker;

/// A state with `LINES` lines of waiting threads, known as resource `id`.
#[derive(Debug)]
pub(crate) struct Monitor<S, const LINES: usize = 1> {
    id: u32,
    inner: Mutex<Inner<S, LINES>>,
    changed: [Condvar; LINES],
}

#[derive(Debug)]
struct Inner<S, const LINES: usize> {
    state: S,
    /// Threads in each line: a signal to nobody costs nothing.
    waiting: [usize; LINES],
}

/// How a thread waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wait {
    pub(crate) line: usize,
    /// Until when, in milliseconds; without an end if there is none.
    pub(crate) deadline_ms: Option<f64>,
    /// Who can end it, if one thread can.
    pub(crate) holder: Option<u8>,
    /// The longest sleep before it looks again, at most [`SLICE`].
    pub(crate) slice: Duration,
}

/// As a number of threads: everybody who waits.
const ALL: usize = usize::MAX;
/// Why the state can be reached.
const INSIDE: &str = "it leaves only to wait, and then nobody reaches the state";

/// What a wait is for, once it is there: the value, and who made it possible.
pub(crate) type Ready<T> = (T, Option<u8>);

impl<S, const LINES: usize> Monitor<S, LINES> {
    pub(crate) fn new(id: u32, state: S) -> Self {
        let inner = Mutex::new(Inner { state, waiting: [0; LINES] });
        Self { id, inner, changed: std::array::from_fn(|_| Condvar::new()) }
    }

    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// The state, for as long as the result lives.
    pub(crate) fn enter(&self) -> Entered<'_, S, LINES> {
        let inner = self.inner.lock().expect("no thread panics inside a monitor");
        Entered::new(inner, &self.changed)
    }

    /// Waits in `line` until `ready` gives something; nothing if the deadline has passed before.
    /// The second part of the result says whether it had to wait.
    pub(crate) fn wait<T>(
        &self,
        me: &Worker<'_>,
        line: usize,
        deadline_ms: Option<f64>,
        mut ready: impl FnMut(&mut Entered<'_, S, LINES>) -> Option<Ready<T>>,
    ) -> Result<Option<(Ready<T>, bool)>, Stopped> {
        let wait = Wait { line, deadline_ms, holder: None, slice: SLICE };
        self.wait_in_slices(me, wait, |entered, _| ready(entered))
    }

    /// The same, and `ready` hears at least once in each slice whether a slice has passed without a signal.
    pub(crate) fn wait_in_slices<T>(
        &self,
        me: &Worker<'_>,
        wait: Wait,
        mut ready: impl FnMut(&mut Entered<'_, S, LINES>, bool) -> Option<Ready<T>>,
    ) -> Result<Option<(Ready<T>, bool)>, Stopped> {
        let Wait { line, deadline_ms, holder, slice } = wait;
        let mut entered = self.enter();
        if let Some(ready) = ready(&mut entered, false) {
            return Ok(Some((ready, false)));
        }
        let wait = || {
            loop {
                let Some(limit) = me.slice(deadline_ms)? else { return Ok((None, None)) };
                entered.notify();
                entered.inside().waiting[line] += 1;
                let woken = self.changed[line].wait_timeout(entered.leave(), limit.min(slice));
                let (inner, passed) = woken.expect("no thread panics inside a monitor");
                entered = Entered::new(inner, &self.changed);
                entered.inside().waiting[line] -= 1;
                if let Some((value, by)) = ready(&mut entered, passed.timed_out()) {
                    return Ok((Some((value, by)), by));
                }
            }
        };
        let got = me.wait(Activity::Waiting, self.id, holder, deadline_ms.is_none(), wait)?;
        Ok(got.map(|ready| (ready, true)))
    }
}

/// The state of a monitor while one thread is inside. Whoever it wakes is woken after it has left, or
/// would run into it.
pub(crate) struct Entered<'a, S, const LINES: usize> {
    /// There until it leaves.
    inner: Option<MutexGuard<'a, Inner<S, LINES>>>,
    changed: &'a [Condvar; LINES],
    /// Threads to wake in each line.
    wakes: [usize; LINES],
}

impl<'a, S, const LINES: usize> Entered<'a, S, LINES> {
    fn new(inner: MutexGuard<'a, Inner<S, LINES>>, changed: &'a [Condvar; LINES]) -> Self {
        Self { inner: Some(inner), changed, wakes: [0; LINES] }
    }

    fn inside(&mut self) -> &mut Inner<S, LINES> {
        self.inner.as_mut().expect(INSIDE)
    }

    fn leave(&mut self) -> MutexGuard<'a, Inner<S, LINES>> {
        self.inner.take().expect(INSIDE)
    }

    fn notify(&mut self) {
        for (line, wakes) in self.changed.iter().zip(&mut self.wakes) {
            match std::mem::take(wakes) {
                usize::MAX => line.notify_all(),
                count => (0..count).for_each(|_| line.notify_one()),
            }
        }
    }

    /// Threads that wait in `line`.
    pub(crate) fn n_waiting(&self, line: usize) -> usize {
        self.inner.as_ref().expect(INSIDE).waiting[line]
    }

    /// Wakes up to `count` threads of `line`.
    pub(crate) fn wake(&mut self, line: usize, count: usize) {
        let waiting = self.n_waiting(line);
        let wakes = self.wakes[line].saturating_add(count);
        self.wakes[line] = if wakes < waiting || waiting == 0 { wakes.min(waiting) } else { ALL };
    }

    /// Wakes every thread of `line`.
    pub(crate) fn wake_all(&mut self, line: usize) {
        self.wake(line, ALL);
    }
}

impl<S, const LINES: usize> Drop for Entered<'_, S, LINES> {
    fn drop(&mut self) {
        drop(self.inner.take());
        self.notify();
    }
}

impl<S, const LINES: usize> Deref for Entered<'_, S, LINES> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.inner.as_ref().expect(INSIDE).state
    }
}

impl<S, const LINES: usize> DerefMut for Entered<'_, S, LINES> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.inside().state
    }
}
