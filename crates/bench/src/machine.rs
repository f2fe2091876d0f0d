//! What the figures were measured on.

use std::fs;
use std::process::Command;

use tests::Browser;
use xtask::Outcome;

/// The machine and the programs on it.
pub(crate) struct Machine {
    /// Today's date, e.g. 2026-11-23.
    pub(crate) date: String,
    /// Name of the processor.
    pub(crate) processor: String,
    /// Logical cores.
    pub(crate) cores: usize,
    /// Threads that were busy on average in the minute before.
    pub(crate) load: String,
    /// Names and versions: compiler, CPython, browsers.
    pub(crate) programs: Vec<String>,
}

impl Machine {
    /// Asks the system.
    ///
    /// # Errors
    ///
    /// It is no Linux.
    pub(crate) fn of_this_run() -> Outcome<Self> {
        let processors = fs::read_to_string("/proc/cpuinfo")?;
        let model = processors.lines().find_map(|line| line.strip_prefix("model name"));
        let processor =
            model.map_or(std::env::consts::ARCH, |text| text.trim_start_matches([' ', '\t', ':']));
        let load = fs::read_to_string("/proc/loadavg")?;
        let load = load.split(' ').next().unwrap_or_default();
        let programs = [("rustc", "--version"), ("python3", "--version")];
        Ok(Self {
            date: first_line("date", "--iso-8601").unwrap_or_default(),
            processor: processor.to_owned(),
            cores: std::thread::available_parallelism()?.get(),
            load: load.to_owned(),
            programs: programs
                .iter()
                .filter_map(|(name, option)| first_line(name, option))
                .collect(),
        })
    }

    /// Adds the browser's name and version.
    pub(crate) fn note(&mut self, browser: &Browser) {
        let capabilities = browser.session().capabilities();
        let version = capabilities.get("browserVersion").and_then(|version| version.as_str());
        self.programs.push(format!(
            "{} {}",
            browser.engine(),
            version.unwrap_or("of unknown version")
        ));
    }
}

fn first_line(program: &str, option: &str) -> Option<String> {
    let output = Command::new(program).arg(option).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.lines().next()?.to_owned())
}
