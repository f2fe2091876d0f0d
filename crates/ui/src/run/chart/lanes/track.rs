//! The stretches of each thread, brought up to date as events arrive: each event is looked at once.

use std::ops::Range;

use trace::{Activity, Event, EventKind, Hold, Span};

/// What one thread did, as far as its events have arrived.
#[derive(Clone, Debug, Default)]
pub(super) struct Track {
    /// The thread's name.
    pub(super) name: String,
    /// What it did, in order of time.
    pub(super) spans: Vec<Span>,
    /// What it held, in order of time, each with its place among those held together, from 0. What
    /// it has not given back ends at infinity.
    pub(super) holds: Vec<(Hold, usize)>,
    /// Milliseconds it ran.
    pub(super) busy_ms: f64,
    /// Waits that another thread ended.
    pub(super) handed: usize,
    /// Messages that it has sent or received.
    pub(super) n_messages: usize,
    /// What it has ever begun to do.
    pub(super) activities: [bool; Activity::ALL.len()],
    /// Activities that go on, the innermost last.
    open: Vec<Event>,
    /// Indices of the holds that go on.
    held: Vec<usize>,
    /// For each stretch that is over, the number of the event that ended it: the first one of the next.
    ends: Vec<usize>,
    /// Begin of the innermost, or of what is left of it.
    since_ms: f64,
    pub(super) first_ms: f64,
    pub(super) last_ms: f64,
    /// Events seen.
    pub(super) seen: usize,
}

impl Track {
    /// A thread of this name that has done nothing yet.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Takes in the next event.
    pub(super) fn add(&mut self, event: &Event) {
        let at_ms = event.at_ms;
        match event.kind {
            EventKind::Begin(activity) => {
                self.activities[number(activity)] = true;
                if let Some(outer) = self.open.last()
                    && at_ms > self.since_ms
                {
                    self.push(span(outer, self.since_ms, event, false));
                }
                self.open.push(*event);
                self.since_ms = at_ms;
            }
            EventKind::End => {
                if let Some(begun) = self.open.pop() {
                    self.push(span(&begun, self.since_ms, event, true));
                    self.since_ms = at_ms;
                }
            }
            EventKind::Cut => {
                if let Some(inner) = self.open.pop() {
                    self.push(span(&inner, self.since_ms, event, false));
                    self.open.clear();
                }
            }
            EventKind::Acquired => {
                // One that was acquired before was given back unseen: nobody knows when.
                let subject = |&at: &usize| self.holds[at].0.subject == event.subject;
                if let Some(unseen) = self.held.iter().position(subject) {
                    let hold = &mut self.holds[self.held.remove(unseen)].0;
                    hold.end_ms = hold.start_ms;
                }
                let taken = |slot: &usize| self.held.iter().any(|&at| self.holds[at].1 == *slot);
                let slot = (0..).find(|slot| !taken(slot)).unwrap_or_default();
                let hold = Hold { start_ms: at_ms, end_ms: f64::INFINITY, subject: event.subject };
                self.held.push(self.holds.len());
                self.holds.push((hold, slot));
            }
            EventKind::Released => {
                let subject = |&at: &usize| self.holds[at].0.subject == event.subject;
                if let Some(begun) = self.held.iter().rposition(subject) {
                    self.holds[self.held.remove(begun)].0.end_ms = at_ms;
                }
            }
            EventKind::Sent | EventKind::Received => self.n_messages += 1,
            EventKind::Depth
            | EventKind::Bytes
            | EventKind::Read
            | EventKind::Wrote
            | EventKind::Signalled => {}
        }
        self.last_ms = at_ms;
        self.seen += 1;
    }

    fn push(&mut self, span: Span) {
        if span.activity.is_busy() {
            self.busy_ms += span.end_ms - span.start_ms;
        }
        self.handed += usize::from(span.ended_by.is_some());
        self.ends.push(self.seen);
        self.spans.push(span);
    }

    /// What it is doing still, up to `now_ms`.
    fn current(&self, now_ms: f64) -> Option<Span> {
        let begun = self.open.last()?;
        let now = Event { at_ms: now_ms.max(self.since_ms), ..*begun };
        Some(span(begun, self.since_ms, &now, false))
    }

    /// Stretches, with what goes on still.
    pub(super) fn n_spans(&self) -> usize {
        self.spans.len() + usize::from(!self.open.is_empty())
    }

    /// Stretch `index`; what goes on still lasts until `now_ms`.
    pub(super) fn span(&self, index: usize, now_ms: f64) -> Option<Span> {
        match self.spans.get(index) {
            Some(span) => Some(*span),
            None => self.current(now_ms).filter(|_| index == self.spans.len()),
        }
    }

    /// The numbers of the events of stretch `index`: from what began it to what ended it, which belongs to the next.
    pub(super) fn events(&self, index: usize) -> Range<usize> {
        let end = |index: usize| self.ends.get(index).copied().unwrap_or(self.seen);
        index.checked_sub(1).map_or(0, end)..end(index)
    }

    /// The stretches that touch the time from `from_ms` on, in order.
    pub(super) fn spans_from(&self, from_ms: f64, now_ms: f64) -> impl Iterator<Item = Span> {
        let first = self.spans.partition_point(|span| span.end_ms < from_ms);
        self.spans[first..].iter().copied().chain(self.current(now_ms))
    }

    /// When a hold ended: at the latest with the thread, or `now_ms` if that still runs.
    pub(super) fn end_of(&self, hold: &Hold, now_ms: f64) -> f64 {
        hold.end_ms.min(if self.open.is_empty() { self.last_ms } else { now_ms })
    }

    /// The resources held at `at_ms`.
    pub(super) fn held_at(&self, at_ms: f64) -> impl Iterator<Item = u32> {
        let begun = self.holds.partition_point(|(hold, _)| hold.start_ms <= at_ms);
        let held = self.holds[..begun].iter().filter(move |(hold, _)| at_ms < hold.end_ms);
        held.map(|(hold, _)| hold.subject)
    }
}

/// The number of an activity in [`Activity::ALL`].
pub(super) fn number(activity: Activity) -> usize {
    Activity::ALL.iter().position(|known| *known == activity).unwrap_or_default()
}

fn span(begun: &Event, start_ms: f64, end: &Event, ends: bool) -> Span {
    let activity = match begun.kind {
        EventKind::Begin(activity) => activity,
        _ => Activity::Work,
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
