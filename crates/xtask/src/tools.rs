//! Programs the build needs beside cargo: found on PATH or in our own cache, or named as missing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, workspace};

/// Turns compiled wasm into a module with its JavaScript glue.
pub const WASM_BINDGEN: &str = "wasm-bindgen";

/// A program that is not there.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{program} is not installed; `.ci/setup.sh build` installs what is missing")]
pub struct Missing {
    program: String,
}

impl Missing {
    /// `program` in `version`; an empty version means any.
    #[must_use]
    pub fn new(program: &str, version: &str) -> Self {
        Self { program: format!("{program} {version}").trim_end().to_owned() }
    }
}

/// The `wasm-bindgen` program of exactly the version in Cargo.lock.
///
/// # Errors
///
/// It is [`Missing`].
pub fn wasm_bindgen() -> Outcome<PathBuf> {
    let version = workspace::wasm_bindgen_version()?;
    Ok(find(WASM_BINDGEN, &version, |found| found == version, &folders())?)
}

/// A value for PATH where `first` comes first and the cache of `.ci/setup.sh` last.
#[must_use]
pub fn path_with(first: &[&Path]) -> OsString {
    let first = first.iter().map(|folder| (*folder).to_owned());
    std::env::join_paths(first.chain(folders())).expect("folders of PATH hold no separator")
}

/// The script of axe-core, which looks for barriers on a page; `.ci/setup.sh test` chooses its version.
///
/// # Errors
///
/// It is [`Missing`].
pub fn axe() -> Result<PathBuf, Missing> {
    script("axe-core", "axe.min.js")
}

/// The script of scorm-again, the player of a learning platform; `.ci/setup.sh test` chooses its version.
///
/// # Errors
///
/// It is [`Missing`].
pub fn scorm_again() -> Result<PathBuf, Missing> {
    script("scorm-again", "scorm2004.min.js")
}

fn script(package: &str, file: &str) -> Result<PathBuf, Missing> {
    let script = cache().map(|cache| cache.join(package).join(file));
    script.filter(|script| script.is_file()).ok_or_else(|| Missing::new(package, ""))
}

/// The Python that has Sphinx and pytest, in the versions of `sphinx/tests/requirements.txt`.
///
/// # Errors
///
/// It is [`Missing`].
pub fn sphinx() -> Result<PathBuf, Missing> {
    let python = cache().map(|cache| cache.join("sphinx/bin/python"));
    python.filter(|python| python.is_file()).ok_or_else(|| Missing::new("Sphinx", ""))
}

/// The folder with what the recipes in `docs/recipes` are tried with: `node_modules`, `python` and `deck.js`.
///
/// # Errors
///
/// It is [`Missing`].
pub fn recipes() -> Result<PathBuf, Missing> {
    let folder = cache().map(|cache| cache.join("recipes"));
    let whole = folder.filter(|folder| folder.join("wanted").is_file());
    whole.ok_or_else(|| Missing::new("what docs/recipes is tried with", ""))
}

/// PATH, then the cache.
fn folders() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(cache().map(|cache| cache.join("bin"))).collect()
}

/// Where `.ci/setup.sh` puts what is not on PATH.
fn cache() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let caches = set("XDG_CACHE_HOME").or_else(|| Some(set("HOME")?.join(".cache")))?;
    Some(caches.join("interleave/tools"))
}

fn find(
    program: &str,
    version: &str,
    fits: impl Fn(&str) -> bool,
    folders: &[PathBuf],
) -> Result<PathBuf, Missing> {
    let candidates = folders.iter().map(|folder| folder.join(program));
    candidates
        .filter(|path| path.is_file())
        .find(|path| version_of(path).is_some_and(|found| fits(&found)))
        .ok_or_else(|| Missing::new(program, version))
}

/// The second word of `program --version`.
fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.split_whitespace().nth(1)?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The compiler that builds this test is a program that prints a name and a version.
    fn compiler() -> PathBuf {
        let text = Command::new("rustc").args(["--print", "sysroot"]).output().unwrap().stdout;
        Path::new(String::from_utf8(text).unwrap().trim()).join("bin")
    }

    #[test]
    fn a_program_of_the_right_version_is_found_in_the_last_folder() {
        let folders = [PathBuf::from("/nowhere"), compiler()];
        let found = find("rustc", "1.", |version| version.starts_with("1."), &folders);
        assert_eq!(found, Ok(compiler().join("rustc")));
    }

    #[test]
    fn a_program_of_another_version_is_missing() {
        let missing = find("rustc", "0.1.0", |version| version == "0.1.0", &[compiler()]);
        assert_eq!(
            missing.unwrap_err().to_string(),
            "rustc 0.1.0 is not installed; `.ci/setup.sh build` installs what is missing"
        );
    }
}
