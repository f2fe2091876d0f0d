//! The house rules that no other tool checks, as one list of findings.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::process::{cargo, read};
use crate::{Outcome, workspace};

/// Crates that know nothing of a browser.
const PLAIN: [&str; 10] = [
    "trace",
    "quadrature",
    "primitives",
    "processes",
    "experiments",
    "plan",
    "measure",
    "program",
    "machine",
    "explorer",
];
/// Packages whose presence below a crate means that it knows a browser.
const BROWSER: [&str; 3] = ["wasm-bindgen", "js-sys", "web-sys"];
const PLATFORMS: [&str; 2] = ["host-tuple", "wasm32-unknown-unknown"];
/// A Rust file outside `tests/` is at most this long.
const RUST_LINES: usize = 300;
/// A style sheet is at most this long.
const STYLE_LINES: usize = 400;
/// All JavaScript in `web/` together is at most this long.
const JAVASCRIPT_LINES: usize = 770;
/// Folders that hold no source of ours.
const SKIPPED: [&str; 4] = [".git", "target", "dist", "node_modules"];
/// The files that may contain `unsafe`, one path per line.
const UNSAFE_LIST: &str = "crates/xtask/unsafe-files.txt";

/// Checks the workspace at `root`.
///
/// # Errors
///
/// The findings, one per line.
pub fn tidy(root: &Path) -> Outcome {
    let files = text_files(root)?;
    let mut findings = check_files(&files);
    let members = workspace::packages()?;
    let names = members.keys().map(String::as_str);
    findings.extend(check_map(names, files.get("ARCHITECTURE.md")));
    for name in PLAIN.into_iter().filter(|name| members.contains_key(*name)) {
        for platform in PLATFORMS {
            let tree =
                ["tree", "--edges=normal", "--prefix=none", "--target", platform, "-p", name];
            findings.extend(check_tree(name, &read(&mut cargo(&tree))?));
        }
    }
    findings.sort();
    findings.dedup();
    if findings.is_empty() {
        return Ok(());
    }
    Err(format!("{} findings of tidy\n{}", findings.len(), findings.join("\n")).into())
}

/// Text of every UTF-8 file by its path relative to the root, with `/` between parts.
type Files = BTreeMap<String, String>;

fn text_files(root: &Path) -> Outcome<Files> {
    let mut files = Files::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if let Ok(text) = String::from_utf8(fs::read(entry.path())?)
                && !text.contains('\0')
            {
                files.insert(path, text);
            }
        }
    }
    Ok(files)
}

fn check_files(files: &Files) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in files {
        for (index, line) in text.lines().enumerate() {
            let place = format!("{path}:{}", index + 1);
            if line.ends_with([' ', '\t']) {
                findings.push(format!("{place}: trailing whitespace"));
            }
            if let Some(home) = absolute_home(line) {
                findings.push(format!("{place}: a path of one machine, {home}"));
            }
        }
        if path.ends_with(".rs") {
            findings.extend(check_rust(path, text));
        }
        if path.ends_with(".css") && text.lines().count() > STYLE_LINES {
            let lines = text.lines().count();
            findings.push(format!("{path}: {lines} lines, the limit is {STYLE_LINES}"));
        }
    }
    findings.extend(check_unsafe(files));
    let scripts = files.iter().filter(|(path, _)| is_ours(path) && is_script(path));
    let lines: usize = scripts.map(|(_, text)| text.lines().count()).sum();
    if lines > JAVASCRIPT_LINES {
        findings.push(format!("web: {lines} lines of JavaScript, the limit is {JAVASCRIPT_LINES}"));
    }
    findings
}

/// Whether it is below `web/`, and not a library.
fn is_ours(path: &str) -> bool {
    path.starts_with("web/") && !path.starts_with("web/vendor/")
}

fn is_script(path: &str) -> bool {
    [".js", ".mjs"].iter().any(|end| path.ends_with(end))
}

/// The folder, if `line` names a path below the home of a person or of a build machine.
fn absolute_home(line: &str) -> Option<String> {
    let homes = ["root", "home", "work"].map(|name| format!("/{name}/"));
    homes.into_iter().find(|home| {
        let mut starts = line.match_indices(home.as_str()).map(|(at, _)| &line[..at]);
        starts
            .any(|before| !before.ends_with(|c: char| c.is_alphanumeric() || ".-_})/*".contains(c)))
    })
}

fn check_rust(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    if !text.starts_with("//!") {
        findings.push(format!("{path}:1: the first line is no //! comment"));
    }
    let lines = text.lines().count();
    if lines > RUST_LINES && !path.starts_with("tests/") {
        findings.push(format!("{path}: {lines} lines, the limit is {RUST_LINES}"));
    }
    if text.contains(concat!("should_", "panic")) {
        findings.push(format!("{path}: a test expects a panic; return an error and compare it"));
    }
    findings
}

