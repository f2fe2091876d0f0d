//! A worker of Celery: takes tasks from the broker's queue, whoever sent them.

use std::collections::VecDeque;
use std::pin::pin;

use processes::{Ended, Headers, Heard, Port, Process};
use serde_json::{Value, json};

use super::Connection;
use super::celery::{Asked, EXPIRED, QUEUE, Raised, Task, answer};
use crate::roles::sum;
use crate::task_queue::roles::crew::{COMES_AGAIN, KILL_ME};
use crate::task_queue::roles::terms::back_off_ms;
use crate::task_queue::roles::worker::address;
use crate::task_queue::{Ack, CrashAt, TaskQueue};

/// The beginning of the ids of tasks that an experiment sends; its number stands at the end.
pub(super) const OURS: &str = "interleave-";

/// Where an answer goes: the queue of who has asked.
const REPLY_QUEUE: &str = "/reply-queue/";

struct Worker<'a> {
    params: &'a TaskQueue,
    me: &'a Process,
    address: f64,
    connection: Connection<'a>,
    /// Tasks by the numbers of their messages.
    taken: VecDeque<(u32, Task)>,
    /// Those that are not to be begun before a time.
    later: Vec<(f64, u32, Task)>,
    n_begun: u32,
}

/// Works until the run is stopped.
pub(in super::super) async fn work(params: &TaskQueue, me: &Process) -> Result<(), Ended> {
    let connection = Connection::new(me, false);
    let prefetch = params.prefetch.to_string();
    let headers = [("ack", "client-individual"), ("prefetch-count", prefetch.as_str())];
    connection.line.subscribe(QUEUE, &headers);
    let mut worker = Worker {
        params,
        me,
        address: address(me),
        connection,
        taken: VecDeque::new(),
        later: Vec::new(),
        n_begun: 0,
    };
    loop {
        worker.take_up();
        match worker.taken.pop_front() {
            Some((number, task)) => worker.carry_out(number, task).await?,
            None => {
                let due_ms = worker.later.iter().map(|(at_ms, ..)| *at_ms).min_by(f64::total_cmp);
                let heard = worker.connection.hear(due_ms).await?;
                worker.take_in(heard);
            }
        }
        while let Some(heard) = worker.connection.hear(Some(me.now_ms())).await? {
            worker.take_in(Some(heard));
        }
    }
}

