//! Lanes that a person can follow, for the tests beside them.

use trace::{Activity, Event, EventKind, Lane};

/// An event without another thread.
pub(super) fn event(at_ms: f64, kind: EventKind, subject: u32) -> Event {
    Event { at_ms, kind, subject, other: None }
}

/// Thread 1 works from 0 to 10 and waits from 2 to 5 for resource 0, which thread 2 holds and gives
/// to it at 5; it keeps it until 8.
pub(super) fn waiting() -> Lane {
    let events = vec![
        event(0.0, EventKind::Begin(Activity::Work), 0),
        Event { other: Some(1), ..event(2.0, EventKind::Begin(Activity::Waiting), 0) },
        Event { other: Some(1), ..event(5.0, EventKind::End, 0) },
        event(5.0, EventKind::Acquired, 0),
        event(8.0, EventKind::Released, 0),
        event(10.0, EventKind::End, 0),
    ];
    Lane::new("thread 1".to_owned(), events, 0)
}

/// Thread 2 works from 0 to 5 and holds resource 0 all the time.
pub(super) fn holding() -> Lane {
    let events = vec![
        event(0.0, EventKind::Begin(Activity::Work), 0),
        event(0.0, EventKind::Acquired, 0),
        event(5.0, EventKind::Released, 0),
        event(5.0, EventKind::End, 0),
    ];
    Lane::new("thread 2".to_owned(), events, 0)
}
