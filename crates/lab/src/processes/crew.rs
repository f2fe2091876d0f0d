//! The workers that play the roles of a coordinator's runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Reflect, global};
use processes::{Arrival, Port};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

use super::Part;
use super::place::Place;
use crate::clock::now_ms;
use crate::mailbox::{From, Mailbox};

/// How long a process has for its last words, in milliseconds.
const LAST_WORDS_MS: f64 = 100.0;

/// The longest wait for one that is being started, in milliseconds.
const START_MS: f64 = 20_000.0;

/// A worker that has a role.
struct Player {
    port: Port,
    rank: u8,
    worker: Worker,
    /// What it is told once it is there.
    part: Option<Array>,
    /// Messages that wait until it is, with what moves.
    waiting: RefCell<Vec<(Array, Array)>>,
    is_over: bool,
}

/// All of them.
pub(super) struct Crew {
    start: JsValue,
    mailbox: Mailbox,
    idle: RefCell<Vec<(Port, Worker)>>,
    players: RefCell<Vec<Player>>,
    /// Whether those whose role is over are kept for the next run.
    keeps: Cell<bool>,
}

impl Crew {
    /// A crew whose `idle` workers are there; `start` is what a new one is sent.
    pub(super) fn new(start: JsValue, idle: Vec<Worker>, mailbox: Mailbox) -> Self {
        let (players, keeps) = (RefCell::default(), Cell::default());
        let crew = Self { start, mailbox, idle: RefCell::default(), players, keeps };
        let idle = idle.into_iter().map(|worker| (crew.listen(&worker), worker)).collect();
        crew.idle.replace(idle);
        crew
    }

    fn listen(&self, worker: &Worker) -> Port {
        let port = self.mailbox.port();
        worker.set_onmessage(Some(&self.mailbox.receive(From::Port(port))));
        // A script that cannot be had, or a trap, gives an event, which is heard as last words.
        worker.set_onerror(Some(&self.mailbox.receive_error(From::Port(port))));
        Port(port)
    }

    /// Before a run: whether those whose role is over are kept for the next one.
    pub(super) fn keep(&self, keeps: bool) {
        self.keeps.set(keeps);
    }

    /// The lowest number that nobody who plays has.
    pub(super) fn free_rank(&self) -> u8 {
        let players = self.players.borrow();
        let plays = |rank: &u8| players.iter().any(|of| of.rank == *rank && !of.is_over);
        (1..=u8::MAX).find(|rank| !plays(rank)).expect("at most 255 processes")
    }

    /// Gives a part to a worker that waits, or to a new one; whether it is there already.
    pub(super) fn hire(&self, part: &Part) -> (Port, bool) {
        let (rank, message) = (part.rank, part.message());
        let waiting = self.idle.borrow_mut().pop();
        let is_there = waiting.is_some();
        let (port, worker) = waiting.unwrap_or_else(|| self.start());
        let part = if is_there {
            tell(&worker, &message);
            None
        } else {
            Some(message)
        };
        self.players.borrow_mut().push({
            let waiting = RefCell::default();
            Player { port, rank, worker, part, waiting, is_over: false }
        });
        (port, is_there)
    }

    fn start(&self) -> (Port, Worker) {
        let another = Reflect::get(&global(), &"another".into()).unwrap_or_default();
        let another: Function = another.unchecked_into();
        let worker = another.call0(&JsValue::NULL).expect("what started once starts again");
        let worker: Worker = worker.unchecked_into();
        let port = self.listen(&worker);
        tell(&worker, &self.start);
        (port, worker)
    }

    /// Sends a message to a worker; whether there is one at `port`.
    pub(super) fn post(
        &self,
        port: Port,
        message: &Array,
        moved: &Array,
    ) -> Option<Result<(), JsValue>> {
        let players = self.players.borrow();
        let player = players.iter().find(|player| player.port == port)?;
        if player.part.is_some() {
            player.waiting.borrow_mut().push((message.clone(), moved.clone()));
            return Some(Ok(()));
        }
        Some(player.worker.post_message_with_transfer(message, moved))
    }

    /// The number of the process at `port`.
    pub(super) fn rank(&self, port: Port) -> Option<u8> {
        self.players.borrow().iter().find(|player| player.port == port).map(|player| player.rank)
    }

    /// What a worker at `port` says about itself; nothing if it says something else.
    pub(super) fn hear(&self, port: Port, message: &JsValue) -> Option<Arrival> {
        let mut players = self.players.borrow_mut();
        let player = players.iter_mut().find(|player| player.port == port)?;
        if let Some(text) = message.as_string() {
            player.is_over = true;
            return Some(Arrival::Failed(port, text));
        }
        if let Some(fields) = message.dyn_ref::<Array>() {
            let is_over = fields.length() == 1;
            player.is_over |= is_over;
            if is_over && !self.keeps.get() {
                player.worker.terminate(); // it has said all
            }
            return is_over.then_some(Arrival::Returned(port));
        }
        let field = |name: &str| Reflect::get(message, &name.into()).unwrap_or_default();
        if let Some(text) = field("failed").as_string() {
            player.is_over = true;
            return Some(Arrival::Failed(port, format!("a process did not start: {text}")));
        }
        let part = player.part.take().filter(|_| !field("ready").is_undefined())?;
        tell(&player.worker, &part);
        for (message, moved) in player.waiting.take() {
            let posted = player.worker.post_message_with_transfer(&message, &moved);
            posted.expect("what is sent is plain data, or can be moved");
        }
        Some(Arrival::Started(port, now_ms()))
    }

    /// Ends the process at `port`.
    pub(super) fn dismiss(&self, port: Port) {
        self.players.borrow_mut().retain(|player| {
            if player.port == port {
                player.worker.terminate();
            }
            player.port != port
        });
    }

    /// Ends all workers, those that are being started once they are there: some browsers keep the workers of one
    /// that is ended meanwhile.
    pub(super) async fn end(&self, place: &Rc<Place>) {
        self.idle.take().iter().for_each(|(_, worker)| worker.terminate());
        self.players.borrow_mut().retain(|player| {
            if player.part.is_none() {
                player.worker.terminate();
            }
            player.part.is_some()
        });
        self.await_starts(place).await;
        self.players.take().iter().for_each(|player| player.worker.terminate());
    }

    async fn await_starts(&self, place: &Rc<Place>) {
        let are_there = || self.players.borrow().iter().all(|player| player.part.is_none());
        place.settle(now_ms() + START_MS, are_there).await;
    }

    /// Asks all who play to stop; those who are not there yet have nothing to say.
    fn stop(&self) {
        let players = self.players.borrow();
        let there = players.iter().filter(|player| player.part.is_none());
        there.for_each(|player| tell(&player.worker, &"Stop".into()));
    }

    /// Waits for what is still to be said, keeps so many workers for the next run, and ends the others.
    pub(super) async fn call_in(&self, place: &Rc<Place>, kept: usize) {
        self.stop();
        place.settle(now_ms() + LAST_WORDS_MS, || self.is_over()).await;
        self.await_starts(place).await;
        for Player { port, worker, is_over, .. } in self.players.take() {
            if is_over && self.keeps.get() && self.idle.borrow().len() < kept {
                self.idle.borrow_mut().push((port, worker));
            } else {
                worker.terminate();
            }
        }
    }

    fn is_over(&self) -> bool {
        self.players.borrow().iter().all(|player| player.is_over || player.part.is_some())
    }
}

fn tell(worker: &Worker, message: &JsValue) {
    worker.post_message(message).expect("plain data can be sent");
}
