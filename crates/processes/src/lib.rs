//! What a process can do, wherever it runs: start others, send, receive, wait, lock, record.
//!
//! A role of an experiment is an async function that is given a [`Process`] and knows nothing of the place
//! where it runs. What a place must offer is a [`Host`]: workers of a browser (`lab`), and threads of this
//! machine (module `native`) for tests, run the same source. The idea is that of stateright's actors: Nadal,
//! "Stateright", <https://github.com/stateright/stateright>, where one source is checked and spawned.
//!
//! A process owns its memory, and everything that crosses does so by message. Whatever may block is an
//! async function that ends with [`Ended`] when the run is stopped; a host need not know wakers, because it
//! polls its role whenever something has arrived or a time has come.

#![forbid(unsafe_code)]

mod ended;
mod handle;
mod host;
mod message;
#[cfg(feature = "native")]
pub mod native;
mod process;

pub use ended::Ended;
pub use handle::{Guard, Payload, Region};
pub use host::{
    Arrival, Entries, Fetched, Host, Id, Kept, Lines, Memory, Parcel, Port, Reach, Thing,
};
pub use message::{Content, Message, Unsendable, Way};
pub use process::{Headers, Heard, Keeping, Line, Process, Wish};
