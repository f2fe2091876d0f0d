//! A client of Celery: sends all tasks, and waits for their results on a queue of its own.

use processes::{Ended, Headers, Heard, Process};
use serde_json::Value;
use trace::wire::StageRun;

use super::celery::{Answered, QUEUE, Task as Call, header, read_answer};
use super::worker::{OURS, index_of};
use super::{Connection, knock};
use crate::task_queue::roles::broker::Address;
use crate::task_queue::roles::client::sum_of;
use crate::task_queue::roles::crew::{COMES_AGAIN, Crew};
use crate::task_queue::roles::figures::Seen;
use crate::task_queue::roles::task::{End, State, Task, Try};
use crate::task_queue::roles::terms::back_off_ms;
use crate::task_queue::roles::worker::address;
use crate::task_queue::{Ack, CrashAt, Job, TaskQueue};

/// How long the next result may take once there was one, in milliseconds.
const PATIENCE_MS: f64 = 60_000.0;
/// After how long nobody is to begin a task, in milliseconds.
const EXPIRES_MS: f64 = 3_600_000.0;
/// How long the broker keeps results for a client that is gone, in milliseconds.
const KEPT_MS: &str = "600000";
/// The address of all workers that are no page.
const ELSEWHERE: Address = 0.0;

struct Client<'a> {
    params: &'a TaskQueue,
    me: &'a Process,
    connection: Connection<'a>,
    crew: Crew,
    /// The beginning of the ids of its tasks.
    ids: String,
    tasks: Vec<Task>,
    n_settled: usize,
    /// Results of each task that will come again.
    awaited: Vec<u32>,
    run: f64,
    seen: Seen,
    heard_ms: f64,
}

/// Sends all tasks, and waits until it is known what became of each.
pub(in super::super) async fn serve(params: &TaskQueue, me: &Process) -> Result<StageRun, Ended> {
    let connection = knock(me).await?;
    let run = address(me);
    let mut client = Client {
        params,
        me,
        connection,
        crew: Crew::start(params, me).await?,
        ids: format!("{OURS}{run}-"),
        tasks: vec![Task::default(); params.tasks as usize],
        n_settled: 0,
        awaited: vec![0; params.tasks as usize],
        run,
        seen: Seen::default(),
        heard_ms: f64::INFINITY,
    };
    client.send_all();
    while client.n_settled < client.tasks.len() || client.is_awaited() {
        client.turn().await?;
    }
    client.seen.total_ms = me.now_ms() - client.tasks[0].sent_ms;
    client.seen.n_killed = client.crew.n_killed;
    client.seen.start_ms = client.crew.start_ms;
    Ok(client.seen.stage_run(params, &client.tasks))
}

