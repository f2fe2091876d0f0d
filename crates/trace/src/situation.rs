//! What a thread is doing and what it holds at one moment, as far as its events tell.

use crate::event::{Event, EventKind};

/// The activities that a thread has begun and not ended, and the resources it has not given back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Situation {
    open: Vec<Event>,
    held: Vec<Event>,
}

impl Situation {
    /// Goes on to after `event`.
    pub fn see(&mut self, event: &Event) {
        let is_same = |held: &Event| held.subject == event.subject;
        match event.kind {
            EventKind::Begin(_) => self.open.push(*event),
            EventKind::End => drop(self.open.pop()),
            EventKind::Cut => self.open.clear(),
            EventKind::Acquired => {
                // One that was acquired before was given back unseen.
                self.held.retain(|held| !is_same(held));
                self.held.push(*event);
            }
            EventKind::Released => {
                if let Some(at) = self.held.iter().rposition(is_same) {
                    self.held.remove(at);
                }
            }
            EventKind::Depth
            | EventKind::Sent
            | EventKind::Received
            | EventKind::Bytes
            | EventKind::Read
            | EventKind::Wrote
            | EventKind::Signalled => {}
        }
    }

    /// The events that lead from nothing to here, the outermost activity first.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.open.iter().chain(&self.held).copied().collect()
    }

    /// The activity that goes on, the innermost one.
    #[must_use]
    pub fn doing(&self) -> Option<&Event> {
        self.open.last()
    }

    /// How many resources are held.
    #[must_use]
    pub fn n_held(&self) -> usize {
        self.held.len()
    }

    /// The events that end all of it at `at_ms`, for what is not known to have gone on.
    pub(crate) fn endings(&self, at_ms: f64) -> impl Iterator<Item = Event> {
        let cut = self.open.last().map(|begun| Event { at_ms, kind: EventKind::Cut, ..*begun });
        let released = move |held: &Event| Event { at_ms, kind: EventKind::Released, ..*held };
        cut.into_iter().chain(self.held.iter().map(released))
    }

    /// The same events, as if everything had begun at `at_ms`.
    pub(crate) fn beginnings(&self, at_ms: f64) -> impl Iterator<Item = Event> {
        self.open.iter().chain(&self.held).map(move |event| Event { at_ms, ..*event })
    }
}

impl FromIterator<Event> for Situation {
    fn from_iter<I: IntoIterator<Item = Event>>(events: I) -> Self {
        let mut situation = Self::default();
        events.into_iter().for_each(|event| situation.see(&event));
        situation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Activity;

    fn event(at_ms: f64, kind: EventKind, subject: u32) -> Event {
        Event { at_ms, kind, subject, other: None }
    }

    /// It works, holds 7 and 8, gives 7 back, and waits for 9.
    #[test]
    fn what_goes_on_and_what_is_held_is_left() {
        let (work, wait) = (EventKind::Begin(Activity::Work), EventKind::Begin(Activity::Waiting));
        let events = [
            event(0.0, work, 0),
            event(1.0, EventKind::Acquired, 7),
            event(2.0, EventKind::Acquired, 8),
            event(3.0, EventKind::Released, 7),
            event(4.0, wait, 9),
        ];
        let situation: Situation = events.into_iter().collect();
        assert_eq!(situation.events(), [events[0], events[4], events[2]]);
        assert_eq!((situation.doing(), situation.n_held()), (Some(&events[4]), 1));
        let ends: Vec<_> = situation.endings(9.0).map(|end| (end.at_ms, end.kind)).collect();
        assert_eq!(ends, [(9.0, EventKind::Cut), (9.0, EventKind::Released)]);
        assert!(situation.beginnings(5.0).all(|begun| begun.at_ms == 5.0));
    }

    #[test]
    fn what_has_ended_leaves_nothing() {
        let events = [
            event(0.0, EventKind::Begin(Activity::Work), 0),
            event(1.0, EventKind::Acquired, 7),
            event(2.0, EventKind::Released, 7),
            event(3.0, EventKind::End, 0),
        ];
        assert_eq!(events.into_iter().collect::<Situation>(), Situation::default());
    }
}
