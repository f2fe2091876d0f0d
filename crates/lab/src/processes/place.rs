//! The place of one process in a browser: a worker.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use js_sys::Array;
use processes::{Arrival, Ended, Fetched, Host, Id, Parcel, Port, Thing, Unsendable};
use trace::wire::{LabReply, LabRequest};
use trace::{Event, Few};
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessagePort};

use super::crew::Crew;
use super::locks::Locks;
use super::parcel::{Letter, open};
use super::recorder::Recorder;
use super::requests::Requests;
use super::things::Things;
use super::{Part, Run};
use crate::clock::now_ms;
use crate::fetch::Fetch;
use crate::mailbox::{From, Mailbox, REPORT_MS, Tick};
use crate::reply::{request, scope, send};

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
    }
}

impl Host for Place {
    fn rank(&self) -> u8 {
        self.rank
    }

    fn now_ms(&self) -> f64 {
        now_ms()
    }

    fn check(&self) -> Result<(), Ended> {
        self.read();
        if self.is_stopped.get() { Err(Ended::Stopped) } else { Ok(()) }
    }

    fn next(&self) -> Option<Arrival> {
        self.arrived.borrow_mut().pop_front()
    }

    fn wake_at(&self, at_ms: f64) {
        if self.wake_ms.get() <= at_ms {
            return;
        }
        self.wake_ms.set(at_ms);
        let (mailbox, wake_ms) = (self.mailbox.clone(), self.wake_ms.clone());
        let wake = Closure::once_into_js(move || {
            wake_ms.set(f64::INFINITY);
            mailbox.poll();
        });
        let after_ms = (at_ms - now_ms()).clamp(0.0, 1e9).ceil() as i32;
        scope()
            .set_timeout_with_callback_and_timeout_and_arguments_0(wake.unchecked_ref(), after_ms)
            .expect("a worker has timers");
    }

    fn wake_soon(&self) {
        self.tick.send();
    }

    fn start(&self, role: u32, recorded: bool) -> Port {
        let crew = self.crew.as_ref().expect("the first process starts all others");
        let run = Run { record: self.run.record && recorded, ..self.run.clone() };
        let (rank, name) = (crew.free_rank(), self.name.clone());
        let (port, is_there) = crew.hire(&Part { run, role, rank, name });
        if is_there {
            self.arrived.borrow_mut().push_back(Arrival::Started(port, now_ms()));
        }
        port
    }

    fn terminate(&self, child: Port) {
        let crew = self.crew.as_ref().expect("the first process has started it");
        if let Some(rank) = crew.rank(child) {
            self.read(); // its last words
            self.recorder.cut(rank, now_ms());
        }
        crew.dismiss(child);
    }

    fn pipe(&self) -> [Port; 2] {
        let channel = MessageChannel::new().expect("workers have message channels");
        [channel.port1(), channel.port2()].map(|end| self.keep_port(end))
    }

    fn send(&self, to: Port, parcel: Parcel) -> Result<(), Unsendable> {
        let Parcel { number, numbers, thing, ports } = parcel;
        let ends: Vec<MessagePort> = {
            let ports_held = self.ports.borrow();
            ports.iter().filter_map(|port| ports_held.get(port).cloned()).collect()
        };
        let letter = Letter::new(number, &numbers, thing, &ends, &self.things.borrow());
        let Letter { message, moved } = &letter;
        let moves = moved.length() > 0;
        let posted = if to == Port::PARENT {
            if moves {
                scope().post_message_with_transfer(message, moved)
            } else {
                scope().post_message(message)
            }
        } else if let Some(end) = self.ports.borrow().get(&to) {
            if moves {
                end.post_message_with_transferable(message, moved)
            } else {
                end.post_message(message)
            }
        } else {
            // A process that is gone hears nothing.
            let crew = self.crew.as_ref();
            crew.and_then(|crew| crew.post(to, message, moved)).unwrap_or(Ok(()))
        };
        match (posted, thing) {
            (Ok(()), _) => {
                let mut held = self.ports.borrow_mut();
                ports.iter().for_each(|port| held.remove(port));
                Ok(())
            }
            (Err(_), Thing::Unsendable(what)) => Err(what),
            (Err(refused), _) => panic!("{refused:?}"),
        }
    }

    fn request(&self, name: &str) -> Id {
        self.locks.request(name)
    }

    fn is_granted(&self, request: Id) -> bool {
        self.locks.is_granted(request)
    }

    fn release(&self, request: Id) {
        self.locks.release(request);
    }

    fn fetch(&self, path: &str) -> Id {
        self.requests.send(path)
    }

    fn send_off(&self, path: &str) {
        Fetch::new(path, |_| ()).forget();
    }

    fn fetched(&self, request: Id) -> Option<Fetched> {
        self.requests.take(request)
    }

    fn end_fetch(&self, request: Id) {
        self.requests.end(request);
    }

    fn record(&self, event: Event) {
        self.recorder.record(event);
    }

    fn flush(&self) {
        self.recorder.flush();
    }

    fn progress(&self, done: u64, total: u64) {
        if self.crew.is_some() && now_ms() - self.reported_ms.get() >= REPORT_MS {
            self.reported_ms.set(now_ms());
            send(&LabReply::Progress { done, total });
        }
    }
}
