//! What one thread recorded, and how it crosses from a worker to the page.

use crate::event::{Event, EventKind};
use crate::span::{Hold, Span, holds, spans};

/// What one thread recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The thread's name, as shown.
    pub name: String,
    /// In the order recorded.
    pub events: Vec<Event>,
    /// Events that are missing, because they found the ring full or were left out.
    pub dropped: u64,
}

impl Lane {
    /// A lane with these events.
    #[must_use]
    pub fn new(name: String, events: Vec<Event>, dropped: u64) -> Self {
        Self { name, events, dropped }
    }

    /// Number of events recorded.
    #[must_use]
    pub fn n_events(&self) -> usize {
        self.events.len()
    }

    /// The activities of this thread, in order of time.
    #[must_use]
    pub fn spans(&self) -> Vec<Span> {
        spans(&self.events)
    }

    /// What this thread held, in order of time.
    #[must_use]
    pub fn holds(&self) -> Vec<Hold> {
        holds(&self.events)
    }

    /// The depths of a queue that this thread left behind, with their times in milliseconds.
    pub fn depths(&self) -> impl Iterator<Item = (f64, u32)> {
        self.events
            .iter()
            .filter(|event| event.kind == EventKind::Depth)
            .map(|event| (event.at_ms, event.subject))
    }

    /// The events as plain numbers, two for each event: its time in milliseconds, and the second
    /// of [`Event::to_words`].
    #[must_use]
    pub fn numbers(&self) -> Vec<f64> {
        self.events.iter().flat_map(|event| [event.at_ms, event.to_words()[1] as f64]).collect()
    }

    /// Reads what [`Lane::numbers`] gave; numbers that are no event are left out.
    #[must_use]
    pub fn read(name: String, numbers: &[f64], dropped: u64) -> Self {
        let pairs = numbers.as_chunks::<2>().0.iter();
        let event = |pair: &[f64; 2]| Event::from_words([pair[0].to_bits(), pair[1] as u64]);
        Self::new(name, pairs.filter_map(event).collect(), dropped)
    }
}

/// Appends to each of `lanes` what its thread recorded since, and adds lanes that are new.
pub(crate) fn append(lanes: &mut Vec<Lane>, more: Vec<Lane>) {
    for (index, lane) in more.into_iter().enumerate() {
        match lanes.get_mut(index) {
            Some(known) => {
                known.events.extend(lane.events);
                known.dropped += lane.dropped;
            }
            None => lanes.push(lane),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Activity;

    fn lane(times: &[f64]) -> Lane {
        let kind = EventKind::Begin(Activity::Waiting);
        let event = |&at_ms: &f64| Event { at_ms, kind, subject: u32::MAX, other: Some(63) };
        Lane::new("thread 1".to_owned(), times.iter().map(event).collect(), 1)
    }

    #[test]
    fn events_cross_as_numbers_without_loss() {
        let lane = lane(&[0.1, 1e12 + 0.005]);
        assert_eq!(Lane::read(lane.name.clone(), &lane.numbers(), 1), lane);
    }

    #[test]
    fn what_comes_later_is_appended_lane_by_lane() {
        let mut lanes = vec![lane(&[1.0])];
        append(&mut lanes, vec![lane(&[2.0]), lane(&[3.0])]);
        assert_eq!(lanes[0].events, lane(&[1.0, 2.0]).events);
        assert_eq!((lanes.len(), lanes[0].dropped, lanes[1].dropped), (2, 2, 1));
    }
}
