//! The place of one native process.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use trace::{Event, EventKind};

use super::pipe::{Bell, End, pipe};
use super::site::Channel;
use super::things::{Load, Moved, Words};
use super::{Life, Said, Shared, WHOLE, Whose};
use crate::ended::Ended;
use crate::host::{Arrival, Entries, Fetched, Host, Id, Kept, Lines, Parcel, Port, Reach, Thing};
use crate::message::{Unsendable, Way};

pub(super) struct NativeHost {
    pub(super) shared: Arc<Shared>,
    pub(super) bell: Arc<Bell>,
    pub(super) wake_at: Cell<Option<f64>>,
    whose: Whose,
    over: Arc<AtomicBool>,
    pub(super) held: RefCell<Held>,
}

/// Everything that has a number.
#[derive(Default)]
pub(super) struct Held {
    next: Id,
    ends: BTreeMap<Port, End>,
    children: BTreeMap<Port, Life>,
    pub(super) payloads: BTreeMap<Id, Vec<u8>>,
    pub(super) regions: BTreeMap<Id, Arc<Words>>,
    channels: BTreeMap<Port, Channel>,
    requests: BTreeMap<Id, Arc<Mutex<Option<Fetched>>>>,
    kept: BTreeMap<Id, Kept>,
}

impl Held {
    pub(super) fn id(&mut self) -> Id {
        self.next += 1;
        self.next
    }
}

impl NativeHost {
    /// The place of a process, with the end that leads to its parent, and the word that ends it.
    pub(super) fn new(
        shared: Arc<Shared>,
        whose: Whose,
        parent: Option<(End, Arc<AtomicBool>)>,
    ) -> Self {
        let (bell, mut held) = (Arc::<Bell>::default(), Held::default());
        shared.bells.lock().expect(WHOLE).push(bell.clone());
        let mut over = Arc::default();
        if let Some((end, word)) = parent {
            held.ends.insert(Port::PARENT, end.belongs_to(&bell));
            over = word;
        }
        Self { shared, bell, wake_at: Cell::default(), whose, over, held: held.into() }
    }

    /// Whether it was ended from outside.
    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Ends every child.
    pub(super) fn terminate_all(&self) {
        let children: Vec<Port> = self.held.borrow().children.keys().copied().collect();
        children.into_iter().for_each(|child| self.terminate(child));
    }

    /// A number under which an answer is found at the next poll.
    fn answer(&self, kept: Kept) -> Id {
        let mut held = self.held.borrow_mut();
        let id = held.id();
        held.kept.insert(id, kept);
        self.bell.ring();
        id
    }

    /// What children have said, in the order of their starts.
    fn heard(&self) -> Option<Arrival> {
        let held = self.held.borrow();
        held.children.iter().find_map(|(&child, life)| {
            let mut said = life.said.lock().expect(WHOLE);
            if said.is_empty() {
                return None;
            }
            Some(match said.remove(0) {
                Said::Started(at_ms) => Arrival::Started(child, at_ms),
                Said::Returned => Arrival::Returned(child),
                Said::Failed(text) => Arrival::Failed(child, text),
            })
        })
    }
}

impl Lines for NativeHost {}

impl Host for NativeHost {
    fn rank(&self) -> u8 {
        self.whose.rank
    }

    fn now_ms(&self) -> f64 {
        self.shared.now_ms()
    }

