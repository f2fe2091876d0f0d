//! The workers that a tab has started. One that is killed is replaced by a new one, as the main process of a worker of
//! Celery does with its children.

use processes::{Ended, Message, Port, Process};

use super::WORKER;
use crate::sampling;
use crate::task_queue::TaskQueue;

/// What a worker says that is to be killed; in which task of which run, and its own address.
pub(super) const KILL_ME: f64 = 1.0;
/// How many numbers that message has; a letter has others.
const KILL_ME_NUMBERS: usize = 4;
/// What a worker says that will be killed when it has done a task that it does not acknowledge; and in which of which run.
pub(super) const COMES_AGAIN: f64 = 2.0;

/// After how long one that has not come is started once more, in milliseconds: some browsers leave a new worker without
/// its script, now and then.
const LATE_MS: f64 = 6000.0;
/// The longest wait for all of them, in milliseconds.
const PATIENCE_MS: f64 = 30_000.0;

/// The workers of this tab.
#[derive(Default)]
pub(super) struct Crew {
    /// How long the start of one took, in milliseconds; the middle one.
    pub(super) start_ms: Option<f64>,
    pub(super) n_killed: usize,
    /// Those that are not there yet, and when they were started.
    starting: Vec<(Port, f64)>,
    took_ms: Vec<f64>,
}

impl Crew {
    /// Starts as many as there are to be, and waits until they are there.
    pub(super) async fn start(params: &TaskQueue, me: &Process) -> Result<Self, Ended> {
        let mut crew = Self::default();
        (0..params.workers).for_each(|_| crew.hire(me));
        let given_up_ms = me.now_ms() + PATIENCE_MS;
        while !crew.starting.is_empty() {
            let until_ms = crew.next_ms().unwrap_or(given_up_ms).min(given_up_ms);
            me.until(Some(until_ms), || crew.has_come(me).then_some(())).await?;
            crew.look(me);
            if me.now_ms() >= given_up_ms {
                let why = "a worker did not start: the browser may not start so many";
                return Err(Ended::Failed(why.to_owned()));
            }
        }
        crew.start_ms = sampling::middle(&crew.took_ms);
        Ok(crew)
    }

    fn hire(&mut self, me: &Process) {
        self.starting.push((me.start(WORKER), me.now_ms()));
    }

    /// Kills a worker, if that is what the message is about, and starts another one; whether it was.
    pub(super) fn hear(&mut self, me: &Process, from: Port, message: &Message) -> bool {
        let is_it = message.number(0) == KILL_ME && message.numbers.len() == KILL_ME_NUMBERS;
        if is_it {
            me.terminate(from);
            self.hire(me);
            self.n_killed += 1;
        }
        is_it
    }

    /// Whether one of those that were started is there.
    fn has_come(&self, me: &Process) -> bool {
        self.starting.iter().any(|(worker, _)| me.is_started(*worker))
    }

    /// Notes who has come, and starts those once more that should have.
    pub(super) fn look(&mut self, me: &Process) {
        let now_ms = me.now_ms();
        for (worker, asked_ms) in std::mem::take(&mut self.starting) {
            if me.is_started(worker) {
                self.took_ms.push(now_ms - asked_ms);
            } else if now_ms - asked_ms >= LATE_MS {
                me.terminate(worker);
                self.hire(me);
            } else {
                self.starting.push((worker, asked_ms));
            }
        }
    }

    /// When to look next, in milliseconds, if somebody is to come.
    pub(super) fn next_ms(&self) -> Option<f64> {
        self.starting.iter().map(|(_, asked_ms)| asked_ms + LATE_MS).min_by(f64::total_cmp)
    }
}

/// Starts a process and waits until it is there, once more if it does not come.
pub(super) async fn start_surely(role: u32, me: &Process) -> Result<Port, Ended> {
    loop {
        let child = me.start(role);
        let late_ms = me.now_ms() + LATE_MS;
        if me.until(Some(late_ms), || me.is_started(child).then_some(())).await?.is_some() {
            return Ok(child);
        }
        me.terminate(child);
    }
}
