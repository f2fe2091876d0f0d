//! The broker: which tasks wait, who has which, and what becomes of those whose worker is gone. It neither sends nor
//! waits; whoever asks it does.

use std::collections::{BTreeSet, VecDeque};

use super::task::{Answer, End, State, Task, Try};
use crate::task_queue::Ack;

/// Number of a task, from 0.
pub(super) type TaskId = usize;
/// What a worker is called; no other one ever was.
pub(super) type Address = f64;

/// So many times a task is given to a worker that is gone; then it is given up, or one that kills whoever takes it would come back for
/// ever. It is the limit of RabbitMQ's quorum queues: "Quorum Queues", RabbitMQ 4.0 documentation, 2024.
pub(super) const DELIVERIES: usize = 20;

/// A worker, and what it has that it did not acknowledge.
#[derive(Debug)]
struct Holder {
    address: Address,
    held: usize,
}

/// A broker with one queue.
#[derive(Debug)]
pub(super) struct Broker {
    ack: Ack,
    prefetch: usize,
    tasks: Vec<Task>,
    ready: VecDeque<TaskId>,
    /// What is to be tried again, from these times on.
    later: Vec<(f64, TaskId)>,
    workers: Vec<Holder>,
    changed: BTreeSet<TaskId>,
    /// What nothing will happen to any more, in that order.
    settled: Vec<TaskId>,
    n_told: usize,
}

impl Broker {
    /// A broker for so many tasks, none of which was sent yet; each worker is given up to `prefetch` beyond those that
    /// it has acknowledged.
    pub(super) fn new(n_tasks: usize, ack: Ack, prefetch: usize) -> Self {
        Self {
            ack,
            prefetch,
            tasks: vec![Task::default(); n_tasks],
            ready: VecDeque::new(),
            later: Vec::new(),
            workers: Vec::new(),
            changed: BTreeSet::new(),
            settled: Vec::new(),
            n_told: 0,
        }
    }

    /// The tasks.
    pub(super) fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// Tasks that nothing will happen to any more.
    pub(super) fn n_settled(&self) -> usize {
        self.settled.len()
    }

    /// What has changed since the last call: to be kept.
    pub(super) fn take_changed(&mut self) -> Vec<TaskId> {
        std::mem::take(&mut self.changed).into_iter().collect()
    }

    /// Those of which nobody was told yet.
    pub(super) fn take_news(&mut self) -> Vec<TaskId> {
        let news = self.settled[self.n_told..].to_vec();
        self.n_told = self.settled.len();
        news
    }

    /// Whether there are such.
    pub(super) fn has_news(&self) -> bool {
        self.n_told < self.settled.len()
    }

    /// Takes a task as it was kept. Whoever had it is gone.
    pub(super) fn restore(&mut self, id: TaskId, kept: Task) {
        let Some(task) = self.tasks.get_mut(id) else { return };
        *task = kept;
        match task.state {
            // The client sends all of them once more, in their order.
            State::Sent | State::Waiting | State::Later => task.state = State::Sent,
            State::Taken if task.is_to_be_given_up() => self.settle(id, End::GivenUp, 0.0),
            State::Taken => task.state = State::Sent,
            State::Acknowledged if task.n_effects > 0 => self.settle(id, End::Unheard, 0.0),
            State::Acknowledged => self.settle(id, End::Lost, 0.0),
            State::Settled(_) => self.settled.push(id),
        }
    }

    /// Takes a task that was sent, unless it is known.
    pub(super) fn publish(&mut self, id: TaskId, sent_ms: f64) {
        let Some(task) = self.tasks.get_mut(id).filter(|task| task.state == State::Sent) else {
            return;
        };
        (task.state, task.sent_ms) = (State::Waiting, sent_ms);
        self.ready.push_back(id);
        self.changed.insert(id);
    }

    /// Lets a worker take part.
    pub(super) fn join(&mut self, address: Address) {
        if self.workers.iter().all(|worker| worker.address != address) {
            self.workers.push(Holder { address, held: 0 });
        }
    }

    /// How many workers take part.
    pub(super) fn n_workers(&self) -> usize {
        self.workers.len()
    }