    fn dice(&self) -> f64 {
        let bits = RandomState::new().hash_one(self.whose.number);
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn check(&self) -> Result<(), Ended> {
        let stopped = self.shared.stopped.load(Ordering::SeqCst);
        if stopped { Err(Ended::Stopped) } else { Ok(()) }
    }

    fn next(&self) -> Option<Arrival> {
        let taken = {
            let held = self.held.borrow();
            let by_channel =
                || held.channels.iter().find_map(|(&port, end)| Some((port, end.take()?)));
            let by_end = held.ends.iter().find_map(|(&port, end)| Some((port, end.take()?)));
            by_end.or_else(by_channel)
        };
        let Some((port, Moved { number, numbers, thing, ends })) = taken else {
            return self.heard();
        };
        let mut held = self.held.borrow_mut();
        let ports = ends.into_iter().map(|end| {
            let port = Port(held.id());
            held.ends.insert(port, end.belongs_to(&self.bell));
            port
        });
        let ports = ports.collect();
        let id = held.id();
        let thing = match thing {
            Load::Nothing => Thing::Nothing,
            Load::Bytes(bytes) => {
                held.payloads.insert(id, bytes);
                Thing::Bytes(id, Way::Copy)
            }
            Load::Shared(words) => {
                held.regions.insert(id, words);
                Thing::Shared(id)
            }
        };
        Some(Arrival::Parcel(port, Parcel { number, numbers, thing, ports }))
    }

    fn wake_at(&self, at_ms: f64) {
        let sooner = self.wake_at.get().map_or(at_ms, |before| before.min(at_ms));
        self.wake_at.set(Some(sooner));
    }

    fn wake_soon(&self) {
        self.bell.ring();
    }

    fn start(&self, role: u32, recorded: bool) -> Port {
        let [ours, theirs] = pipe();
        let (bell, over, is_done) = (self.bell.clone(), Arc::default(), Arc::default());
        let mut held = self.held.borrow_mut();
        let lives =
            |rank: &u8| held.children.values().any(|of| of.whose.rank == *rank && of.lives());
        let rank = (1..=u8::MAX).find(|rank| !lives(rank)).expect("at most 255 processes");
        let whose = Whose { rank, recorded, number: self.shared.site.number() };
        let life = Life { said: Arc::default(), bell, over, is_done, whose };
        let port = Port(held.id());
        held.ends.insert(port, ours.belongs_to(&self.bell));
        held.children.insert(port, life.clone());
        self.shared.start(role, theirs, life);
        port
    }

    fn terminate(&self, child: Port) {
        if let Some(life) = self.held.borrow().children.get(&child) {
            if !life.over.swap(true, Ordering::SeqCst) && self.whose.recorded && life.whose.recorded
            {
                let (at_ms, kind) = (self.now_ms(), EventKind::Cut);
                self.shared.record(life.whose.rank, Event { at_ms, kind, subject: 0, other: None });
            }
            self.shared.site.leave(life.whose.number);
            self.shared.bells.lock().expect(WHOLE).iter().for_each(|bell| bell.ring());
        }
    }

    fn pipe(&self) -> [Port; 2] {
        pipe().map(|end| {
            let mut held = self.held.borrow_mut();
            let port = Port(held.id());
            held.ends.insert(port, end.belongs_to(&self.bell));
            port
        })
    }

    fn send(&self, port: Port, parcel: Parcel) -> Result<(), Unsendable> {
        let mut held = self.held.borrow_mut();
        let Parcel { number, numbers, thing, ports } = parcel;
        let thing = match thing {
            Thing::Nothing => Load::Nothing,
            Thing::Bytes(id, Way::Copy) => Load::Bytes(held.payloads[&id].clone()),
            Thing::Bytes(id, Way::Transfer) => {
                Load::Bytes(std::mem::take(held.payloads.get_mut(&id).expect("it is held")))
            }
            Thing::Shared(id) => Load::Shared(held.regions[&id].clone()),
            Thing::Unsendable(what) => return Err(what),
        };
        let ends = ports.iter().filter_map(|port| held.ends.remove(port)).collect();
        if let Some(channel) = held.channels.get(&port) {
            self.shared.site.send(channel, &numbers);
        } else if let Some(end) = held.ends.get(&port) {
            end.send(Moved { number, numbers, thing, ends });
        }
        Ok(())
    }

    fn channel(&self, name: &str) -> Port {
        let port = Port(self.held.borrow_mut().id());
        let channel = self.shared.site.channel(name, self.whose.number, &self.bell);
        self.held.borrow_mut().channels.insert(port, channel);
        port
    }

    fn request(&self, name: &str, reach: Reach) -> Id {
        let id = self.held.borrow_mut().id();
        let name = match reach {
            Reach::Run => format!("{} {name}", self.shared.name),
            Reach::Site => name.to_owned(),
        };
        self.shared.site.locks.request(&name, self.whose.number, id, &self.bell);
        self.bell.ring(); // it may be free
        id
    }

    fn is_granted(&self, request: Id) -> bool {
        self.shared.site.locks.is_granted(self.whose.number, request)
    }

    fn release(&self, request: Id) {
        self.shared.site.locks.release(self.whose.number, request);
    }

    fn fetch(&self, path: &str) -> Id {
        let id = self.held.borrow_mut().id();
        let place = Arc::<Mutex<Option<Fetched>>>::default();
        self.held.borrow_mut().requests.insert(id, place.clone());
        let (bell, service, path) = (self.bell.clone(), self.shared.service, path.to_owned());
        std::thread::spawn(move || {
            *place.lock().expect(WHOLE) = Some(service(&path));
            bell.ring();
        });
        id
    }

    fn send_off(&self, path: &str) {
        (self.shared.service)(path);
    }

    fn fetched(&self, request: Id) -> Option<Fetched> {
        self.held.borrow().requests.get(&request)?.lock().expect(WHOLE).take()
    }

    fn end_fetch(&self, request: Id) {
        self.held.borrow_mut().requests.remove(&request);
    }

    fn look_up(&self, shelf: &str) -> Id {
        self.answer(self.shared.site.look_up(shelf))
    }

    fn keep(&self, shelf: &str, entries: &Entries) -> Id {
        self.answer(self.shared.site.keep(shelf, entries))
    }

    fn clear_shelves(&self, but: Option<&str>) -> Id {
        self.answer(self.shared.site.clear_shelves(but))
    }

    fn kept(&self, request: Id) -> Option<Kept> {
        self.held.borrow_mut().kept.remove(&request)
    }

    fn record(&self, event: Event) {
        if self.whose.recorded {
            self.shared.record(self.whose.rank, event);
        }
    }

    fn flush(&self) {} // it is there already

    fn progress(&self, _done: u64, _total: u64) {}
}