impl Worker<'_> {
    fn take_in(&mut self, heard: Option<Heard>) {
        match heard {
            Some(Heard::Message(number, headers, body)) => match Task::read(&headers, &body) {
                Some(task) => match task.eta_ms {
                    Some(at_ms) => self.later.push((at_ms, number, task)),
                    None => self.taken.push_back((number, task)),
                },
                // As Celery does with what is no message of its own.
                None => self.connection.line.acknowledge(number),
            },
            // What is not acknowledged comes again.
            Some(Heard::Closed) => {
                self.taken.clear();
                self.later.clear();
            }
            _ => {}
        }
    }

    /// Takes up what may be begun by now.
    fn take_up(&mut self) {
        let now_ms = self.me.now_ms();
        let due = self.later.extract_if(.., |(at_ms, ..)| *at_ms <= now_ms);
        self.taken.extend(due.map(|(_, number, task)| (number, task)));
    }

    async fn carry_out(&mut self, number: u32, task: Task) -> Result<(), Ended> {
        let begun_ms = self.me.now_ms();
        if task.expires_ms.is_some_and(|at_ms| begun_ms > at_ms) {
            self.reply(&task, &Err(Raised::new(EXPIRED, "expired")), begun_ms);
            self.connection.line.acknowledge(number);
            return Ok(());
        }
        if self.params.ack == Ack::Early {
            self.connection.line.acknowledge(number);
        }
        self.n_begun += 1;
        let is_killed = self.n_begun == self.params.crash;
        // Only of tasks of ours is it known which one it is.
        let index = index_of(&task.id);
        let raises = index.is_some_and(|index| self.params.raises(index as usize, task.retries));
        let is_killed_before = is_killed && self.params.crash_at == CrashAt::Before;
        let part = if raises || is_killed_before { 0.5 } else { 1.0 };
        let mut found = self.within_limit(&task, part).await?;
        if is_killed_before {
            return self.be_killed(&task).await;
        }
        if raises && found.is_ok() {
            found = Err(Raised::new("ValueError", format!("{} raises", task.id)));
        }
        if raises && task.retries < self.params.retries {
            let eta_ms = Some(self.me.now_ms() + back_off_ms(task.retries));
            let again = Task { retries: task.retries + 1, eta_ms, ..task.clone() };
            let (headers, body) = again.message();
            self.connection.publish(QUEUE, headers, body);
        } else {
            if is_killed && self.params.ack == Ack::Late {
                // Before the client has the result, and thinks that it has all.
                let (run, index) = whose(&task.id);
                self.me.tell(Port::PARENT, &[COMES_AGAIN, index, run]);
            }
            self.reply(&task, &found, begun_ms);
        }
        if is_killed {
            return self.be_killed(&task).await;
        }
        if self.params.ack == Ack::Late {
            self.connection.line.acknowledge(number);
        }
        Ok(())
    }

    fn reply(&mut self, task: &Task, found: &Result<Value, Raised>, begun_ms: f64) {
        // Of a stranger's address anything else could be refused, and the line with it.
        let name = task.reply_to.as_deref().map(|to| to.strip_prefix(REPLY_QUEUE).unwrap_or(to));
        let Some(name) = name.filter(|name| !name.is_empty() && !name.contains('/')) else {
            return;
        };
        let to = format!("{REPLY_QUEUE}{name}");
        let headers = [
            ("correlation-id", task.id.clone()),
            ("content-type", "application/json".to_owned()),
            ("content-encoding", "utf-8".to_owned()),
            ("worker", self.address.to_string()),
            ("begun-ms", begun_ms.to_string()),
            ("ended-ms", self.me.now_ms().to_string()),
            ("tried-again", task.retries.to_string()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).to_vec();
        self.connection.publish(&to, headers, answer(&task.id, found));
    }

    async fn within_limit(&self, task: &Task, part: f64) -> Result<Result<Value, Raised>, Ended> {
        let found = self.params.within_limit(self.me, pin!(self.do_job(task, part))).await?;
        let limit_ms = self.params.time_limit_ms;
        let late = || Err(Raised::new("TimeLimitExceeded", format!("{limit_ms} ms")));
        Ok(found.unwrap_or_else(late))
    }

    async fn do_job(&self, task: &Task, part: f64) -> Result<Result<Value, Raised>, Ended> {
        Ok(match task.asked() {
            Err(raised) => Err(raised),
            Ok(Asked::Add(sum)) => Ok(sum),
            Ok(Asked::Sleep(seconds)) => {
                self.me.sleep(seconds * 1000.0 * part).await?;
                Ok(json!(seconds))
            }
            Ok(Asked::Integrate(chunk)) => Ok(json!(sum(&chunk, 0, self.me, |_| ()).await?)),
        })
    }

    /// Asks to be killed, once the broker has all that was sent.
    async fn be_killed(&mut self, task: &Task) -> Result<(), Ended> {
        // A receipt comes after what was sent before it.
        self.connection.publish("/topic/interleave", Headers::new(), String::new());
        while !self.connection.is_sent() {
            self.connection.hear(None).await?;
        }
        let (run, index) = whose(&task.id);
        self.me.tell(Port::PARENT, &[KILL_ME, index, run, self.address]);
        self.me.until(None, || None::<()>).await.map(|_| ())
    }
}

/// The number of a task that an experiment has sent.
pub(super) fn index_of(id: &str) -> Option<u32> {
    id.strip_prefix(OURS)?.rsplit('-').next()?.parse().ok()
}

/// The run of a task that an experiment has sent, and its number there; numbers that there are not, of any other.
fn whose(id: &str) -> (f64, f64) {
    let run = id.strip_prefix(OURS).and_then(|rest| rest.split('-').next());
    let known = run.and_then(crate::decimal).zip(index_of(id));
    known.map_or((0.0, -1.0), |(run, index)| (run, index.into()))
}
