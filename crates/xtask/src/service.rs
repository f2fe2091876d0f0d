//! The service that the experiment `web-service` asks of a server: a running number after a while, from so many
//! workers that serve one request each. `web/service.js` answers the same in the page's service worker.
//!
//! ```text
//! service/number?run=<name>&request=<n>&by=server&workers=<n, 0 is any number>&delay_ms=<n>[&fault=error|never|close]
//!   → "7 server 20 500600": the number, who answered, microseconds in the line and served
//! service/over?run=<name>&by=server   forgets the run
//! ```

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// What the paths of the service begin with.
pub(crate) const PATH: &str = "service/";
/// Runs that are remembered: whoever begins one more makes it forget the first by name.
const MAX_RUNS: usize = 1000;
/// The longest delay.
const MAX_DELAY: Duration = Duration::from_secs(60);
/// Longer than anybody waits.
const NEVER: Duration = Duration::from_secs(600);

/// The runs of all pages.
#[derive(Debug, Default)]
pub(crate) struct Service {
    runs: Mutex<BTreeMap<String, Arc<Run>>>,
}

/// One run: its numbers, and its workers.
#[derive(Debug)]
struct Run {
    number: AtomicU64,
    workers: Semaphore,
}

/// What is asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Ask {
    run: String,
    by: String,
    workers: usize,
    delay: Duration,
    fault: String,
}

impl Ask {
    /// Reads the query of a request; an error names what cannot be read.
    fn read(query: &str) -> Result<Self, String> {
        let mut ask = Self::default();
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(query).map_err(|error| format!("{error}\n"))?;
        for (key, value) in pairs {
            let number = || {
                let read = value.parse::<u64>();
                read.map_err(|_| format!("{key} must be a whole number, got {value:?}\n"))
            };
            match key.as_str() {
                "request" => {} // so that no two have the same path
                "run" => ask.run = value,
                "by" => ask.by = value,
                "workers" => ask.workers = usize::try_from(number()?).unwrap_or(usize::MAX),
                "delay_ms" => ask.delay = Duration::from_millis(number()?).min(MAX_DELAY),
                "fault" => ask.fault = value,
                _ => return Err(format!("the service knows no {key:?}\n")),
            }
        }
        Ok(ask)
    }
}

impl Service {
    /// Answers a request for `what`, which stands behind [`PATH`].
    pub(crate) async fn answer(&self, what: &str, query: &str) -> Response {
        let ask = match Ask::read(query) {
            Ok(ask) => ask,
            Err(text) => return (StatusCode::BAD_REQUEST, text).into_response(),
        };
        match (what, &*ask.by) {
            (_, "page") => {
                let text = "only the page's service worker answers this\n";
                (StatusCode::NOT_FOUND, text).into_response()
            }
            ("number", _) => self.number(ask).await,
            ("over", _) => {
                let known = self.runs().remove(&ask.run).is_some();
                known.to_string().into_response()
            }
            _ => (StatusCode::NOT_FOUND, "the service has number and over\n").into_response(),
        }
    }

    fn runs(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<Run>>> {
        self.runs.lock().expect("nobody panics while looking for a run")
    }

    fn run(&self, ask: &Ask) -> Arc<Run> {
        let mut runs = self.runs();
        if runs.len() >= MAX_RUNS && !runs.contains_key(&ask.run) {
            runs.pop_first();
        }
        let workers = if ask.workers == 0 { Semaphore::MAX_PERMITS } else { ask.workers };
        let fresh = || Run {
            number: AtomicU64::new(0),
            workers: Semaphore::new(workers.min(Semaphore::MAX_PERMITS)),
        };
        Arc::clone(runs.entry(ask.run.clone()).or_insert_with(|| Arc::new(fresh())))
    }

    async fn number(&self, ask: Ask) -> Response {
        let run = self.run(&ask);
        let came = Instant::now();
        // A request that nobody waits for any more is dropped here, and its worker serves the next one.
        let _worker = run.workers.acquire().await.expect("nobody closes it");
        let began = Instant::now();
        let number = run.number.fetch_add(1, Ordering::Relaxed) + 1;
        sleep(if ask.fault == "never" { NEVER } else { ask.delay }).await;
        match &*ask.fault {
            "error" => {
                let text = "the service failed, as it was asked to\n";
                (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
            }
            "close" | "never" => closed().into_response(),
            _ => {
                let (queued_us, served_us) =
                    ((began - came).as_micros(), began.elapsed().as_micros());
                let headers = [(header::CACHE_CONTROL, "no-store")];
                (headers, format!("{number} server {queued_us} {served_us}")).into_response()
            }
        }
    }
}

/// An answer that ends in its middle.
fn closed() -> Body {
    let first: Result<Bytes, io::Error> = Ok(Bytes::from_static(b"7 ser"));
    let then = Err(io::Error::other("closed, as it was asked to"));
    Body::from_stream(stream::iter([first, then]))
}
