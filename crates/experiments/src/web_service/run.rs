//! The run of `web-service` on threads: one for each request, or a few that take the next one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use primitives::{Queue, Reply, Stopped, Worker};
use trace::wire::StageRun;

use super::WebService;
use super::common::{Request, Seen, prints};
use crate::kernel::lab::Lab;
use crate::kernel::scene::Scene;
use crate::kernel::{Network, Run};
use crate::sampling;

impl Run for WebService {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let network = lab.network.expect("the stage asks for one");
        let run = lab.recorder.now_ms();
        let play = Play {
            service: self,
            network,
            run,
            next: AtomicU64::new(0),
            queue: Queue::new(0, 0, self.requests as usize),
            under_way: Mutex::default(),
            requests: Mutex::default(),
            printed: Mutex::default(),
        };
        play.knock(lab)?;
        lab.recorder.switch(true);
        let seen = play.play(lab);
        lab.recorder.switch(false);
        network.end(self.end_path(run));
        Ok(self.stage_run(seen?))
    }
}

/// One run, as its threads see it.
struct Play<'a> {
    service: &'a WebService,
    network: &'a dyn Network,
    run: f64,
    /// The next request, for who asks for one.
    next: AtomicU64,
    queue: Queue<u64>,
    /// When each request was sent that has not ended, by its index.
    under_way: Mutex<BTreeMap<u64, f64>>,
    requests: Mutex<Vec<Request>>,
    printed: Mutex<String>,
}

impl Play<'_> {
    /// Waits until the service has answered once.
    fn knock(&self, lab: &Lab<'_>) -> Result<(), Stopped> {
        lab.control.begin(0); // a play before may have been cut off
        let me = lab.worker(lab.coordinator()).silent();
        for _ in 0..WebService::KNOCKS {
            let reply = Arc::new(Reply::new(0));
            self.network.send(self.service.end_path(0.0), reply.clone());
            if reply.take(&me, me.now_ms() + WebService::KNOCK_MS)?.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn play(&self, lab: &Lab<'_>) -> Result<Seen, Stopped> {
        let service = self.service;
        let mut collector = Collector::new(service);
        let body = |me: &Worker<'_>| self.client(me);
        let mut main = |me: &Worker<'_>, now_ms| collector.look(&self.queue, me, now_ms);
        let total = u64::from(service.requests);
        let threads = lab.threads;
        let finish =
            Scene::beside(lab, (0, total)).play_with(threads, &[&self.queue], &body, &mut main)?;
        collector.take_all(&self.queue, &lab.worker(lab.coordinator())); // all clients are done
        let Collector { mut collected, timed_out, .. } = collector;
        let ended_ms = lab.recorder.now_ms();
        let left = std::mem::take(&mut *self.under_way.lock().expect("nobody panics here"));
        let left =
            left.into_iter().map(|(index, sent_ms)| Request::given_up(index, sent_ms, ended_ms));
        let mut requests = std::mem::take(&mut *self.requests.lock().expect("nobody panics here"));
        requests.extend(left);
        let printed = prints(service)
            .then(|| std::mem::take(&mut *self.printed.lock().expect("nobody panics here")));
        if printed.is_some() {
            collected = requests.iter().filter_map(|one| Some(one.answer()?.number)).collect();
        }
        let start_ms = sampling::middle(lab.started_ms);
        Ok(Seen { requests, collected, printed, timed_out, wall_ms: finish.wall_ms, start_ms })
    }

    /// What each thread does: it takes the next request until there is none.
    fn client(&self, me: &Worker<'_>) -> Result<(), Stopped> {
        loop {
            let index = self.next.fetch_add(1, Relaxed);
            if index >= self.service.requests.into() {
                return Ok(());
            }
            let request = self.request(index, me)?;
            self.requests.lock().expect("nobody panics here").push(request);
            if let Some(answer) = request.answer() {
                if prints(self.service) {
                    self.print(answer.number, me);
                } else {
                    self.queue.try_put(&me.silent(), answer.number).expect("there is room for all");
                }
            }
            me.step()?;
        }
    }

    /// Asks the service, and blocks until it has answered.
    fn request(&self, index: u64, me: &Worker<'_>) -> Result<Request, Stopped> {
        let reply = Arc::new(Reply::new(0));
        let sent_ms = me.now_ms();
        self.under_way.lock().expect("nobody panics here").insert(index, sent_ms);
        self.network.send(self.service.path(self.run, index), reply.clone());
        let got = reply.take(me, sent_ms + self.service.patience_ms())?;
        let ended_ms = me.now_ms();
        self.under_way.lock().expect("nobody panics here").remove(&index);
        Ok(match got {
            Some(got) => Request::new(index, sent_ms, ended_ms, got),
            None => Request::given_up(index, sent_ms, ended_ms),
        })
    }

    /// Prints a line as Python does: the text, and then its end.
    fn print(&self, number: u64, me: &Worker<'_>) {
        for piece in [&*WebService::line(number), "\n"] {
            self.printed.lock().expect("nobody panics here").push_str(piece);
            me.yield_now();
        }
    }
}

/// Who takes the answers out of the queue: as often as there are requests, and each time waits so long at most.
struct Collector {
    left: u32,
    timeout_ms: f64,
    since_ms: f64,
    collected: Vec<u64>,
    timed_out: u64,
}

impl Collector {
    fn new(service: &WebService) -> Self {
        let timeout_ms =
            if service.timeout_ms == 0 { f64::INFINITY } else { service.timeout_ms as f64 };
        Self {
            left: if prints(service) { u32::MAX } else { service.requests },
            timeout_ms: if prints(service) { f64::INFINITY } else { timeout_ms },
            since_ms: 0.0,
            collected: Vec::new(),
            timed_out: 0,
        }
    }

    /// Takes what is there; whether that was anything.
    fn take_all(&mut self, queue: &Queue<u64>, me: &Worker<'_>) -> bool {
        let before = self.left;
        while self.left > 0
            && let Ok(number) = queue.try_get(&me.silent())
        {
            self.left -= 1;
            self.collected.push(number);
        }
        self.left < before
    }

    /// Looks once; whether it has done with all.
    fn look(&mut self, queue: &Queue<u64>, me: &Worker<'_>, now_ms: f64) -> bool {
        if self.take_all(queue, me) {
            self.since_ms = now_ms;
        }
        if self.left > 0 && now_ms - self.since_ms >= self.timeout_ms {
            (self.left, self.since_ms) = (self.left - 1, now_ms);
            self.timed_out += 1;
        }
        self.left == 0
    }
}
