//! `cargo xtask test`: the suites, from formatting to real browsers, and a table at the end.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::check::{self, NOT_ON_HOST};
use crate::choose::{self, Task};
use crate::process::{cargo, host_cargo, read, run, run_tests};
use crate::table::{self, Row};
use crate::{Outcome, site, tools, workspace};

/// A set of tests that is run together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suite {
    /// All that can be said about the code without running it.
    Check,
    /// The finished site in `dist/`, which the browsers are shown.
    Site,
    /// Unit, property, golden and doc tests on this machine.
    Host,
    /// The primitives under every interleaving that loom explores.
    Loom,
    /// The primitives under Miri, which finds undefined behavior.
    Miri,
    /// The link reader on texts that a fuzzer makes up.
    Fuzz,
    /// The finished site in real browsers.
    EndToEnd,
}

impl Suite {
    /// All suites, in the order in which they run.
    pub const ALL: [Self; 7] =
        [Self::Check, Self::Site, Self::Host, Self::Loom, Self::Miri, Self::Fuzz, Self::EndToEnd];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Site => "site",
            Self::Host => "host",
            Self::Loom => "loom",
            Self::Miri => "miri",
            Self::Fuzz => "fuzz",
            Self::EndToEnd => "e2e",
        }
    }
}

/// Runs what `names` choose (see [`choose::tasks`]), the later ones even when one fails, and ends
/// with a table. `./test` passes the seconds that the set-up took in `INTERLEAVE_SETUP_SECONDS`.
///
/// # Errors
///
/// A name is unknown, or a suite failed; names those that did.
pub fn test(names: &[&str]) -> Outcome {
    let mut tasks = choose::tasks(names)?;
    let builds = |tasks: &[Task]| tasks.iter().any(|task| task.suite == Suite::Site);
    let shows = tasks.iter().any(|task| task.suite == Suite::EndToEnd);
    if shows && !builds(&tasks) && dist().is_err() {
        tasks.push(Task::all(Suite::Site));
        tasks.sort();
    }
    let setup = std::env::var("INTERLEAVE_SETUP_SECONDS").ok().and_then(|text| text.parse().ok());
    let setup = setup.map(|seconds| Row { name: "set-up", n_tests: 0, seconds, failed: false });
    let mut rows: Vec<Row> = setup.into_iter().collect();
    for task in tasks {
        let name = task.suite.name();
        println!("── {name} {}", task.only.join(" "));
        let start = Instant::now();
        let mut n_tests = 0;
        let stale = rows.iter().any(|row| row.failed && row.name == Suite::Site.name());
        let outcome = match task.suite {
            Suite::EndToEnd if stale => Err("there is no site to show to browsers".into()),
            _ => run_task(&task, &mut n_tests),
        };
        if let Err(error) = &outcome {
            eprintln!("error: {name}: {error}");
        }
        let seconds = start.elapsed().as_secs_f64();
        rows.push(Row { name, n_tests, seconds, failed: outcome.is_err() });
    }
    print!("\n{}", table::text(&rows));
    let failed: Vec<_> = rows.iter().filter(|row| row.failed).map(|row| row.name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

fn run_task(task: &Task, n_tests: &mut u64) -> Outcome {
    match task.suite {
        Suite::Check => check::check(),
        Suite::Site => site::dist(),
        Suite::Host => host(&task.only, n_tests),
        Suite::Loom => loom(n_tests),
        Suite::Miri => {
            run_tests(&mut cargo(&["miri", "test", "-p", "primitives", "--tests"]), n_tests)
        }
        Suite::Fuzz => fuzz(),
        Suite::EndToEnd => end_to_end(&task.only, n_tests),
    }
}

/// The tests of `crates`; of all that run on this machine if that is empty.
fn host(crates: &[String], n_tests: &mut u64) -> Outcome {
    let mut test = host_cargo(&["test", "--no-fail-fast"]);
    if crates.is_empty() {
        test.arg("--workspace").args(NOT_ON_HOST);
    }
    test.args(crates.iter().flat_map(|name| ["-p", name]));
    run_tests(&mut test, n_tests)
}

fn loom(n_tests: &mut u64) -> Outcome {
    let target = workspace::target_dir().join("loom");
    let mut test =
        cargo(&["test", "-p", "primitives", "--release", "--test", "loom", "--target-dir"]);
    test.arg(target)
        .env("RUSTFLAGS", "--cfg loom")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    run_tests(&mut test, n_tests)
}

/// A short look with a fresh corpus; `FUZZ_SECONDS` asks for a longer one.
fn fuzz() -> Outcome {
    let seconds = std::env::var("FUZZ_SECONDS").unwrap_or_else(|_| "20".to_owned());
    let limit = format!("-max_total_time={seconds}");
    let fuzz = ["fuzz", "run", "--fuzz-dir", "crates/plan/fuzz", "link", "--", "-max_len=9000"];
    let dictionary = "-dict=crates/plan/fuzz/link.dict";
    run(cargo(&fuzz).args([limit.as_str(), dictionary]).env("PATH", tools::path_with(&[])))
}

/// How the names of tests end that no other browser may disturb.
const ALONE: &str = "_to_itself";

/// `promises`, or all of them if that is empty: first the tests that bear company, as many at once
/// as there are cores, then those that need the machine to themselves.
fn end_to_end(promises: &[String], n_tests: &mut u64) -> Outcome {
    let dist = dist()?;
    let end_to_end = ["test", "-p", "tests", "--test", "e2e", "--"];
    let list = read(host_cargo(&end_to_end).args(["--list", "--format=terse"]))?;
    let (alone, together): (Vec<&str>, Vec<&str>) =
        listed(&list, promises).into_iter().partition(|name| name.ends_with(ALONE));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failed = Vec::new();
    for (names, n_threads) in [(together, cores), (alone, 1)] {
        if !names.is_empty() {
            let mut test = host_cargo(&end_to_end);
            test.args(["-Zunstable-options", "--report-time", "--exact"]);
            test.arg(format!("--test-threads={n_threads}")).args(names);
            failed.extend(run_tests(with_browsers(&mut test, &dist), n_tests).err());
        }
    }
    if failed.is_empty() { Ok(()) } else { Err("see above, in a browser".into()) }
}

/// The names of the tests of `promises` in what a test program lists.
fn listed<'l>(list: &'l str, promises: &[String]) -> Vec<&'l str> {
    let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
    let promise = |name: &str| name.split_once("::").map(|(promise, _)| promise.to_owned());
    let chosen = |name: &&str| promise(name).is_some_and(|promise| promises.contains(&promise));
    names.filter(|name| promises.is_empty() || chosen(name)).collect()
}

/// Takes the pictures of the README from the site under test.
///
/// # Errors
///
/// There is no site, or the browser is missing.
pub fn screenshots() -> Outcome {
    let mut program = host_cargo(&["run", "-p", "tests", "--bin", "screenshots"]);
    run(with_browsers(&mut program, &dist()?))
}

/// `command`, so that it finds the site and the drivers of the browsers.
fn with_browsers<'c>(command: &'c mut Command, dist: &Path) -> &'c mut Command {
    command.env("INTERLEAVE_DIST", dist).env("PATH", tools::path_with(&[]))
}

/// The site under test: `INTERLEAVE_DIST`, or `dist` in the root.
fn dist() -> Outcome<PathBuf> {
    let named = std::env::var_os("INTERLEAVE_DIST").unwrap_or_else(|| "dist".into());
    let dist = workspace::root().join(named);
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    Err(format!("{} holds no site; `cargo xtask dist` builds it", dist.display()).into())
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
