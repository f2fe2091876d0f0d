//! An event ring: one thread records, one reader drains, nobody waits.

use trace::{Event, EventKind};

use crate::sync::{AtomicU32, AtomicU64, Ordering};

/// A bounded buffer of events with one writer and one reader.
///
/// `written` and `read` count events since the beginning and only grow; slot `i` of the event
/// number `k` is `k % capacity`.
///
/// | slots                | who may touch them             |
/// |----------------------|--------------------------------|
/// | `read .. written`    | the reader, to load            |
/// | all others           | the writer, to store           |
///
/// An event that finds the ring full is counted in `dropped` and lost, never silently.
#[derive(Debug)]
pub struct Ring {
    slots: Box<[[AtomicU64; 2]]>,
    written: AtomicU32,
    read: AtomicU32,
    dropped: AtomicU32,
}

impl Ring {
    /// An empty ring for `capacity` events, a power of two so that counters may wrap.
    ///
    /// # Panics
    ///
    /// If `capacity` is not a power of two.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        assert!(capacity.is_power_of_two(), "a ring's capacity is a power of two");
        Self {
            slots: (0..capacity).map(|_| [AtomicU64::new(0), AtomicU64::new(0)]).collect(),
            written: AtomicU32::new(0),
            read: AtomicU32::new(0),
            dropped: AtomicU32::new(0),
        }
    }

    /// Records `event`. Call it from one thread only.
    pub fn record(&self, event: Event) {
        let written = self.written.load(Ordering::Relaxed); // only this thread stores it
        let read = self.read.load(Ordering::Acquire); // pairs with the Release in `drain`
        // The last slots are kept for begins and ends: without its end, an activity has no length.
        let kept = match event.kind {
            EventKind::Begin(_) | EventKind::End | EventKind::Cut => 0,
            EventKind::Acquired
            | EventKind::Released
            | EventKind::Depth
            | EventKind::Sent
            | EventKind::Received
            | EventKind::Bytes
            | EventKind::Read
            | EventKind::Wrote
            | EventKind::Signalled => self.slots.len() / 8,
        };
        if written.wrapping_sub(read) as usize + kept >= self.slots.len() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        for (slot, word) in self.slot(written).iter().zip(event.to_words()) {
            slot.store(word, Ordering::Relaxed);
        }
        self.written.store(written.wrapping_add(1), Ordering::Release); // pairs with `drain`
    }

    /// Takes every event recorded so far, oldest first. Call it from one thread only.
    pub fn drain(&self) -> Vec<Event> {
        let mut read = self.read.load(Ordering::Relaxed); // only this thread stores it
        let written = self.written.load(Ordering::Acquire); // pairs with the Release in `record`
        let mut events = Vec::with_capacity(written.wrapping_sub(read) as usize);
        while read != written {
            let words = self.slot(read).each_ref().map(|slot| slot.load(Ordering::Relaxed));
            events.push(Event::from_words(words).expect("a published slot holds a whole event"));
            read = read.wrapping_add(1);
        }
        self.read.store(read, Ordering::Release); // pairs with the Acquire in `record`
        events
    }

    /// Events lost since the last call.
    pub fn take_dropped(&self) -> u32 {
        self.dropped.swap(0, Ordering::Relaxed)
    }

    fn slot(&self, number: u32) -> &[AtomicU64; 2] {
        &self.slots[number as usize & (self.slots.len() - 1)]
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use trace::Activity;

    fn event(subject: u32) -> Event {
        Event {
            at_ms: f64::from(subject),
            kind: EventKind::Begin(Activity::Work),
            subject,
            other: None,
        }
    }

    #[test]
    fn events_come_out_in_order_and_only_once() {
        let ring = Ring::new(4);
        for subject in 0..3 {
            ring.record(event(subject));
        }
        assert_eq!(ring.drain(), [event(0), event(1), event(2)]);
        assert_eq!(ring.drain(), []);
    }

    /// Room for 4, 6 recorded: the first four stay, two are counted as lost, and after a drain
    /// the next one fits again.
    #[test]
    fn a_full_ring_keeps_the_oldest_and_counts_the_lost() {
        let ring = Ring::new(4);
        (0..6).for_each(|subject| ring.record(event(subject)));
        assert_eq!(ring.drain(), [event(0), event(1), event(2), event(3)]);
        ring.record(event(6));
        assert_eq!((ring.drain(), ring.take_dropped()), (vec![event(6)], 2));
        assert_eq!(ring.take_dropped(), 0);
    }

    /// Of 8 slots one is kept: 7 acquisitions fit, the 8th is lost, and an end still fits.
    #[test]
    fn the_last_slots_are_kept_for_begins_and_ends() {
        let ring = Ring::new(8);
        let acquired = Event { kind: EventKind::Acquired, ..event(0) };
        (0..8).for_each(|_| ring.record(acquired));
        ring.record(Event { kind: EventKind::End, ..event(0) });
        assert_eq!((ring.drain().len(), ring.take_dropped()), (8, 1));
    }
}
