//! `cargo xtask test`: the suites, from formatting to real browsers, and a table at the end.

use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Instant;

use crate::check::{self, NOT_ON_HOST};
use crate::choose::{self, Task};
use crate::process::{self, cargo, host_cargo, run_tests};
use crate::table::{self, Row};
use crate::{Outcome, beside, browsers, site, tools, weight, workspace};

/// A set of tests that is run together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suite {
    /// All that can be said about the code without running it.
    Check,
    /// The finished site in `dist/`, which the browsers are shown, and whether it is light enough.
    Site,
    /// Unit, property, golden and doc tests on this machine.
    Host,
    /// The primitives under every interleaving that loom explores.
    Loom,
    /// The primitives under Miri, which finds undefined behavior.
    Miri,
    /// The link reader on texts that a fuzzer makes up.
    Fuzz,
    /// The extension for Sphinx, by documents that it builds.
    Sphinx,
    /// The finished site in real browsers.
    EndToEnd,
}

impl Suite {
    /// All suites, in the order in which they run.
    pub const ALL: [Self; 8] = [
        Self::Check,
        Self::Site,
        Self::Host,
        Self::Loom,
        Self::Miri,
        Self::Fuzz,
        Self::Sphinx,
        Self::EndToEnd,
    ];

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
            Self::Sphinx => "sphinx",
            Self::EndToEnd => "e2e",
        }
    }

    /// Whether it runs beside the suites for which this is not so. These keep two cores busy with the
    /// compiler, and each of the two compiles into folders that the other never locks.
    fn is_beside(self) -> bool {
        matches!(self, Self::Site | Self::Miri | Self::Fuzz | Self::Sphinx)
    }
}

/// `./test` passes the seconds that the set-up took in it.
pub const SETUP_SECONDS: &str = "INTERLEAVE_SETUP_SECONDS";

/// Runs what `names` choose (see [`choose::tasks`]), the later ones even when one fails, and ends
/// with a table. Suites that leave each other alone run side by side, browsers after all others.
///
/// # Errors
///
/// A name is unknown, or a suite failed; names those that did.
pub fn test(names: &[&str]) -> Outcome {
    let start = Instant::now();
    let mut tasks = choose::tasks(names)?;
    let builds = |tasks: &[Task]| tasks.iter().any(|task| task.suite == Suite::Site);
    let shows = tasks.iter().any(|task| task.suite == Suite::EndToEnd);
    if shows && !builds(&tasks) && dist().is_err() {
        tasks.push(Task::all(Suite::Site));
        tasks.sort();
    }
    let setup = std::env::var(SETUP_SECONDS).ok().and_then(|text| text.parse().ok());
    let setup = setup.map(|seconds| Row { name: "set-up", seconds, ..Row::default() });
    let before = setup.as_ref().map_or(0.0, |setup| setup.seconds);
    let mut rows: Vec<Row> = setup.into_iter().collect();
    let (shown, others): (Vec<Task>, Vec<Task>) =
        tasks.into_iter().partition(|task| task.suite == Suite::EndToEnd);
    let (beside, here): (Vec<Task>, Vec<Task>) =
        others.into_iter().partition(|task| task.suite.is_beside());
    rows.extend(if here.is_empty() {
        beside.iter().map(run).collect()
    } else {
        let shows = !shown.is_empty();
        let beside = thread::spawn(move || {
            let rows = beside.iter().map(|task| beside::run(task.suite)).collect();
            if shows {
                browsers::compile(); // says what is wrong when it runs
            }
            rows
        });
        let mut rows: Vec<Row> = here.iter().map(run).collect();
        rows.extend::<Vec<Row>>(beside.join().expect("a row is made of every failure"));
        rows
    });
    let stale = rows.iter().any(|row| row.failed && row.name == Suite::Site.name());
    for task in shown {
        if stale {
            eprintln!("error: there is no site to show to browsers");
            rows.push(Row { name: task.suite.name(), failed: true, ..Row::default() });
        } else {
            rows.push(run(&task));
        }
    }
    print!("\n{}", table::text(&rows, before + start.elapsed().as_secs_f64()));
    let failed: Vec<_> = rows.iter().filter(|row| row.failed).map(|row| row.name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", ")).into()) }
}

/// Runs `task` and says what went wrong.
fn run(task: &Task) -> Row {
    let name = task.suite.name();
    println!("── {name} {}", task.only.join(" "));
    let start = Instant::now();
    let mut row = Row { name, ..Row::default() };
    let outcome = run_task(task, &mut row);
    if let Err(error) = &outcome {
        eprintln!("error: {name}: {error}");
    }
    row.seconds = start.elapsed().as_secs_f64();
    row.failed = outcome.is_err();
    row
}

fn run_task(task: &Task, row: &mut Row) -> Outcome {
    let n_tests = &mut row.n_tests;
    match task.suite {
        Suite::Check => check::check(),
        Suite::Site => {
            site::dist(&site::Presets::Of(None))?;
            weight::weigh(&workspace::root().join("dist"))
        }
        Suite::Host => host(&task.only, n_tests),
        Suite::Loom => loom(n_tests),
        Suite::Miri => {
            run_tests(&mut cargo(&["miri", "test", "-p", "primitives", "--tests"]), n_tests)
        }
        Suite::Fuzz => fuzz(),
        Suite::Sphinx => sphinx(n_tests),
        Suite::EndToEnd => browsers::test(&task.only, &dist()?, row),
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
    process::run(cargo(&fuzz).args([limit.as_str(), dictionary]).env("PATH", tools::path_with(&[])))
}

/// The tests of `sphinx/`, with the Python packages that `.ci/setup.sh test` has installed for them.
fn sphinx(n_tests: &mut u64) -> Outcome {
    let mut python = Command::new(tools::sphinx()?);
    python.args(["-m", "pytest", "--quiet"]).current_dir(workspace::root().join("sphinx"));
    python.env("PYTHONDONTWRITEBYTECODE", "1").env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    run_tests(&mut python, n_tests)
}

/// Takes the pictures of the README from the site under test.
///
/// # Errors
///
/// There is no site, or the browser is missing.
pub fn screenshots() -> Outcome {
    let mut program = host_cargo(&["run", "-p", "tests", "--bin", "screenshots"]);
    process::run(browsers::with_browsers(&mut program, &dist()?))
}

/// The site under test: `INTERLEAVE_DIST`, or `dist` in the root.
pub(crate) fn dist() -> Outcome<PathBuf> {
    let named = std::env::var_os("INTERLEAVE_DIST").unwrap_or_else(|| "dist".into());
    let dist = workspace::root().join(named);
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    Err(format!("{} holds no site; `cargo xtask dist` builds it", dist.display()).into())
}
