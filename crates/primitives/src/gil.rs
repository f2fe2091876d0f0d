//! The lock that lets one thread at a time run Python: CPython's global interpreter lock.

use std::time::Duration;

use trace::Activity;

use crate::SLICE;
use crate::control::Stopped;
use crate::misuse::Misuse;
use crate::monitor::{Entered, Monitor, Wait};
use crate::resource::Resource;
use crate::sync::{AtomicBool, Ordering, spin};
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
    /// Whether nobody holds it; it too only says when to look.
    is_free: AtomicBool,
    /// Whether somebody looks at it who will ask: the others sleep on.
    is_watched: AtomicBool,
    interval_ms: f64,
    /// An interval is so many slices, and a moment to look.
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
    taken_ms: f64,
    /// How long it was held by those who were asked to let go, in milliseconds, and how often.
    asked_ms: f64,
    asked: u32,
}

/// Those who want it, and who waits until another one has it.
const TAKERS: usize = 0;
const GIVER: usize = 1;

/// Not worth a sleep, in milliseconds: to be woken takes longer.
const LOOK_MS: f64 = 0.1;

impl Gil {
    /// A free one, known as resource `id` in events, which is asked for after `interval`: `sys.setswitchinterval`.
    #[must_use]
    pub fn new(id: u32, interval: Duration) -> Self {
        let slept =
            interval.saturating_sub(Duration::from_secs_f64(LOOK_MS / 1e3)).max(interval / 2);
        let slices = slept.as_nanos().div_ceil(SLICE.as_nanos()).max(1) as u32;
        let nobody = Interpreter {
            holder: None,
            last: None,
            gave_way: None,
            hand_overs: 0,
            taken_ms: 0.0,
            asked_ms: 0.0,
            asked: 0,
        };
        Self {
            monitor: Monitor::new(id, nobody),
            asked: AtomicBool::new(false),
            is_free: AtomicBool::new(true),
            is_watched: AtomicBool::new(false),
            interval_ms: interval.as_secs_f64() * 1e3,
            slices,
            slice: slept / slices,
        }
    }

    /// Waits until it is free, and takes it.
    ///
    /// # Errors
    ///
    /// [`Stopped`] if the lab was asked to stop first.
    pub fn take(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        let id = self.monitor.id();
        let mut gil = self.monitor.enter();
        if gil.holder.is_none() {
            self.takes(me, &mut gil);
            drop(gil);
            me.acquired(id, None);
            return Ok(());
        }
        let holder = gil.holder;
        drop(gil);
        let (mut seen, mut passed, quiet) = (None, 0, me.silent());
        let mut since_ms = me.now_ms();
        let from = me.wait(Activity::Waiting, id, holder, true, || {
            loop {
                let wait = Wait { line: TAKERS, deadline_ms: None, holder, slice: self.slice };
                let got = self.monitor.wait_in_slices(&quiet, wait, |gil, timed_out| {
                    if gil.holder.is_none() {
                        self.takes(me, gil);
                        return Some((true, gil.gave_way));
                    }
                    if seen != Some(gil.hand_overs) {
                        // Whoever has it now has an interval of its own.
                        (seen, passed, since_ms) = (Some(gil.hand_overs), 0, me.now_ms());
                    } else if timed_out {
                        passed += 1;
                    }
                    (passed >= self.slices).then_some((false, None))
                })?;
                if let Some(((true, from), _)) = got {
                    return Ok((from, from));
                }
                // The interval is over, or nearly so.
                passed = 0;
                if self.is_watched.swap(true, Ordering::Relaxed) {
                    continue;
                }
                self.look(me, true, since_ms + self.interval_ms);
                let gil = self.monitor.enter();
                let is_same = gil.holder.is_some() && seen == Some(gil.hand_overs);
                self.asked.fetch_or(is_same, Ordering::Relaxed);
                drop(gil);
                self.is_watched.store(false, Ordering::Relaxed);
                self.look(me, true, me.now_ms() + LOOK_MS);
            }
        })?;
        me.acquired(id, from);
        Ok(())
    }

    /// Notes that `me` takes it.
    fn takes(&self, me: &Worker<'_>, gil: &mut Entered<'_, Interpreter, 2>) {
        gil.holder = Some(me.number());
        gil.taken_ms = me.now_ms();
        if gil.last != gil.holder {
            gil.hand_overs += u64::from(gil.last.is_some());
            gil.last = gil.holder;
        }
        self.asked.store(false, Ordering::Relaxed);
        self.is_free.store(false, Ordering::Relaxed);
        gil.wake_all(GIVER);
    }

    /// Looks until then whether it becomes free, or taken, and does not sleep.
    fn look(&self, me: &Worker<'_>, free: bool, until_ms: f64) {
        if cfg!(loom) {
            return;
        }
        while self.is_free.load(Ordering::Relaxed) != free && me.now_ms() < until_ms {
            spin();
        }
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
        let is_asked = self.asked.load(Ordering::Relaxed);
        if is_asked {
            gil.asked_ms += me.now_ms() - gil.taken_ms;
            gil.asked += 1;
        }
        self.is_free.store(true, Ordering::Relaxed);
        gil.wake(TAKERS, 1);
        me.released(self.monitor.id());
        drop(gil);
        if is_asked {
            self.look(me, false, me.now_ms() + LOOK_MS);
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

    /// How long those held it who were asked to let go, on average, in milliseconds; nothing if nobody was.
    #[must_use]
    pub fn held_ms(&self) -> Option<f64> {
        let gil = self.monitor.enter();
        (gil.asked > 0).then(|| gil.asked_ms / f64::from(gil.asked))
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
