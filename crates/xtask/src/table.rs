//! The table at the end of `cargo xtask test`.

use std::fmt::Write;

/// What became of one suite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its name on the command line.
    pub name: &'static str,
    /// How many tests ran; 0 where there is nothing to count.
    pub n_tests: u64,
    /// How long it took.
    pub seconds: f64,
    /// Whether it failed.
    pub failed: bool,
    /// The tests that ran once more because they had failed.
    pub again: Vec<String>,
}

/// One line for each row below a heading, and one for all of it, which took `seconds`: less than the sum where
/// suites ran side by side.
#[must_use]
pub fn text(rows: &[Row], seconds: f64) -> String {
    let mut text = format!("{:<8}{:>7}{:>9}\n", "suite", "tests", "seconds");
    let total = Row {
        name: "total",
        n_tests: rows.iter().map(|row| row.n_tests).sum(),
        seconds,
        failed: rows.iter().any(|row| row.failed),
        again: Vec::new(),
    };
    for row in rows.iter().chain([&total]) {
        let n_tests = if row.n_tests == 0 { String::new() } else { row.n_tests.to_string() };
        let mark = if row.failed { "  failed" } else { "" };
        let seconds = row.seconds;
        let again = row.again.iter().map(|name| format!("  once more: {name}")).collect::<String>();
        writeln!(text, "{:<8}{n_tests:>7}{seconds:>9.0}{mark}{again}", row.name)
            .expect("a string takes every text");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_has_a_line_and_a_failure_marks_its_own_and_the_total() {
        let setup = Row { name: "set-up", seconds: 100.0, ..Row::default() };
        let again = vec!["stop::a".to_owned()];
        let rows = [setup, Row { name: "e2e", n_tests: 42, seconds: 600.4, failed: true, again }];
        let expected = "\
suite     tests  seconds
set-up               100
e2e          42      600  failed  once more: stop::a
total        42      650  failed
";
        assert_eq!(text(&rows, 650.0), expected);
    }
}
