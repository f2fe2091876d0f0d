//! A recording that never grows beyond its room: the beginning, the busiest moments, and the end.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::event::Event;
use crate::lane::Lane;
use crate::situation::Situation;
use crate::slice::Slice;

/// What a recording may hold, in events; a slice counts as at least one event for each lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// From the first event on.
    pub beginning: usize,
    /// Of what lies between: where threads meet most.
    pub moments: usize,
    /// Up to the last event.
    pub end: usize,
}

impl Room {
    /// What the page keeps of one run: about 1.5 MB. With more, drawing it all anew while a run is on
    /// keeps the page from answering for more than 100 ms in some browsers.
    pub const PAGE: Self = Self { beginning: 30_000, moments: 10_000, end: 20_000 };
}

/// Slices of a run in the order of time. Cloning one shares them, so that what was received is never
/// copied while the run goes on.
#[derive(Clone, Debug)]
pub struct Recording {
    room: Room,
    beginning: Kept,
    moments: Kept,
    end: Kept,
    /// Events left out so far, by lane.
    dropped: Vec<u64>,
    /// Slices taken in so far.
    pushed: u64,
}

/// Slices with what they count.
#[derive(Clone, Debug, Default)]
struct Kept {
    slices: VecDeque<Rc<Slice>>,
    size: usize,
}

impl Kept {
    fn push(&mut self, slice: Rc<Slice>) {
        self.size += size(&slice);
        self.slices.push_back(slice);
    }

    fn remove(&mut self, at: usize) -> Option<Rc<Slice>> {
        let slice = self.slices.remove(at)?;
        self.size -= size(&slice);
        Some(slice)
    }
}

fn size(slice: &Slice) -> usize {
    slice.n_events() + slice.lanes.len()
}

impl PartialEq for Recording {
    /// Slices never change, so the same slices are an equal recording.
    fn eq(&self, other: &Self) -> bool {
        self.dropped == other.dropped
            && self.slices().count() == other.slices().count()
            && self.slices().zip(other.slices()).all(|(a, b)| Rc::ptr_eq(a, b))
    }
}

impl Recording {
    /// Nothing yet.
    #[must_use]
    pub fn new(room: Room) -> Self {
        let none = Kept::default();
        Self {
            room,
            beginning: none.clone(),
            moments: none.clone(),
            end: none,
            dropped: vec![],
            pushed: 0,
        }
    }

    /// Takes in what was recorded next, gives it its number, and shares it.
    pub fn push(&mut self, slice: Slice) -> Rc<Slice> {
        let slice = Rc::new(Slice { number: self.pushed, ..slice });
        self.share(slice.clone());
        slice
    }

    /// Takes in a slice of a recording that takes in the same.
    pub fn share(&mut self, slice: Rc<Slice>) {
        self.pushed = slice.number + 1;
        self.dropped.resize(slice.lanes.len().max(self.dropped.len()), 0);
        for (dropped, lane) in self.dropped.iter_mut().zip(&slice.lanes) {
            *dropped += lane.dropped;
        }
        if self.end.slices.is_empty() && self.beginning.size + size(&slice) <= self.room.beginning {
            self.beginning.push(slice);
            return;
        }
        self.end.push(slice);
        while self.end.size > self.room.end && self.end.slices.len() > 1 {
            if let Some(oldest) = self.end.remove(0) {
                self.moments.push(oldest);
            }
        }
        while self.moments.size > self.room.moments {
            let dullest = self.moments.slices.iter().enumerate().min_by_key(|(_, s)| s.meetings());
            let dullest = dullest.map(|(at, _)| at);
            let Some(gone) = dullest.and_then(|at| self.moments.remove(at)) else { break };
            for (dropped, lane) in self.dropped.iter_mut().zip(&gone.lanes) {
                *dropped += lane.n_events() as u64;
            }
        }
    }

    /// What is kept, in the order of time.
    pub fn slices(&self) -> impl Iterator<Item = &Rc<Slice>> {
        self.beginning.slices.iter().chain(&self.moments.slices).chain(&self.end.slices)
    }

    /// Events that are missing, of all threads together.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.iter().sum()
    }

    /// One lane for each thread. Where events are missing, what went on before is cut off, and what
    /// goes on afterwards begins anew.
    #[must_use]
    pub fn lanes(&self) -> Vec<Lane> {
        let mut lanes = Vec::new();
        let mut stitch = Stitch::default();
        for slice in self.slices() {
            stitch.add(slice, |lane, name, event| {
                while lanes.len() <= lane {
                    lanes.push(Lane::new(String::new(), Vec::new(), 0));
                }
                let known: &mut Lane = &mut lanes[lane];
                if known.name.is_empty() {
                    name.clone_into(&mut known.name);
                }
                known.events.extend(event);
            });
        }
        for (lane, dropped) in lanes.iter_mut().zip(&self.dropped) {
            lane.dropped = *dropped;
        }
        lanes
    }
}

/// Joins slices to lanes, across gaps.
#[derive(Clone, Debug, Default)]
pub struct Stitch {
    now: Vec<Situation>,
    last_ms: f64,
    /// The number of the next slice if nothing is missing before it.
    next: u64,
}

