//! Where things are, and what the workspace says about itself.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::process::{cargo, read};
use crate::{Outcome, tools};

/// The folder of the workspace's `Cargo.lock`: the nearest one above the package that cargo runs,
/// or above the current folder.
#[must_use]
pub fn root() -> PathBuf {
    // Asked now: a compiled-in path is wrong where two checkouts share a target folder.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let start = package.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
    let root = start.ancestors().find(|folder| folder.join("Cargo.lock").is_file());
    root.unwrap_or(&start).to_owned()
}

/// Where cargo writes: `CARGO_TARGET_DIR`, or `target` in the root.
#[must_use]
pub fn target_dir() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(named) // an absolute path stays as it is
}

/// The version of `package` in the text of a Cargo.lock; the first one if there are several.
///
/// ```
/// let lock = "[[package]]\nname = \"yew\"\nversion = \"0.23.0\"\n";
/// assert_eq!(xtask::workspace::locked_version(lock, "yew"), Some("0.23.0"));
/// assert_eq!(xtask::workspace::locked_version(lock, "ye"), None);
/// ```
#[must_use]
pub fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// The version of wasm-bindgen in our Cargo.lock, which its command line tool must match.
///
/// # Errors
///
/// Cargo.lock cannot be read or does not list wasm-bindgen.
pub fn wasm_bindgen_version() -> Outcome<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    let version = locked_version(&lock, tools::WASM_BINDGEN);
    Ok(version.ok_or("Cargo.lock does not list wasm-bindgen")?.to_owned())
}

/// What `cargo metadata` says of the packages of this workspace, by name.
///
/// # Errors
///
/// Cargo failed.
pub fn packages() -> Outcome<BTreeMap<String, Value>> {
    let metadata = read(&mut cargo(&["metadata", "--format-version=1", "--no-deps"]))?;
    let mut metadata: Value = serde_json::from_str(&metadata)?;
    let packages: Vec<Value> = serde_json::from_value(metadata["packages"].take())?;
    let named = |package: Value| Some((package["name"].as_str()?.to_owned(), package));
    Ok(packages.into_iter().filter_map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_folder_with_the_workspace_manifest() {
        let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[workspace]"));
    }

    #[test]
    fn this_package_is_one_of_the_workspace() {
        assert!(packages().unwrap().contains_key("xtask"));
    }

    #[test]
    fn what_is_published_elsewhere_has_the_version_and_the_license_of_the_workspace() {
        let ours = &packages().unwrap()["xtask"];
        let sphinx = std::fs::read_to_string(root().join("sphinx/pyproject.toml")).unwrap();
        for key in ["version", "license"] {
            let line = format!("\n{key} = {}\n", ours[key]);
            assert!(sphinx.contains(&line), "{line}");
        }
        let module = root().join("sphinx/sphinx_interleave/__init__.py");
        let line = format!("\n__version__ = {}\n", ours["version"]);
        assert!(std::fs::read_to_string(module).unwrap().contains(&line), "{line}");
        let text = std::fs::read_to_string(root().join("web/interleave-lab/package.json")).unwrap();
        let package: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(package["version"], ours["version"]);
        assert_eq!(package["license"], ours["license"]);
    }

    #[test]
    fn the_lock_file_and_the_manifest_agree_on_wasm_bindgen() {
        let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let pinned = format!("wasm-bindgen = \"={}\"", wasm_bindgen_version().unwrap());
        assert!(manifest.contains(&pinned), "{pinned}");
    }
}
