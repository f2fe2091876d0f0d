//! Programs that end when the test ends, however the test ends.

use std::env;
use std::fs;
use std::io::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Runs one program beside a shell that waits for its input to close: dropping [`Supervised`]
/// closes it, and so does the kernel when the test is killed. The shell then kills every process of
/// its session (browsers put their children into groups of their own, which killing one process
/// group would miss) and removes the folder. Zombies are left to their new parent; the bound covers
/// a process that the kernel cannot end yet.
const SUPERVISOR: &str = r#"
dir=$1; shift
( "$@" >"$dir/log" 2>&1 </dev/null; echo "$?" >"$dir/ended" ) &
read -r _
passes=0; found=yes
while [ "$found" ] && [ "$passes" -lt 100 ]; do
    found=; passes=$((passes + 1))
    for stat in /proc/[0-9]*/stat; do
        { read -r line <"$stat"; } 2>/dev/null || continue
        pid=${line%% *}
        set -- ${line##*) } # state, parent, group, session
        [ "$4" = "$$" ] && [ "$pid" != "$$" ] && [ "$1" != Z ] || continue
        kill -KILL "$pid" 2>/dev/null; found=yes
    done
    [ "$found" ] && sleep 0.02
done
rm -rf "$dir"
"#;

/// A running program with a folder of its own, which is its home and its place for temporary files.
#[derive(Debug)]
pub(crate) struct Supervised {
    shell: Child,
    program: String,
    dir: PathBuf,
}

impl Supervised {
    /// Starts `program` with `args`; `env` comes on top of the environment of the test.
    ///
    /// # Errors
    ///
    /// When the folder or the process cannot be made; names the program.
    pub(crate) fn start(
        program: &Path,
        args: &[String],
        env: &[(&str, &str)],
    ) -> Result<Self, String> {
        let name = program.display().to_string();
        let failed = |error: Error| format!("{name} cannot be started: {error}");
        let dir = fresh_dir().map_err(failed)?;
        let shell = Command::new(find(&["setsid"])?)
            .args(["sh", "-c", SUPERVISOR, "sh"])
            .arg(&dir)
            .arg(program)
            .args(args)
            .env("HOME", &dir)
            .env("TMPDIR", &dir)
            .env_remove("XDG_CACHE_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME")
            .envs(env.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        Ok(Self { shell, program: name, dir })
    }

    /// The session of the program and of everything it starts: that of the shell, which leads it.
    pub(crate) fn session(&self) -> u32 {
        self.shell.id()
    }

    /// What the program has printed so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }

    /// Fails with the end of the log once the program has ended.
    pub(crate) fn still_runs(&self) -> Result<(), String> {
        match fs::read_to_string(self.dir.join("ended")) {
            Ok(status) => Err(self.describe(&format!("ended with status {}", status.trim()))),
            Err(_) => Ok(()),
        }
    }

    /// `what` happened to this program, with the last lines it printed.
    pub(crate) fn describe(&self, what: &str) -> String {
        let log = self.log();
        let skipped = log.lines().count().saturating_sub(15);
        let tail: Vec<&str> = log.lines().skip(skipped).collect();
        format!("{} {what}; its last words:\n{}", self.program, tail.join("\n"))
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            eprintln!("{} may still run: {error}", self.program);
        }
    }
}

/// The first of `names` found in a folder of `PATH` or, after those, in the project's own tools
/// folder.
///
/// # Errors
///
/// When none is found: names the programs and the command that installs them.
pub(crate) fn find(names: &[&str]) -> Result<PathBuf, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let dirs: Vec<PathBuf> = env::split_paths(&path).chain(tools_dir()).collect();
    let mut candidates = names.iter().flat_map(|name| dirs.iter().map(move |dir| dir.join(name)));
    candidates.find(|path| path.is_file()).ok_or_else(|| not_found(names.join(" or ")))
}

/// The error text for a missing program.
pub(crate) fn not_found(program: String) -> String {
    format!("{program} is not installed; `./test` installs it")
}

/// Where the set-up puts tools that it had to compile.
fn tools_dir() -> Option<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))?;
    Some(cache.join("interleave/tools/bin"))
}

/// A new, empty folder for temporary files.
fn fresh_dir() -> Result<PathBuf, Error> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Relaxed);
    let dir = env::temp_dir().join(format!("interleave-{}-{count}", std::process::id()));
    fs::create_dir(&dir)?;
    Ok(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// The shell gives its child a process group of its own (`set -m`), as browsers do.
    #[tokio::test]
    async fn dropping_a_program_ends_its_children_and_removes_its_folder() {
        let script = r#"set -m; sleep 1000 & echo "$!"; wait"#;
        let args = ["-c", script].map(str::to_owned);
        let program = Supervised::start(&find(&["bash"]).unwrap(), &args, &[]).unwrap();
        while program.log().is_empty() {
            program.still_runs().unwrap();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let child = PathBuf::from("/proc").join(program.log().trim());
        let dir = program.dir.clone();
        assert!(child.exists() && dir.exists());
        // The session is field 6, the fourth after the name.
        let stat = fs::read_to_string(child.join("stat")).unwrap();
        assert_eq!(stat.split_whitespace().nth(5), Some(program.session().to_string().as_str()));
        drop(program);
        let stat = fs::read_to_string(child.join("stat")).unwrap_or_default();
        assert!(stat.is_empty() || stat.contains(") Z "), "still running: {stat}");
        assert!(!dir.exists());
    }

    #[test]
    fn a_missing_program_is_named_together_with_the_command_that_installs_it() {
        let error = find(&["no-such-driver"]).unwrap_err();
        assert_eq!(error, "no-such-driver is not installed; `./test` installs it");
    }
}
