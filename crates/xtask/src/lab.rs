//! The lab: one crate, linked five times, under a folder named by its content.
//!
//! The links for threads have shared memory (`crates/lab/build.rs`), so their std has atomics; a panic in them
//! unwinds, or whoever waits for the thread waits for ever. In the others nobody can wait for a worker
//! that is gone, and a panic that does not unwind saves a tenth of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::page::Modules;
use crate::process::{cargo, run, step};
use crate::{Outcome, listings, scripts, tools, workspace};

/// The links whose workers share a memory.
const SHARED: [&str; 3] = ["timed", "meeting", "compared"];
/// The links of the lab; each is built with the feature of its name.
pub const LINKS: [&str; 5] = ["timed", "meeting", "compared", "processes", "explorer"];

/// Builds all links into `out/lab/<hash>/`, copies the listings, and writes `out/lab-manifest.json`,
/// which also names the page's `modules`.
///
/// # Errors
///
/// A program is missing, or a build failed.
pub fn build(out: &Path, modules: &Modules) -> Outcome {
    let bindgen = tools::wasm_bindgen()?;
    let lab = out.join("lab");
    if lab.exists() {
        fs::remove_dir_all(&lab)?; // one lab per site: an old one would never be asked for
    }
    let fresh = lab.join("fresh");
    fs::create_dir_all(&fresh)?;
    for name in LINKS {
        step(&format!("lab, {name} link"), || link(&bindgen, name, &fresh.join(name)))?;
    }
    copy_worker(&fresh)?;
    let hash = content_hash(&fresh)?;
    fs::rename(&fresh, lab.join(&hash))?;
    let mut manifest = manifest(&hash, &listings::copy(out)?);
    manifest["page"] = json!(modules);
    fs::write(out.join("lab-manifest.json"), manifest.to_string())?;
    Ok(())
}

/// Builds the link for threads that meet with what only the bench times into [`bench_dir`]: the folder `threads`
/// and `worker.js`.
///
/// # Errors
///
/// A program is missing, or the build failed.
pub fn build_for_bench() -> Outcome {
    let out = bench_dir();
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    let bindgen = tools::wasm_bindgen()?;
    step("lab, for the bench", || link(&bindgen, "meeting,bench", &out.join("threads")))?;
    copy_worker(&out)
}

/// Where [`build_for_bench`] writes.
#[must_use]
pub fn bench_dir() -> PathBuf {
    workspace::target_dir().join("bench-lab")
}

/// Builds the lab with `features`, and its JavaScript, into the folder `out`.
fn link(bindgen: &Path, features: &str, out: &Path) -> Outcome {
    run(cargo_lab("build", features).arg("--profile=lab"))?;
    let wasm = target_dir().join("wasm32-unknown-unknown/lab/lab.wasm");
    let glue = [
        "--target=web",
        "--no-typescript",
        "--remove-name-section",
        "--remove-producers-section",
        "--out-name=lab",
        "--out-dir",
    ];
    run(Command::new(bindgen).args(glue).arg(out).arg(wasm))
}

fn copy_worker(folder: &Path) -> Outcome {
    scripts::send("lab-worker.js", &folder.join("worker.js"))?;
    scripts::send("stomp.js", &folder.join("stomp.js"))?;
    let others = [
        ("vendor/stompjs/stomp.umd.min.js", "stomp.umd.min.js"),
        ("vendor/stompjs/LICENSE", "stomp-license.txt"),
    ];
    for (from, to) in others {
        fs::copy(workspace::root().join("web").join(from), folder.join(to))
            .map_err(|error| format!("web/{from} cannot be copied: {error}"))?;
    }
    Ok(())
}

