//! What the parent and its processes do.

mod child;
mod parent;
mod ways;

use std::rc::Rc;

use processes::{Ended, Process};
use trace::wire::StageRun;

use self::parent::Parent;
use super::Processes;
use crate::Stage;
use crate::repeats::Repeats;
use crate::roles::{Acting, Roles};

/// The first number of a message: what the parent asks for, and what is said about it.
mod word {
    /// Increase your copy of this number. The answer has the copy.
    pub(super) const CHANGE: f64 = 0.0;
    /// Send back so many payloads that come over this end of a pipe.
    pub(super) const ECHO: f64 = 1.0;
    /// Send back what you get from the queue.
    pub(super) const SERVE: f64 = 2.0;
    /// Take turns over this memory.
    pub(super) const TURNS: f64 = 3.0;
    /// Go in and out, so often.
    pub(super) const VISIT: f64 = 4.0;
    /// Take the lock and keep it.
    pub(super) const HOLD: f64 = 5.0;
    /// Work without an end.
    pub(super) const WORK: f64 = 6.0;
    /// Return.
    pub(super) const LEAVE: f64 = 7.0;
    /// The next item of the queue is asked for.
    pub(super) const GET: f64 = 8.0;
    /// An item of the queue, in either direction.
    pub(super) const ITEM: f64 = 9.0;
    /// Somebody goes in. The answer lets it.
    pub(super) const ENTER: f64 = 10.0;
    /// Somebody goes out. The answer lets it.
    pub(super) const EXIT: f64 = 11.0;
    /// What was asked for is done.
    pub(super) const DONE: f64 = 12.0;
}

/// Round trips of each way that are recorded: more arrows than these hide each other.
const RECORDED: u64 = 2;
/// What is waited for inside, by its number.
const GUARD: u32 = 0;
/// The name of the guard.
const DOOR: &str = "door";

impl Roles for Processes {
    fn main(&self, stage: Stage, me: Rc<Process>) -> Acting<'_, StageRun> {
        Box::pin(async move { self.repeat(stage, &me).await })
    }

    fn child(&self, _role: u32, me: Rc<Process>) -> Acting<'_, ()> {
        Box::pin(async move { child::obey(self, &me).await })
    }
}

impl Processes {
    /// Starts over as often as asked for, and counts what came of it. The last time is recorded.
    async fn repeat(&self, stage: Stage, me: &Process) -> Result<StageRun, Ended> {
        let (mut repeats, mut ways) = (Repeats::default(), Vec::new());
        for repeat in 1..=self.repeats {
            let (played, samples) = Parent::new(self, (repeat, self.repeats), me).play().await?;
            repeats.add(played);
            ways = samples;
        }
        let mut run = repeats.finish("processes", stage.threads);
        run.samples.extend(ways);
        Ok(run)
    }
}
