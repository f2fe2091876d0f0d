//! What browsers use of this machine, read from `/proc`.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Words in the command lines of the engines' processes.
const ENGINES: [&str; 4] = ["chromium", "chrome", "firefox", "WebKit"];
/// Clock ticks in a second, on every Linux of today.
const TICKS_PER_S: f64 = 100.0;

fn processes() -> impl Iterator<Item = PathBuf> {
    fs::read_dir("/proc").expect("this is Linux").flatten().map(|entry| entry.path())
}

/// Threads of browsers that are dedicated workers, by the name they give themselves (Chromium).
#[must_use]
pub fn n_workers() -> usize {
    let tasks = processes().flat_map(|process| {
        let tasks = fs::read_dir(process.join("task"));
        tasks.into_iter().flatten().flatten().map(|task| task.path().join("comm"))
    });
    let names = tasks.filter_map(|comm| fs::read_to_string(comm).ok());
    names.filter(|name| name.starts_with("DedicatedWorker")).count()
}

/// Resident memory of every page that Chromium shows, in MiB. A page's own measure of its memory
/// waits for all of its workers, and a pool thread that sleeps never answers.
#[must_use]
pub fn page_mebibytes() -> u64 {
    let kibibytes = processes().filter_map(|process| {
        let command = fs::read_to_string(process.join("cmdline")).ok()?;
        let status = fs::read_to_string(process.join("status")).ok()?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let is_page = command.contains("--type=renderer");
        is_page.then(|| resident.trim().trim_end_matches(" kB").parse::<u64>().ok())?
    });
    kibibytes.sum::<u64>() / 1024
}

/// Processor time that browsers have used so far, in seconds.
fn browser_seconds() -> f64 {
    let ticks = processes().filter_map(|process| {
        let command = fs::read_to_string(process.join("cmdline")).ok()?;
        let stat = fs::read_to_string(process.join("stat")).ok()?;
        let ours = ENGINES.iter().any(|name| command.contains(name));
        // The name in brackets may hold spaces; user and system time are fields 14 and 15.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut next = || fields.next()?.parse::<f64>().ok();
        let (user, system) = (next()?, next()?);
        ours.then_some(user + system)
    });
    ticks.sum::<f64>() / TICKS_PER_S
}

/// Waits until browsers use less than a quarter of one core, and returns how long that took; `limit`
/// if they still use more then.
pub async fn time_until_idle(limit: Duration) -> Duration {
    let start = Instant::now();
    loop {
        let (before, since) = (browser_seconds(), Instant::now());
        tokio::time::sleep(Duration::from_millis(250)).await;
        let used = (browser_seconds() - before) / since.elapsed().as_secs_f64();
        if used < 0.25 || start.elapsed() >= limit {
            return start.elapsed().min(limit);
        }
    }
}

/// Waits until `check` holds; the last moment is half a minute away.
pub async fn eventually(check: impl Fn() -> bool) -> bool {
    let patience = Instant::now() + Duration::from_secs(30);
    while !check() && Instant::now() < patience {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    check()
}
