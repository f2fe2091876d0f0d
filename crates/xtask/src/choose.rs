//! What `cargo xtask test` runs: suites, promises, or what was changed.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::process::read;
use crate::suites::Suite;
use crate::{Outcome, workspace};

/// A suite, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Task {
    /// What to run.
    pub suite: Suite,
    /// Which part: crates of the host tests, promises of the browser tests; everything if empty.
    pub only: Vec<String>,
}

impl Task {
    /// The whole suite.
    #[must_use]
    pub fn all(suite: Suite) -> Self {
        Self { suite, only: Vec::new() }
    }
}

/// The tasks for these names, in the order in which they run: names of suites, of promises (the
/// modules of `tests/e2e`), or `changed`; all suites if there are none.
///
/// # Errors
///
/// A name is unknown (says which there are), or git is missing.
pub fn tasks(names: &[&str]) -> Outcome<Vec<Task>> {
    let promises = promises()?;
    let mut parts = Vec::new();
    for &name in names {
        let suite = Suite::ALL.into_iter().find(|suite| suite.name() == name);
        match suite {
            Some(suite) => parts.push((suite, None)),
            None if name == "changed" => {
                for file in changed_files()? {
                    parts.extend(touched(&file, &promises));
                }
            }
            None if promises.iter().any(|promise| promise == name) => {
                parts.push((Suite::EndToEnd, Some(name.to_owned())));
            }
            None => return Err(unknown(name, &promises).into()),
        }
    }
    if names.is_empty() {
        parts = everything();
    }
    Ok(merged(parts))
}

/// A suite and the part of it; all of it if there is no part.
type Part = (Suite, Option<String>);

fn everything() -> Vec<Part> {
    Suite::ALL.map(|suite| (suite, None)).to_vec()
}

fn unknown(name: &str, promises: &[String]) -> String {
    let suites = Suite::ALL.map(Suite::name).join(", ");
    let promises = promises.join(", ");
    format!(
        "unknown suite {name:?}\n  suites: {suites}\n  promises: {promises}\n  or changed: what \
         differs from the last commit"
    )
}

/// One task for each suite; a part more is nothing beside the whole.
fn merged(parts: Vec<Part>) -> Vec<Task> {
    let mut suites: BTreeMap<Suite, Option<Vec<String>>> = BTreeMap::new();
    for (suite, part) in parts {
        let only = suites.entry(suite).or_insert_with(|| Some(Vec::new()));
        match (part, only.as_mut()) {
            (Some(part), Some(only)) => only.push(part),
            _ => *only = None,
        }
    }
    let task = |(suite, only): (Suite, Option<Vec<String>>)| {
        let mut only = only.unwrap_or_default();
        only.sort();
        only.dedup();
        Task { suite, only }
    };
    suites.into_iter().map(task).collect()
}

