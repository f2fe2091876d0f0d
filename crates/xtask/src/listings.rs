//! The programs that the page shows when somebody opens them: Python and Rust, as they stand in the
//! folders of the experiments.

use std::fs;
use std::path::Path;

use crate::{Outcome, workspace};

/// Where the experiments stand.
const EXPERIMENTS: &str = "crates/experiments/src";
/// The files of an experiment that are shown.
const SHOWN: [&str; 2] = ["program.py", "run.rs"];

/// Copies the listings of each experiment that runs to `out/code/<id>/`, and returns their paths relative
/// to `out`, sorted.
///
/// # Errors
///
/// A file cannot be copied.
pub fn copy(out: &Path) -> Outcome<Vec<String>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(workspace::root().join(EXPERIMENTS))? {
        let folder = entry?.path();
        // What only explores has no run, and what is no experiment has no program.
        if SHOWN.iter().any(|name| !folder.join(name).is_file()) {
            continue;
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let id = name.replace('_', "-");
        fs::create_dir_all(out.join(format!("code/{id}")))?;
        for name in SHOWN {
            let path = format!("code/{id}/{name}");
            fs::copy(folder.join(name), out.join(&path))?;
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_experiment_that_runs_has_two_listings_and_a_model_has_none() {
        let out = std::env::temp_dir().join(format!("xtask-listings-{}", std::process::id()));
        let paths = copy(&out).unwrap();
        let has = |path: &str| paths.iter().any(|known| known == path);
        assert!(has("code/lost-update/program.py") && has("code/lost-update/run.rs"));
        assert!(!paths.iter().any(|path| path.contains("peterson")));
        assert!(paths.iter().all(|path| out.join(path).is_file()));
        fs::remove_dir_all(&out).unwrap();
    }
}
