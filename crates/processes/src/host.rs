//! What a place must offer so that processes can run there.

use trace::Event;

use crate::ended::Ended;
use crate::message::{Unsendable, Way};
use crate::process::{Headers, Heard};

/// One end of a two-way connection, by its number in the process that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port(pub u32);

impl Port {
    /// The connection to whoever started this process.
    pub const PARENT: Self = Self(0);
}

/// A thing that a host holds for a process: a payload, a region, a request for a lock or to what is kept.
pub type Id = u32;

/// A message on its way, its things by their numbers.
#[derive(Debug, Default)]
pub struct Parcel {
    /// Pairs the event of sending with that of receiving; no other message of the run has it.
    pub number: u32,
    /// Plain data.
    pub numbers: Vec<f64>,
    /// What else it carries.
    pub thing: Thing,
    /// Ends of pipes.
    pub ports: Vec<Port>,
}

/// Between whom a name of a lock means the same lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The processes of one run.
    Run,
    /// All runs on pages of this site, in whatever tab.
    Site,
}

/// What is kept on a shelf beyond the end of a run: numbers under a number, in the order of these.
pub type Entries = Vec<(u32, Vec<f64>)>;

/// What came of a request to what is kept: what stands there, or why the browser refuses.
pub type Kept = Result<Entries, String>;

/// What came back of a request: a status and a text, or nothing if the connection broke.
pub type Fetched = Option<(u16, String)>;

/// What a parcel carries.
#[derive(Clone, Copy, Debug, Default)]
pub enum Thing {
    /// Nothing.
    #[default]
    Nothing,
    /// A payload.
    Bytes(Id, Way),
    /// A region.
    Shared(Id),
    /// What cannot be sent.
    Unsendable(Unsendable),
}

/// What a process hears.
#[derive(Debug)]
pub enum Arrival {
    /// A message.
    Parcel(Port, Parcel),
    /// A process that was started is there; the time at which it was, in milliseconds.
    Started(Port, f64),
    /// A process has returned from its role.
    Returned(Port),
    /// A process broke down, or could not be started; its last words.
    Failed(Port, String),
}

/// A place where a process runs. It polls the process's role whenever something has arrived, and when a time
/// has come that [`Host::wake_at`] was told.
pub trait Host: Memory + Lines {
    /// Number of this process in its run: 0 for the one that starts first.
    fn rank(&self) -> u8;

    /// Milliseconds on the clock that all processes of a run share.
    fn now_ms(&self) -> f64;

    /// A number between 0 and 1 that nobody can foretell, whatever tab it is.
    fn dice(&self) -> f64;

    /// Whether the role goes on.
    ///
    /// # Errors
    ///
    /// [`Ended::Stopped`] once the run was asked to stop.
    fn check(&self) -> Result<(), Ended>;

    /// What has arrived and was not yet taken.
    fn next(&self) -> Option<Arrival>;

    /// Asks to be polled at a time, in milliseconds on the clock of [`Host::now_ms`].
    fn wake_at(&self, at_ms: f64);

    /// Asks to be polled once what has arrived by now can be taken.
    fn wake_soon(&self);

    /// Begins to start a process that plays `role`; the connection to it. It is heard when it is there. What it
    /// does is kept if `recorded` says so. Its rank is the lowest that no living process has.
    fn start(&self, role: u32, recorded: bool) -> Port;

    /// Ends a process at once, whatever it is doing.
    fn terminate(&self, child: Port);

    /// A new two-way connection: both of its ends.
    fn pipe(&self) -> [Port; 2];

    /// Sends a parcel; its payload, unless copied, and its ports are gone afterwards.
    ///
    /// # Errors
    ///
    /// It carries what cannot be sent. Nothing was sent, and nothing is gone.
    fn send(&self, port: Port, parcel: Parcel) -> Result<(), Unsendable>;

    /// A connection to everybody on pages of this site, in whatever tab, who has one with the same `name`: what one
    /// sends is received by all others. It carries numbers only.
    fn channel(&self, name: &str) -> Port;

