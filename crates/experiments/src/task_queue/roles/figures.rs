//! What a run of the task queue came to.

use serde_json::{Map, Value, json};
use trace::VerdictKind;
use trace::wire::{Samples, StageRun};

use super::broker::Address;
use super::task::{End, State, Task, Try};
use crate::experiment::Needs;
use crate::param::Choice;
use crate::sampling::middle;
use crate::task_queue::{Fault, Idempotent, Job, LANES, TaskQueue};

/// Those of them that are chosen because more happened to them than to others.
const REMARKABLE: usize = 50;

/// Somebody who took part.
#[derive(Clone, Copy)]
struct Member {
    address: Address,
    /// Whether its worker was killed, or its tab closed.
    is_gone: bool,
}

/// What was seen beside the tasks.
#[derive(Default)]
pub(super) struct Seen {
    /// Tasks whose end was known before the page was loaded anew.
    pub(super) n_before: usize,
    /// Why the browser keeps nothing, if it should.
    pub(super) refusal: Option<String>,
    /// Whether the client has all results.
    pub(super) has_all: bool,
    /// From the first task until the last result, in milliseconds.
    pub(super) total_ms: f64,
    /// Results that are not what was asked for.
    pub(super) n_wrong: u64,
    /// Everybody who ever took part, in the order in which they came.
    workers: Vec<Member>,
    /// The first exception that the client got, by its name and text.
    pub(super) exception: Option<String>,
    pub(super) n_killed: usize,
    pub(super) start_ms: Option<f64>,
}

/// Numbers of tasks.
struct Counts {
    done: usize,
    lost: usize,
    twice: usize,
    unheard: usize,
    raised: usize,
    late: usize,
    given_up: usize,
    no_answer: usize,
}

impl Counts {
    fn of(params: &TaskQueue, tasks: &[Task]) -> Self {
        let ended =
            |end: End| tasks.iter().filter(|task| task.state == State::Settled(end)).count();
        let more = tasks.iter().filter(|task| task.n_effects > 1).count();
        Self {
            done: tasks.iter().filter(|task| task.n_effects > 0).count(),
            lost: ended(End::Lost),
            twice: if params.idempotent == Idempotent::Yes { 0 } else { more },
            unheard: ended(End::Unheard),
            raised: ended(End::Raised),
            late: ended(End::Late),
            given_up: ended(End::GivenUp),
            no_answer: ended(End::NoAnswer),
        }
    }

    fn kind(&self) -> VerdictKind {
        match self {
            Self { lost, given_up, .. } if lost + given_up > 0 => VerdictKind::Lost,
            Self { twice, .. } if *twice > 0 => VerdictKind::Repeated,
            Self { late, no_answer, .. } if late + no_answer > 0 => VerdictKind::TimedOut,
            Self { raised, unheard, .. } if raised + unheard > 0 => VerdictKind::Failed,
            _ => VerdictKind::Held,
        }
    }
}

impl Seen {
    /// Somebody takes part.
    pub(super) fn note(&mut self, address: Address) {
        if self.workers.iter().all(|member| member.address != address) {
            self.workers.push(Member { address, is_gone: false });
        }
    }

    /// Somebody is gone.
    pub(super) fn gone(&mut self, address: Address) {
        let members = self.workers.iter_mut();
        members.filter(|it| it.address == address).for_each(|it| it.is_gone = true);
    }

    /// All of it, as the outcome of a stage.
    pub(super) fn stage_run(self, params: &TaskQueue, tasks: &[Task]) -> StageRun {
        let counts = Counts::of(params, tasks);
        let kind = if self.n_wrong > 0 { VerdictKind::WrongValue } else { counts.kind() };
        let value = match kind {
            VerdictKind::Held => "each was done once".to_owned(),
            _ => format!("{} of {} were done", counts.done, params.tasks),
        };
        let figures = self.figures(params, tasks, &counts);
        let figures = figures.into_iter().map(|(name, value)| (name.to_owned(), value));
        let mut figures: Map<String, Value> = figures.collect();
        let outcome = json!([{ "value": value, "kind": kind.name(), "count": 1 }]);
        figures.insert("distribution".to_owned(), outcome);
        let (threads, wall_ms) = (params.threads(), vec![self.total_ms]);
        let variant = params.transport.word().to_owned();
        let samples = vec![Samples { variant, threads, wall_ms, warm_up_ms: Vec::new() }];
        StageRun { threads, samples, figures, ..StageRun::default() }
    }

