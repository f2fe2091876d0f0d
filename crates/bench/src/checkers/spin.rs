//! The same programs in SPIN, which compiles a model into a program that searches its states.
//!
//! Source: Holzmann, "The Model Checker SPIN", IEEE Transactions on Software Engineering 23, 1997.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

use tokio::time::Instant;
use xtask::Outcome;

use super::Row;

/// Time between two looks at a search, in milliseconds.
const LOOK: Duration = Duration::from_millis(1);

/// `lost-update` of so many threads and increments, for so long at most.
///
/// # Errors
///
/// SPIN or a C compiler is missing, or the model is wrong.
pub(super) fn lost_update(size: (usize, usize), limit: Duration) -> Outcome<Row> {
    searched(super::program(size), include_str!("lost-update.pml"), size, limit)
}

/// Philosophers who take the lower fork first.
///
/// # Errors
///
/// As [`lost_update`].
pub(super) fn philosophers(seats: usize, limit: Duration) -> Outcome<Row> {
    searched(super::table(seats), include_str!("philosophers.pml"), (seats, 1), limit)
}

fn searched(
    program: String,
    model: &str,
    (threads, times): (usize, usize),
    limit: Duration,
) -> Outcome<Row> {
    let folder = xtask::workspace::target_dir().join("spin");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("model.pml"), model)?;
    let sizes = [format!("-DTHREADS={threads}"), format!("-DTIMES={times}")];
    done(Command::new("spin").args(sizes).args(["-a", "model.pml"]), &folder)?;
    done(Command::new("cc").args(["-O2", "-DSAFETY", "-w", "-o", "pan", "pan.c"]), &folder)?;
    let (start, said) = (Instant::now(), folder.join("said"));
    let ended = within(
        Command::new(folder.join("pan"))
            .args(["-m1000000", "-w26"])
            .current_dir(&folder)
            .stdout(File::create(&said)?),
        limit,
    )?;
    let elapsed = start.elapsed();
    let said = fs::read_to_string(said)?;
    let after = |word: &'static str| {
        said.lines().filter_map(move |line| Some(line.split_once(word)?.1.trim()))
    };
    let states = said.lines().find_map(|line| Some(line.split_once(" states, stored")?.0.trim()));
    Ok(Row {
        program,
        checker: "SPIN",
        work: states.map_or("stopped".to_owned(), |states| format!("{states} states")),
        elapsed,
        totals: after("seen: ").map(str::to_owned).collect(),
        complete: ended.is_some() && after("errors: ").any(|errors| errors == "0"),
    })
}

/// Runs a program in `folder` to its end.
fn done(command: &mut Command, folder: &Path) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.current_dir(folder).output();
    let output = output.map_err(|error| format!("{name} (Debian: spin, gcc): {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let [said, wrong] = [output.stdout, output.stderr].map(String::from_utf8);
    Err(format!("{name}: {}{}", said.unwrap_or_default(), wrong.unwrap_or_default()).into())
}

/// Runs a program for so long at most; none if it was cut off.
fn within(command: &mut Command, limit: Duration) -> Outcome<Option<ExitStatus>> {
    let (start, mut child) = (Instant::now(), command.spawn()?);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        sleep(LOOK);
    }
}