    /// Asks for the lock of a name, which one process at a time holds.
    fn request(&self, name: &str, reach: Reach) -> Id;
    /// Whether it holds it by now.
    fn is_granted(&self, request: Id) -> bool;
    /// Gives it back, or no longer asks for it.
    fn release(&self, request: Id);

    /// Asks for the text at `path` of the page's own site.
    fn fetch(&self, path: &str) -> Id;
    /// Asks for it, though nobody waits for what comes back.
    fn send_off(&self, path: &str);
    /// What came back, once.
    fn fetched(&self, request: Id) -> Option<Fetched>;
    /// Ends a request, or forgets that it was made.
    fn end_fetch(&self, request: Id);

    /// Asks for all that stands on a shelf.
    fn look_up(&self, shelf: &str) -> Id;
    /// Puts entries on a shelf, each instead of the one that has its number.
    fn keep(&self, shelf: &str, entries: &Entries) -> Id;
    /// Clears every shelf but this one, or that one too.
    fn clear_shelves(&self, but: Option<&str>) -> Id;
    /// What came of one of these three, once.
    fn kept(&self, request: Id) -> Option<Kept>;

    /// Keeps an event, if the run is recorded.
    fn record(&self, event: Event);

    /// Hands over what was recorded: before this process may be ended from outside.
    fn flush(&self);

    /// Says how much of the work is done.
    fn progress(&self, done: u64, total: u64);
}

/// Lines to a broker. A place that has none is one whose broker refuses.
pub trait Lines {
    /// Begins to make a line to the broker of the page's site.
    fn dial(&self) -> Id {
        0
    }
    /// Asks for the messages of a destination.
    fn subscribe(&self, line: Id, destination: &str, headers: &Headers) {
        let _ = (line, destination, headers);
    }
    /// Sends a message.
    fn publish(&self, line: Id, destination: &str, headers: &Headers, body: &str) {
        let _ = (line, destination, headers, body);
    }
    /// Acknowledges a message by its number.
    fn acknowledge(&self, line: Id, number: u32) {
        let _ = (line, number);
    }
    /// What was heard next, if anything.
    fn heard(&self, line: Id) -> Option<Heard> {
        let _ = line;
        Some(Heard::Refused("no broker is in reach from here".to_owned()))
    }
    /// Ends a line.
    fn hang_up(&self, line: Id) {
        let _ = line;
    }
}

/// What a host holds for its process outside of the process's own memory.
pub trait Memory {
    /// Makes a payload of so many bytes of one value.
    fn payload(&self, n_bytes: usize, value: u8) -> Id;
    /// Its length; 0 if it was given away.
    fn n_bytes(&self, payload: Id) -> usize;
    /// One of its bytes.
    fn byte(&self, payload: Id, at: usize) -> u8;
    /// Changes one of its bytes.
    fn set_byte(&self, payload: Id, at: usize, value: u8);
    /// Forgets it.
    fn drop_payload(&self, payload: Id);

    /// Makes a region of so many words, all 0; none where processes cannot share memory.
    fn region(&self, n_words: usize) -> Option<Id>;
    /// Its length in words.
    fn n_words(&self, region: Id) -> usize;
    /// One of its words, atomically.
    fn load(&self, region: Id, at: usize) -> u32;
    /// Changes one of its words, atomically.
    fn store(&self, region: Id, at: usize, value: u32);
    /// Adds to one of its words, atomically; what it was before.
    fn add(&self, region: Id, at: usize, value: u32) -> u32;
    /// Blocks while a word is `seen` and nobody calls [`Memory::wake`], for so many milliseconds at most.
    fn wait(&self, region: Id, at: usize, seen: u32, at_most_ms: f64);
    /// Wakes all who wait for a word.
    fn wake(&self, region: Id, at: usize);
    /// Forgets it; whoever else has it keeps it.
    fn drop_region(&self, region: Id);
}
