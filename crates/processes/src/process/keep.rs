//! What outlives a run: shelves of numbers, which a page that is loaded again finds as they were.

use std::rc::Rc;

use super::Process;
use crate::ended::Ended;
use crate::host::{Entries, Host, Id, Kept};

/// The longest wait for a browser that does not say whether it keeps anything, in milliseconds.
const PATIENCE_MS: f64 = 5000.0;

/// Entries on their way to a shelf.
pub struct Keeping {
    host: Rc<dyn Host>,
    request: Id,
}

impl Keeping {
    /// Whether all stand there by now, once; or why the browser refuses.
    #[must_use]
    pub fn done(&self) -> Option<Result<(), String>> {
        self.host.kept(self.request).map(|kept| kept.map(drop))
    }
}

impl Process {
    /// Begins to put entries on a shelf, each instead of the one that has its number.
    #[must_use]
    pub fn keep(&self, shelf: &str, entries: &Entries) -> Keeping {
        Keeping { host: self.host.clone(), request: self.host.keep(shelf, entries) }
    }

    /// What stands on a shelf; or why the browser refuses.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn look_up(&self, shelf: &str) -> Result<Kept, Ended> {
        self.answer(self.host.look_up(shelf)).await
    }

    /// Clears every shelf but this one, or that one too; or why the browser refuses.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn clear_shelves(&self, but: Option<&str>) -> Result<Kept, Ended> {
        self.answer(self.host.clear_shelves(but)).await
    }

    async fn answer(&self, request: Id) -> Result<Kept, Ended> {
        let until_ms = self.now_ms() + PATIENCE_MS;
        let kept = self.until(Some(until_ms), || self.host.kept(request)).await?;
        Ok(kept.unwrap_or_else(|| Err("it does not answer".to_owned())))
    }
}

impl std::fmt::Debug for Keeping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "keeping {}", self.request)
    }
}
