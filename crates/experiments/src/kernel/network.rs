//! How threads reach a service: they wait, as in any system, while somebody else sends and receives for them.

use std::fmt;
use std::sync::Arc;

use primitives::Reply;

/// What came back: a status and a text, or nothing if the connection broke.
pub type Fetched = Option<(u16, String)>;

/// What sends the requests of a lab's threads.
pub trait Network: Sync {
    /// Asks for the text at `path` of the page's own site; what comes back is put into `reply`.
    fn send(&self, path: String, reply: Arc<Reply<Fetched>>);

    /// Drops every request that is under way, and asks for the text at `path`, which nobody waits for.
    fn end(&self, path: String);
}

impl fmt::Debug for dyn Network + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("network")
    }
}
