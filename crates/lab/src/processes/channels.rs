//! Connections to everybody on pages of this site who has one of the same name, in whatever tab.

use std::cell::RefCell;

use js_sys::Array;
use processes::Port;
use trace::Few;
use web_sys::BroadcastChannel;

use crate::mailbox::{From, Mailbox};

/// Stands before every name.
const SITE: &str = "interleave";

/// Those of one process.
pub(super) struct Channels {
    mailbox: Mailbox,
    joined: RefCell<Few<Port, BroadcastChannel>>,
}

impl Channels {
    /// None yet.
    pub(super) fn new(mailbox: &Mailbox) -> Self {
        Self { mailbox: mailbox.clone(), joined: RefCell::default() }
    }

    /// Joins a channel.
    pub(super) fn join(&self, name: &str) -> Port {
        let channel = BroadcastChannel::new(&format!("{SITE} {name}")).expect("workers have these");
        let port = Port(self.mailbox.port());
        channel.set_onmessage(Some(&self.mailbox.receive(From::Port(port.0))));
        self.joined.borrow_mut().insert(port, channel);
        port
    }

    /// Sends to all others, if `to` is a channel; whether it is.
    pub(super) fn send(&self, to: Port, message: &Array) -> bool {
        let joined = self.joined.borrow();
        let Some(channel) = joined.get(&to) else { return false };
        channel.post_message(message).expect("numbers can be sent");
        true
    }
}

impl Drop for Channels {
    /// It is left with the run.
    fn drop(&mut self) {
        self.joined.borrow().iter().for_each(|(_, channel)| channel.close());
    }
}
