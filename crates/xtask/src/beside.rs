//! A suite beside others: in a process of its own, whose words are shown when it is done.

use std::fs::{self, File};
use std::io::{Write, stdout};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::process::n_run;
use crate::suites::{SETUP_SECONDS, Suite};
use crate::table::Row;
use crate::{Outcome, workspace};

/// Runs `suite` as `cargo xtask test` would by itself. What it prints stands together, under its name,
/// because another suite prints meanwhile.
pub(crate) fn run(suite: Suite) -> Row {
    let start = Instant::now();
    let (passed, n_tests) = try_run(suite).unwrap_or_else(|error| {
        eprintln!("error: {}: {error}", suite.name());
        (false, 0)
    });
    let seconds = start.elapsed().as_secs_f64();
    Row { name: suite.name(), n_tests, seconds, failed: !passed, again: Vec::new() }
}

/// Whether it passed, and how many tests there were.
fn try_run(suite: Suite) -> Outcome<(bool, u64)> {
    let folder = workspace::target_dir().join("suites");
    fs::create_dir_all(&folder)?;
    let log = folder.join(format!("{}.log", suite.name()));
    let words = File::create(&log)?;
    let status = Command::new(std::env::current_exe()?)
        .args(["test", suite.name()])
        .env_remove(SETUP_SECONDS)
        .stdin(Stdio::null())
        .stdout(words.try_clone()?)
        .stderr(words)
        .status()?;
    let said = fs::read(&log)?;
    stdout().lock().write_all(&said)?;
    Ok((status.success(), String::from_utf8_lossy(&said).lines().filter_map(n_run).sum()))
}
