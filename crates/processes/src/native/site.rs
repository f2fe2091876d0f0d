//! What the pages of one site have in common, whatever run they show: locks, channels, shelves.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::WHOLE;
use super::locks::Locks;
use super::pipe::Bell;
use super::things::{Load, Moved};
use crate::host::{Entries, Kept};

/// Several runs can be on pages of the same site.
#[derive(Default)]
pub struct Site {
    pub(super) locks: Locks,
    /// How many processes and runs there have been.
    known: AtomicU64,
    members: Mutex<Vec<Member>>,
    shelves: Mutex<BTreeMap<String, BTreeMap<u32, Vec<f64>>>>,
    /// Why nothing is kept, if so.
    refusal: Option<String>,
}

/// What waits for one who listens to a channel.
type Waiting = Arc<Mutex<VecDeque<Vec<f64>>>>;

/// Somebody who listens.
struct Member {
    channel: String,
    process: u64,
    waiting: Waiting,
    bell: Arc<Bell>,
}

/// A connection to all others of a channel.
pub(super) struct Channel {
    name: String,
    process: u64,
    waiting: Waiting,
}

impl Channel {
    /// What somebody has sent.
    pub(super) fn take(&self) -> Option<Moved> {
        let numbers = self.waiting.lock().expect(WHOLE).pop_front()?;
        Some(Moved { number: 0, numbers, thing: Load::Nothing, ends: Vec::new() })
    }
}

impl Site {
    /// A site for which the browser keeps nothing, and says why.
    #[must_use]
    pub fn that_keeps_nothing(why: &str) -> Self {
        Self { refusal: Some(why.to_owned()), ..Self::default() }
    }

    /// A number for one more process or run, which no other one has. A rank is given again, so that nothing belongs
    /// to a rank.
    pub(super) fn number(&self) -> u64 {
        self.known.fetch_add(1, Ordering::SeqCst)
    }

    /// Takes back all that a process has.
    pub(super) fn leave(&self, process: u64) {
        self.locks.leave(process);
        self.members.lock().expect(WHOLE).retain(|member| member.process != process);
    }

    pub(super) fn channel(&self, name: &str, process: u64, bell: &Arc<Bell>) -> Channel {
        let (waiting, bell) = (Waiting::default(), bell.clone());
        let member = Member { channel: name.to_owned(), process, waiting: waiting.clone(), bell };
        self.members.lock().expect(WHOLE).push(member);
        Channel { name: name.to_owned(), process, waiting }
    }

    pub(super) fn send(&self, from: &Channel, numbers: &[f64]) {
        for member in &*self.members.lock().expect(WHOLE) {
            if member.channel == from.name && member.process != from.process {
                member.waiting.lock().expect(WHOLE).push_back(numbers.to_vec());
                member.bell.ring();
            }
        }
    }

    pub(super) fn look_up(&self, shelf: &str) -> Kept {
        self.may_keep()?;
        let shelves = self.shelves.lock().expect(WHOLE);
        let entries = shelves.get(shelf).into_iter().flatten();
        Ok(entries.map(|(number, entry)| (*number, entry.clone())).collect())
    }

    pub(super) fn keep(&self, shelf: &str, entries: &Entries) -> Kept {
        self.may_keep()?;
        let mut shelves = self.shelves.lock().expect(WHOLE);
        shelves.entry(shelf.to_owned()).or_default().extend(entries.iter().cloned());
        Ok(Entries::new())
    }

    pub(super) fn clear_shelves(&self, but: Option<&str>) -> Kept {
        self.may_keep()?;
        self.shelves.lock().expect(WHOLE).retain(|shelf, _| Some(shelf.as_str()) == but);
        Ok(Entries::new())
    }

    fn may_keep(&self) -> Result<(), String> {
        self.refusal.clone().map_or(Ok(()), Err)
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("site")
    }
}
