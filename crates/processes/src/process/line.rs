//! A line to a broker of messages, which other machines may share.

use std::fmt;
use std::rc::Rc;

use super::Process;
use crate::host::{Host, Id};

/// Names and values that stand before the body of a message.
pub type Headers = Vec<(String, String)>;

/// What is heard over a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The broker is there, perhaps again.
    Connected,
    /// A message that was subscribed to; its number, by which it is acknowledged.
    Message(u32, Headers, String),
    /// The broker has one of the messages that were published.
    Receipt,
    /// The broker does not let this process in, or refuses what it asked for; it hangs up.
    Refused(String),
    /// The connection is gone, or could not be made; another one is tried, until the line is dropped. What was not
    /// acknowledged comes again then.
    Closed,
}

/// A line, which ends when this is dropped. Whatever is asked for waits until the broker is there.
pub struct Line {
    host: Rc<dyn Host>,
    id: Id,
}

impl Line {
    /// Asks for the messages of a destination.
    pub fn subscribe(&self, destination: &str, headers: &[(&str, &str)]) {
        self.host.subscribe(self.id, destination, &owned(headers));
    }

    /// Sends a message, again if it is not known whether it arrived.
    pub fn publish(&self, destination: &str, headers: &Headers, body: &str) {
        self.host.publish(self.id, destination, headers, body);
    }

    /// Says that a message need not be given to anybody else.
    pub fn acknowledge(&self, number: u32) {
        self.host.acknowledge(self.id, number);
    }

    /// What was heard next, if anything.
    #[must_use]
    pub fn hear(&self) -> Option<Heard> {
        self.host.heard(self.id)
    }
}

fn owned(headers: &[(&str, &str)]) -> Headers {
    headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

impl Drop for Line {
    fn drop(&mut self) {
        self.host.hang_up(self.id);
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.id)
    }
}

impl Process {
    /// Begins to make a line to the broker of the page's own site, for whom the run was given a name and a password.
    #[must_use]
    pub fn dial(&self) -> Line {
        Line { host: self.host.clone(), id: self.host.dial() }
    }
}
