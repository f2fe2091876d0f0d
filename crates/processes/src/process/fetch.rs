//! What processes ask of a service.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::Process;
use crate::ended::Ended;
use crate::host::{Fetched, Host, Id};

/// A request; it ends when this is dropped.
struct Request<'a> {
    host: &'a dyn Host,
    id: Id,
}

impl Drop for Request<'_> {
    fn drop(&mut self) {
        self.host.end_fetch(self.id);
    }
}

impl Process {
    /// Asks for the text at `path` of the page's own site, and waits for what comes back, for so many milliseconds
    /// at most; nothing then.
    ///
    /// # Errors
    ///
    /// As [`Process::receive`].
    pub async fn fetch(&self, path: &str, at_most_ms: f64) -> Result<Option<Fetched>, Ended> {
        let request = Request { host: &*self.host, id: self.host.fetch(path) };
        let until_ms = self.now_ms() + at_most_ms;
        self.until(Some(until_ms), || self.host.fetched(request.id)).await
    }

    /// Asks for the text at `path`, and waits for nothing.
    pub fn send_off(&self, path: &str) {
        self.host.send_off(path);
    }

    /// Goes on with `work` until it is done, for so many milliseconds at most, if there is an end to it; nothing
    /// then.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub async fn within<T>(
        &self,
        mut work: Pin<&mut dyn Future<Output = Result<T, Ended>>>,
        at_most_ms: Option<f64>,
    ) -> Result<Option<T>, Ended> {
        let until_ms = at_most_ms.map(|ms| self.now_ms() + ms);
        let go_on = || match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Some(done),
            Poll::Pending => None,
        };
        self.until(until_ms, go_on).await?.transpose()
    }
}
