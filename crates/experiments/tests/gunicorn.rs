//! The clients of `web-service` beside those of CPython, and its service beside gunicorn: the same shapes.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

const CLIENTS: [&str; 6] =
    ["sequential", "threads", "processes", "pool", "coroutines", "asyncio-as-written"];
const REQUESTS: u64 = 12;
const DELAY_MS: u64 = 100;
const POOL: u64 = 4;
/// The lecture's.
const PORT: u16 = 37337;

/// A service that runs until this is dropped.
struct Gunicorn(Child);

impl Gunicorn {
    /// Starts it, and waits until it listens.
    fn start(options: &[&str]) -> Self {
        let folder = format!("{}/tests/cpython", env!("CARGO_MANIFEST_DIR"));
        let bind = format!("127.0.0.1:{PORT}");
        let taken = TcpStream::connect(("127.0.0.1", PORT)).is_ok();
        assert!(!taken, "somebody else listens on port {PORT}");
        let mut command = Command::new("gunicorn");
        command.args(["--bind", &bind, "--chdir", &folder, "--no-sendfile"]).args(options);
        command.arg("web_server:application").env("DELAY_MS", DELAY_MS.to_string());
        command.env("PYTHONDONTWRITEBYTECODE", "1").stderr(Stdio::null());
        let mut child =
            command.spawn().expect("gunicorn is installed: the service is compared with it");
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", PORT)).is_err() {
            let ended = child.try_wait().expect("it can be asked");
            assert!(ended.is_none(), "gunicorn ended: {ended:?}; is port {PORT} taken?");
            assert!(Instant::now() < deadline, "gunicorn does not listen");
            sleep(Duration::from_millis(50));
        }
        Self(child)
    }
}

impl Drop for Gunicorn {
    /// Asks it to end, so that its workers do.
    fn drop(&mut self) {
        let asked = Command::new("kill").arg(self.0.id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()), "it can be asked to end");
        let _ = self.0.wait();
    }
}

/// The numbers that a client of CPython got, and how long it took in milliseconds.
fn cpython(client: &str) -> (Vec<u64>, f64) {
    let script = format!("{}/tests/cpython/web_clients.py", env!("CARGO_MANIFEST_DIR"));
    let [port, requests, pool] = [PORT.into(), REQUESTS, POOL].map(|number| number.to_string());
    let output = Command::new("python3").args([&script, &port, client, &requests, &pool]).output();
    let output = output.expect("python3 is installed");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{client}: {complaint}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let numbers = serde_json::from_value(found["numbers"].clone()).expect("numbers");
    (numbers, found["total_ms"].as_f64().expect("a time"))
}

/// The same of ours, against our service with so many workers.
fn ours(client: &str, workers: &str) -> (Vec<u64>, f64) {
    let [requests, delay_ms, pool] = [REQUESTS, DELAY_MS, POOL].map(|number| number.to_string());
    let given = [
        ("client", client),
        ("requests", &*requests),
        ("delay_ms", &*delay_ms),
        ("pool", &*pool),
        ("server_workers", workers),
        ("timeout_ms", "0"),
    ];
    let (_, conclusion) = common::run("web-service", &given);
    let outcome = &conclusion.outcome;
    let numbers = serde_json::from_value(outcome["numbers"].clone()).expect("numbers");
    (numbers, outcome["total_ms"].as_f64().expect("a time"))
}

/// How many times a delay it takes at least: with one worker as often as there are requests, whoever asks; with
/// enough workers as often as a client has to ask anew.
fn rounds(client: &str, one_worker: bool) -> u64 {
    match client {
        _ if one_worker => REQUESTS,
        "sequential" | "asyncio-as-written" => REQUESTS,
        "pool" => REQUESTS.div_ceil(POOL),
        _ => 1,
    }
}

/// Twelve requests of 100 ms: 1.2 s for everybody if the service has one worker, and for who asks one after the other;
/// 0.3 s for a pool of four, 0.1 s for the others. Each number comes once, in ours and in theirs; and what takes one
/// round takes less than two thirds of what takes twelve.
#[test]
fn ours_and_theirs_have_the_same_shapes() {
    for (options, workers, one_worker) in
        [(&["--workers", "1"][..], "1", true), (&["--workers", "1", "--threads", "64"], "0", false)]
    {
        let service = Gunicorn::start(options);
        for client in CLIENTS {
            let least_ms = (rounds(client, one_worker) * DELAY_MS) as f64;
            for (whose, (mut numbers, total_ms)) in
                [("theirs", cpython(client)), ("ours", ours(client, workers))]
            {
                let what = format!("{whose}, {client}, {options:?}: {total_ms} ms");
                assert!(total_ms >= least_ms - 1.0, "{what}, at least {least_ms}");
                let all_ms = (REQUESTS * DELAY_MS) as f64;
                assert!(least_ms > all_ms / 3.0 || total_ms < all_ms / 1.5, "{what}");
                // Whoever connects first to see whether gunicorn listens asks for nothing.
                let first = numbers.iter().min().copied().unwrap_or_default();
                numbers.sort_unstable();
                assert_eq!(numbers, (first..first + REQUESTS).collect::<Vec<_>>(), "{what}");
            }
        }
        drop(service);
    }
}
