//! The place of one process in a browser: a worker.

mod host;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Array;
use processes::{Arrival, Host, Parcel, Port};
use trace::Few;
use trace::wire::LabRequest;
use wasm_bindgen::prelude::*;
use web_sys::MessagePort;

use super::channels::Channels;
use super::crew::Crew;
use super::lines::Lines;
use super::locks::Locks;
use super::parcel::open;
use super::recorder::Recorder;
use super::requests::Requests;
use super::shelves::Shelves;
use super::things::Things;
use super::{Part, Run};
use crate::clock::now_ms;
use crate::mailbox::{From, Mailbox, Tick};
use crate::reply::request;

/// A worker while it plays one role.
pub(super) struct Place {
    rank: u8,
    /// Where the first process gets others from.
    crew: Option<Rc<Crew>>,
    run: Run,
    /// A word that no other run has.
    name: String,
    mailbox: Mailbox,
    tick: Tick,
    /// When it will be polled anyway, in milliseconds.
    wake_ms: Rc<Cell<f64>>,
    is_stopped: Cell<bool>,
    arrived: RefCell<VecDeque<Arrival>>,
    ports: RefCell<Few<Port, MessagePort>>,
    pub(super) things: RefCell<Things>,
    locks: Locks,
    requests: Requests,
    channels: Channels,
    shelves: Shelves,
    lines: Lines,
    recorder: Rc<Recorder>,
    reported_ms: Cell<f64>,
}

impl Place {
    /// The place of the process that starts first.
    pub(super) fn of_first(run: Run, crew: Rc<Crew>, mailbox: &Mailbox) -> Self {
        // Nobody else has the same clock and the same dice.
        let name = format!("interleave {} {}", now_ms(), js_sys::Math::random());
        Self::new(0, run, Some(crew), name, mailbox)
    }

    /// The place of one that plays `part`.
    pub(super) fn of_child(part: &Part, mailbox: &Mailbox) -> Self {
        Self::new(part.rank, part.run.clone(), None, part.name.clone(), mailbox)
    }

    fn new(rank: u8, run: Run, crew: Option<Rc<Crew>>, name: String, mailbox: &Mailbox) -> Self {
        Self {
            rank,
            locks: Locks::new(&name, mailbox),
            recorder: Recorder::new(run.record, crew.is_some()),
            requests: Requests::new(crew.is_some(), mailbox),
            channels: Channels::new(mailbox),
            shelves: Shelves::new(mailbox),
            lines: Lines::new(run.login.clone(), mailbox),
            crew,
            run,
            name,
            mailbox: mailbox.clone(),
            tick: Tick::new(mailbox),
            wake_ms: Rc::new(Cell::new(f64::INFINITY)),
            is_stopped: Cell::default(),
            arrived: RefCell::default(),
            ports: RefCell::default(),
            things: RefCell::default(),
            reported_ms: Cell::new(now_ms()),
        }
    }

    /// What its processes record.
    pub(super) fn recorder(&self) -> &Rc<Recorder> {
        &self.recorder
    }

    /// Reads all messages that have arrived.
    fn read(&self) {
        while let Some((from, message)) = self.mailbox.take() {
            match from {
                From::Myself => {}
                From::Parent if request(&message) == Some(LabRequest::Stop) => {
                    self.is_stopped.set(true);
                }
                From::Parent => self.read_parcel(Port::PARENT, &message),
                From::Port(port) => self.read_from(Port(port), &message),
            }
        }
    }

    fn read_from(&self, port: Port, message: &JsValue) {
        let crew = self.crew.as_ref();
        if let Some(arrival) = crew.and_then(|crew| crew.hear(port, message)) {
            self.arrived.borrow_mut().push_back(arrival);
            return;
        }
        if let Some(rank) = crew.and_then(|crew| crew.rank(port))
            && let Some(fields) = message.dyn_ref::<Array>()
            && fields.get(0).as_f64() == Some(1.0)
        {
            self.recorder.add(rank, fields);
            return;
        }
        self.read_parcel(port, message);
    }

    fn read_parcel(&self, from: Port, message: &JsValue) {
        let Some(opened) = open(message, &mut self.things.borrow_mut()) else {
            // Asked last, because a parcel is most of what arrives.
            return self.requests.hear(from, message, self.crew.as_ref());
        };
        let ports = opened.ports.into_iter().map(|port| self.keep_port(port)).collect();
        let parcel =
            Parcel { number: opened.number, numbers: opened.numbers, thing: opened.thing, ports };
        self.arrived.borrow_mut().push_back(Arrival::Parcel(from, parcel));
    }

    fn keep_port(&self, end: MessagePort) -> Port {
        let port = self.mailbox.port();
        end.set_onmessage(Some(&self.mailbox.receive(From::Port(port))));
        self.ports.borrow_mut().insert(Port(port), end);
        Port(port)
    }

    /// Reads on until `is_done`, or until a time has come.
    pub(super) async fn settle(&self, until_ms: f64, is_done: impl Fn() -> bool) {
        poll_fn(|_| {
            self.read();
            if is_done() || now_ms() >= until_ms {
                return Poll::Ready(());
            }
            self.wake_at(until_ms);
            Poll::Pending
        })
        .await;
    }
}

impl Drop for Place {
    /// A pipe ends with the run; the browser would keep it for as long as its other end is there.
    fn drop(&mut self) {
        self.ports.borrow().iter().for_each(|(_, end)| end.close());
        self.shelves.close();
    }
}