/// A cargo command for the lab crate with `features`, the link's name first: std is built anew, small
/// rather than fast, in a target folder of its own. Derived `Debug` has names only, and panics have
/// no place but a text of ours.
pub(crate) fn cargo_lab(verb: &str, features: &str) -> Command {
    let target = ["--package=lab", "--target=wasm32-unknown-unknown", "--locked"];
    let (std, std_features, flags) = if SHARED.iter().any(|name| features.starts_with(name)) {
        let flags = "-Ctarget-feature=+atomics,+simd128 -Cpanic=unwind -Zfmt-debug=shallow \
                     -Zlocation-detail=none";
        ("std,panic_unwind", "panic-unwind,optimize_for_size", flags)
    } else {
        let flags =
            "-Ctarget-feature=+simd128 -Cpanic=abort -Zfmt-debug=shallow -Zlocation-detail=none";
        ("std,panic_abort", "optimize_for_size", flags)
    };
    let mut command = cargo(&[verb]);
    command
        .args(target)
        .arg(format!("-Zbuild-std={std}"))
        .arg(format!("-Zbuild-std-features={std_features}"))
        .arg("--target-dir")
        .arg(target_dir())
        .args(["--features", features])
        .env("RUSTFLAGS", flags);
    command
}

fn target_dir() -> PathBuf {
    workspace::target_dir().join("lab")
}

/// Where the page finds the lab, and the listings, which are kept for use without network; paths are
/// relative to the page.
fn manifest(hash: &str, listings: &[String]) -> Value {
    let link = |name| {
        json!({
            "glue": format!("lab/{hash}/{name}/lab.js"),
            "wasm": format!("lab/{hash}/{name}/lab_bg.wasm"),
        })
    };
    json!({
        "hash": hash,
        "timed": link("timed"),
        "meeting": link("meeting"),
        "compared": link("compared"),
        "processes": link("processes"),
        "explorer": link("explorer"),
        "worker": format!("lab/{hash}/worker.js"),
        "listings": listings,
    })
}

/// The first 16 hexadecimal digits of SHA-256 over the sorted relative names and the contents.
pub(crate) fn content_hash(folder: &Path) -> Outcome<String> {
    let mut digest = Sha256::new();
    for name in files_below(folder)? {
        let content = fs::read(folder.join(&name))?;
        digest.update(name.as_bytes());
        digest.update((content.len() as u64).to_le_bytes()); // so that no byte can change sides
        digest.update(&content);
    }
    Ok(digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

/// Names of all files below `folder`, relative to it, with `/` between parts, sorted.
pub(crate) fn files_below(folder: &Path) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            let inner = files_below(&entry.path())?;
            names.extend(inner.into_iter().map(|below| format!("{name}/{below}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("inner")).unwrap();
        folder
    }

    #[test]
    fn the_hash_changes_with_a_byte_and_with_a_name() {
        let folder = folder("hash");
        fs::write(folder.join("inner/a"), "1").unwrap();
        let first = content_hash(&folder).unwrap();
        assert_eq!(first.len(), 16);
        assert_eq!(content_hash(&folder).unwrap(), first);

        fs::write(folder.join("inner/a"), "2").unwrap();
        let second = content_hash(&folder).unwrap();
        fs::rename(folder.join("inner/a"), folder.join("inner/b")).unwrap();
        let third = content_hash(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert!(first != second && second != third && first != third);
    }

    #[test]
    fn the_manifest_names_relative_paths_only() {
        let expected = json!({
            "hash": "0f",
            "timed": { "glue": "lab/0f/timed/lab.js", "wasm": "lab/0f/timed/lab_bg.wasm" },
            "meeting": { "glue": "lab/0f/meeting/lab.js", "wasm": "lab/0f/meeting/lab_bg.wasm" },
            "compared": { "glue": "lab/0f/compared/lab.js", "wasm": "lab/0f/compared/lab_bg.wasm" },
            "processes":
                { "glue": "lab/0f/processes/lab.js", "wasm": "lab/0f/processes/lab_bg.wasm" },
            "explorer":
                { "glue": "lab/0f/explorer/lab.js", "wasm": "lab/0f/explorer/lab_bg.wasm" },
            "worker": "lab/0f/worker.js",
            "listings": ["code/lock/run.rs"],
        });
        assert_eq!(manifest("0f", &["code/lock/run.rs".to_owned()]), expected);
    }
}
