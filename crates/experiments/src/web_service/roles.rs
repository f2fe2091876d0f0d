//! The run of `web-service` in processes: one for each request, or one that makes all of them, in turn or at once.

mod message;

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use processes::{Ended, Port, Process};
use trace::wire::StageRun;

use super::common::{Request, Seen, prints};
use super::{Client, WebService};
use crate::Stage;
use crate::roles::{Acting, Roles, all};
use crate::sampling;

/// Processes that are started at the same time.
const AT_ONCE: u32 = 8;

impl Roles for WebService {
    fn main(&self, _: Stage, me: Rc<Process>) -> Acting<'_, StageRun> {
        Box::pin(async move {
            let run = me.now_ms();
            self.knock(&me).await?;
            let seen = match self.client {
                Client::Processes => self.by_processes(&me, run).await,
                Client::Coroutines => self.by_coroutines(&me, run).await,
                Client::Sequential | Client::AsyncioAsWritten | Client::Threads | Client::Pool => {
                    self.in_turn(&me, run).await
                }
            };
            me.send_off(&self.end_path(run));
            Ok(self.stage_run(seen?))
        })
    }

    fn child(&self, _: u32, me: Rc<Process>) -> Acting<'_, ()> {
        Box::pin(async move {
            me.switch(false);
            self.knock(&me).await?;
            me.tell(Port::PARENT, &[]);
            loop {
                let order = me.receive_from(Port::PARENT).await?;
                let request = self.request(&me, order.number(0), order.number(1) as u64).await?;
                me.tell(Port::PARENT, &request.numbers());
            }
        })
    }
}

impl WebService {
    /// A process for each request: all are there before, and each is told to begin.
    async fn by_processes(&self, me: &Process, run: f64) -> Result<Seen, Ended> {
        me.switch(false);
        let (mut workers, mut started_ms) = (Vec::new(), Vec::new());
        for index in 0..self.requests {
            // A run that is stopped waits for those on their way.
            if let Some(before) = index.checked_sub(AT_ONCE) {
                let (worker, asked_ms): (Port, f64) = workers[before as usize];
                started_ms.push(me.started(worker).await? - asked_ms);
            }
            workers.push((me.start(0), me.now_ms()));
        }
        for (worker, asked_ms) in workers.iter().skip(started_ms.len()) {
            started_ms.push(me.started(*worker).await? - asked_ms);
        }
        let workers: Vec<Port> = workers.into_iter().map(|(worker, _)| worker).collect();
        for worker in &workers {
            me.receive_from(*worker).await?;
        }
        let mut collector = Collector::new(self, me);
        for (index, worker) in workers.iter().enumerate() {
            me.tell(*worker, &[run, index as f64]);
        }
        while collector.waits() {
            let message = match collector.at_most_ms(me) {
                Some(ms) => me.receive_within(ms).await?,
                None => me.receive().await.map(Some)?,
            };
            let request = message.and_then(|(_, message)| Request::read(&message.numbers));
            collector.take(me, request);
        }
        Ok(Seen { start_ms: sampling::middle(&started_ms), ..collector.seen(self, me) })
    }

    /// Coroutines on this process: all ask, and then all wait.
    async fn by_coroutines(&self, me: &Process, run: f64) -> Result<Seen, Ended> {
        let collector = RefCell::new(Collector::new(self, me));
        let clients = (0..self.requests.into()).map(|index| {
            let collector = &collector;
            async move {
                let request = self.request(me, run, index).await?;
                collector.borrow_mut().take(me, Some(request));
                Ok(())
            }
        });
        let mut clients = pin!(all(clients));
        let mut collected = pin!(poll_fn(|context| match clients.as_mut().poll(context) {
            Poll::Pending if !collector.borrow().waits() => Poll::Ready(Ok(())),
            polled => polled,
        }));
        loop {
            let at_most_ms = collector.borrow().at_most_ms(me);
            if me.within(collected.as_mut(), at_most_ms).await?.is_some() {
                break;
            }
            let mut collector = collector.borrow_mut();
            if collector.at_most_ms(me) == Some(0.0) {
                collector.take(me, None); // or somebody has answered meanwhile
            }
        }
        Ok(collector.take().seen(self, me))
    }

