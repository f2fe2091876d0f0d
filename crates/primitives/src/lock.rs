//! Mutual exclusion: Python's `threading.Lock`.

use std::time::Duration;

use trace::Activity;

use crate::control::Stopped;
use crate::misuse::Misuse;
use crate::resource::{RawLock, Resource};
use crate::sync::{AtomicU32, Ordering, spin};
use crate::word::Word;
use crate::worker::Worker;

/// Looks at a held lock before sleeping: a short critical section may end within that time. Loom
/// needs no second look to find every schedule.
const SPINS: u32 = if cfg!(loom) { 1 } else { 100 };
const FREE: u32 = 0;
const WAITED_FOR: u32 = 1;

/// A lock on which threads sleep while they wait. Any thread may release it, as in Python.
///
/// | word           | state                                          | leaves by                          |
/// |----------------|------------------------------------------------|------------------------------------|
/// | 0              | free                                           | a thread puts its mark there       |
/// | 2 (t + 1)      | held by thread t, and nobody waits             | release: 0                         |
/// | 2 (t + 1) + 1  | held by thread t, and somebody may wait        | release: 0, then one wake          |
///
/// A waiter sets the lowest bit before it sleeps, and sleeps only while the word is what it saw. One
/// that was woken takes the lock with that bit set, because others may still sleep. So whenever
/// somebody sleeps, the bit is set or a wake is on its way. One that gives up may have been woken
/// while a third thread took the lock without the bit, so it passes the wake on.
///
/// The two words that a lock changes hands by are all it costs: the holder is part of the state, and a
/// wait is recorded by the one who has time.
///
/// Source: Drepper, "Futexes Are Tricky", 2011, second mutex.
#[derive(Debug)]
pub struct Lock {
    id: u32,
    word: Word,
    /// Who released it last, plus one; published by the release itself.
    gave_way: AtomicU32,
}

impl Lock {
    /// A free lock, known as resource `id` in events.
    #[must_use]
    pub fn new(id: u32) -> Self {
        Self { id, word: Word::new(FREE), gave_way: AtomicU32::new(0) }
    }

    fn acquire_slowly(&self, me: &Worker<'_>, deadline_ms: Option<f64>) -> Result<bool, Stopped> {
        for _ in 0..SPINS {
            match self.word.load() {
                FREE if self.word.replace(FREE, mark(me)) => {
                    me.acquired(self.id, None);
                    return Ok(true);
                }
                word if word & WAITED_FOR != 0 => break,
                _ => spin(),
            }
        }
        let wait = || loop {
            let word = self.word.load();
            if word == FREE {
                if self.word.replace(FREE, mark(me) | WAITED_FOR) {
                    return Ok((true, self.gave_way()));
                }
                continue;
            }
            let Some(limit) = me.slice(deadline_ms)? else {
                self.word.wake_one();
                return Ok((false, None));
            };
            if word & WAITED_FOR != 0 || self.word.replace(word, word | WAITED_FOR) {
                self.word.wait(word | WAITED_FOR, limit);
            }
        };
        let forever = deadline_ms.is_none();
        let got = me.wait(Activity::Waiting, self.id, holder(self.word.load()), forever, wait)?;
        if got {
            me.acquired(self.id, self.gave_way());
        }
        Ok(got)
    }

    fn gave_way(&self) -> Option<u8> {
        u8::try_from(self.gave_way.load(Ordering::Relaxed).wrapping_sub(1)).ok()
    }
}

fn mark(me: &Worker<'_>) -> u32 {
    2 * (u32::from(me.number()) + 1)
}

fn holder(word: u32) -> Option<u8> {
    u8::try_from((word >> 1).wrapping_sub(1)).ok()
}

impl Resource for Lock {
    fn id(&self) -> u32 {
        self.id
    }

    fn holder(&self) -> Option<usize> {
        holder(self.word.load()).map(usize::from)
    }
}

impl RawLock for Lock {
    #[inline]
    fn acquire(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        if self.word.replace(FREE, mark(me)) {
            me.acquired(self.id, None);
            return Ok(());
        }
        self.acquire_slowly(me, None).map(|_| ())
    }

    fn try_acquire(&self, me: &Worker<'_>) -> bool {
        let got = self.word.replace(FREE, mark(me));
        if got {
            me.acquired(self.id, None);
        }
        got
    }

    fn acquire_timeout(&self, me: &Worker<'_>, timeout: Duration) -> Result<bool, Stopped> {
        if self.try_acquire(me) {
            return Ok(true);
        }
        self.acquire_slowly(me, Some(me.deadline_ms(timeout)))
    }

    #[inline]
    fn release(&self, me: &Worker<'_>) -> Result<(), Misuse> {
        if self.word.load() == FREE {
            return Err(Misuse::NotLocked);
        }
        me.released(self.id);
        let mine = u32::from(me.number()) + 1;
        // Looked at first: a store is a full fence in wasm, and the same thread often comes again.
        if self.gave_way.load(Ordering::Relaxed) != mine {
            self.gave_way.store(mine, Ordering::Relaxed);
        }
        match self.word.swap(FREE) {
            FREE => Err(Misuse::NotLocked), // two threads have released it at once
            word if word & WAITED_FOR != 0 => {
                self.word.wake_one();
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
