//! A client of Celery: sends all tasks, and waits for their results on a queue of its own.

use processes::{Ended, Headers, Heard, Process};
use serde_json::Value;
use trace::wire::StageRun;

use super::Connection;
use super::celery::{Answered, QUEUE, Task as Call, header, read_answer};
use super::worker::{OURS, index_of};
use crate::task_queue::roles::broker::Address;
use crate::task_queue::roles::client::sum_of;
use crate::task_queue::roles::crew::{COMES_AGAIN, Crew};
use crate::task_queue::roles::figures::{Member, Seen};
use crate::task_queue::roles::task::{End, State, Task, Try};
use crate::task_queue::roles::worker::address;
use crate::task_queue::{Ack, CrashAt, Job, TaskQueue};

/// How long the next result may take once there was one, in milliseconds.
const PATIENCE_MS: f64 = 60_000.0;
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
    /// Results that will come again.
    n_awaited: usize,
    seen: Seen,
    heard_ms: f64,
}

/// Sends all tasks, and waits until it is known what became of each.
pub(in super::super) async fn serve(params: &TaskQueue, me: &Process) -> Result<StageRun, Ended> {
    let mut connection = Connection::new(me);
    while !connection.is_there {
        connection.hear(None).await?;
    }
    let run = address(me);
    let mut client = Client {
        params,
        me,
        connection,
        crew: Crew::start(params, me).await?,
        ids: format!("{OURS}{run}-"),
        tasks: vec![Task::default(); params.tasks as usize],
        n_settled: 0,
        n_awaited: 0,
        seen: Seen::default(),
        heard_ms: f64::INFINITY,
    };
    client.send_all();
    while client.n_settled < client.tasks.len() || client.n_awaited > 0 {
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
            let id = format!("{}{index}", self.ids);
            let (headers, body) = Call::of(self.params, index, id, results.clone()).message();
            let task = &mut self.tasks[index as usize];
            (task.state, task.sent_ms) = (State::Waiting, self.me.now_ms());
            self.connection.publish(QUEUE, headers, body);
        }
    }

    async fn turn(&mut self) -> Result<(), Ended> {
        let given_up_ms = Some(self.heard_ms + PATIENCE_MS).filter(|at_ms| at_ms.is_finite());
        let times = [given_up_ms, self.crew.next_ms()];
        let until_ms = times.into_iter().flatten().min_by(f64::total_cmp);
        let heard = self.connection.hear(until_ms).await?;
        self.crew.look(self.me);
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
            if message.number(0) == COMES_AGAIN {
                self.n_awaited += usize::from(message.number(1) >= 0.0);
            } else if self.crew.hear(self.me, from, &message) {
                self.miss(message.number(1));
            }
        }
        if given_up_ms.is_some_and(|at_ms| self.me.now_ms() >= at_ms) {
            self.n_awaited = 0;
            (0..self.tasks.len()).for_each(|at| self.settle(at, End::Unheard));
        }
        self.me.progress(self.n_settled as u64, self.params.tasks.into());
        Ok(())
    }

    fn hear(&mut self, index: usize, headers: &Headers, answered: Answered) {
        let number = |name: &str| header(headers, name).and_then(crate::decimal);
        let worker = number("worker").unwrap_or(ELSEWHERE);
        if self.seen.workers.iter().all(|member| member.address != worker) {
            self.seen.workers.push(Member { address: worker, is_gone: false });
        }
        let now_ms = self.me.now_ms();
        let task = &mut self.tasks[index];
        let begun_ms = number("begun-ms");
        let ended_ms = Some(number("ended-ms").unwrap_or(now_ms));
        let taken_ms = begun_ms.unwrap_or(task.sent_ms);
        task.tries.push(Try { worker, taken_ms, begun_ms, ended_ms, cut_ms: None });
        task.n_deliveries += 1;
        task.n_retries = number("tried-again").map_or(task.n_retries, |n| n as u32);
        if self.tasks[index].n_deliveries > 1 {
            self.n_awaited = self.n_awaited.saturating_sub(1);
        }
        let task = &mut self.tasks[index];
        let end = match answered {
            Answered::Goes => return,
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

    /// A worker of this page was killed while it did a task: if it had acknowledged it, nobody else will.
    fn miss(&mut self, index: f64) {
        let is_lost = self.params.ack == Ack::Early && self.params.crash_at == CrashAt::Before;
        if is_lost && index >= 0.0 && (index as usize) < self.tasks.len() {
            self.settle(index as usize, End::Lost);
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
