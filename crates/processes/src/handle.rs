//! Things that a host holds for a process, given back when they are dropped.

use std::fmt;
use std::rc::Rc;

use crate::host::{Host, Id};

/// Bytes in the memory of one process.
pub struct Payload {
    host: Rc<dyn Host>,
    pub(crate) id: Id,
}

impl Payload {
    pub(crate) fn new(host: Rc<dyn Host>, id: Id) -> Self {
        Self { host, id }
    }

    /// How many; 0 after they were transferred to another process.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.host.n_bytes(self.id)
    }

    /// The byte at `at`.
    ///
    /// # Panics
    ///
    /// There are not so many.
    #[must_use]
    pub fn byte(&self, at: usize) -> u8 {
        assert!(at < self.n_bytes(), "byte {at} of {}", self.n_bytes());
        self.host.byte(self.id, at)
    }

    /// Changes the byte at `at`.
    ///
    /// # Panics
    ///
    /// There are not so many.
    pub fn set_byte(&self, at: usize, value: u8) {
        assert!(at < self.n_bytes(), "byte {at} of {}", self.n_bytes());
        self.host.set_byte(self.id, at, value);
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        self.host.drop_payload(self.id);
    }
}

/// Memory that several processes see, as words.
pub struct Region {
    pub(crate) host: Rc<dyn Host>,
    pub(crate) id: Id,
}

impl Region {
    pub(crate) fn new(host: Rc<dyn Host>, id: Id) -> Self {
        Self { host, id }
    }

    /// How many words.
    #[must_use]
    pub fn n_words(&self) -> usize {
        self.host.n_words(self.id)
    }

    /// The word at `at`.
    #[must_use]
    pub fn load(&self, at: usize) -> u32 {
        self.host.load(self.id, at)
    }

    /// Changes the word at `at`, and wakes who waits for it.
    pub fn store(&self, at: usize, value: u32) {
        self.host.store(self.id, at, value);
        self.host.wake(self.id, at);
    }

    /// Adds to the word at `at`; what it was before.
    pub fn add(&self, at: usize, value: u32) -> u32 {
        self.host.add(self.id, at, value)
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        self.host.drop_region(self.id);
    }
}

/// A lock that is held until this is dropped.
pub struct Guard {
    host: Rc<dyn Host>,
    pub(crate) request: Id,
}

impl Guard {
    pub(crate) fn new(host: Rc<dyn Host>, request: Id) -> Self {
        Self { host, request }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.host.release(self.request);
    }
}

macro_rules! debug {
    ($($name:ident by $id:ident),+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{} {}", stringify!($name), self.$id)
            }
        })+
    };
}

debug!(Payload by id, Region by id, Guard by request);