impl Stitch {
    /// Tells `each` of every lane of `slice` once without an event, and of every event of it, with the
    /// number of the lane and its name; before those, of what bridges a gap.
    pub fn add(&mut self, slice: &Slice, mut each: impl FnMut(usize, &str, Option<Event>)) {
        self.now.resize(slice.lanes.len().max(self.now.len()), Situation::default());
        let is_gap = self.next > 0 && (slice.is_apart || slice.number != self.next);
        let first_ms = slice.first_ms();
        for (index, lane) in slice.lanes.iter().enumerate() {
            each(index, &lane.name, None);
            let now = &mut self.now[index];
            if is_gap && first_ms.is_finite() {
                let before = slice.before.get(index).cloned().unwrap_or_default();
                for event in now.endings(self.last_ms).chain(before.beginnings(first_ms)) {
                    each(index, &lane.name, Some(event));
                }
                *now = before;
            }
            for event in &lane.events {
                now.see(event);
                each(index, &lane.name, Some(*event));
            }
        }
        let last = slice.lanes.iter().filter_map(|lane| lane.events.last());
        self.last_ms = last.map(|event| event.at_ms).fold(self.last_ms, f64::max);
        self.next = slice.number + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Activity, EventKind};

    fn event(at_ms: f64, kind: EventKind, other: Option<u8>) -> Event {
        Event { at_ms, kind, subject: 0, other }
    }

    /// Two events of one thread from `at_ms` on: it begins to wait, and is woken, by another if it meets
    /// one.
    fn slice(at_ms: f64, meets: bool) -> Slice {
        let kind = EventKind::Begin(if meets { Activity::Waiting } else { Activity::Work });
        let begin = event(at_ms, kind, None);
        let end = event(at_ms + 0.5, EventKind::End, meets.then_some(1));
        let mut slice = Slice::default();
        slice.append(vec![Lane::new("thread 1".to_owned(), vec![begin, end], 0)]);
        slice
    }

    /// Each slice counts 3: two events and a lane. Two fit at the beginning, one between, two at the end.
    const ROOM: Room = Room { beginning: 6, moments: 3, end: 6 };

    /// Of ten slices, at 0 to 9 ms, the fifth is the one in which somebody meets somebody. Kept are 0
    /// and 1, 4, 8 and 9; five slices of two events are missing.
    #[test]
    fn the_beginning_the_busiest_moment_and_the_end_are_kept_and_the_rest_is_counted() {
        let mut recording = Recording::new(ROOM);
        for at in 0..10 {
            recording.push(slice(f64::from(at), at == 4));
        }
        let kept: Vec<f64> = recording.slices().map(|slice| slice.first_ms()).collect();
        assert_eq!(kept, [0.0, 1.0, 4.0, 8.0, 9.0]);
        assert_eq!(recording.dropped(), 10);
        let lanes = recording.lanes();
        assert_eq!((lanes.len(), lanes[0].dropped, lanes[0].spans().len()), (1, 10, 5));
    }

    #[test]
    fn however_long_a_run_is_its_recording_has_a_bound() {
        let mut recording = Recording::new(ROOM);
        for at in 0..10_000 {
            recording.push(slice(f64::from(at), at % 7 == 0));
            assert!(recording.slices().count() <= 5);
        }
        assert_eq!(recording.dropped(), 2 * (10_000 - 5));
    }

    #[test]
    fn a_clone_shares_what_was_received() {
        let mut recording = Recording::new(ROOM);
        recording.push(slice(0.0, false));
        let clone = recording.clone();
        assert_eq!(clone, recording);
        let both = recording.slices().next().zip(clone.slices().next());
        assert!(both.is_some_and(|(a, b)| Rc::ptr_eq(a, b)));
    }

    /// The thread works from 0 on and waits from 2 to 3 and from 8 to 9. What happened from 3 to 8 is
    /// left out: its work is cut off at 3 and goes on at 8.
    #[test]
    fn what_goes_on_across_a_gap_is_cut_off_and_begins_anew() {
        let (work, wait) = (EventKind::Begin(Activity::Work), EventKind::Begin(Activity::Waiting));
        let lane = |events| vec![Lane::new("thread 1".to_owned(), events, 0)];
        let (mut slice, mut recording) = (Slice::default(), Recording::new(Room::PAGE));
        slice.append(lane(vec![
            event(0.0, work, None),
            event(2.0, wait, None),
            event(3.0, EventKind::End, None),
        ]));
        recording.push(slice.take());
        slice.append(lane(vec![
            event(4.0, wait, None),
            event(5.0, EventKind::End, None),
            event(8.0, wait, None),
            event(9.0, EventKind::End, None),
        ]));
        slice.keep_last(2);
        recording.push(slice.take());
        let spans: Vec<_> = recording.lanes()[0]
            .spans()
            .iter()
            .map(|span| (span.start_ms, span.end_ms, span.activity.is_busy()))
            .collect();
        let expected = [(0.0, 2.0, true), (2.0, 3.0, false), (3.0, 3.0, true), (8.0, 9.0, false)];
        assert_eq!(spans, expected);
        assert_eq!(recording.dropped(), 2);
    }
}
