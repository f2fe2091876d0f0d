//! Two-way connections between threads.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::WHOLE;
use super::things::Moved;

/// Wakes one process.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    /// Wakes it, now or when it waits next.
    pub(crate) fn ring(&self) {
        *self.rung.lock().expect(WHOLE) = true;
        self.heard.notify_all();
    }

    /// Waits until it was rung, or for `at_most`.
    pub(crate) fn wait(&self, at_most: Option<Duration>) {
        let mut rung = self.rung.lock().expect(WHOLE);
        while !*rung {
            match at_most {
                None => rung = self.heard.wait(rung).expect(WHOLE),
                Some(at_most) => {
                    rung = self.heard.wait_timeout(rung, at_most).expect(WHOLE).0;
                    break;
                }
            }
        }
        *rung = false;
    }
}

/// One end of a pipe.
#[derive(Debug)]
pub(crate) struct End {
    pipe: Arc<[Mutex<Side>; 2]>,
    side: usize,
}

/// What waits at one end, and who has it.
#[derive(Debug, Default)]
struct Side {
    arrived: VecDeque<Moved>,
    owner: Option<Arc<Bell>>,
}

/// Both ends of a new pipe.
pub(crate) fn pipe() -> [End; 2] {
    let pipe = Arc::<[Mutex<Side>; 2]>::default();
    [0, 1].map(|side| End { pipe: pipe.clone(), side })
}

impl End {
    /// Makes the process that hears `bell` the owner.
    pub(crate) fn belongs_to(self, bell: &Arc<Bell>) -> Self {
        self.pipe[self.side].lock().expect(WHOLE).owner = Some(bell.clone());
        bell.ring(); // something may wait already
        self
    }

    pub(crate) fn send(&self, parcel: Moved) {
        let mut other = self.pipe[1 - self.side].lock().expect(WHOLE);
        other.arrived.push_back(parcel);
        if let Some(owner) = &other.owner {
            owner.ring();
        }
    }

    pub(crate) fn take(&self) -> Option<Moved> {
        self.pipe[self.side].lock().expect(WHOLE).arrived.pop_front()
    }
}