    fn figures(
        &self,
        params: &TaskQueue,
        tasks: &[Task],
        counts: &Counts,
    ) -> [(&'static str, Value); 25] {
        let tries = || tasks.iter().flat_map(|task| &task.tries);
        let first = |task: &Task| Some(task.tries.first()?.begun_ms? - task.sent_ms);
        let waited: Vec<f64> = tasks.iter().filter_map(first).collect();
        let worked: Vec<f64> =
            tries().filter_map(|one| Some(one.ended_ms? - one.begun_ms?)).collect();
        let n_here = tasks.len() - self.n_before;
        let per_s = (self.total_ms > 0.0).then(|| n_here as f64 * 1000.0 / self.total_ms);
        let redelivered =
            tasks.iter().map(|task| task.n_deliveries.saturating_sub(1)).sum::<usize>();
        let retried: u32 = tasks.iter().map(|task| task.n_retries).sum();
        let worker = |at: usize| {
            let Member { address, is_gone } = self.workers[at];
            let ended = |one: &&Try| one.worker == address && one.ended_ms.is_some();
            let fate = if is_gone { "gone" } else { "there" };
            json!({ "worker": at + 1, "tasks": tries().filter(ended).count(), "fate": fate })
        };
        let by_worker: Vec<Value> = (0..self.workers.len()).map(worker).collect();
        let is_cut_off = self.workers.iter().any(|worker| worker.is_gone);
        let if_cut_off = |count: usize| json!((is_cut_off || count > 0).then_some(count));
        let if_raised =
            |count: usize| json!((params.fault != Fault::None || count > 0).then_some(count));
        let n_effects = tasks.iter().map(|task| task.n_effects as usize).sum::<usize>();
        let value = (params.job == Job::Integrate).then(|| value(params, tasks)).flatten();
        [
            ("done", json!(counts.done)),
            ("effects", json!(n_effects)),
            ("done_again", if_cut_off(n_effects - counts.done)),
            ("lost", if_cut_off(counts.lost)),
            ("done_twice", if_cut_off(counts.twice)),
            ("result_lost", if_cut_off(counts.unheard)),
            ("raised", if_raised(counts.raised)),
            (
                "time_limit_exceeded",
                json!((params.time_limit_ms > 0 || counts.late > 0).then_some(counts.late)),
            ),
            ("given_up", if_cut_off(counts.given_up)),
            ("no_answer", json!((counts.no_answer > 0).then_some(counts.no_answer))),
            ("wrong", json!(self.n_wrong)),
            ("retried", if_raised(retried as usize)),
            ("redelivered", if_cut_off(redelivered.saturating_sub(retried as usize))),
            ("killed", json!((self.n_killed > 0).then_some(self.n_killed))),
            ("total_ms", json!(self.total_ms)),
            ("tasks_per_s", json!(per_s)),
            ("waiting_ms", json!(middle(&waited))),
            ("work_ms", json!(middle(&worked))),
            ("start_ms", json!(self.start_ms)),
            ("done_before", json!(self.n_before)),
            ("not_kept", json!(self.refusal)),
            ("by_worker", json!(by_worker)),
            ("exception", json!(self.exception)),
            ("value", json!(value)),
            ("tasks", json!(self.lives(tasks))),
        ]
    }

    /// What happened to the tasks that have a lane, in milliseconds since the first was sent.
    fn lives(&self, tasks: &[Task]) -> Vec<Value> {
        let known = |id: &usize| tasks[*id].sent_ms > 0.0 && !tasks[*id].tries.is_empty();
        let mut chosen: Vec<usize> = (0..tasks.len()).filter(known).collect();
        let is_remarkable = |id: &usize| {
            tasks[*id].tries.len() > 1 || tasks[*id].state != State::Settled(End::Done)
        };
        let mut remarkable: Vec<usize> = chosen.iter().copied().filter(is_remarkable).collect();
        remarkable.truncate(REMARKABLE);
        chosen.retain(|id| !remarkable.contains(id));
        chosen.truncate(LANES - remarkable.len());
        chosen.extend(remarkable);
        chosen.sort_unstable();
        let sent = tasks.iter().map(|task| task.sent_ms).filter(|at_ms| *at_ms > 0.0);
        let first_ms = sent.fold(f64::INFINITY, f64::min);
        let life = |id: usize| {
            let task = &tasks[id];
            let since = |at_ms: f64| at_ms - first_ms;
            let State::Settled(end) = task.state else { return Value::Null };
            let one = |(at, one): (usize, &Try)| {
                let is_last = at + 1 == task.tries.len();
                json!({
                    "worker": self.number_of(one).map(|at| at + 1),
                    "taken_ms": since(one.taken_ms),
                    "begun_ms": one.begun_ms.map(since),
                    "ended_ms": one.ended_ms.map(since),
                    "cut_ms": one.cut_ms.map(since),
                    "in_vain": one.cut_ms.is_some() || !is_last || end != End::Done,
                })
            };
            json!({
                "task": id + 1,
                "sent_ms": since(task.sent_ms),
                "tries": task.tries.iter().enumerate().map(one).collect::<Vec<_>>(),
                "end": end.name(),
                "effects": task.n_effects,
            })
        };
        chosen.into_iter().map(life).collect()
    }

    /// The place of the worker of a try among all.
    fn number_of(&self, one: &Try) -> Option<usize> {
        self.workers.iter().position(|worker| worker.address == one.worker)
    }
}

/// The integral, once all parts are there.
fn value(params: &TaskQueue, tasks: &[Task]) -> Option<f64> {
    let all = tasks.iter().all(|task| task.state == State::Settled(End::Done));
    let sums: Vec<f64> = tasks.iter().flat_map(|task| task.sums.iter().copied()).collect();
    all.then(|| params.whole().join(&sums))
}
