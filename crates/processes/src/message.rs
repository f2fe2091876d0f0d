//! What crosses from process to process.

use std::fmt;
use std::rc::Rc;

use crate::handle::{Payload, Region};
use crate::host::Port;

/// How the bytes of a payload reach another process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Both have them afterwards, each a copy of its own; takes time for each byte.
    Copy,
    /// The receiver has them, the sender no more; takes the same time for any number of bytes.
    Transfer,
}

/// What a message carries beside its numbers.
#[derive(Debug, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Nothing,
    /// Bytes. Who transfers them finds none left.
    Bytes(Rc<Payload>, Way),
    /// Memory that both see afterwards.
    Shared(Rc<Region>),
    /// What belongs to one process only; sending it fails.
    Unsendable(Unsendable),
}

impl Content {
    /// Bytes that cross with it, or that both see.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        match self {
            Self::Nothing | Self::Unsendable(_) => 0,
            Self::Bytes(payload, _) => payload.n_bytes(),
            Self::Shared(region) => 4 * region.n_words(),
        }
    }
}

/// What one process sends to another one.
#[derive(Debug, Default)]
pub struct Message {
    /// Plain data; what it means is agreed between the roles.
    pub numbers: Vec<f64>,
    /// What else it carries.
    pub content: Content,
    /// Ends of pipes; they belong to the receiver afterwards.
    pub ports: Vec<Port>,
}

impl Message {
    /// A message of numbers only.
    #[must_use]
    pub fn of(numbers: &[f64]) -> Self {
        Self { numbers: numbers.to_vec(), ..Self::default() }
    }

    /// The number at `index`; 0 if there are not so many.
    #[must_use]
    pub fn number(&self, index: usize) -> f64 {
        self.numbers.get(index).copied().unwrap_or_default()
    }

    /// Bytes that it carries.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        8 * self.numbers.len() + self.content.n_bytes()
    }
}

/// What cannot leave its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsendable {
    /// A function with what it has captured.
    Function,
    /// A lock that the process holds.
    Lock,
}

impl fmt::Display for Unsendable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Function => "a function cannot be sent: it is code and memory of its process",
            Self::Lock => "a lock cannot be sent: it belongs to the process that holds it",
        })
    }
}
