//! A stretch of a recording in which nothing is missing: the same time for all threads.

use crate::event::{Activity, EventKind};
use crate::lane::Lane;
use crate::situation::Situation;

/// What all threads recorded between two moments, and how each of them stood at the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slice {
    /// One lane for each thread; what each lost before its first event is counted there.
    pub lanes: Vec<Lane>,
    /// How each thread stood when the slice began, in the order of the lanes.
    pub before: Vec<Situation>,
    /// Whether events between the slice before and this one were left out.
    pub is_apart: bool,
    /// Its number in its recording, from 0.
    pub number: u64,
}

impl Slice {
    /// Number of events.
    #[must_use]
    pub fn n_events(&self) -> usize {
        self.lanes.iter().map(Lane::n_events).sum()
    }

    /// Events that are missing before it or in it.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.lanes.iter().map(|lane| lane.dropped).sum()
    }

    /// Whether there is nothing in it to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n_events() == 0 && self.dropped() == 0
    }

    /// Time of its first event in milliseconds; infinite without one.
    #[must_use]
    pub fn first_ms(&self) -> f64 {
        let first = self.lanes.iter().filter_map(|lane| lane.events.first());
        first.map(|event| event.at_ms).fold(f64::INFINITY, f64::min)
    }

    /// How much happens between threads in it: waits that begin, ends that another thread
    /// caused, and messages that arrive.
    #[must_use]
    pub(crate) fn meetings(&self) -> usize {
        let meets = |event: &&crate::Event| match event.kind {
            EventKind::Begin(Activity::Waiting | Activity::Spinning) | EventKind::Received => true,
            EventKind::End => event.other.is_some(),
            _ => false,
        };
        self.lanes.iter().map(|lane| lane.events.iter().filter(meets).count()).sum()
    }

    /// Appends what was recorded since.
    pub fn append(&mut self, more: Vec<Lane>) {
        self.before.resize(more.len().max(self.before.len()), Situation::default());
        crate::lane::append(&mut self.lanes, more);
    }

    /// Takes all of it, and goes on with an empty slice that begins where this one ends.
    #[must_use]
    pub fn take(&mut self) -> Self {
        let after = self.lanes.iter().zip(&self.before).map(|(lane, before)| {
            let mut after = before.clone();
            lane.events.iter().for_each(|event| after.see(event));
            after
        });
        let next = Self { before: after.collect(), ..Self::default() };
        std::mem::replace(self, next)
    }

    /// Leaves out and counts the oldest events, the same time for all threads, until no more than `room`
    /// are left.
    pub fn keep_last(&mut self, room: usize) {
        let total = self.n_events();
        if total <= room {
            return;
        }
        let mut times: Vec<f64> =
            self.lanes.iter().flat_map(|lane| &lane.events).map(|event| event.at_ms).collect();
        let (_, &mut last_left_out_ms, _) =
            times.select_nth_unstable_by(total - room - 1, f64::total_cmp);
        for (lane, before) in self.lanes.iter_mut().zip(&mut self.before) {
            let gone = lane.events.partition_point(|event| event.at_ms <= last_left_out_ms);
            lane.events.drain(..gone).for_each(|event| before.see(&event));
            lane.dropped += gone as u64;
        }
        self.is_apart = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;

    fn lane(name: &str, times: &[f64]) -> Lane {
        let event = |&at_ms: &f64| Event {
            at_ms,
            kind: EventKind::Begin(Activity::Waiting),
            subject: 0,
            other: None,
        };
        Lane::new(name.to_owned(), times.iter().map(event).collect(), 0)
    }

    /// Of six events at 1 to 6 ms the last three are at 4, 5 and 6: one of the first thread, two of the
    /// other. Each has begun as many waits before as events are gone.
    #[test]
    fn all_threads_keep_the_same_time_and_what_is_left_out_is_counted() {
        let mut slice = Slice::default();
        slice.append(vec![lane("a", &[1.0, 3.0, 5.0]), lane("b", &[2.0, 4.0, 6.0])]);
        slice.keep_last(3);
        let left: Vec<_> = slice.lanes.iter().map(|lane| (lane.n_events(), lane.dropped)).collect();
        assert_eq!(left, [(1, 2), (2, 1)]);
        assert_eq!((slice.first_ms(), slice.is_apart, slice.dropped()), (4.0, true, 3));
        assert_eq!(slice.before.iter().map(|b| b.events().len()).collect::<Vec<_>>(), [2, 1]);
    }

    #[test]
    fn a_slice_that_fits_is_left_as_it_is() {
        let mut slice = Slice::default();
        slice.append(vec![lane("a", &[1.0, 2.0])]);
        let whole = slice.clone();
        slice.keep_last(2);
        assert_eq!(slice, whole);
    }

    #[test]
    fn the_next_slice_begins_where_one_was_taken() {
        let mut slice = Slice::default();
        slice.append(vec![lane("a", &[1.0, 2.0])]);
        let taken = slice.take();
        assert_eq!((taken.n_events(), taken.is_apart), (2, false));
        assert!(slice.is_empty());
        assert_eq!(slice.before[0].events(), taken.lanes[0].events);
    }
}
