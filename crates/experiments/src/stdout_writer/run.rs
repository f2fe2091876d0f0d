//! The run of `stdout-writer`. Each word arrives whole, as each call of `write` does.

use std::collections::BTreeSet;
use std::sync::Mutex;

use primitives::{Lock, RawLock, Resource, Semaphore, Stopped, Worker};
use serde_json::json;
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Guard, StdoutWriter};
use crate::choice::Gap;
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Scene, Script};
use crate::param::Choice;

/// Most lines that are sent to the page.
const MAX_LINES: usize = 1000;

/// What the threads share.
struct Output {
    text: Mutex<String>,
    lock: Lock,
    semaphore: Semaphore,
}

/// Writes a line in pieces.
fn write_line(output: &Output, line: &str, gap: Gap, me: &Worker<'_>) -> Result<(), Stopped> {
    let write = |piece: &str| {
        output.text.lock().expect("nobody panics while writing").push_str(piece);
    };
    for (place, word) in line.split(' ').enumerate() {
        if place > 0 {
            write(" ");
        }
        write(word);
        gap.pass(me)?; // somebody else may write here
    }
    write("\n");
    Ok(())
}

impl Run for StdoutWriter {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: self.guard.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads) * self.lines,
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| self.once(scene))
    }
}

impl StdoutWriter {
    /// The line that thread `index` writes as its `number`th.
    fn line(&self, index: usize, number: u64) -> String {
        format!("{} writes line {number} of {}", self.thread_name(index), self.lines)
    }

    /// A thread's lines, each with the guard.
    fn write(&self, output: &Output, me: &Worker<'_>) -> Result<(), Stopped> {
        for number in 1..=self.lines {
            let line = self.line(me.index(), number);
            let write = || write_line(output, &line, self.gap, me);
            match self.guard {
                Guard::None => write()?,
                Guard::Lock => output.lock.with(me, write)??,
                Guard::Semaphore => {
                    output.semaphore.acquire(me)?;
                    write()?;
                    output.semaphore.release(me, 1).expect("a semaphore without bound");
                }
            }
            me.step()?;
        }
        Ok(())
    }

    fn once(&self, scene: &Scene<'_>) -> Result<Played, Stopped> {
        let output =
            Output { text: Mutex::default(), lock: Lock::new(0), semaphore: Semaphore::new(1, 2) };
        let resources: [&dyn Resource; 2] = [&output.lock, &output.semaphore];
        let body = |me: &Worker<'_>| self.write(&output, me);
        let ending = scene.play(self.threads as usize, &resources, &body)?;

        let threads = 0..self.threads as usize;
        let whole: BTreeSet<String> = threads
            .flat_map(|index| (1..=self.lines).map(move |number| self.line(index, number)))
            .collect();
        let text = output.text.into_inner().expect("nobody panics while writing");
        let jumbled = text.lines().filter(|line| !whole.contains(*line)).count();
        let shown = text.lines().take(MAX_LINES);
        let lines = shown.map(|line| json!({ "text": line, "ok": whole.contains(line) }));
        let kind = if jumbled > 0 { VerdictKind::Jumbled } else { VerdictKind::Held };
        let figures = [("lines", lines.collect()), ("jumbled_lines", json!(jumbled))];
        Ok(Played::new(kind, jumbled, ending.wall_ms, figures))
    }
}
