//! Our own scripts, as they are sent: without what is said in them to those who read them.

use std::fs;
use std::path::Path;

use crate::{Outcome, workspace};

/// Writes the code of `web/<path>` to `to`.
///
/// # Errors
///
/// The script cannot be read, or the file not be written.
pub(crate) fn send(path: &str, to: &Path) -> Outcome {
    let script = fs::read_to_string(workspace::root().join("web").join(path))
        .map_err(|error| format!("web/{path} cannot be read: {error}"))?;
    Ok(fs::write(to, without_comments(&script))?)
}

/// A script without its lines of comment and without what indents the others. None of its texts may need either.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.filter(|line| !line.starts_with("//")).map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compress;

    /// 3 kB are what a page of somebody else may be asked to load.
    #[test]
    fn the_element_is_at_most_3_kb_and_keeps_its_texts() {
        let source = include_str!("../../../web/interleave-lab/interleave-lab.js");
        let lean = without_comments(source);
        assert!(compress::brotli(lean.as_bytes(), 11).unwrap().len() <= 3000);
        assert!(lean.contains(":host { display: block }\n"), "{lean}");
        assert!(lean.contains("https://") || !source.contains("`https://"), "{lean}");
    }

    /// A text over several lines would lose what indents them.
    #[test]
    fn texts_of_scripts_end_in_the_line_in_which_they_begin() {
        for name in ["automation", "breakdown", "isolate", "lab-worker", "service", "stomp", "sw"] {
            let path = workspace::root().join("web").join(format!("{name}.js"));
            for line in fs::read_to_string(path).unwrap().lines() {
                assert_eq!(line.matches('`').count() % 2, 0, "{name}.js: {line}");
            }
        }
    }
}