impl Client<'_> {
    fn send_all(&mut self) {
        // AMQP's name of the queue is what stands behind /queue/.
        let results = format!("{}results", self.ids);
        let headers = [
            ("durable", "true"),
            ("auto-delete", "false"),
            ("exclusive", "false"),
            ("x-expires", KEPT_MS),
            ("ack", "client"),
        ];
        self.connection.line.subscribe(&format!("/queue/{results}"), &headers);
        for index in 0..self.params.tasks {
            let names = (format!("{}{index}", self.ids), results.clone());
            // Nobody is to work for a client that is gone.
            let expires_ms = self.me.now_ms() + EXPIRES_MS;
            let (headers, body) = Call::of(self.params, index, names, expires_ms).message();
            let task = &mut self.tasks[index as usize];
            (task.state, task.sent_ms) = (State::Waiting, self.me.now_ms());
            self.connection.publish(QUEUE, headers, body);
        }
    }

    async fn turn(&mut self) -> Result<(), Ended> {
        let given_up_ms =
            Some(self.heard_ms + self.patience_ms()).filter(|at_ms| at_ms.is_finite());
        let times = [given_up_ms, self.crew.next_ms()];
        let until_ms = times.into_iter().flatten().min_by(f64::total_cmp);
        let heard = self.connection.hear(until_ms).await?;
        self.crew.look(self.me);
        if !self.connection.is_there && self.heard_ms.is_finite() {
            self.heard_ms = self.me.now_ms(); // nothing can come
        }
        if let Some(Heard::Message(number, ..)) = &heard {
            self.connection.line.acknowledge(*number); // and all before it
        }
        if let Some(Heard::Message(_, headers, body)) = heard
            && let Some((id, answered)) = read_answer(&body)
            && id.starts_with(&self.ids)
            && let Some(index) = index_of(&id).filter(|index| *index < self.params.tasks)
        {
            self.heard_ms = self.me.now_ms();
            self.hear(index as usize, &headers, answered);
        }
        while let Some((from, message)) = self.me.try_receive() {
            let [index, run, address] = [1, 2, 3].map(|at| message.number(at));
            let is_ours = run == self.run && (0.0..self.tasks.len() as f64).contains(&index);
            let index = is_ours.then_some(index as usize);
            if message.number(0) == COMES_AGAIN {
                index.into_iter().for_each(|index| self.awaited[index] += 1);
            } else if self.crew.hear(self.me, from, &message) {
                self.miss(index, address);
            }
        }
        if given_up_ms.is_some_and(|at_ms| self.me.now_ms() >= at_ms) {
            self.awaited.fill(0);
            (0..self.tasks.len()).for_each(|at| self.settle(at, End::NoAnswer));
        }
        self.me.progress(self.n_settled as u64, self.params.tasks.into());
        Ok(())
    }

    fn is_awaited(&self) -> bool {
        self.awaited.iter().any(|n| *n > 0)
    }

    /// How long the next result may take, in milliseconds: as long as the slowest task that is tried as often as it may be.
    fn patience_ms(&self) -> f64 {
        let tries = f64::from(1 + self.params.retries);
        PATIENCE_MS + back_off_ms(self.params.retries) + tries * self.params.work_ms as f64
    }

    fn hear(&mut self, index: usize, headers: &Headers, answered: Answered) {
        let number = |name: &str| header(headers, name).and_then(crate::decimal);
        let worker = number("worker").unwrap_or(ELSEWHERE);
        self.seen.note(worker);
        let now_ms = self.me.now_ms();
        let task = &mut self.tasks[index];
        let begun_ms = number("begun-ms");
        let ended_ms = Some(number("ended-ms").unwrap_or(now_ms));
        let taken_ms = begun_ms.unwrap_or(task.sent_ms);
        task.tries.push(Try { worker, taken_ms, begun_ms, ended_ms, cut_ms: None });
        task.n_deliveries += 1;
        task.n_retries = number("tried-again").map_or(task.n_retries, |n| n as u32);
        if self.tasks[index].n_deliveries > 1 {
            self.awaited[index] = self.awaited[index].saturating_sub(1);
        }
        let task = &mut self.tasks[index];
        let end = match answered {
            Answered::Done(value) => {
                task.n_effects += 1;
                self.seen.n_wrong += u64::from(!is_right(self.params, index, &value));
                task.sums =
                    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
                End::Done
            }
            Answered::Raised(name, text) => {
                let is_late = name == "TimeLimitExceeded";
                self.seen.exception.get_or_insert(format!("{name}: {text}"));
                if is_late { End::Late } else { End::Raised }
            }
        };
        self.settle(index, end);
    }

    /// A worker of this page was killed, perhaps in a task of this run: if it had acknowledged that, nobody else will do it;
    /// and one that kills whoever takes it is given up.
    fn miss(&mut self, index: Option<usize>, address: Address) {
        self.seen.note(address);
        self.seen.gone(address);
        let Some(index) = index else { return };
        self.tasks[index].n_deaths += 1;
        if self.params.ack == Ack::Early && self.params.crash_at == CrashAt::Before {
            self.settle(index, End::Lost);
        } else if self.tasks[index].is_to_be_given_up() {
            self.awaited[index] = 0;
            self.settle(index, End::GivenUp);
        }
    }

    fn is_settled(&self, index: usize) -> bool {
        matches!(self.tasks[index].state, State::Settled(_))
    }

    fn settle(&mut self, index: usize, end: End) {
        if !self.is_settled(index) {
            self.n_settled += 1;
            self.tasks[index].state = State::Settled(end);
            self.tasks[index].ended_ms = self.me.now_ms();
        }
    }
}

/// Whether it is the value that was asked for, as far as that is known before.
fn is_right(params: &TaskQueue, index: usize, value: &Value) -> bool {
    match params.job {
        Job::Add => value.as_f64() == Some(sum_of(index as f64)),
        Job::Sleep => true,
        Job::Integrate => {
            let part = params.whole().part(index as u64, params.tasks.into());
            value.as_array().is_some_and(|sums| sums.len() as u64 == part.n_blocks())
        }
    }
}
