//! `cargo xtask bench`: the figures of `docs/benchmarks.md`, measured on a fresh build of the site.

use crate::process::{cargo, run, step};
use crate::{Outcome, lab, site, tools};

/// Builds the site, unless `INTERLEAVE_DIST` names one, and a lab for the bench only, and runs the program
/// of the crate `bench` with `options`: none, or `--quick`.
///
/// # Errors
///
/// A build failed, a browser is missing, or an option is unknown. A missed target is no error.
pub fn bench(options: &[&str]) -> Outcome {
    if std::env::var_os("INTERLEAVE_DIST").is_none() {
        site::dist(&site::Presets::None)?;
    }
    lab::build_for_bench()?;
    // The lab's profile without the lab's flags: the native twin of its kernels.
    let bench = ["run", "--package=bench", "--features=measure"];
    let program = [&bench[..], &["--profile=lab", "--locked", "--"]].concat();
    step("bench", || run(cargo(&program).args(options).env("PATH", tools::path_with(&[]))))
}