    /// Who is to be given what: the tasks in their order, each to the worker that has least.
    pub(super) fn deliver(&mut self, now_ms: f64) -> Vec<(Address, TaskId)> {
        self.later.sort_by(|a, b| a.0.total_cmp(&b.0));
        let due = self.later.partition_point(|(at_ms, _)| *at_ms <= now_ms);
        for (_, id) in self.later.drain(..due) {
            self.tasks[id].state = State::Waiting;
            self.ready.push_back(id);
        }
        let mut given = Vec::new();
        while !self.ready.is_empty() {
            let least = self.workers.iter_mut().min_by_key(|worker| worker.held);
            let Some(worker) = least.filter(|worker| worker.held < self.prefetch) else { break };
            let Some(id) = self.ready.pop_front() else { break };
            worker.held += 1;
            let task = &mut self.tasks[id];
            task.state = State::Taken;
            task.tries.push(Try::new(worker.address, now_ms));
            task.n_deliveries += 1;
            self.changed.insert(id);
            given.push((worker.address, id));
        }
        given
    }

    /// When something is to be tried again, in milliseconds.
    pub(super) fn next_ms(&self) -> Option<f64> {
        self.later.iter().map(|(at_ms, _)| *at_ms).min_by(f64::total_cmp)
    }

    /// A worker begins a task; if it acknowledges early, the task is no longer the broker's.
    pub(super) fn begun(&mut self, worker: Address, id: TaskId, at_ms: f64) {
        let Some(task) = self.task_of(worker, id) else { return };
        if let Some(last) = task.tries.last_mut() {
            last.begun_ms = Some(at_ms);
        }
        if self.ack == Ack::Early {
            self.acknowledge(worker, id, State::Acknowledged);
        }
    }

    /// A task has had its effect, whoever was at it.
    pub(super) fn took_effect(&mut self, id: TaskId) {
        if let Some(task) = self.tasks.get_mut(id) {
            task.n_effects += 1;
            self.changed.insert(id);
        }
    }

    /// A task has raised an exception, and is to be tried again after `at_ms`.
    pub(super) fn retry(&mut self, worker: Address, id: TaskId, ended_ms: f64, at_ms: f64) {
        let Some(task) = self.task_of(worker, id) else { return };
        task.n_retries += 1;
        task.end_try(ended_ms);
        self.acknowledge(worker, id, State::Later);
        self.later.push((at_ms, id));
    }

    /// A worker has an answer.
    pub(super) fn answer(&mut self, worker: Address, id: TaskId, answer: Answer, ended_ms: f64) {
        let Some(task) = self.task_of(worker, id) else { return };
        task.end_try(ended_ms);
        let end = answer.end;
        task.sums = answer.sums;
        self.acknowledge(worker, id, State::Acknowledged);
        self.settle(id, end, ended_ms);
    }

    /// A worker is gone: what it has not acknowledged waits again; what it worked on and had acknowledged is lost.
    pub(super) fn gone(&mut self, worker: Address, at_ms: f64) {
        self.workers.retain(|holder| holder.address != worker);
        let had: Vec<TaskId> =
            (0..self.tasks.len()).filter(|id| self.tasks[*id].is_with(worker)).collect();
        // What was taken first comes first again.
        for id in had.into_iter().rev() {
            let task = &mut self.tasks[id];
            if let Some(last) = task.tries.last_mut() {
                last.cut_ms = Some(at_ms);
                task.n_deaths += usize::from(last.begun_ms.is_some());
            }
            match self.tasks[id].state {
                State::Acknowledged if self.tasks[id].n_effects > 0 => {
                    self.settle(id, End::Unheard, at_ms)
                }
                State::Acknowledged => self.settle(id, End::Lost, at_ms),
                _ => self.give_back(id),
            }
        }
    }

    /// The task, if this worker has it.
    fn task_of(&mut self, worker: Address, id: TaskId) -> Option<&mut Task> {
        self.tasks.get_mut(id).filter(|task| task.is_with(worker))
    }

    fn acknowledge(&mut self, worker: Address, id: TaskId, state: State) {
        if self.tasks[id].state == State::Taken
            && let Some(holder) = self.workers.iter_mut().find(|holder| holder.address == worker)
        {
            holder.held -= 1;
        }
        self.tasks[id].state = state;
        self.changed.insert(id);
    }

    fn give_back(&mut self, id: TaskId) {
        if self.tasks[id].is_to_be_given_up() {
            return self.settle(id, End::GivenUp, 0.0);
        }
        self.tasks[id].state = State::Waiting;
        self.changed.insert(id);
        self.ready.push_front(id);
    }

    fn settle(&mut self, id: TaskId, end: End, at_ms: f64) {
        let task = &mut self.tasks[id];
        (task.state, task.ended_ms) = (State::Settled(end), at_ms);
        self.settled.push(id);
        self.changed.insert(id);
    }
}

#[cfg(test)]
mod tests;
