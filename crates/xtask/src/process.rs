//! Running other programs, and saying what is going on meanwhile.

use std::io::{BufRead, BufReader, ErrorKind};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use crate::{Outcome, tools, workspace};

/// Announces `name`, does `work`, and says how many seconds it took.
///
/// # Errors
///
/// Those of `work`.
pub fn step<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("── {name}");
    let start = Instant::now();
    let value = work()?;
    println!("   {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(value)
}

/// `cargo` with these arguments, in the workspace root, without flags inherited from the shell.
#[must_use]
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .current_dir(workspace::root())
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .args(arguments);
    command
}

/// `cargo` for what runs on this machine: each crate with the features that the whole workspace asks
/// for, so that every command finds what another has compiled.
#[must_use]
pub fn host_cargo(arguments: &[&str]) -> Command {
    let unified = ["-Zfeature-unification", "--config", "resolver.feature-unification='workspace'"];
    let mut command = cargo(&unified);
    command.args(arguments);
    command
}

/// Runs tests, shows what they print, and adds to `n_tests` how many there were.
///
/// # Errors
///
/// As [`run`].
pub fn run_tests(command: &mut Command, n_tests: &mut u64) -> Outcome {
    let (status, _) = show_tests(command, n_tests)?;
    if status.success() { Ok(()) } else { Err(failed(command, status)) }
}

/// As [`run_tests`], but returns the names of the tests that failed.
///
/// # Errors
///
/// The program is missing or cannot be compiled, or it failed without naming a test.
pub fn list_failed(command: &mut Command, n_tests: &mut u64) -> Outcome<Vec<String>> {
    let (status, names) = show_tests(command, n_tests)?;
    if status.success() || !names.is_empty() { Ok(names) } else { Err(failed(command, status)) }
}

/// Runs tests and shows what they print: how the program ended, and the tests that failed.
fn show_tests(command: &mut Command, n_tests: &mut u64) -> Outcome<(ExitStatus, Vec<String>)> {
    let piped = command.stdout(Stdio::piped());
    let mut child = piped.spawn().map_err(|error| explain(piped, error))?;
    let output = child.stdout.take().expect("it is piped");
    let mut names = Vec::new();
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        *n_tests += n_run(&line).unwrap_or(0);
        names.extend(name_if_failed(&line).map(str::to_owned));
    }
    Ok((child.wait()?, names))
}

/// The test that failed, if `line` says so.
fn name_if_failed(line: &str) -> Option<&str> {
    let (name, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
    outcome.starts_with("FAILED").then_some(name)
}

/// How many tests ran, if `line` is the summary of a test program, or of pytest.
pub(crate) fn n_run(line: &str) -> Option<u64> {
    let counts = match line.strip_prefix("test result: ") {
        Some(rest) => rest.split_once(". ")?.1.split("; "),
        None => line.strip_suffix('s')?.rsplit_once(" in ")?.0.split(", "),
    };
    let counts = counts.filter_map(|count| count.split_once(' '));
    let run = counts.filter(|(_, name)| ["passed", "failed"].contains(name));
    run.map(|(number, _)| number.parse::<u64>().ok()).sum()
}

/// Runs `command` to its end, its output going to the terminal.
///
/// # Errors
///
/// The program is missing (with the way to get it), or it failed.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| explain(command, error))?;
    if status.success() {
        return Ok(());
    }
    Err(failed(command, status))
}

fn failed(command: &Command, status: ExitStatus) -> Box<dyn std::error::Error + Send + Sync> {
    format!("`{}` failed ({status})", words(command)).into()
}

/// Runs `command` and returns what it wrote to standard output.
///
/// # Errors
///
/// The program is missing (with the way to get it), it failed, or it wrote no UTF-8.
pub fn read(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| explain(command, error))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        let text = format!("`{}` failed ({})\n{complaint}", words(command), output.status);
        return Err(text.trim_end().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn explain(command: &Command, error: std::io::Error) -> Box<dyn std::error::Error + Send + Sync> {
    let name = command.get_program().to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => Box::new(tools::Missing::new(&name, "")),
        _ => format!("`{name}` did not start: {error}").into(),
    }
}

fn words(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_the_way_to_get_it() {
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err().to_string();
        assert_eq!(
            error,
            "no-such-program-anywhere is not installed; `.ci/setup.sh build` installs what is missing"
        );
    }

    #[test]
    fn tests_are_counted_whether_they_pass_or_fail() {
        let summary = "test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 3 filtered \
                       out; finished in 0.01s";
        assert_eq!(n_run(summary), Some(12));
        assert_eq!(n_run("test result_is_ok ... ok"), None);
        assert_eq!(n_run("1 failed, 28 passed, 3 warnings in 2.34s"), Some(29));
        assert_eq!(n_run("waits in lines"), Some(0));
        let mut n_tests = 30;
        run_tests(Command::new("echo").arg(summary), &mut n_tests).unwrap();
        assert_eq!(n_tests, 42);
    }

    #[test]
    fn failed_tests_are_named_and_a_failure_without_a_name_is_an_error() {
        let lines = "test stop::a ... ok <0.1s>\ntest stop::b ... FAILED <12.0s>\n";
        let mut program = Command::new("sh");
        program.args(["-c", "printf '%s' \"$1\"; exit 101", "sh", lines]);
        assert_eq!(list_failed(&mut program, &mut 0).unwrap(), ["stop::b"]);
        let error = list_failed(&mut Command::new("false"), &mut 0).unwrap_err().to_string();
        assert_eq!(error, "`false` failed (exit status: 1)");
    }

    #[test]
    fn a_failing_program_is_quoted_with_its_arguments() {
        let error = run(Command::new("false").arg("--really")).unwrap_err().to_string();
        assert_eq!(error, "`false --really` failed (exit status: 1)");
    }
}