/// The promises to the user: one file or folder in `tests/e2e` for each.
fn promises() -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace::root().join("tests/e2e"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let promise = match name.strip_suffix(".rs") {
            Some(promise) => (promise != "main").then_some(promise),
            None => entry.file_type()?.is_dir().then_some(&*name),
        };
        names.extend(promise.map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// Paths that differ from the last commit, new files included.
fn changed_files() -> Outcome<Vec<String>> {
    let mut files = Vec::new();
    for arguments in
        [&["diff", "--name-only", "HEAD"][..], &["ls-files", "--others", "--exclude-standard"]]
    {
        let list = read(Command::new("git").current_dir(workspace::root()).args(arguments))?;
        files.extend(list.lines().map(str::to_owned));
    }
    Ok(files)
}

/// What looks at `file` most closely, from its path alone. The rest is for `./test` to find.
fn touched(file: &str, promises: &[String]) -> Vec<Part> {
    let promise = |name: &str| (Suite::EndToEnd, Some(name.to_owned()));
    let host = |name: &str| (Suite::Host, Some(name.to_owned()));
    let (check, site) = ((Suite::Check, None), (Suite::Site, None));
    match file.split('/').collect::<Vec<_>>()[..] {
        ["Cargo.toml" | "Cargo.lock" | "rust-toolchain.toml"] => everything(),
        ["crates", "app" | "lab", ..] => vec![check, site, promise("integrate"), promise("page")],
        ["crates", "ui", ..] => {
            let site = [site, promise("accessible"), promise("course"), promise("page")];
            [check, host("ui"), host("poster")].into_iter().chain(site).collect()
        }
        ["crates", "primitives", ..] => {
            vec![check, host("primitives"), (Suite::Loom, None), (Suite::Miri, None)]
        }
        // What it finds is compared with following every schedule.
        ["crates", "program" | "machine", ..] => {
            vec![check, host("program"), host("machine"), host("explorer")]
        }
        ["crates", "poster", ..] => vec![check, host("poster"), site, promise("course")],
        ["crates", "processes", ..] => vec![check, host("processes"), site, promise("processes")],
        ["crates", "plan", ..] => vec![check, host("plan"), (Suite::Fuzz, None)],
        ["crates", name, ..] => vec![check, host(name)],
        ["web", "interleave-lab", ..] => vec![check, host("xtask"), site, promise("element")],
        ["web", "scorm", ..] => vec![check, host("xtask"), promise("scorm")],
        ["web", ..] | ["index.html"] => {
            vec![check, site, promise("accessible"), promise("isolation"), promise("page")]
        }
        ["sphinx", ..] => vec![check, (Suite::Sphinx, None)],
        ["docs" | "tests", "recipes" | "lecture", ..] => vec![check, promise("recipes")],
        ["tests", "e2e", name, ..] => {
            let stem = name.trim_end_matches(".rs");
            let known = promises.iter().any(|promise| promise == stem);
            [check].into_iter().chain(known.then(|| promise(stem))).collect()
        }
        ["tests", ..] => vec![check, host("tests"), promise("browsers")],
        _ => vec![check],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(tasks: &[Task]) -> Vec<String> {
        let name = |task: &Task| format!("{} {}", task.suite.name(), task.only.join("+"));
        tasks.iter().map(|task| name(task).trim_end().to_owned()).collect()
    }

    #[test]
    fn suites_and_promises_are_chosen_by_name_and_run_in_their_order() {
        assert_eq!(names(&tasks(&["stop", "miri", "page"]).unwrap()), ["miri", "e2e page+stop"]);
        assert_eq!(names(&tasks(&["stop", "e2e"]).unwrap()), ["e2e"]);
        let all = ["check", "site", "host", "loom", "miri", "fuzz", "sphinx", "e2e"];
        assert_eq!(names(&tasks(&[]).unwrap()), all);
    }

    #[test]
    fn an_unknown_name_is_answered_with_those_there_are() {
        let error = tasks(&["loon"]).unwrap_err().to_string();
        assert!(error.starts_with("unknown suite \"loon\""), "{error}");
        assert!(error.contains("loom, miri") && error.contains("stop, synchronization"), "{error}");
    }

    #[test]
    fn changed_files_choose_what_looks_at_them_most_closely() {
        let promises = ["browsers", "course", "page", "stop"].map(str::to_owned);
        let chosen = |files: &[&str]| {
            names(&merged(files.iter().flat_map(|file| touched(file, &promises)).collect()))
        };
        assert_eq!(chosen(&["README.md"]), ["check"]);
        assert_eq!(chosen(&["crates/trace/src/lib.rs"]), ["check", "host trace"]);
        let steps = ["check", "host explorer+machine+program"];
        assert_eq!(chosen(&["crates/machine/src/lib.rs"]), steps);
        let two = ["crates/ui/src/lib.rs", "tests/e2e/stop.rs", "crates/trace/Cargo.toml"];
        assert_eq!(
            chosen(&two),
            ["check", "site", "host poster+trace+ui", "e2e accessible+course+page+stop"]
        );
        assert_eq!(chosen(&["tests/e2e/main.rs"]), ["check"]);
        assert_eq!(chosen(&["tests/e2e/stop/longest.rs"]), ["check", "e2e stop"]);
        assert_eq!(chosen(&["sphinx/sphinx_interleave/outputs.py"]), ["check", "sphinx"]);
        assert_eq!(chosen(&["Cargo.lock"]).len(), Suite::ALL.len());
    }

    #[test]
    fn every_file_beside_the_main_one_is_a_module_of_it() {
        let main = fs::read_to_string(workspace::root().join("tests/e2e/main.rs")).unwrap();
        let modules = main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
        assert_eq!(modules.collect::<Vec<_>>(), promises().unwrap());
    }
}
