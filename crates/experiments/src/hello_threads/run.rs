//! The run of `hello-threads`. The coordinator is the main thread of the program.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use primitives::{Event, Resource, Stopped, Worker};
use serde_json::json;
use trace::VerdictKind;
use trace::wire::StageRun;

use super::HelloThreads;
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Scene, Script};

/// Daemon threads greet for ever; when there are so many lines, no more of theirs are kept.
const MAX_DAEMON_LINES: usize = 1000;

/// What the threads share.
struct Shared {
    /// Main's word for each thread that it may begin.
    starts: Vec<Event>,
    /// Threads that main waits for and that have not finished.
    unfinished: AtomicU32,
    /// The lines, in the order in which they arrived, and who wrote them.
    lines: Mutex<Vec<(Option<usize>, String)>>,
}

impl Shared {
    fn is_full(&self) -> bool {
        self.lines.lock().expect("nobody panics while writing").len() >= MAX_DAEMON_LINES
    }

    fn write(&self, author: Option<usize>, line: String) {
        let mut lines = self.lines.lock().expect("nobody panics while writing");
        lines.push((author, line));
    }
}

impl Run for HelloThreads {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: "run",
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads - self.daemons) * self.greetings,
            resources: self.resources(),
        };
        let mut orders = BTreeSet::new();
        let mut run = script.run(lab, &mut |scene| self.once(scene, &mut orders))?;
        run.figures.insert("distinct_orders".to_owned(), json!(orders.len()));
        Ok(run)
    }
}

impl HelloThreads {
    fn is_daemon(&self, index: usize) -> bool {
        index >= (self.threads - self.daemons) as usize
    }

    /// A thread's task.
    fn greet(&self, shared: &Shared, me: &Worker<'_>) -> Result<(), Stopped> {
        shared.starts[me.index()].wait(me)?;
        let name = self.thread_name(me.index());
        let daemon = self.is_daemon(me.index());
        for greeting in 1.. {
            if daemon && shared.is_full() {
                // It greets on, unheard.
            } else if daemon {
                shared.write(Some(me.index()), format!("{name}, a daemon: hello {greeting}"));
            } else if greeting > self.greetings {
                break;
            } else {
                let all = self.greetings;
                shared.write(Some(me.index()), format!("{name}: hello {greeting} of {all}"));
                me.step()?;
            }
            me.sleep(Duration::from_millis(self.pause_ms.max(u64::from(daemon))))?;
        }
        shared.unfinished.fetch_sub(1, Relaxed);
        Ok(())
    }

    fn once(
        &self,
        scene: &Scene<'_>,
        orders: &mut BTreeSet<Vec<Option<usize>>>,
    ) -> Result<Played, Stopped> {
        let shared = Shared {
            starts: (0..self.threads).map(Event::new).collect(),
            unfinished: AtomicU32::new(self.threads - self.daemons),
            lines: Mutex::default(),
        };
        let resources: Vec<&dyn Resource> =
            shared.starts.iter().map(|start| start as &dyn Resource).collect();
        let mut started = false;
        let mut main = |me: &Worker<'_>, _| {
            if !started {
                started = true;
                for (index, start) in shared.starts.iter().enumerate() {
                    shared.write(None, format!("main: start {}", self.thread_name(index)));
                    start.set(me);
                }
            }
            // `join` each; then main ends, and takes the daemons with it.
            let joined = shared.unfinished.load(Relaxed) == 0;
            joined && self.daemons > 0
        };
        let body = |me: &Worker<'_>| self.greet(&shared, me);
        let ending = scene.play_with(self.threads as usize, &resources, &body, &mut main)?;
        shared.write(None, "main: joined, the end".to_owned());

        let lines = shared.lines.into_inner().expect("nobody panics while writing");
        let order: Vec<Option<usize>> = lines.iter().map(|(author, _)| *author).collect();
        let first: Vec<String> = (order.iter().flatten())
            .filter(|index| !self.is_daemon(**index))
            .scan(BTreeSet::new(), |seen, index| Some(seen.insert(index).then_some(index)))
            .flatten()
            .map(|index| (index + 1).to_string())
            .collect();
        orders.insert(order);
        let thread = |index| self.thread_name(index);
        let line = |(author, text): &(Option<usize>, String)| json!({ "text": text, "ok": true, "thread": author.map(thread) });
        let cut_off = (0..self.threads as usize).filter(|index| self.is_daemon(*index)).map(thread);
        let figures = [("lines", lines.iter().map(line).collect()), ("cut_off", cut_off.collect())];
        let value = first.join(" "); // threads in the order of their first lines
        Ok(Played::new(VerdictKind::Held, value, ending.wall_ms, figures))
    }
}
