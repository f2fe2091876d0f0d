//! The process that has the broker: hears its client and its workers, gives out tasks, and keeps them.

use processes::{Ended, Entries, Keeping, Message, Port, Process, Reach, Wish};
use trace::wire::StageRun;

use super::broker::{Address, Broker, TaskId};
use super::crew::{Crew, start_surely};
use super::figures::Seen;
use super::letter::{ALL, BROKER, CLIENT, Letter, Note, word};
use super::task::{Answer, End, State, Task};
use super::worker::address;
use super::{CHANNEL, CLIENT as CLIENT_ROLE, life_of};
use crate::task_queue::{Store, TaskQueue, Transport};

/// How long a browser may take to keep something, in milliseconds.
const KEEPING_MS: f64 = 10_000.0;

/// A worker, how it is reached, and what tells that it is gone: its lock can be had.
struct Link {
    address: Address,
    port: Port,
    life: Wish,
}

/// The broker at work.
pub(super) struct Serving<'a> {
    params: &'a TaskQueue,
    me: &'a Process,
    /// A word that no other run has.
    run: f64,
    broker: Broker,
    crew: Crew,
    channel: Option<Port>,
    links: Vec<Link>,
    client: Option<Port>,
    /// What is to be said to whom.
    outgoing: Vec<(Address, Vec<Note>)>,
    store: Shelf,
    seen: Seen,
}

/// Where tasks are kept.
struct Shelf {
    name: String,
    is_on: bool,
    /// What is being kept, and when the browser will have taken too long for it.
    keeping: Option<(Keeping, f64)>,
    /// Ends that are being kept; the client hears of them then.
    news: Vec<TaskId>,
}

impl<'a> Serving<'a> {
    /// Takes up what was kept, and starts the workers of this tab.
    pub(super) async fn new(params: &'a TaskQueue, me: &'a Process) -> Result<Self, Ended> {
        let n_tasks = params.tasks as usize;
        let is_on = params.store == Store::IndexedDb;
        let mut serving = Self {
            params,
            me,
            run: address(me),
            broker: Broker::new(n_tasks, params.ack, params.prefetch as usize),
            crew: Crew::default(),
            channel: (params.transport == Transport::Tabs).then(|| me.channel(CHANNEL)),
            links: Vec::new(),
            client: None,
            outgoing: Vec::new(),
            store: Shelf { name: params.shelf(), is_on, keeping: None, news: Vec::new() },
            seen: Seen::default(),
        };
        if is_on {
            serving.restore().await?;
        }
        serving.crew = Crew::start(params, me).await?;
        Ok(serving)
    }

    async fn restore(&mut self) -> Result<(), Ended> {
        let kept = match self.me.clear_shelves(Some(&self.store.name)).await? {
            Ok(_) => self.me.look_up(&self.store.name).await?,
            Err(why) => Err(why),
        };
        match kept {
            Ok(entries) => {
                for (id, numbers) in entries {
                    if let Some(task) = Task::read(&numbers) {
                        self.broker.restore(id as usize, task);
                    }
                }
                self.seen.n_before = self.broker.n_settled();
            }
            Err(why) => self.refuse(why),
        }
        Ok(())
    }

    /// The browser keeps nothing: the run goes on in memory, and says so.
    fn refuse(&mut self, why: String) {
        self.store.is_on = false;
        self.seen.refusal.get_or_insert(why);
    }

    /// Waits for so many workers, and goes on until all is known.
    pub(super) async fn run(mut self, n_workers: usize) -> Result<StageRun, Ended> {
        if let Some(channel) = self.channel {
            self.post(channel, ALL, vec![Note::new(word::WHO, 0.0, &[])]);
        }
        while self.broker.n_workers() < n_workers {
            self.turn().await?;
        }
        self.client = Some(start_surely(CLIENT_ROLE, self.me).await?);
        while !self.is_over() {
            self.turn().await?;
        }
        if self.params.store == Store::IndexedDb {
            // It has all that it needs; and who keeps nothing need clear nothing.
            let _ = self.me.clear_shelves(None).await?;
        }
        self.seen.n_killed = self.crew.n_killed;
        self.seen.start_ms = self.crew.start_ms;
        Ok(self.seen.stage_run(self.params, self.broker.tasks()))
    }

    fn is_over(&self) -> bool {
        self.seen.has_all && self.store.keeping.is_none()
    }

    /// Waits until something has happened, and does what follows from it.
    async fn turn(&mut self) -> Result<(), Ended> {
        let me = self.me;
        let kept_ms = self.store.keeping.as_ref().map(|(_, late_ms)| *late_ms);
        let times = [self.broker.next_ms(), self.crew.next_ms(), kept_ms];
        let at_ms = times.into_iter().flatten().min_by(f64::total_cmp);
        me.until(at_ms, || {
            let is_kept = self.is_kept();
            let is_called = me.has_message() || is_kept;
            (is_called || self.links.iter().any(|link| me.is_granted(&link.life))).then_some(())
        })
        .await?;
        while let Some((from, message)) = me.try_receive() {
            if !self.crew.hear(me, from, &message) {
                self.read(from, &message);
            }
        }
        self.miss();
        self.crew.look(me);
        for (address, id) in self.broker.deliver(me.now_ms()) {
            let n_retries = self.broker.tasks()[id].n_retries;
            self.say(address, Note::new(word::TASK, id as f64, &[n_retries.into()]));
        }
        self.keep();
        self.send();
        me.progress(self.broker.n_settled() as u64, self.params.tasks.into());
        Ok(())
    }

