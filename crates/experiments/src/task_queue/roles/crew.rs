//! The workers that a tab has started. One that is killed is replaced by a new one, as the main process of a worker of
//! Celery does with its children.

use processes::{Ended, Message, Port, Process};

use super::WORKER;
use crate::sampling;
use crate::task_queue::TaskQueue;

/// What a worker says that is to be killed; and in which task, if its parent knows it.
pub(super) const KILL_ME: f64 = 1.0;

/// What a worker says that will be killed when it has done a task that it does not acknowledge; and in which task.
pub(super) const COMES_AGAIN: f64 = 2.0;

/// The workers of this tab.
pub(super) struct Crew {
    /// How long the start of one took, in milliseconds; the middle one.
    pub(super) start_ms: Option<f64>,
    pub(super) n_killed: usize,
}

impl Crew {
    /// Starts as many as there are to be.
    pub(super) async fn start(params: &TaskQueue, me: &Process) -> Result<Self, Ended> {
        let asked_ms = me.now_ms();
        let workers: Vec<Port> = (0..params.workers).map(|_| me.start(WORKER)).collect();
        let mut start_ms = Vec::new();
        for worker in workers {
            start_ms.push(me.started(worker).await? - asked_ms);
        }
        Ok(Self { start_ms: sampling::middle(&start_ms), n_killed: 0 })
    }

    /// Kills a worker, if that is what the message is about, and starts another one; whether it was.
    pub(super) fn hear(&mut self, me: &Process, from: Port, message: &Message) -> bool {
        let is_it = message.numbers.len() == 2 && message.number(0) == KILL_ME;
        if is_it {
            me.terminate(from);
            me.start(WORKER);
            self.n_killed += 1;
        }
        is_it
    }
}
