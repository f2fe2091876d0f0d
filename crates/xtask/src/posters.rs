//! Posters of links, and static pages of lessons. The crate `poster` draws them in a program of its own, because it links
//! the whole page.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::process::{host_cargo, step};

/// Draws the poster of a link: what follows `cargo xtask poster`.
///
/// # Errors
///
/// As the program says: the link or an option is wrong, or a file cannot be written.
pub fn poster(arguments: &[&str]) -> Outcome {
    let (link, out, options) = match arguments {
        [link, out, options @ ..] if !out.starts_with("--") => (link, *out, options),
        [link, options @ ..] => (link, "poster", options),
        [] => return Err("say which link: cargo xtask poster \"#/explore/lost-update?v=1\"".into()),
    };
    // Cargo starts it in the root of the workspace.
    let out = std::path::absolute(out)?;
    carry_out(program().arg(link).arg(out).args(options))
}

/// Writes the static page of each lesson below `out`; `site` is the address where they will be.
///
/// # Errors
///
/// The address is none, or a file cannot be written.
pub fn presets(out: &Path, site: Option<&str>) -> Outcome {
    let site = site.map(|address| ["--site", address]);
    step("presets", || carry_out(program().arg("--presets").arg(out).args(site.iter().flatten())))
}

fn program() -> Command {
    host_cargo(&["run", "--quiet", "--locked", "--package=poster", "--"])
}

/// Runs the program; what it complains of is the error.
fn carry_out(program: &mut Command) -> Outcome {
    let output = program.stderr(Stdio::piped()).spawn()?.wait_with_output()?;
    if output.status.success() {
        return Ok(());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(complaint.trim().trim_start_matches("error: ").into())
}
