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
use trace::wire::StageRun;

use self::crew::Crew;
use self::serve::Serving;
use super::{Part, Store, TaskQueue, Transport};
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
                Part::Client => self.serve(&me).await,
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

impl TaskQueue {
    /// Sends all tasks to workers, and waits until nothing more will happen to any.
    async fn serve(&self, me: &Process) -> Result<StageRun, Ended> {
        // What is kept, and who works in other tabs, is there once only.
        let is_alone = self.transport == Transport::Page && self.store == Store::Memory;
        let _only = if is_alone { None } else { Some(self.only_broker(me).await?) };
        Serving::new(self, me).await?.run().await
    }

    /// Waits until there is no broker beside this one.
    async fn only_broker(&self, me: &Process) -> Result<Wish, Ended> {
        let only = me.wish(CHANNEL, Reach::Site);
        let until_ms = me.now_ms() + OTHER_BROKER_MS;
        let granted = me.until(Some(until_ms), || me.is_granted(&only).then_some(())).await?;
        let why = "A task queue runs in another tab already. Stop it there; or choose workers of this page, kept in \
                   memory, which need nothing of other tabs.";
        granted.map(|()| only).ok_or_else(|| Ended::Refused(why.to_owned()))
    }

    /// Starts workers for whatever broker there is, until the run is stopped.
    async fn work_for_others(&self, me: &Process) -> Result<StageRun, Ended> {
        if self.transport == Transport::RabbitMq {
            rabbit::knock(me).await?;
        }
        let mut crew = Crew::start(self, me).await?;
        loop {
            let (from, message) = me.receive().await?;
            crew.hear(me, from, &message);
        }
    }
}
