//! What the parent does: starts processes, and has them do one thing after the other.

use std::cell::Cell;

use processes::{Content, Ended, Message, Port, Process, Unsendable};
use serde_json::{Map, Value, json};
use trace::wire::Samples;
use trace::{EventKind, VerdictKind};

use super::{DOOR, GUARD, word};
use crate::processes::{Daemon, Guarded, Processes, Sent};
use crate::repeats::Played;
use crate::sampling::middle;

/// Processes that start at the same time: some browsers start each through the page's own thread.
const AT_ONCE: usize = 8;
/// How often each process goes in.
const VISITS: u64 = 3;
/// How long daemons work before their parent ends, in milliseconds: long enough to be seen.
const DAEMONS_MS: f64 = 120.0;
/// The longest wait for a process to return, in milliseconds.
const JOIN_MS: f64 = 5000.0;

/// The parent, and what it has found so far.
pub(super) struct Parent<'a> {
    pub(super) params: &'a Processes,
    pub(super) me: &'a Process,
    pub(super) children: Vec<Port>,
    /// Which repeat it is, of how many.
    repeat: (u64, u64),
    done: Cell<u64>,
    figures: Map<String, Value>,
}

impl<'a> Parent<'a> {
    pub(super) fn new(params: &'a Processes, repeat: (u64, u64), me: &'a Process) -> Self {
        let (children, done, figures) = (Vec::new(), Cell::new(0), Map::new());
        Self { params, me, children, repeat, done, figures }
    }

    /// Does all of it: what it showed, and how long each round trip took by each way.
    pub(super) async fn play(mut self) -> Result<(Played, Vec<Samples>), Ended> {
        let began_ms = self.me.now_ms();
        self.record(true);
        self.start().await?;
        self.change().await?;
        self.refuse();
        let samples = self.there_and_back().await?;
        let most_inside = self.visits().await?;
        self.free_lock().await?;
        self.end().await?;
        let wall_ms = self.me.now_ms() - began_ms;
        Ok((self.shown(most_inside, wall_ms), samples))
    }

    /// Records from now on, if this is the last repeat.
    pub(super) fn record(&self, recorded: bool) {
        self.me.switch(recorded && self.repeat.0 == self.repeat.1);
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.figures.insert(name.to_owned(), value.into());
    }

    /// Counts a step of the work.
    pub(super) fn step(&self) {
        self.done.set(self.done.get() + 1);
        let n = u64::from(self.params.threads);
        // Starts, changes, visits and joins; and round trips by three ways.
        let each = n * (3 + VISITS) + 3 * self.params.rounds;
        let before = (self.repeat.0 - 1) * each;
        self.me.progress(before + self.done.get().min(each), self.repeat.1 * each);
    }

    async fn start(&mut self) -> Result<(), Ended> {
        let mut start_ms = Vec::new();
        while self.children.len() < self.params.threads as usize {
            let left = self.params.threads as usize - self.children.len();
            let asked_ms = self.me.now_ms();
            let some: Vec<Port> = (0..left.min(AT_ONCE)).map(|_| self.me.start(0)).collect();
            for child in some {
                start_ms.push(self.me.started(child).await? - asked_ms);
                self.children.push(child);
                self.step();
            }
        }
        let names = (1..=self.children.len()).map(|rank| format!("process {rank}"));
        self.set("names", names.collect::<Vec<_>>());
        self.set("start_ms", json!({ "process": middle(&start_ms) }));
        Ok(())
    }

    /// The change that a thread makes too: the parent sends its number, and each process increases it.
    async fn change(&mut self) -> Result<(), Ended> {
        let number = 0.0;
        self.children.iter().for_each(|child| self.me.tell(*child, &[word::CHANGE, number]));
        let mut changed = 0;
        for child in &self.children {
            let answer = self.me.receive_from(*child).await?;
            changed += u64::from(answer.number(1) == number + 1.0);
            self.step();
        }
        self.set("changed", changed);
        self.set("seen_by_parent", number as u64);
        Ok(())
    }

    /// Tries to send what cannot be sent.
    fn refuse(&mut self) {
        let what = match self.params.send {
            Sent::Bytes => return,
            Sent::Function => Unsendable::Function,
            Sent::Lock => Unsendable::Lock,
        };
        let message = Message { content: Content::Unsendable(what), ..Message::default() };
        let refused = self.me.send(self.children[0], message).err();
        self.set("error", refused.map(|refused| refused.to_string()));
    }

    /// Lets all go in and out; the most that were inside together.
    async fn visits(&mut self) -> Result<u32, Ended> {
        let visit = [word::VISIT, VISITS as f64];
        self.children.iter().for_each(|child| self.me.tell(*child, &visit));
        let (mut inside, mut most, mut left) = (0, 0, self.children.len());
        while left > 0 {
            let (from, message) = self.me.receive().await?;
            let said = message.number(0);
            if said == word::DONE {
                left -= 1;
                continue;
            }
            if said == word::ENTER {
                inside += 1;
                self.step();
            } else {
                inside -= 1;
            }
            most = most.max(inside);
            self.me.tell(from, &[said]);
        }
        self.set("most_inside", most);
        self.set("mutual_exclusion_held", most <= 1);
        Ok(most)
    }

    /// Ends a process that holds the lock, and takes it.
    async fn free_lock(&mut self) -> Result<(), Ended> {
        if self.params.guard != Guarded::Lock {
            return Ok(());
        }
        let holder = self.children[0];
        self.me.tell(holder, &[word::HOLD]);
        self.me.receive_from(holder).await?;
        let ended_ms = self.me.now_ms();
        self.me.terminate(holder);
        self.children.remove(0);
        let guard = self.me.lock(DOOR).await?;
        self.me.record(EventKind::Acquired, GUARD);
        self.set("lock_free_ms", self.me.now_ms() - ended_ms);
        self.me.record(EventKind::Released, GUARD);
        drop(guard);
        Ok(())
    }

    /// Joins those that are left, or ends while they work.
    async fn end(&mut self) -> Result<(), Ended> {
        let began_ms = self.me.now_ms();
        let children = std::mem::take(&mut self.children);
        let mut cut_off = 0;
        if self.params.daemon == Daemon::Yes {
            children.iter().for_each(|child| self.me.tell(*child, &[word::WORK]));
            self.me.sleep(DAEMONS_MS).await?;
            children.iter().for_each(|child| self.me.terminate(*child));
            cut_off = children.len();
        } else {
            children.iter().for_each(|child| self.me.tell(*child, &[word::LEAVE]));
            for child in children {
                if !self.me.join(child, JOIN_MS).await? {
                    return Err(Ended::Failed("a process did not return".to_owned()));
                }
                self.step();
            }
            self.set("join_ms", self.me.now_ms() - began_ms);
        }
        self.set("cut_off", cut_off);
        Ok(())
    }

    fn shown(self, most_inside: u32, wall_ms: f64) -> Played {
        let allowed = self.params.guard.permits().unwrap_or(1);
        let kind = match () {
            () if self.params.send != Sent::Bytes => VerdictKind::Misuse,
            () if most_inside > allowed => VerdictKind::Jumbled,
            () => VerdictKind::Held,
        };
        let value = self.figures["seen_by_parent"].to_string();
        Played { kind, value, wall_ms, figures: self.figures }
    }
}