    fn read(&mut self, from: Port, message: &Message) {
        let Some(letter) = Letter::read(&message.numbers).filter(|letter| letter.to == BROKER)
        else {
            return;
        };
        for note in &letter.notes {
            match note.word {
                word::HELLO => self.welcome(letter.from, from),
                _ if letter.from == CLIENT => self.hear_client(note),
                // Whoever works for another broker is not heard.
                _ if letter.run == self.run => self.hear_worker(letter.from, note),
                _ => {}
            }
        }
    }

    fn welcome(&mut self, address: Address, port: Port) {
        if self.links.iter().any(|link| link.address == address) {
            return;
        }
        let life = self.me.wish(&life_of(address), Reach::Site);
        self.links.push(Link { address, port, life });
        self.broker.join(address);
        self.seen.note(address);
        self.say(address, Note::new(word::WELCOME, 0.0, &self.params.terms()));
    }

    fn hear_client(&mut self, note: &Note) {
        match note.word {
            word::PUBLISH => {
                self.broker.publish(note.task as usize, note.number(0));
            }
            word::HAVE_ALL => {
                self.seen.has_all = true;
                self.seen.total_ms = note.number(1) - note.number(0);
                self.seen.n_wrong = note.number(2) as u64;
            }
            _ => {}
        }
    }

    fn hear_worker(&mut self, worker: Address, note: &Note) {
        let (id, at_ms) = (note.task as usize, note.number(0));
        match note.word {
            word::BEGUN => self.broker.begun(worker, id, at_ms),
            word::EFFECT => self.broker.took_effect(id),
            word::RETRY => self.broker.retry(worker, id, at_ms, note.number(1)),
            word::ANSWER => {
                let Some(end) = End::read(note.number(1)) else { return };
                let sums = note.more.get(2..).unwrap_or_default().to_vec();
                self.broker.answer(worker, id, Answer { end, sums }, at_ms);
            }
            word::ASK => self.say(worker, Note::new(word::HEARD, 0.0, &[])),
            _ => {}
        }
    }

    /// Takes back what those had who are gone.
    fn miss(&mut self) {
        let (me, now_ms) = (self.me, self.me.now_ms());
        let gone = self.links.extract_if(.., |link| me.is_granted(&link.life));
        for link in gone.collect::<Vec<_>>() {
            self.broker.gone(link.address, now_ms);
            self.seen.gone(link.address);
        }
    }

    /// Tells the client what became of tasks.
    fn tell_client(&mut self, news: Vec<TaskId>) {
        for id in news {
            let task = &self.broker.tasks()[id];
            let State::Settled(end) = task.state else { continue };
            let first = task.sums.first().copied().unwrap_or_default();
            self.say(CLIENT, Note::new(word::RESULT, id as f64, &[end.number(), first]));
        }
    }

    fn say(&mut self, to: f64, note: Note) {
        match self.outgoing.iter_mut().find(|(address, _)| *address == to) {
            Some((_, notes)) => notes.push(note),
            None => self.outgoing.push((to, vec![note])),
        }
    }

    /// Sends what was said since.
    fn send(&mut self) {
        for (to, notes) in std::mem::take(&mut self.outgoing) {
            let link = self.links.iter().find(|link| link.address == to);
            let port = if to == CLIENT { self.client } else { link.map(|link| link.port) };
            if let Some(port) = port {
                self.post(port, to, notes);
            }
        }
    }

    fn post(&self, port: Port, to: f64, notes: Vec<Note>) {
        let letter = Letter { to, from: BROKER, run: self.run, notes };
        self.me.tell(port, &letter.numbers());
    }

    /// Keeps what has changed, unless something is being kept.
    fn keep(&mut self) {
        if !self.store.is_on && self.client.is_some() {
            let news = self.broker.take_news();
            return self.tell_client(news);
        }
        if !self.store.is_on || self.store.keeping.is_some() {
            return;
        }
        let changed = self.broker.take_changed();
        if changed.is_empty() && !self.broker.has_news() {
            return;
        }
        if self.client.is_some() {
            self.store.news = self.broker.take_news();
        }
        let entry = |id: usize| (id as u32, self.broker.tasks()[id].numbers());
        let entries: Entries = changed.into_iter().map(entry).collect();
        let keeping = self.me.keep(&self.store.name, &entries);
        self.store.keeping = Some((keeping, self.me.now_ms() + KEEPING_MS));
    }

    /// Whether something that was being kept is kept by now.
    fn is_kept(&mut self) -> bool {
        let Some((keeping, late_ms)) = &self.store.keeping else { return false };
        let is_late = self.me.now_ms() >= *late_ms;
        let late = || is_late.then(|| Err("it does not answer".to_owned()));
        let Some(done) = keeping.done().or_else(late) else { return false };
        self.store.keeping = None;
        if let Err(why) = done {
            self.refuse(why);
        }
        let news = std::mem::take(&mut self.store.news);
        self.tell_client(news);
        true
    }
}
