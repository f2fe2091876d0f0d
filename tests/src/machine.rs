//! What one browser uses of this machine, read from `/proc`.
//!
//! The processes of a browser are those of the session that its driver was started in, so that
//! browsers side by side do not disturb each other's counts.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Clock ticks in a second, on every Linux of today.
const TICKS_PER_S: f64 = 100.0;

/// A process as `/proc/<pid>/stat` describes it (proc(5)).
#[derive(Debug, PartialEq, Eq)]
struct Stat {
    /// The session it belongs to, field 6.
    session: u32,
    /// Processor time it has used, fields 14 and 15, in clock ticks.
    ticks: u64,
}

impl Stat {
    /// The name in brackets may hold spaces and brackets; what is counted begins after the last one.
    fn read(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
        let session = u32::try_from(field(6)?).ok()?;
        Some(Self { session, ticks: field(14)? + field(15)? })
    }
}

/// Folders of the processes of these sessions, each with its statistics.
fn processes(sessions: &[u32]) -> impl Iterator<Item = (PathBuf, Stat)> {
    let all = fs::read_dir("/proc").expect("this is Linux").flatten().map(|entry| entry.path());
    all.filter_map(|process| {
        let stat = Stat::read(&fs::read_to_string(process.join("stat")).ok()?)?;
        sessions.contains(&stat.session).then_some((process, stat))
    })
}

/// Threads of these sessions that are dedicated workers, by the name they give themselves
/// (Chromium).
pub(crate) fn n_workers(sessions: &[u32]) -> usize {
    let tasks = processes(sessions).flat_map(|(process, _)| {
        let tasks = fs::read_dir(process.join("task"));
        tasks.into_iter().flatten().flatten().map(|task| task.path().join("comm"))
    });
    let names = tasks.filter_map(|comm| fs::read_to_string(comm).ok());
    names.filter(|name| name.starts_with("DedicatedWorker")).count()
}

/// Resident memory of every page that these sessions show in Chromium, in MiB.
pub(crate) fn page_mebibytes(sessions: &[u32]) -> u64 {
    let resident = |process: &Path| {
        let command = fs::read_to_string(process.join("cmdline")).ok()?;
        let status = fs::read_to_string(process.join("status")).ok()?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let is_page = command.contains("--type=renderer");
        is_page.then(|| resident.trim().trim_end_matches(" kB").parse::<u64>().ok())?
    };
    let kibibytes = processes(sessions).filter_map(|(process, _)| resident(&process));
    kibibytes.sum::<u64>() / 1024
}

/// Waits until these sessions use less than a quarter of one core, and returns how long that took;
/// `limit` if they still use more then.
pub(crate) async fn time_until_idle(sessions: &[u32], limit: Duration) -> Duration {
    let seconds = || {
        let ticks = processes(sessions).map(|(_, stat)| stat.ticks);
        ticks.sum::<u64>() as f64 / TICKS_PER_S
    };
    let start = Instant::now();
    loop {
        let (before, since) = (seconds(), Instant::now());
        tokio::time::sleep(Duration::from_millis(250)).await;
        let used = (seconds() - before) / since.elapsed().as_secs_f64();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields 1 to 15: id, name, state, parent, group, session, terminal, its group, flags, four
    /// counts of page faults, user time, system time.
    #[test]
    fn session_and_time_of_a_process_are_read_behind_its_name() {
        let text = "7 (Web (1) x) S 1 7 5 0 -1 4194304 1 2 3 4 30 12 0 0 20";
        assert_eq!(Stat::read(text), Some(Stat { session: 5, ticks: 42 }));
        assert_eq!(Stat::read("7 (gone) S 1 7"), None);
    }
}
