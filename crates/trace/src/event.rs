//! Events as threads record them, and the spans a person looks at.

/// What a thread was doing during a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Computing part of the work that is divided among threads.
    Work,
    /// Computing work that one thread does alone while the others wait.
    SerialWork,
}

/// What happened at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The thread began an activity.
    Begin(Activity),
    /// The thread ended the activity it began last.
    End,
}

/// One instant in the life of one thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Milliseconds on the lab's clock, which all threads of one lab share.
    pub at_ms: f64,
    /// What happened.
    pub kind: EventKind,
    /// What it happened to; for work, the index of the first block of the task.
    pub subject: u32,
}

impl Event {
    /// The event as two words for an event ring: the time's bits, then kind and subject.
    #[must_use]
    pub fn to_words(self) -> [u64; 2] {
        let kind = match self.kind {
            EventKind::End => 0,
            EventKind::Begin(Activity::Work) => 1,
            EventKind::Begin(Activity::SerialWork) => 2,
        };
        [self.at_ms.to_bits(), kind << 32 | u64::from(self.subject)]
    }

    /// Reads what [`Event::to_words`] wrote; `None` for words it never writes.
    #[must_use]
    pub fn from_words([time, what]: [u64; 2]) -> Option<Self> {
        let kind = match what >> 32 {
            0 => EventKind::End,
            1 => EventKind::Begin(Activity::Work),
            2 => EventKind::Begin(Activity::SerialWork),
            _ => return None,
        };
        Some(Self { at_ms: f64::from_bits(time), kind, subject: what as u32 })
    }
}

/// One activity of one thread, from begin to end.
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
}

/// Pairs the begin and end events of one thread, given in the order they were recorded.
///
/// An end without a begin is left out, and so is a begin without an end: a span that did not
/// finish has no length.
#[must_use]
pub fn spans(events: &[Event]) -> Vec<Span> {
    let mut open: Option<(Event, Activity)> = None;
    let mut spans = Vec::new();
    for event in events {
        match event.kind {
            EventKind::Begin(activity) => open = Some((*event, activity)),
            EventKind::End => {
                if let Some((begin, activity)) = open.take() {
                    spans.push(Span {
                        start_ms: begin.at_ms,
                        end_ms: event.at_ms,
                        activity,
                        subject: begin.subject,
                    });
                }
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at_ms: f64, kind: EventKind, subject: u32) -> Event {
        Event { at_ms, kind, subject }
    }

    #[test]
    fn every_event_survives_the_trip_through_two_words() {
        for kind in [
            EventKind::End,
            EventKind::Begin(Activity::Work),
            EventKind::Begin(Activity::SerialWork),
        ] {
            let before = event(12.5, kind, u32::MAX);
            assert_eq!(Event::from_words(before.to_words()), Some(before));
        }
    }

    #[test]
    fn unknown_words_are_no_event() {
        assert_eq!(Event::from_words([0, 9 << 32]), None);
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
        let expected = [Span { start_ms: 1.0, end_ms: 3.0, activity: Activity::Work, subject: 7 }];
        assert_eq!(spans(&events), expected);
    }
}
