//! A worker: takes what the broker gives it, one task after the other.

use std::collections::VecDeque;
use std::pin::pin;

use processes::{Ended, Port, Process, Reach, Wish};

use super::broker::TaskId;
use super::client::sum_of;
use super::crew::KILL_ME;
use super::letter::{ALL, BROKER, Letter, Note, word};
use super::task::End;
use super::terms::back_off_ms;
use super::{CHANNEL, life_of};
use crate::roles::sum;
use crate::task_queue::{CrashAt, Job, Part, TaskQueue};

/// Notes that are sent together at most.
const MOST_NOTES: usize = 32;
/// The longest wait for a lock that nobody else can have, in milliseconds.
const NAME_MS: f64 = 1000.0;

/// A task, and how often it was tried again.
type Taken = (TaskId, u32);

struct Worker<'a> {
    me: &'a Process,
    /// Where the broker is.
    broker: Port,
    address: f64,
    /// Held for as long as this worker lives.
    _life: Wish,
    /// The queue that it works for, if any.
    queue: TaskQueue,
    run: f64,
    taken: VecDeque<Taken>,
    notes: Vec<Note>,
    n_begun: u32,
    is_heard: bool,
}

/// Works until the run is stopped.
pub(super) async fn work(params: &TaskQueue, me: &Process) -> Result<(), Ended> {
    let broker = match params.part {
        Part::Client => Port::PARENT,
        Part::Worker => me.channel(CHANNEL),
    };
    let (address, life) = name(me).await?;
    let mut worker = Worker {
        me,
        broker,
        address,
        _life: life,
        queue: params.clone(),
        run: 0.0,
        taken: VecDeque::new(),
        notes: vec![Note::new(word::HELLO, 0.0, &[])],
        n_begun: 0,
        is_heard: false,
    };
    worker.send();
    loop {
        worker.take_in();
        match worker.taken.pop_front() {
            Some(task) => worker.carry_out(task).await?,
            None => {
                worker.send();
                worker.hear().await?;
            }
        }
    }
}

/// An address that nobody else has in any tab: whoever has the same has the lock.
async fn name(me: &Process) -> Result<(f64, Wish), Ended> {
    loop {
        let address = address(me);
        let life = me.wish(&life_of(address), Reach::Site);
        let until_ms = me.now_ms() + NAME_MS;
        if me.until(Some(until_ms), || me.is_granted(&life).then_some(())).await?.is_some() {
            return Ok((address, life));
        }
    }
}

/// A number that hardly anybody else has.
pub(super) fn address(me: &Process) -> f64 {
    (me.dice() * 2_f64.powi(52)).floor() + 1.0
}

/// How a task has ended, and with what.
type Found = (End, Vec<f64>);

impl Worker<'_> {
    async fn hear(&self) -> Result<(), Ended> {
        self.me.until(None, || self.me.has_message().then_some(())).await.map(|_| ())
    }

    /// Reads what has arrived.
    fn take_in(&mut self) {
        while let Some((_, message)) = self.me.try_receive() {
            let Some(letter) = Letter::read(&message.numbers) else { continue };
            if letter.to != self.address && letter.to != ALL {
                continue;
            }
            for note in letter.notes {
                self.read(letter.run, &note);
            }
        }
    }

    fn read(&mut self, run: f64, note: &Note) {
        match note.word {
            word::WHO if run != self.run => {
                // What is left of the broker before it, nobody waits for, nor answers.
                self.taken.clear();
                self.is_heard = true;
                self.notes = vec![Note::new(word::HELLO, 0.0, &[])];
                self.run = 0.0;
                self.send();
            }
            word::WELCOME => {
                let Some(queue) = self.queue.under(&note.more) else { return };
                (self.queue, self.run, self.n_begun) = (queue, run, 0);
                self.taken.clear(); // of another broker
                self.notes.clear();
            }
            word::TASK if run == self.run => {
                self.taken.push_back((note.task as TaskId, note.number(0) as u32));
            }
            word::HEARD => self.is_heard = true,
            _ => {}
        }
    }

    fn say(&mut self, word: f64, (id, _): Taken, more: &[f64]) {
        self.notes.push(Note::new(word, id as f64, more));
        if self.notes.len() >= MOST_NOTES {
            self.send();
        }
    }

    /// Sends what was said since.
    fn send(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if !notes.is_empty() {
            let letter = Letter { to: BROKER, from: self.address, run: self.run, notes };
            self.me.tell(self.broker, &letter.numbers());
        }
    }

    async fn carry_out(&mut self, task: Taken) -> Result<(), Ended> {
        self.say(word::BEGUN, task, &[self.me.now_ms()]);
        self.n_begun += 1;
        let is_killed = self.n_begun == self.queue.crash;
        if is_killed || !self.queue.is_quick() {
            self.send();
        }
        let raises = self.queue.raises(task.0, task.1);
        let is_killed_before = is_killed && self.queue.crash_at == CrashAt::Before;
        let part = if raises || is_killed_before { 0.5 } else { 1.0 };
        let (end, sums) = self.within_limit(task.0, part).await?;
        let is_done = end == End::Done && !raises;
        if is_done && !is_killed_before {
            self.say(word::EFFECT, task, &[]);
        }
        if is_killed {
            return self.be_killed().await;
        }
        let now_ms = self.me.now_ms();
        match end {
            End::Done if raises && task.1 < self.queue.retries => {
                let again_ms = now_ms + back_off_ms(task.1);
                self.say(word::RETRY, task, &[now_ms, again_ms]);
            }
            End::Done if raises => self.say(word::ANSWER, task, &[now_ms, End::Raised.number()]),
            _ => self.say(word::ANSWER, task, &[&[now_ms, end.number()], sums.as_slice()].concat()),
        }
        Ok(())
    }

    /// Does a part of a job, for as long as a task may take.
    async fn within_limit(&self, id: TaskId, part: f64) -> Result<Found, Ended> {
        if self.queue.is_quick() {
            return self.do_job(id, part).await;
        }
        let found = self.queue.within_limit(self.me, pin!(self.do_job(id, part))).await?;
        Ok(found.unwrap_or((End::Late, Vec::new())))
    }

    async fn do_job(&self, id: TaskId, part: f64) -> Result<Found, Ended> {
        let sums = match self.queue.job {
            Job::Add => vec![sum_of(id as f64)],
            Job::Sleep => {
                self.me.sleep(self.queue.work_ms as f64 * part).await?;
                Vec::new()
            }
            Job::Integrate => {
                let chunk = self.queue.whole().part(id as u64, self.queue.tasks.into());
                sum(&chunk, 0, self.me, |_| ()).await?
            }
        };
        Ok((End::Done, sums))
    }

    /// Makes sure that all it has said was heard, and asks to be killed.
    async fn be_killed(&mut self) -> Result<(), Ended> {
        self.notes.push(Note::new(word::ASK, 0.0, &[]));
        self.send();
        while !self.is_heard {
            self.hear().await?;
            self.take_in();
        }
        self.me.tell(Port::PARENT, &[KILL_ME, -1.0, 0.0, self.address]);
        self.me.until(None, || None::<()>).await.map(|_| ())
    }
}