fn check_unsafe(files: &Files) -> Vec<String> {
    let list = files.get(UNSAFE_LIST).map_or("", String::as_str);
    let listed: BTreeSet<&str> =
        list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let found: BTreeSet<&str> =
        rust.filter(|(_, text)| has_unsafe(text)).map(|(path, _)| path.as_str()).collect();
    let unlisted = found.difference(&listed).map(|path| format!("{path}: unsafe, not listed"));
    let idle = listed.difference(&found).map(|path| format!("{UNSAFE_LIST}: {path} has none"));
    unlisted.chain(idle).collect()
}

/// Whether a line of code, not of comment, opens something with the keyword.
fn has_unsafe(text: &str) -> bool {
    let keyword = "unsafe";
    text.lines().any(|line| {
        let code = line.split("//").next().unwrap_or_default();
        code.match_indices(keyword).any(|(at, _)| {
            let rest = code[at + keyword.len()..].trim_start();
            let opens = ["{", "(", "fn ", "impl ", "impl<", "extern ", "trait "];
            let is_word = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            is_word && opens.iter().any(|open| rest.starts_with(open))
        })
    })
}

/// Every crate stands in the map, in back quotes.
fn check_map<'n>(names: impl Iterator<Item = &'n str>, map: Option<&String>) -> Vec<String> {
    let Some(map) = map else { return vec!["ARCHITECTURE.md: missing".to_owned()] };
    names
        .filter(|name| !map.contains(&format!("`{name}`")))
        .map(|name| format!("ARCHITECTURE.md: does not name the crate `{name}`"))
        .collect()
}

/// No plain crate reaches a browser package; `tree` lists all it links, one per line.
fn check_tree(name: &str, tree: &str) -> Vec<String> {
    let packages: BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    let known = BROWSER.into_iter().filter(|package| packages.contains(package));
    known.map(|package| format!("crates/{name}: depends on {package}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_clean_tree_has_no_findings() {
        let clean = files(&[
            ("crates/a/src/lib.rs", "//! A.\n#![forbid(unsafe_code)] // no unsafe { here }\n"),
            ("web/sw.js", "1;\n"),
            ("docs/links.md", "see https://example.org/home/page and crates/work/src\n"),
        ]);
        assert_eq!(check_files(&clean), Vec::<String>::new());
    }

    #[test]
    fn each_rule_about_files_has_its_finding() {
        let long = "//! Long.\n".to_owned() + &"\n".repeat(RUST_LINES);
        let panics = concat!("//! P.\n#[should_", "panic]\n");
        let home = format!("dir = \"/{}/me\"\n", "home");
        let sheet = "\n".repeat(STYLE_LINES + 1);
        let script = ";\n".repeat(JAVASCRIPT_LINES + 1);
        for (path, text, finding) in [
            ("a.rs", "fn main() {}\n", "a.rs:1: the first line is no //! comment"),
            ("a.rs", &long, "a.rs: 301 lines, the limit is 300"),
            ("a.rs", panics, "a.rs: a test expects a panic; return an error and compare it"),
            ("a.md", "one\ntwo \n", "a.md:2: trailing whitespace"),
            ("a.toml", &home, &format!("a.toml:1: a path of one machine, /{}/", "home")),
            ("web/a.css", &sheet, "web/a.css: 401 lines, the limit is 400"),
            ("web/a.js", &script, "web: 771 lines of JavaScript, the limit is 770"),
        ] {
            assert_eq!(check_files(&files(&[(path, text)])), [finding]);
        }
        assert!(check_files(&files(&[("tests/a.rs", &long)])).is_empty());
    }

    #[test]
    fn the_list_of_unsafe_files_is_exact() {
        let keyword = "unsafe";
        let block = format!("//! A.\nfn f() {{\n    {keyword} {{ g() }}\n}}\n");
        let outer = format!("//! B.\n#[{keyword}(no_mangle)]\nfn g() {{}}\n");
        let list = "# comment\ncrates/a.rs\ncrates/c.rs\n";
        let tree = [("crates/a.rs", block.as_str()), ("crates/b.rs", &outer), (UNSAFE_LIST, list)];
        let idle = format!("{UNSAFE_LIST}: crates/c.rs has none");
        assert_eq!(check_files(&files(&tree)), ["crates/b.rs: unsafe, not listed", &idle]);
    }

    #[test]
    fn a_plain_crate_must_not_reach_a_browser_package_even_through_another() {
        let tree = "trace v0.1.0\nserde v1.0.0\njs-sys v0.3.0\njs-sys v0.3.0 (*)\n";
        assert_eq!(check_tree("trace", tree), ["crates/trace: depends on js-sys"]);
        assert!(check_tree("trace", "trace v0.1.0\njs-sys-like v1.0.0\n").is_empty());
    }

    #[test]
    fn every_crate_stands_in_the_map() {
        let map = "| `trace` | what happened |".to_owned();
        let finding = "ARCHITECTURE.md: does not name the crate `app`";
        assert_eq!(check_map(["app", "trace"].into_iter(), Some(&map)), [finding]);
        assert_eq!(check_map(["app"].into_iter(), None), ["ARCHITECTURE.md: missing"]);
    }
}
