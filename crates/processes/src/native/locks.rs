//! Locks by name.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use super::WHOLE;
use super::pipe::Bell;
use crate::host::Id;

/// Who asked, in the order of asking; the first one holds it.
type Queue = VecDeque<(u8, Id, Arc<Bell>)>;

/// All locks of a run.
#[derive(Default)]
pub(crate) struct Locks(Mutex<BTreeMap<String, Queue>>);

impl Locks {
    /// Asks for the lock `name`, for request `id` of process `rank`.
    pub(crate) fn request(&self, name: &str, rank: u8, id: Id, bell: &Arc<Bell>) {
        let mut locks = self.0.lock().expect(WHOLE);
        locks.entry(name.to_owned()).or_default().push_back((rank, id, bell.clone()));
    }

    /// Whether that request has it.
    pub(crate) fn is_granted(&self, rank: u8, id: Id) -> bool {
        let locks = self.0.lock().expect(WHOLE);
        locks.values().filter_map(VecDeque::front).any(|first| (first.0, first.1) == (rank, id))
    }

    /// Takes that request back.
    pub(crate) fn release(&self, rank: u8, id: Id) {
        self.retain(|of, request| (of, request) != (rank, id));
    }

    /// Takes back all requests of a process.
    pub(crate) fn leave(&self, rank: u8) {
        self.retain(|of, _| of != rank);
    }

    fn retain(&self, keep: impl Fn(u8, Id) -> bool) {
        for queue in self.0.lock().expect(WHOLE).values_mut() {
            queue.retain(|(rank, id, _)| keep(*rank, *id));
            if let Some((.., next)) = queue.front() {
                next.ring();
            }
        }
    }
}
