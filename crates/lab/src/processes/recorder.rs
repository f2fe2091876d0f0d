//! What processes record, on its way to the page: each sends its own to the coordinator now and then, which
//! sends all of it on.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::{Array, Float64Array};
use trace::{Event, EventKind, Lane, Slice};
use wasm_bindgen::prelude::*;

use crate::recorded::send_slice;
use crate::reply::{post, scope};

/// Time between two flushes, in milliseconds.
const EVERY_MS: i32 = 50;
/// Events that a process keeps of one run; what comes after is counted.
const MOST: usize = 20_000;

/// What one process has recorded, and at the coordinator what all have.
pub(super) struct Recorder {
    is_on: bool,
    is_first: bool,
    is_due: Cell<bool>,
    n_kept: Cell<usize>,
    own: RefCell<Lane>,
    all: RefCell<Slice>,
    /// Who has sent something.
    recorded: RefCell<BTreeSet<u8>>,
}

impl Recorder {
    /// A recorder of the first process, or of another one.
    pub(super) fn new(is_on: bool, is_first: bool) -> Rc<Self> {
        let own = Lane::new(String::new(), Vec::new(), 0).into();
        let (is_due, n_kept, all) = (Cell::default(), Cell::default(), RefCell::default());
        let recorded = RefCell::default();
        Rc::new(Self { is_on, is_first, is_due, n_kept, own, all, recorded })
    }

    /// Keeps an event.
    pub(super) fn record(self: &Rc<Self>, event: Event) {
        if !self.is_on {
            return;
        }
        let mut own = self.own.borrow_mut();
        if self.n_kept.get() < MOST {
            self.n_kept.set(self.n_kept.get() + 1);
            own.events.push(event);
        } else {
            own.dropped += 1;
        }
        drop(own);
        self.plan_flush();
    }

    /// Takes in what process `rank` has sent: `[1, numbers, dropped]`.
    pub(super) fn add(self: &Rc<Self>, rank: u8, fields: &Array) {
        let numbers: Float64Array = fields.get(1).unchecked_into();
        let dropped = fields.get(2).as_f64().unwrap_or_default() as u64;
        self.recorded.borrow_mut().insert(rank);
        self.append(rank.into(), Lane::read(String::new(), &numbers.to_vec(), dropped));
        self.plan_flush();
    }

    /// Notes that process `rank` was ended.
    pub(super) fn cut(self: &Rc<Self>, rank: u8, at_ms: f64) {
        let known = self.recorded.borrow().contains(&rank);
        if known {
            let event = Event { at_ms, kind: EventKind::Cut, subject: 0, other: None };
            self.append(rank.into(), Lane::new(String::new(), vec![event], 0));
        }
    }

    fn append(&self, at: usize, lane: Lane) {
        let mut all = self.all.borrow_mut();
        // A lane for each process before it, so that their order is that of their numbers.
        let empty = |rank: usize| {
            let name = if rank == 0 { "parent".to_owned() } else { format!("process {rank}") };
            Lane::new(name, Vec::new(), 0)
        };
        let n_lanes = all.lanes.len().max(at + 1);
        let mut lanes: Vec<Lane> = (0..n_lanes).map(empty).collect();
        lanes[at].events = lane.events;
        lanes[at].dropped = lane.dropped;
        all.append(lanes);
    }

    fn plan_flush(self: &Rc<Self>) {
        if self.is_due.replace(true) {
            return;
        }
        let this = self.clone();
        let flush = Closure::once_into_js(move || this.flush());
        scope()
            .set_timeout_with_callback_and_timeout_and_arguments_0(flush.unchecked_ref(), EVERY_MS)
            .expect("a worker has timers");
    }

    /// Sends what was recorded since.
    pub(super) fn flush(&self) {
        self.is_due.set(false);
        let own = {
            let mut own = self.own.borrow_mut();
            std::mem::replace(&mut *own, Lane::new(String::new(), Vec::new(), 0))
        };
        if self.is_first {
            self.append(0, own);
            let mut all = self.all.borrow_mut();
            if !all.is_empty() {
                send_slice(&all.take());
            }
        } else if own.n_events() > 0 || own.dropped > 0 {
            let numbers = Float64Array::from(own.numbers().as_slice());
            post(&Array::of3(&1.into(), &numbers, &(own.dropped as f64).into()));
        }
    }
}
