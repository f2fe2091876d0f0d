//! From the events of one thread to what it did from when to when.

use crate::event::{Activity, Event, EventKind};

/// One stretch of one activity of one thread. Stretches of a thread never overlap: a wait cuts the
/// work around it in two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Begin, in milliseconds on the lab's clock.
    pub start_ms: f64,
    /// End, in milliseconds on the lab's clock.
    pub end_ms: f64,
    /// What the thread was doing.
    pub activity: Activity,
    /// The subject of the begin event.
    pub subject: u32,
    /// For a wait: who held the resource when it began.
    pub holder: Option<u8>,
    /// For a wait: who ended it by giving way or giving a signal.
    pub ended_by: Option<u8>,
    /// Whether the activity ended here, rather than being interrupted by another one inside it.
    pub ends: bool,
}

/// A stretch during which a thread held a resource. Holds of a thread may overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// Begin, in milliseconds on the lab's clock.
    pub start_ms: f64,
    /// End, in milliseconds on the lab's clock.
    pub end_ms: f64,
    /// Number of the resource.
    pub subject: u32,
}

/// The stretches of one thread, from its events in the order they were recorded.
///
/// An end without a begin is left out, and so is what was still going on at the last event.
/// Stretches of no length are kept only where their activity ends.
#[must_use]
pub(crate) fn spans(events: &[Event]) -> Vec<Span> {
    let mut open: Vec<Event> = Vec::new();
    let mut since_ms = 0.0;
    let mut spans = Vec::new();
    for event in events {
        match event.kind {
            EventKind::Begin(_) => {
                if let Some(outer) = open.last()
                    && event.at_ms > since_ms
                {
                    spans.push(span(outer, since_ms, event, false));
                }
                open.push(*event);
                since_ms = event.at_ms;
            }
            EventKind::End => {
                if let Some(begun) = open.pop() {
                    spans.push(span(&begun, since_ms, event, true));
                    since_ms = event.at_ms;
                }
            }
            EventKind::Cut => {
                if let Some(inner) = open.last() {
                    spans.push(span(inner, since_ms, event, false));
                    open.clear();
                }
            }
            EventKind::Acquired
            | EventKind::Released
            | EventKind::Depth
            | EventKind::Sent
            | EventKind::Received
            | EventKind::Bytes
            | EventKind::Read
            | EventKind::Wrote
            | EventKind::Signalled => {}
        }
    }
    spans
}

fn span(begun: &Event, start_ms: f64, end: &Event, ends: bool) -> Span {
    let EventKind::Begin(activity) = begun.kind else {
        unreachable!("only begin events are kept open")
    };
    Span {
        start_ms,
        end_ms: end.at_ms,
        activity,
        subject: begun.subject,
        holder: begun.other,
        ended_by: if ends { end.other } else { None },
        ends,
    }
}

/// What one thread held from when to when. What it never gave back it holds until its last event; a hold
/// whose end was not recorded is left out.
#[must_use]
pub(crate) fn holds(events: &[Event]) -> Vec<Hold> {
    let mut open: Vec<Event> = Vec::new();
    let mut holds = Vec::new();
    let hold =
        |begun: Event, end_ms| Hold { start_ms: begun.at_ms, end_ms, subject: begun.subject };
    for event in events {
        match event.kind {
            EventKind::Acquired => {
                // One that was acquired before was given back unseen: nobody knows when.
                open.retain(|begun| begun.subject != event.subject);
                open.push(*event);
            }
            EventKind::Released => {
                let begun = open.iter().rposition(|begun| begun.subject == event.subject);
                holds.extend(begun.map(|at| hold(open.remove(at), event.at_ms)));
            }
            _ => {}
        }
    }
    let end_ms = events.last().map_or(0.0, |event| event.at_ms);
    holds.extend(open.into_iter().map(|begun| hold(begun, end_ms)));
    holds.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
    holds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at_ms: f64, kind: EventKind, subject: u32) -> Event {
        Event { at_ms, kind, subject, other: None }
    }

    fn brief(spans: &[Span]) -> Vec<(f64, f64, Activity, bool)> {
        spans.iter().map(|s| (s.start_ms, s.end_ms, s.activity, s.ends)).collect()
    }

    #[test]
    fn a_begin_and_its_end_make_one_span_and_loose_ends_none() {
        let work = EventKind::Begin(Activity::Work);
        let events = [
            event(0.0, EventKind::End, 0),
            event(1.0, work, 7),
            event(3.0, EventKind::End, 7),
            event(4.0, work, 8),
        ];
        let spans = spans(&events);
        assert_eq!(brief(&spans), [(1.0, 3.0, Activity::Work, true)]);
        assert_eq!(spans[0].subject, 7);
    }

    /// Work from 0 to 10 with a wait from 2 to 5: three stretches, and the wait names both threads.
    #[test]
    fn a_wait_cuts_the_work_around_it_in_two() {
        let wait = EventKind::Begin(Activity::Waiting);
        let events = [
            event(0.0, EventKind::Begin(Activity::Work), 0),
            Event { other: Some(1), ..event(2.0, wait, 3) },
            Event { other: Some(2), ..event(5.0, EventKind::End, 3) },
            event(10.0, EventKind::End, 0),
        ];
        let spans = spans(&events);
        let expected = [
            (0.0, 2.0, Activity::Work, false),
            (2.0, 5.0, Activity::Waiting, true),
            (5.0, 10.0, Activity::Work, true),
        ];
        assert_eq!(brief(&spans), expected);
        assert_eq!((spans[1].holder, spans[1].ended_by), (Some(1), Some(2)));
    }

    #[test]
    fn a_thread_that_is_cut_off_was_doing_something_until_then() {
        let events = [
            event(0.0, EventKind::Begin(Activity::Work), 0),
            event(1.0, EventKind::Begin(Activity::Sleeping), 0),
            event(4.0, EventKind::Cut, 0),
            event(5.0, EventKind::End, 0),
        ];
        let expected = [(0.0, 1.0, Activity::Work, false), (1.0, 4.0, Activity::Sleeping, false)];
        assert_eq!(brief(&spans(&events)), expected);
    }

    /// Resource 1 from 0 to 6, resource 2 inside it from 2 to 4; resource 3 is never given back.
    #[test]
    fn holds_may_overlap_and_last_until_the_end_unless_given_back() {
        let events = [
            event(0.0, EventKind::Acquired, 1),
            event(2.0, EventKind::Acquired, 2),
            event(4.0, EventKind::Released, 2),
            event(6.0, EventKind::Released, 1),
            event(7.0, EventKind::Acquired, 3),
            event(9.0, EventKind::Cut, 0),
        ];
        let held: Vec<_> =
            holds(&events).iter().map(|h| (h.start_ms, h.end_ms, h.subject)).collect();
        assert_eq!(held, [(0.0, 6.0, 1), (2.0, 4.0, 2), (7.0, 9.0, 3)]);
    }

    #[test]
    fn a_hold_whose_end_is_missing_is_left_out() {
        let events = [
            event(0.0, EventKind::Acquired, 1),
            event(5.0, EventKind::Acquired, 1),
            event(6.0, EventKind::Released, 1),
        ];
        let held: Vec<_> = holds(&events).iter().map(|h| (h.start_ms, h.end_ms)).collect();
        assert_eq!(held, [(5.0, 6.0)]);
    }
}
