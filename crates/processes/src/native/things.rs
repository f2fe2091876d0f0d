//! What a native process holds, and what it looks like on its way to another one.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use super::WHOLE;
use super::host::NativeHost;
use super::pipe::End;
use crate::host::{Id, Memory};

/// A parcel between two processes.
#[derive(Debug)]
pub(crate) struct Moved {
    pub(crate) number: u32,
    pub(crate) numbers: Vec<f64>,
    pub(crate) thing: Load,
    pub(crate) ends: Vec<End>,
}

/// What it carries.
#[derive(Debug)]
pub(crate) enum Load {
    Nothing,
    Bytes(Vec<u8>),
    Shared(Arc<Words>),
}

/// Memory that several processes see.
#[derive(Debug)]
pub(crate) struct Words {
    words: Vec<AtomicU32>,
    changed: Mutex<()>,
    bell: Condvar,
}

impl Words {
    pub(crate) fn new(n_words: usize) -> Self {
        let words = (0..n_words).map(|_| AtomicU32::new(0)).collect();
        Self { words, changed: Mutex::default(), bell: Condvar::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn load(&self, at: usize) -> u32 {
        self.words[at].load(Ordering::SeqCst)
    }

    pub(crate) fn store(&self, at: usize, value: u32) {
        self.words[at].store(value, Ordering::SeqCst);
    }

    pub(crate) fn add(&self, at: usize, value: u32) -> u32 {
        self.words[at].fetch_add(value, Ordering::SeqCst)
    }

    pub(crate) fn wait(&self, at: usize, seen: u32, at_most: Duration) {
        let changed = self.changed.lock().expect(WHOLE);
        if self.load(at) == seen {
            drop(self.bell.wait_timeout(changed, at_most).expect(WHOLE));
        }
    }

    pub(crate) fn wake(&self) {
        drop(self.changed.lock().expect(WHOLE)); // nobody is between the look and the wait
        self.bell.notify_all();
    }
}

impl NativeHost {
    fn words(&self, region: Id) -> Arc<Words> {
        self.held.borrow().regions[&region].clone()
    }
}

impl Memory for NativeHost {
    fn payload(&self, n_bytes: usize, value: u8) -> Id {
        let mut held = self.held.borrow_mut();
        let id = held.id();
        held.payloads.insert(id, vec![value; n_bytes]);
        id
    }

    fn n_bytes(&self, payload: Id) -> usize {
        self.held.borrow().payloads[&payload].len()
    }

    fn byte(&self, payload: Id, at: usize) -> u8 {
        self.held.borrow().payloads[&payload][at]
    }

    fn set_byte(&self, payload: Id, at: usize, value: u8) {
        self.held.borrow_mut().payloads.get_mut(&payload).expect("it is held")[at] = value;
    }

    fn drop_payload(&self, payload: Id) {
        self.held.borrow_mut().payloads.remove(&payload);
    }

    fn region(&self, n_words: usize) -> Option<Id> {
        let mut held = self.held.borrow_mut();
        let id = held.id();
        held.regions.insert(id, Arc::new(Words::new(n_words)));
        Some(id)
    }

    fn n_words(&self, region: Id) -> usize {
        self.words(region).len()
    }

    fn load(&self, region: Id, at: usize) -> u32 {
        self.words(region).load(at)
    }

    fn store(&self, region: Id, at: usize, value: u32) {
        self.words(region).store(at, value);
    }

    fn add(&self, region: Id, at: usize, value: u32) -> u32 {
        self.words(region).add(at, value)
    }

    fn wait(&self, region: Id, at: usize, seen: u32, at_most_ms: f64) {
        self.words(region).wait(at, seen, Duration::from_secs_f64(at_most_ms / 1000.0));
    }

    fn wake(&self, region: Id, _at: usize) {
        self.words(region).wake();
    }

    fn drop_region(&self, region: Id) {
        self.held.borrow_mut().regions.remove(&region);
    }
}