    /// One request after the other: what is collected was there already.
    async fn in_turn(&self, me: &Process, run: f64) -> Result<Seen, Ended> {
        let mut collector = Collector::new(self, me);
        for index in 0..self.requests.into() {
            let request = self.request(me, run, index).await?;
            collector.take(me, Some(request));
        }
        Ok(collector.seen(self, me))
    }

    /// Waits until the service has answered once.
    async fn knock(&self, me: &Process) -> Result<(), Ended> {
        for _ in 0..Self::KNOCKS {
            if me.fetch(&self.end_path(0.0), Self::KNOCK_MS).await?.is_some() {
                break;
            }
        }
        Ok(())
    }

    async fn request(&self, me: &Process, run: f64, index: u64) -> Result<Request, Ended> {
        let sent_ms = me.now_ms();
        let got = me.fetch(&self.path(run, index), self.patience_ms()).await?;
        let ended_ms = me.now_ms();
        Ok(match got {
            Some(got) => Request::new(index, sent_ms, ended_ms, got),
            None => Request::given_up(index, sent_ms, ended_ms),
        })
    }
}

/// Who collects the answers: as often as there are requests, and each time waits so long at most.
#[derive(Default)]
struct Collector {
    requests: Vec<Request>,
    collected: Vec<u64>,
    printed: Option<String>,
    left: u32,
    total: u32,
    timeout_ms: Option<f64>,
    began_ms: f64,
    since_ms: f64,
    timed_out: u64,
}

impl Collector {
    fn new(service: &WebService, me: &Process) -> Self {
        let waits = service.timeout_ms > 0 && !prints(service);
        Self {
            requests: Vec::new(),
            collected: Vec::new(),
            printed: prints(service).then(String::new),
            left: service.requests,
            total: service.requests,
            timeout_ms: waits.then_some(service.timeout_ms as f64),
            began_ms: me.now_ms(),
            since_ms: me.now_ms(),
            timed_out: 0,
        }
    }

    fn waits(&self) -> bool {
        self.left > 0
    }

    /// How long it goes on waiting, in milliseconds, if there is an end to it.
    fn at_most_ms(&self, me: &Process) -> Option<f64> {
        self.timeout_ms.map(|timeout_ms| (self.since_ms + timeout_ms - me.now_ms()).max(0.0))
    }

    /// Takes a request that has ended; or nothing, if it has waited in vain.
    fn take(&mut self, me: &Process, request: Option<Request>) {
        self.requests.extend(request);
        if self.left == 0 {
            return; // nobody waits for it any more
        }
        let answer = request.and_then(|request| request.answer().copied());
        if let Some(answer) = answer {
            self.collected.push(answer.number);
            if let Some(printed) = &mut self.printed {
                *printed += &WebService::line(answer.number);
                printed.push('\n'); // nobody comes in between: it does not await
            }
        }
        self.timed_out += u64::from(request.is_none());
        (self.left, self.since_ms) = (self.left.saturating_sub(1), me.now_ms());
        me.progress((self.total - self.left).into(), self.total.into());
    }

    fn seen(self, service: &WebService, me: &Process) -> Seen {
        let Self { mut requests, collected, printed, timed_out, began_ms, .. } = self;
        let (now_ms, ended) = (me.now_ms(), requests.len());
        if ended < service.requests as usize {
            // All were sent at the begin.
            let is_left = |index: &u64| requests.iter().all(|request| request.index != *index);
            let left: Vec<u64> = (0..service.requests.into()).filter(is_left).collect();
            requests.extend(left.into_iter().map(|it| Request::given_up(it, began_ms, now_ms)));
        }
        let wall_ms = now_ms - began_ms;
        Seen { requests, collected, printed, timed_out, wall_ms, start_ms: None }
    }
}
