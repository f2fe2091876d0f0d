//! `cargo xtask check`: everything that can be said about the code without running it.

use std::process::Command;

use crate::lab::{LINKS, cargo_lab, files_below};
use crate::process::{cargo, host_cargo, run, step};
use crate::{Outcome, tidy, workspace};

/// Crates that run in the browser only; they are checked for wasm32, not for the host.
pub(crate) const NOT_ON_HOST: [&str; 4] = ["--exclude", "app", "--exclude", "lab"];

/// Format, clippy on the host and for wasm32, tidy, documentation; the first finding ends it.
///
/// # Errors
///
/// The step that found something, which has said what on the terminal.
pub fn check() -> Outcome {
    step("format", || format(&["--check"]))?;
    step("tidy", || tidy::tidy(&workspace::root()))?;
    step("clippy, host", || {
        let all = ["clippy", "--workspace", "--all-targets", BENCH];
        run(host_cargo(&all).args(NOT_ON_HOST).args(DENY))?;
        // No part of all targets, because `cargo test` passes it over.
        run(host_cargo(&["clippy", "--workspace", "--test", "e2e", BENCH])
            .args(NOT_ON_HOST)
            .args(DENY))
    })?;
    step("clippy, page", || {
        let page = ["clippy", "-p", "ui", "-p", "app", "--target", "wasm32-unknown-unknown"];
        run(cargo(&page).args(DENY))
    })?;
    for name in LINKS {
        step(&format!("clippy, lab, {name} link"), || run(cargo_lab("clippy", name).args(DENY)))?;
    }
    step("documentation", || {
        let doc = ["doc", "--workspace", "--no-deps", BENCH];
        run(host_cargo(&doc).args(NOT_ON_HOST).env("RUSTDOCFLAGS", "-Dwarnings"))
    })
}

/// Formats every file, or with `--check` says which differ. `cargo fmt` alone passes over the files of
/// experiments, which a macro names.
///
/// # Errors
///
/// A file differs or cannot be read.
pub fn format(options: &[&str]) -> Outcome {
    run(cargo(&["fmt", "--all", "--"]).args(options))?;
    let folder = workspace::root().join("crates/experiments/src");
    let files = files_below(&folder)?.into_iter().filter(|name| name.ends_with(".rs"));
    run(Command::new("rustfmt")
        .current_dir(folder)
        .args(["--edition", "2024"])
        .args(options)
        .args(files))
}

/// The bench is looked at too; nothing else needs the model checkers it compares with.
const BENCH: &str = "--features=bench/measure";

const DENY: [&str; 3] = ["--", "-D", "warnings"];
