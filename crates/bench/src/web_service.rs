//! A web service and its clients, beside CPython's and gunicorn.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tests::Browser;
use tokio::net::TcpStream;
use tokio::time::sleep;
use xtask::{Outcome, workspace};

use crate::Effort;
use crate::figure::Figure;
use crate::runs::run;

/// What CPython's clients are, and what gunicorn runs.
const FOLDER: &str = "crates/experiments/tests/cpython";
/// The lecture's port.
const PORT: u16 = 37337;
/// Clients that ask a hundred times, by their words and names, and how long they may take in milliseconds.
const CLIENTS: [(&str, &str, Option<f64>); 4] = [
    ("coroutines", "coroutines", Some(650.0)),
    ("threads", "100 threads", Some(1200.0)),
    ("processes", "100 processes", None),
    ("pool", "a pool of 10 threads", None),
];

/// What asks one after the other: twenty requests of half a second are ten seconds at least, whoever does it.
const IN_TURN: [(&str, &str, &str); 3] = [
    ("sequential", "0", "one after the other"),
    ("asyncio-as-written", "0", "asyncio as written"),
    ("threads", "1", "20 threads from one worker"),
];

/// Every figure.
///
/// # Errors
///
/// What the page said; or gunicorn is not installed.
pub(crate) async fn figures(browser: &Browser, effort: Effort) -> Outcome<Vec<Figure>> {
    let mut figures = Vec::new();
    let rounds = effort.rounds.div_ceil(3);
    for (client, name, most_ms) in CLIENTS {
        let link = format!("#/web-service?v=1&client={client}");
        let mut total_ms = Vec::new();
        for _ in 0..rounds {
            let outcome = run(browser, &link, "{ record: false }").await?.outcome;
            total_ms.extend(outcome["total_ms"].as_f64());
        }
        let figure = Figure::median(format!("100 requests of 500 ms by {name}"), &total_ms)?;
        figures.push(match most_ms {
            Some(most_ms) => figure.at_most(most_ms),
            None => figure,
        });
    }
    let link = "#/web-service?v=1&client=sequential&delay_ms=0";
    let mut beside_ms = Vec::new();
    for _ in 0..rounds {
        let outcome = run(browser, link, "{ record: false }").await?.outcome;
        beside_ms.extend(outcome["beside_ms"].as_f64());
    }
    let name = "what a request takes beside the service, one after the other";
    figures.push(Figure::median(name, &beside_ms)?.at_most(2.0));
    for (client, workers, name) in IN_TURN {
        let link = format!(
            "#/web-service?v=1&requests=20&client={client}&server_workers={workers}&timeout_ms=0"
        );
        let outcome = run(browser, &link, "{ record: false }").await?.outcome;
        let total_ms = outcome["total_ms"].as_f64().ok_or("it is measured")?;
        figures.push(Figure::median(format!("20 requests of 500 ms, {name}"), &[total_ms])?);
    }
    for (client, workers, name) in IN_TURN {
        let threads = if workers == "1" { "1" } else { "100" };
        let gunicorn = Gunicorn::start(threads).await?;
        let total_ms = cpython(client, "20")?;
        drop(gunicorn);
        figures.push(Figure::median(
            format!("20 requests of 500 ms, {name}, CPython, gunicorn"),
            &[total_ms],
        )?);
    }
    let gunicorn = Gunicorn::start("100").await?;
    for (client, name, _) in CLIENTS {
        let total_ms = cpython(client, "100")?;
        let name = format!("the same by {name}, CPython, from gunicorn with 100 threads");
        figures.push(Figure::median(name, &[total_ms])?);
    }
    drop(gunicorn);
    Ok(figures)
}

/// How long a client of CPython takes, in milliseconds.
fn cpython(client: &str, requests: &str) -> Outcome<f64> {
    let script = workspace::root().join(FOLDER).join("web_clients.py");
    let mut command = Command::new("python3");
    command.arg(script).args([&PORT.to_string(), client, requests, "10"]);
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let found: Value = serde_json::from_slice(&output.stdout)?;
    Ok(found["total_ms"].as_f64().ok_or("it prints a time")?)
}

/// gunicorn, until this is dropped.
struct Gunicorn(Child);

impl Gunicorn {
    /// With one worker of so many threads; with one, as it comes.
    async fn start(threads: &str) -> Outcome<Self> {
        let mut command = Command::new("gunicorn");
        command.args([
            "--bind",
            &format!("127.0.0.1:{PORT}"),
            "--threads",
            threads,
            "--no-sendfile",
        ]);
        command.args(["--backlog", "1024", "web_server:application", "--chdir"]);
        command.arg(workspace::root().join(FOLDER)).env("DELAY_MS", "500");
        command.env("PYTHONDONTWRITEBYTECODE", "1").stderr(Stdio::null());
        let this = Self(command.spawn().map_err(|error| format!("gunicorn: {error}"))?);
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", PORT)).await.is_ok() {
                return Ok(this);
            }
            sleep(Duration::from_millis(50)).await;
        }
        Err("gunicorn does not listen".into())
    }
}

impl Drop for Gunicorn {
    fn drop(&mut self) {
        // Asked to end, it ends its workers; there is nobody to tell if that fails.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}
