//! Locks by name.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use super::WHOLE;
use super::pipe::Bell;
use crate::host::Id;

/// Who asked, in the order of asking; the first one holds it.
type Queue = VecDeque<(u64, Id, Arc<Bell>)>;

/// All locks of a run.
#[derive(Default)]
pub(crate) struct Locks(Mutex<BTreeMap<String, Queue>>);

impl Locks {
    /// Asks for the lock `name`, for request `id` of a process.
    pub(crate) fn request(&self, name: &str, process: u64, id: Id, bell: &Arc<Bell>) {
        let mut locks = self.0.lock().expect(WHOLE);
        locks.entry(name.to_owned()).or_default().push_back((process, id, bell.clone()));
    }

    /// Whether that request has it.
    pub(crate) fn is_granted(&self, process: u64, id: Id) -> bool {
        let locks = self.0.lock().expect(WHOLE);
        locks.values().filter_map(VecDeque::front).any(|first| (first.0, first.1) == (process, id))
    }

    /// Takes that request back.
    pub(crate) fn release(&self, process: u64, id: Id) {
        self.retain(|of, request| (of, request) != (process, id));
    }

    /// Takes back all requests of a process.
    pub(crate) fn leave(&self, process: u64) {
        self.retain(|of, _| of != process);
    }

    fn retain(&self, keep: impl Fn(u64, Id) -> bool) {
        for queue in self.0.lock().expect(WHOLE).values_mut() {
            queue.retain(|(process, id, _)| keep(*process, *id));
            if let Some((.., next)) = queue.front() {
                next.ring();
            }
        }
    }
}
