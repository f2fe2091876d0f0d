//! Payloads and regions, which stand outside the memory of the program: so that they can be moved to another
//! worker, or seen by it.

use js_sys::{Atomics, Int32Array, Reflect, SharedArrayBuffer, Uint8Array, global};
use processes::{Id, Memory};
use trace::Few;

use super::place::Place;

/// What one process has.
#[derive(Default)]
pub(super) struct Things {
    next: Id,
    bytes: Few<Id, Uint8Array>,
    words: Few<Id, Int32Array>,
}

impl Things {
    fn id(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    pub(super) fn keep_bytes(&mut self, bytes: Uint8Array) -> Id {
        let id = self.id();
        self.bytes.insert(id, bytes);
        id
    }

    pub(super) fn keep_words(&mut self, words: Int32Array) -> Id {
        let id = self.id();
        self.words.insert(id, words);
        id
    }

    /// Bytes of one value.
    pub(super) fn new_bytes(&mut self, n_bytes: usize, value: u8) -> Id {
        let bytes = Uint8Array::new_with_length(n_bytes as u32);
        if value != 0 {
            bytes.fill(value, 0, n_bytes as u32);
        }
        self.keep_bytes(bytes)
    }

    /// Words that other workers can see; none where the browser shares no memory.
    pub(super) fn new_words(&mut self, n_words: usize) -> Option<Id> {
        let is_isolated = Reflect::get(&global(), &"crossOriginIsolated".into()).ok()?;
        if !is_isolated.is_truthy() {
            return None;
        }
        let memory = SharedArrayBuffer::new(4 * n_words as u32);
        Some(self.keep_words(Int32Array::new(&memory)))
    }

    pub(super) fn bytes(&self, id: Id) -> Uint8Array {
        self.bytes.get(&id).expect("it is held").clone()
    }

    pub(super) fn words(&self, id: Id) -> Int32Array {
        self.words.get(&id).expect("it is held").clone()
    }

    pub(super) fn drop_bytes(&mut self, id: Id) {
        self.bytes.remove(&id);
    }

    pub(super) fn drop_words(&mut self, id: Id) {
        self.words.remove(&id);
    }
}

const IN_RANGE: &str = "a role knows the length of its region";

impl Memory for Place {
    fn payload(&self, n_bytes: usize, value: u8) -> Id {
        self.things.borrow_mut().new_bytes(n_bytes, value)
    }

    fn n_bytes(&self, payload: Id) -> usize {
        self.things.borrow().bytes(payload).length() as usize
    }

    fn byte(&self, payload: Id, at: usize) -> u8 {
        self.things.borrow().bytes(payload).get_index(at as u32)
    }

    fn set_byte(&self, payload: Id, at: usize, value: u8) {
        self.things.borrow().bytes(payload).set_index(at as u32, value);
    }

    fn drop_payload(&self, payload: Id) {
        self.things.borrow_mut().drop_bytes(payload);
    }

    fn region(&self, n_words: usize) -> Option<Id> {
        self.things.borrow_mut().new_words(n_words)
    }

    fn n_words(&self, region: Id) -> usize {
        self.things.borrow().words(region).length() as usize
    }

    fn load(&self, region: Id, at: usize) -> u32 {
        Atomics::load(&self.things.borrow().words(region), at as u32).expect(IN_RANGE) as u32
    }

    fn store(&self, region: Id, at: usize, value: u32) {
        let words = self.things.borrow().words(region);
        Atomics::store(&words, at as u32, value as i32).expect(IN_RANGE);
    }

    fn add(&self, region: Id, at: usize, value: u32) -> u32 {
        let words = self.things.borrow().words(region);
        Atomics::add(&words, at as u32, value as i32).expect(IN_RANGE) as u32
    }

    fn wait(&self, region: Id, at: usize, seen: u32, at_most_ms: f64) {
        let words = self.things.borrow().words(region);
        Atomics::wait_with_timeout(&words, at as u32, seen as i32, at_most_ms)
            .expect("a worker may block on shared memory");
    }

    fn wake(&self, region: Id, at: usize) {
        Atomics::notify(&self.things.borrow().words(region), at as u32).expect(IN_RANGE);
    }

    fn drop_region(&self, region: Id) {
        self.things.borrow_mut().drop_words(region);
    }
}
