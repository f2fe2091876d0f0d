//! The run of `task-queue`. The first process has the broker and starts the others: a client that sends the tasks, and
//! workers. In a tab that only works it starts workers, which find the broker of another tab by a channel.

mod broker;
mod client;
mod crew;
mod figures;
mod letter;
mod rabbit;
mod serve;
mod task;
mod terms;
mod worker;

use std::rc::Rc;

use processes::{Ended, Process, Reach, Wish};
use quadrature::Integrand;
use trace::wire::StageRun;

use self::crew::Crew;
use self::serve::Serving;
use super::{Ack, CrashAt, Fault, Idempotent, Job, Part, Store, TaskQueue, Transport};
use crate::Stage;
use crate::roles::{Acting, Roles};

/// Roles by their numbers.
const CLIENT: u32 = 0;
const WORKER: u32 = 1;

/// The name of the channel that brokers and workers in different tabs share, and of the lock that the one broker holds.
const CHANNEL: &str = "tasks";
/// How long a broker waits for the one before it to be gone, in milliseconds: some browsers take 2 s to end a worker.
const OTHER_BROKER_MS: f64 = 5000.0;

/// The name of the lock that a worker holds for as long as it lives.
fn life_of(address: f64) -> String {
    format!("worker {address}")
}

impl Roles for TaskQueue {
    fn main(&self, _: Stage, me: Rc<Process>) -> Acting<'_, StageRun> {
        Box::pin(async move {
            me.switch(false); // the lanes are those of the tasks
            match self.part {
                Part::Client if self.transport == Transport::RabbitMq => {
                    rabbit::serve(self, &me).await
                }
                Part::Client => {
                    // What is kept, and who works in other tabs, is there once only.
                    let is_alone = self.transport == Transport::Page && self.store == Store::Memory;
                    let _only = if is_alone { None } else { Some(only_broker(&me).await?) };
                    self.serve(self.workers as usize, &me).await
                }
                Part::Worker => self.work_for_others(&me).await,
            }
        })
    }

    fn child(&self, role: u32, me: Rc<Process>) -> Acting<'_, ()> {
        Box::pin(async move {
            me.switch(false);
            match role {
                CLIENT => client::send_all(self, &me).await,
                _ if self.transport == Transport::RabbitMq => rabbit::work(self, &me).await,
                _ => worker::work(self, &me).await,
            }
        })
    }
}

/// Waits until there is no broker beside this one.
pub(crate) async fn only_broker(me: &Process) -> Result<Wish, Ended> {
    let only = me.wish(CHANNEL, Reach::Site);
    let until_ms = me.now_ms() + OTHER_BROKER_MS;
    let granted = me.until(Some(until_ms), || me.is_granted(&only).then_some(())).await?;
    let why = "A task queue runs in another tab already. Stop it there; or choose workers of this page, kept in \
               memory, which need nothing of other tabs.";
    granted.map(|()| only).ok_or_else(|| Ended::Refused(why.to_owned()))
}

impl TaskQueue {
    /// An integral over `n` points in so many tasks, for workers that are elsewhere: nothing fails, nothing is kept, and what
    /// a worker leaves behind is done by others.
    pub(crate) fn elsewhere(f: Integrand, n: u64, tasks: u32, transport: Transport) -> Self {
        Self {
            transport,
            part: Part::Client,
            workers: 0,
            tasks,
            job: Job::Integrate,
            work_ms: 0,
            f,
            n,
            ack: Ack::Late,
            prefetch: 2,
            fault: Fault::None,
            retries: 0,
            time_limit_ms: 0,
            crash: 0,
            crash_at: CrashAt::Before,
            crashes: 0,
            idempotent: Idempotent::No,
            store: Store::Memory,
        }
    }

    /// Has so many workers do it, or however many a broker has, while this tab has [`only_broker`]; the integral, if all of it
    /// came, and how long it took from the first task until the last result, in milliseconds.
    pub(crate) async fn once(
        &self,
        n_workers: usize,
        me: &Process,
    ) -> Result<(Option<f64>, f64), Ended> {
        let run = match self.transport {
            Transport::RabbitMq => rabbit::serve(self, me).await?,
            Transport::Page | Transport::Tabs => self.serve(n_workers, me).await?,
        };
        Ok((run.figure("value"), run.figure("total_ms").unwrap_or_default()))
    }

    /// Waits for so many workers, sends all tasks, and waits until nothing more will happen to any.
    async fn serve(&self, n_workers: usize, me: &Process) -> Result<StageRun, Ended> {
        Serving::new(self, me).await?.run(n_workers).await
    }

    /// Starts workers for whatever broker there is, until the run is stopped.
    async fn work_for_others(&self, me: &Process) -> Result<StageRun, Ended> {
        if self.transport == Transport::RabbitMq {
            rabbit::knock(me).await?;
        }
        let mut crew = Crew::start(self, me).await?;
        loop {
            me.until(crew.next_ms(), || me.has_message().then_some(())).await?;
            while let Some((from, message)) = me.try_receive() {
                crew.hear(me, from, &message);
            }
            crew.look(me);
        }
    }
}
