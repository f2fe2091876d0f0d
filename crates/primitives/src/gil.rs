//! The lock that lets one thread at a time run Python: CPython's global interpreter lock.

use std::time::Duration;

use crate::SLICE;
use crate::control::Stopped;
use crate::misuse::Misuse;
use crate::monitor::{Monitor, Wait};
use crate::resource::Resource;
use crate::sync::{AtomicBool, Ordering};
use crate::worker::Worker;

/// A lock whose holder goes on until it waits for something else, or until it is asked to let go.
///
/// | state  | a thread comes                                              | its holder is at a switch point     |
/// |--------|-------------------------------------------------------------|-------------------------------------|
/// | free   | takes it                                                    |                                     |
/// | held   | waits; asks for it when it saw no change for an interval    | goes on                             |
/// | asked  | waits                                                       | drops it, waits until another has it |
///
/// A holder that is asked does not take it back at once: another thread has it first, or nobody would ever get
/// it from a thread that computes. Whoever takes it withdraws what was asked.
///
/// Source: Pitrou, "Reworking the GIL", python-dev, 2009; `Python/ceval_gil.c` of CPython 3.13.
#[derive(Debug)]
pub struct Gil {
    monitor: Monitor<Interpreter, 2>,
    /// Whether somebody asks for it. It says when to look, not what is there: that stands in the monitor.
    asked: AtomicBool,
    /// An interval is so many slices.
    slices: u32,
    slice: Duration,
}

#[derive(Debug)]
struct Interpreter {
    holder: Option<u8>,
    /// Who took it last.
    last: Option<u8>,
    gave_way: Option<u8>,
    hand_overs: u64,
}

/// Those who want it, and who waits until another one has it.
const TAKERS: usize = 0;
const GIVER: usize = 1;

impl Gil {
    /// A free one, known as resource `id` in events, which is asked for after `interval`: `sys.setswitchinterval`.
    #[must_use]
    pub fn new(id: u32, interval: Duration) -> Self {
        let slices = interval.as_nanos().div_ceil(SLICE.as_nanos()).max(1) as u32;
        let nobody = Interpreter { holder: None, last: None, gave_way: None, hand_overs: 0 };
        Self {
            monitor: Monitor::new(id, nobody),
            asked: AtomicBool::new(false),
            slices,
            slice: interval / slices,
        }
    }

    /// Waits until it is free, and takes it.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn take(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        let (mut seen, mut passed) = (None, 0);
        let holder = self.monitor.enter().holder;
        let wait = Wait { line: TAKERS, deadline_ms: None, holder, slice: self.slice };
        let got = self.monitor.wait_in_slices(me, wait, |gil, timed_out| {
            if gil.holder.is_none() {
                gil.holder = Some(me.number());
                if gil.last != gil.holder {
                    gil.hand_overs += u64::from(gil.last.is_some());
                    gil.last = gil.holder;
                }
                self.asked.store(false, Ordering::Relaxed);
                gil.wake_all(GIVER);
                return Some(((), gil.gave_way));
            }
            if seen != Some(gil.hand_overs) {
                (seen, passed) = (Some(gil.hand_overs), 0); // whoever has it now has an interval of its own
            } else if timed_out {
                passed += 1;
                if passed >= self.slices {
                    self.asked.store(true, Ordering::Relaxed);
                }
            }
            None
        })?;
        let from = got.and_then(|((_, from), has_waited)| from.filter(|_| has_waited));
        me.acquired(self.monitor.id(), from);
        Ok(())
    }

    /// Gives it back, as before a wait for something else; if it was asked for, another one has it afterwards.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop before another one had it.
    ///
    /// # Panics
    ///
    /// If the calling thread does not hold it.
    pub fn drop(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        let mut gil = self.monitor.enter();
        assert_eq!(gil.holder, Some(me.number()), "{}", Misuse::NotOwner);
        (gil.holder, gil.gave_way) = (None, gil.holder);
        gil.wake(TAKERS, 1);
        me.released(self.monitor.id());
        drop(gil);
        if self.asked.load(Ordering::Relaxed) {
            self.monitor.wait(&me.silent(), GIVER, None, |gil| {
                let is_over = gil.last != Some(me.number()) || gil.n_waiting(TAKERS) == 0;
                is_over.then_some(((), None))
            })?;
        }
        Ok(())
    }

    /// A switch point: lets another thread have it, if it was asked for, and takes it back.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    #[inline]
    pub fn check(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        if self.asked.load(Ordering::Relaxed) {
            self.drop(me)?;
            self.take(me)?;
        }
        Ok(())
    }

    /// How often another thread took it than had it before.
    #[must_use]
    pub fn hand_overs(&self) -> u64 {
        self.monitor.enter().hand_overs
    }
}

impl Resource for Gil {
    fn id(&self) -> u32 {
        self.monitor.id()
    }

    fn holder(&self) -> Option<usize> {
        self.monitor.enter().holder.map(usize::from)
    }
}
