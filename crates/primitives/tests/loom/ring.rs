//! The event ring loses nothing unnoticed.

use loom::sync::Arc;
use loom::thread;
use primitives::Ring;
use trace::{Activity, Event, EventKind};

fn event(subject: u32) -> Event {
    Event {
        at_ms: f64::from(subject),
        kind: EventKind::Begin(Activity::Work),
        subject,
        other: None,
    }
}

/// A ring of two slots takes three events while somebody drains: whatever the schedule, the reader
/// sees whole events in order, and those it does not see were counted.
#[test]
fn a_reader_sees_whole_events_in_order_and_the_rest_is_counted() {
    loom::model(|| {
        let ring = Arc::new(Ring::new(2));
        let writer = {
            let ring = Arc::clone(&ring);
            thread::spawn(move || (0..3).for_each(|subject| ring.record(event(subject))))
        };
        let mut seen = ring.drain();
        writer.join().expect("record does not panic");
        seen.extend(ring.drain());
        let lost = ring.take_dropped() as usize;
        assert_eq!(seen.len() + lost, 3);
        assert!(seen.iter().zip(0..).all(|(seen, subject)| *seen == event(subject)));
    });
}
