//! The programs that the page shows when somebody opens them: Python and Rust, as they stand in the
//! folders of the experiments.

use std::fs;
use std::path::Path;

use crate::tokens::Marker;
use crate::{Outcome, workspace};

/// Where the experiments stand.
const EXPERIMENTS: &str = "crates/experiments/src";
/// What is shown, and the files of an experiment that it comes from, one below the other.
const SHOWN: [(&str, &[&str]); 2] =
    [("program.py", &["program.py"]), ("run.rs", &["run.rs", "roles.rs"])];

/// Copies the listings of each experiment that runs to `out/code/<id>/`, each with its marks beside it, from which
/// the page colors it. Returns the paths relative to `out`, sorted.
///
/// # Errors
///
/// A file cannot be copied, or its tokens cannot be found.
pub fn copy(out: &Path) -> Outcome<Vec<String>> {
    let mut paths = Vec::new();
    let mut marker = Marker::new()?;
    for entry in fs::read_dir(workspace::root().join(EXPERIMENTS))? {
        let folder = entry?.path();
        // What only explores has no run, and what is no experiment has no program.
        let there = |name: &&str| folder.join(name).is_file();
        if SHOWN.iter().any(|(_, files)| !files.iter().any(there)) {
            continue;
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let id = name.replace('_', "-");
        fs::create_dir_all(out.join(format!("code/{id}")))?;
        for (name, files) in SHOWN {
            let path = format!("code/{id}/{name}");
            let texts = files.iter().filter(|name| folder.join(name).is_file());
            let texts: Result<Vec<String>, _> =
                texts.map(|name| fs::read_to_string(folder.join(name))).collect();
            let text = texts?.join("\n");
            // The page shows no empty line at the end.
            let marks = marker.marks(name, text.trim_end())?;
            for (path, text) in [(format!("{path}.marks"), marks), (path, text)] {
                fs::write(out.join(&path), text)?;
                paths.push(path);
            }
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
        assert!(has("code/lost-update/program.py.marks") && has("code/lost-update/run.rs.marks"));
        assert!(!paths.iter().any(|path| path.contains("peterson")));
        assert!(paths.iter().all(|path| out.join(path).is_file()));
        fs::remove_dir_all(&out).unwrap();
    }
}
