//! What threads do to the number that processes only have copies of.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use primitives::{Stopped, Worker};
use serde_json::{Value, json};
use trace::VerdictKind;
use trace::wire::StageRun;

use super::{Memory, Processes};
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Script};
use crate::sampling::middle;

impl Run for Processes {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let script = Script {
            variant: "threads",
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads),
            resources: Vec::new(),
        };
        let run = script.run(lab, &mut |scene| {
            let number = AtomicU64::new(0);
            // The same change as that of a process: read, increase, write back.
            let change = |me: &Worker<'_>| {
                me.step()?;
                number.store(number.load(Relaxed) + 1, Relaxed);
                Ok(())
            };
            let ending = scene.play(self.threads as usize, &[], &change)?;
            let seen = number.into_inner();
            let start_ms = middle(lab.started_ms).map_or(Value::Null, Value::from);
            let figures = [("thread_start_ms", start_ms), ("seen_of_threads", json!(seen))];
            let kind = match self.memory {
                Memory::Shared if seen < self.threads.into() => VerdictKind::LostUpdates,
                _ => VerdictKind::Held,
            };
            Ok(Played::new(kind, seen, ending.wall_ms, figures))
        })?;
        // How long it took is no matter of this experiment.
        Ok(StageRun { samples: Vec::new(), ..run })
    }
}
