//! A process, as its role sees it.

mod fetch;
mod hold;
mod keep;
mod line;
mod wait;

pub use self::hold::Wish;
pub use self::keep::Keeping;
pub use self::line::{Headers, Heard, Line};

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use trace::{Activity, Event, EventKind, Few};

use crate::handle::{Payload, Region};
use crate::host::{Host, Parcel, Port, Thing};
use crate::message::{Content, Message, Unsendable};

/// What is known of a process that was started.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Child {
    /// It was there at this time, in milliseconds.
    Started(f64),
    /// It has returned from its role.
    Returned,
}

/// A message that its role has not taken yet.
struct Arrived {
    from: Port,
    number: u32,
    message: Message,
}

/// A process, as its role sees it.
pub struct Process {
    host: Rc<dyn Host>,
    n_sent: Cell<u32>,
    arrived: RefCell<VecDeque<Arrived>>,
    children: RefCell<Few<Port, Child>>,
    channels: RefCell<Few<String, Port>>,
    recording: Cell<bool>,
}

impl Process {
    /// The process that runs on `host`.
    #[must_use]
    pub fn new(host: Rc<dyn Host>) -> Self {
        Self {
            host,
            n_sent: Cell::new(0),
            arrived: RefCell::default(),
            children: RefCell::default(),
            channels: RefCell::default(),
            recording: Cell::new(true),
        }
    }

    /// Number of this process in its run: 0 for the one that starts first.
    #[must_use]
    pub fn rank(&self) -> u8 {
        self.host.rank()
    }

    /// Milliseconds on the clock that all processes of a run share.
    #[must_use]
    pub fn now_ms(&self) -> f64 {
        self.host.now_ms()
    }

    /// A number between 0 and 1 that nobody can foretell, whatever tab it is.
    #[must_use]
    pub fn dice(&self) -> f64 {
        self.host.dice()
    }

    /// Says how much of the work is done.
    pub fn progress(&self, done: u64, total: u64) {
        self.host.progress(done, total);
    }

    /// Whether what happens from now on is recorded, if anything of the run is.
    pub fn switch(&self, recording: bool) {
        self.recording.set(recording);
    }

    /// Hands over what was recorded: before this process may be ended from outside.
    pub fn flush(&self) {
        self.host.flush();
    }

    /// Records that something happened.
    pub fn record(&self, kind: EventKind, subject: u32) {
        if self.recording.get() {
            self.host.record(Event { at_ms: self.now_ms(), kind, subject, other: None });
        }
    }

    /// Records `activity` while `work` goes on.
    pub async fn during<T>(
        &self,
        activity: Activity,
        subject: u32,
        work: impl Future<Output = T>,
    ) -> T {
        self.record(EventKind::Begin(activity), subject);
        let value = work.await;
        self.record(EventKind::End, subject);
        value
    }

    /// Begins to start a process that plays `role`; the connection to it. It is recorded if this one is now.
    pub fn start(&self, role: u32) -> Port {
        self.host.start(role, self.recording.get())
    }

    /// Ends a process at once, whatever it is doing. What it holds is free then.
    pub fn terminate(&self, child: Port) {
        self.host.terminate(child);
    }

    /// A new two-way connection: both of its ends, which may be sent to other processes.
    #[must_use]
    pub fn pipe(&self) -> [Port; 2] {
        self.host.pipe()
    }

    /// A connection to everybody on pages of this site, in whatever tab, who has one with the same `name`: what one
    /// sends is received by all others. It carries numbers only.
    #[must_use]
    pub fn channel(&self, name: &str) -> Port {
        if let Some(known) = self.channels.borrow().get(name) {
            return *known;
        }
        let port = self.host.channel(name);
        self.channels.borrow_mut().insert(name.to_owned(), port);
        port
    }

    /// Bytes of one value in the memory of this process.
    #[must_use]
    pub fn payload(&self, n_bytes: usize, value: u8) -> Rc<Payload> {
        Rc::new(Payload::new(self.host.clone(), self.host.payload(n_bytes, value)))
    }

    /// Memory that processes can share, `n_words` of it, all 0; none where they cannot.
    #[must_use]
    pub fn region(&self, n_words: usize) -> Option<Rc<Region>> {
        Some(Rc::new(Region::new(self.host.clone(), self.host.region(n_words)?)))
    }

    /// Sends a message; never waits.
    ///
    /// # Errors
    ///
    /// It carries what cannot be sent; then nothing was sent.
    pub fn send(&self, to: Port, message: Message) -> Result<(), Unsendable> {
        let number = self.n_sent.get() << 8 | u32::from(self.rank());
        let n_bytes = message.n_bytes();
        let Message { numbers, content, ports } = message;
        let thing = match &content {
            Content::Nothing => Thing::Nothing,
            Content::Bytes(payload, way) => Thing::Bytes(payload.id, *way),
            Content::Shared(region) => Thing::Shared(region.id),
            Content::Unsendable(what) => Thing::Unsendable(*what),
        };
        // The other one may have received it before this one goes on.
        let at_ms = self.recording.get().then(|| self.now_ms());
        self.host.send(to, Parcel { number, numbers, thing, ports })?;
        self.n_sent.set(self.n_sent.get() + 1);
        if let Some(at_ms) = at_ms {
            self.note(EventKind::Sent, at_ms, number, n_bytes);
        }
        Ok(())
    }

    /// Sends numbers, which can always be sent.
    pub fn tell(&self, to: Port, numbers: &[f64]) {
        self.send(to, Message::of(numbers)).expect("plain data can be sent");
    }

    /// Records a message, and then its size.
    fn note(&self, kind: EventKind, at_ms: f64, number: u32, n_bytes: usize) {
        let size = u32::try_from(n_bytes).unwrap_or(u32::MAX);
        for (kind, subject) in [(kind, number), (EventKind::Bytes, size)] {
            self.host.record(Event { at_ms, kind, subject, other: None });
        }
    }
}

impl std::fmt::Debug for Process {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "process {}", self.rank())
    }
}
