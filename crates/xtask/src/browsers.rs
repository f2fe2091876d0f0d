//! The promises to the user, in real browsers: `tests/e2e`, run in the order and company they bear.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{host_cargo, list_failed, read};
use crate::table::Row;
use crate::{Outcome, tools};

/// How the names of tests end that no other browser may disturb.
const ALONE: &str = "_to_itself";
/// How many failed tests may run once more: more than a busy machine makes fail is a fault of ours.
const MOST_AGAIN: usize = 5;

/// `promises`, or all of them if that is empty: first the tests that bear company, as many at once
/// as there are cores, then those that need the machine to themselves. Few that failed run once more,
/// by themselves, because a browser sometimes fails where the page does not; the table names them.
///
/// # Errors
///
/// Tests failed, too many of them or twice.
pub fn test(promises: &[String], dist: &Path, row: &mut Row) -> Outcome {
    let mut program = host_cargo(&["test", "-p", "tests", "--test", "e2e", "--"]);
    let list = read(program.args(["--list", "--format=terse"]))?;
    let (alone, together): (Vec<&str>, Vec<&str>) =
        listed(&list, promises).into_iter().partition(|name| name.ends_with(ALONE));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failed = run(&together, cores, dist, &mut row.n_tests)?;
    failed.extend(run(&alone, 1, dist, &mut row.n_tests)?);
    if (1..=MOST_AGAIN).contains(&failed.len()) {
        println!("── once more: {}", failed.join(" "));
        row.again.clone_from(&failed);
        let names: Vec<&str> = failed.iter().map(String::as_str).collect();
        failed = run(&names, 1, dist, &mut 0)?;
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

/// Compiles the tests while there is something else to do.
pub fn compile() {
    let mut program = host_cargo(&["test", "-p", "tests", "--test", "e2e", "--no-run", "--quiet"]);
    let _ = program.stderr(Stdio::null()).status();
}

/// Runs the tests of these names, `n_threads` at a time, and returns the names of those that failed.
fn run(names: &[&str], n_threads: usize, dist: &Path, n_tests: &mut u64) -> Outcome<Vec<String>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let mut program = host_cargo(&["test", "-p", "tests", "--test", "e2e", "--"]);
    program.args(["-Zunstable-options", "--report-time", "--exact"]);
    program.arg(format!("--test-threads={n_threads}")).args(names);
    list_failed(with_browsers(&mut program, dist), n_tests)
}

/// The names of the tests of `promises` in what a test program lists.
fn listed<'l>(list: &'l str, promises: &[String]) -> Vec<&'l str> {
    let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
    let promise = |name: &str| name.split_once("::").map(|(promise, _)| promise.to_owned());
    let chosen = |name: &&str| promise(name).is_some_and(|promise| promises.contains(&promise));
    names.filter(|name| promises.is_empty() || chosen(name)).collect()
}

/// `command`, so that it finds the site and the drivers of the browsers. What a browser did wrong is said by the
/// test; a trace of calls through the runtime would only bury it.
pub fn with_browsers<'c>(command: &'c mut Command, dist: &Path) -> &'c mut Command {
    let command = command.env("INTERLEAVE_DIST", dist).env("PATH", tools::path_with(&[]));
    command.env("RUST_BACKTRACE", "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_chooses_the_tests_of_its_module() {
        let list =
            "stop::a: test\nstop_more::b: test\nwaits::stop: test\n\n3 tests, 0 benchmarks\n";
        assert_eq!(listed(list, &["stop".to_owned()]), ["stop::a"]);
        assert_eq!(listed(list, &[]), ["stop::a", "stop_more::b", "waits::stop"]);
    }
}
