//! What a worker offers to the role that it plays.

use processes::{
    Arrival, Ended, Entries, Fetched, Headers, Heard, Host, Id, Kept, Lines, Parcel, Port, Reach,
    Thing, Unsendable,
};
use trace::Event;
use trace::wire::LabReply;
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessagePort};

use super::Place;
use crate::clock::now_ms;
use crate::fetch::Fetch;
use crate::mailbox::REPORT_MS;
use crate::processes::lines::written;
use crate::processes::parcel::Letter;
use crate::processes::{Part, Run};
use crate::reply::{scope, send};

impl Lines for Place {
    fn dial(&self) -> Id {
        self.lines.dial()
    }

    fn subscribe(&self, line: Id, destination: &str, headers: &Headers) {
        self.lines.ask(line, "subscribe", &[destination.into(), written(headers)]);
    }

    fn publish(&self, line: Id, destination: &str, headers: &Headers, body: &str) {
        self.lines.ask(line, "publish", &[destination.into(), written(headers), body.into()]);
    }

    fn acknowledge(&self, line: Id, number: u32) {
        self.lines.ask(line, "acknowledge", &[number.into()]);
    }

    fn heard(&self, line: Id) -> Option<Heard> {
        self.lines.heard(line)
    }

    fn hang_up(&self, line: Id) {
        self.lines.hang_up(line);
    }
}

impl Host for Place {
    fn rank(&self) -> u8 {
        self.rank
    }

    fn now_ms(&self) -> f64 {
        now_ms()
    }

    fn dice(&self) -> f64 {
        js_sys::Math::random()
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

    fn channel(&self, name: &str) -> Port {
        self.channels.join(name)
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
        } else if self.channels.send(to, message) {
            Ok(())
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

    fn request(&self, name: &str, reach: Reach) -> Id {
        self.locks.request(name, reach)
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

    fn look_up(&self, shelf: &str) -> Id {
        self.shelves.look_up(shelf)
    }

    fn keep(&self, shelf: &str, entries: &Entries) -> Id {
        self.shelves.keep(shelf, entries)
    }

    fn clear_shelves(&self, but: Option<&str>) -> Id {
        self.shelves.clear(but)
    }

    fn kept(&self, request: Id) -> Option<Kept> {
        self.shelves.take(request)
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
