//! `cargo xtask test`: the suites that run code, from unit tests to real browsers.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::check::NOT_ON_HOST;
use crate::process::{cargo, run, step};
use crate::{Outcome, tools, workspace};

/// A set of tests that is run together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
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
    /// All suites, fast ones first.
    pub const ALL: [Self; 5] = [Self::Host, Self::Loom, Self::Miri, Self::Fuzz, Self::EndToEnd];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Loom => "loom",
            Self::Miri => "miri",
            Self::Fuzz => "fuzz",
            Self::EndToEnd => "e2e",
        }
    }

    /// Runs the suite; output goes to the terminal.
    ///
    /// # Errors
    ///
    /// A test failed, or something the suite needs is missing.
    pub fn run(self) -> Outcome {
        step(&format!("tests, {}", self.name()), || match self {
            Self::Host => host(),
            Self::Loom => loom(),
            Self::Miri => run(&mut cargo(&["miri", "test", "-p", "primitives", "--tests"])),
            Self::Fuzz => fuzz(),
            Self::EndToEnd => end_to_end(),
        })
    }
}

fn host() -> Outcome {
    run(cargo(&["test", "--workspace", "--exclude", "tests"]).args(NOT_ON_HOST))?;
    let promises = promises()?;
    let native = promises.iter().filter(|name| !name.starts_with(BROWSER));
    let targets = native.flat_map(|name| ["--test", name]);
    run(cargo(&["test", "-p", "tests", "--lib"]).args(targets))
}

fn loom() -> Outcome {
    let target = workspace::target_dir().join("loom");
    run(cargo(&["test", "-p", "primitives", "--release", "--test", "loom", "--target-dir"])
        .arg(target)
        .env("RUSTFLAGS", "--cfg loom")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3"))
}

/// A short look with a fresh corpus; `FUZZ_SECONDS` asks for a longer one.
fn fuzz() -> Outcome {
    let seconds = std::env::var("FUZZ_SECONDS").unwrap_or_else(|_| "20".to_owned());
    let limit = format!("-max_total_time={seconds}");
    let fuzz = ["fuzz", "run", "--fuzz-dir", "crates/plan/fuzz", "link", "--", "-max_len=9000"];
    let dictionary = "-dict=crates/plan/fuzz/link.dict";
    run(cargo(&fuzz).args([limit.as_str(), dictionary]).env("PATH", tools::path_with(&[])))
}

/// Runs every browser target even when one fails, and then names those that failed.
fn end_to_end() -> Outcome {
    let dist = dist()?;
    let promises = promises()?;
    let targets: Vec<_> = promises.iter().filter(|name| name.starts_with(BROWSER)).collect();
    if targets.is_empty() {
        return Err(format!("the package `tests` has no target named {BROWSER}…").into());
    }
    let run_one = |name: &&&String| {
        step(name, || {
            let test = cargo(&["test", "-p", "tests", "--test", name, "--", "--test-threads=1"]);
            with_browsers(test, &dist)
        })
        .inspect_err(|error| eprintln!("error: {error}"))
        .is_err()
    };
    let failed: Vec<_> = targets.iter().filter(run_one).map(|name| name.as_str()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("failed in a browser: {}", failed.join(", ")).into())
}

/// Takes the pictures of the README from the site under test.
///
/// # Errors
///
/// There is no site, or the browser is missing.
pub fn screenshots() -> Outcome {
    let program = cargo(&["run", "-p", "tests", "--bin", "screenshots"]);
    with_browsers(program, &dist()?)
}

/// Runs `command` where it finds the site and the drivers of the browsers.
fn with_browsers(mut command: Command, dist: &Path) -> Outcome {
    run(command.env("INTERLEAVE_DIST", dist).env("PATH", tools::path_with(&[])))
}

/// How the names of targets that need a browser begin.
const BROWSER: &str = "e2e_";

/// The site under test: `INTERLEAVE_DIST`, or `dist` in the root.
fn dist() -> Outcome<PathBuf> {
    let named = std::env::var_os("INTERLEAVE_DIST").unwrap_or_else(|| "dist".into());
    let dist = workspace::root().join(named);
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    Err(format!("{} holds no site; `cargo xtask dist` builds it", dist.display()).into())
}

/// Names of the test targets of the package `tests`, sorted.
fn promises() -> Outcome<Vec<String>> {
    Ok(test_targets(&workspace::packages()?["tests"]))
}

fn test_targets(package: &Value) -> Vec<String> {
    let targets = package["targets"].as_array().into_iter().flatten();
    let tests = targets.filter(|target| target["kind"][0] == "test");
    let mut names: Vec<_> = tests.filter_map(|test| Some(test["name"].as_str()?.into())).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_test_targets_are_promises() {
        let package = json!({ "targets": [
            { "name": "tests", "kind": ["lib"] },
            { "name": "links", "kind": ["test"] },
            { "name": "e2e_run", "kind": ["test"] },
        ]});
        assert_eq!(test_targets(&package), ["e2e_run", "links"]);
    }
}
