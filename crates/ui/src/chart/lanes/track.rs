//! The stretches of each thread, brought up to date as events arrive: each event is looked at once.

use trace::{Activity, Event, EventKind, Hold, Lane, Span};

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
    /// What it has ever begun to do.
    pub(super) activities: [bool; Activity::ALL.len()],
    /// Activities that go on, the innermost last.
    open: Vec<Event>,
    /// Indices of the holds that go on.
    held: Vec<usize>,
    /// Begin of the innermost, or of what is left of it.
    since_ms: f64,
    first_ms: f64,
    last_ms: f64,
    /// Events seen.
    seen: usize,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tracks {
    /// One for each lane, in the order of the lanes.
    pub(super) all: Vec<Track>,
    /// The first event of any thread, in milliseconds on the lab's clock.
    pub(super) first_ms: f64,
    /// The last event of any thread.
    pub(super) last_ms: f64,
    /// What any thread has ever held, by its number.
    pub(super) resources: Vec<u32>,
    /// Most resources that one thread held together.
    pub(super) slots: usize,
    /// Events that found no room.
    pub(super) dropped: u64,
}

impl Track {
    fn add(&mut self, event: &Event) {
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
            EventKind::Depth => {}
        }
        self.last_ms = at_ms;
        self.seen += 1;
    }

    fn push(&mut self, span: Span) {
        if span.activity.is_busy() {
            self.busy_ms += span.end_ms - span.start_ms;
        }
        self.handed += usize::from(span.ended_by.is_some());
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

impl Tracks {
    /// Takes in what `lanes` hold beyond what was seen; starts over if they are those of another run.
    pub(super) fn update(&mut self, lanes: &[Lane]) {
        let known = |track: &Track, lane: &Lane| match lane.events.first() {
            Some(first) => track.seen <= lane.n_events() && track.first_ms == first.at_ms,
            None => false,
        };
        let mut pairs = self.all.iter().zip(lanes);
        if self.all.len() > lanes.len()
            || pairs.any(|(track, lane)| track.seen > 0 && !known(track, lane))
        {
            *self = Self::default();
        }
        for (index, lane) in lanes.iter().enumerate() {
            if index == self.all.len() {
                self.all.push(Track { name: lane.name.clone(), ..Track::default() });
            }
            let track = &mut self.all[index];
            if track.seen == 0 {
                track.first_ms = lane.events.first().map_or(f64::INFINITY, |event| event.at_ms);
            }
            let before = track.holds.len();
            lane.events[track.seen..].iter().for_each(|event| track.add(event));
            for (hold, slot) in &track.holds[before..] {
                self.slots = self.slots.max(slot + 1);
                if let Err(at) = self.resources.binary_search(&hold.subject) {
                    self.resources.insert(at, hold.subject);
                }
            }
        }
        let tracks = self.all.iter().filter(|track| track.seen > 0);
        self.first_ms = tracks.clone().map(|track| track.first_ms).fold(f64::INFINITY, f64::min);
        self.last_ms = tracks.map(|track| track.last_ms).fold(self.first_ms, f64::max);
        self.dropped = lanes.iter().map(|lane| u64::from(lane.dropped)).sum();
    }

    /// Milliseconds from the first event to the last; none before the first.
    pub(super) fn whole_ms(&self) -> Option<f64> {
        self.first_ms.is_finite().then_some(self.last_ms - self.first_ms)
    }

    /// The lanes that have something to show.
    pub(super) fn rows(&self) -> Vec<usize> {
        let shows = |index: &usize| self.all[*index].n_spans() + self.all[*index].holds.len() > 0;
        (0..self.all.len()).filter(shows).collect()
    }

    /// The name of a thread that an event speaks of.
    pub(super) fn name(&self, index: u8) -> &str {
        self.all.get(usize::from(index)).map_or("coordinator", |track| &track.name)
    }

    /// The stretch with this number of a lane.
    pub(super) fn span(&self, lane: usize, index: usize) -> Option<Span> {
        self.all.get(lane)?.span(index, self.last_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{event, waiting};
    use super::*;

    /// The example of `trace`, fed one event at a time, has the same stretches as its lane.
    #[test]
    fn a_track_that_grows_event_by_event_is_the_one_that_is_made_at_once() {
        let lane = waiting();
        let mut tracks = Tracks::default();
        for seen in 0..=lane.n_events() {
            let part = Lane::new(lane.name.clone(), lane.events[..seen].to_vec(), 0);
            tracks.update(&[part]);
        }
        let track = &tracks.all[0];
        assert_eq!(track.spans, lane.spans());
        let holds: Vec<Hold> = track.holds.iter().map(|(hold, _)| *hold).collect();
        assert_eq!(holds, lane.holds());
        assert_eq!((tracks.first_ms, tracks.last_ms, tracks.slots), (0.0, 10.0, 1));
    }

    /// It works from 0 to 2 and from 5 to 10, and waits in between.
    #[test]
    fn a_wait_is_no_running_time() {
        let mut tracks = Tracks::default();
        tracks.update(&[waiting()]);
        assert_eq!(tracks.all[0].busy_ms, 7.0);
    }

    #[test]
    fn what_goes_on_lasts_until_the_last_event_of_all() {
        let begin = |at_ms| event(at_ms, EventKind::Begin(Activity::Work), 0);
        let lanes = [begin(1.0), begin(6.0)]
            .map(|begin| Lane::new("thread".to_owned(), vec![begin], 0))
            .to_vec();
        let mut tracks = Tracks::default();
        tracks.update(&lanes);
        let span = tracks.span(0, 0).expect("it has begun");
        assert_eq!((span.start_ms, span.end_ms, span.ends), (1.0, 6.0, false));
        assert_eq!(tracks.span(0, 1), None);
    }

    /// Two resources held together lie in two places; the third takes the place that is free.
    #[test]
    fn resources_held_together_lie_beside_each_other() {
        let (take, give) = (EventKind::Acquired, EventKind::Released);
        let events = vec![
            event(0.0, take, 1),
            event(1.0, take, 2),
            event(2.0, give, 1),
            event(3.0, take, 3),
        ];
        let mut tracks = Tracks::default();
        tracks.update(&[Lane::new("thread 1".to_owned(), events, 0)]);
        let track = &tracks.all[0];
        assert_eq!(track.holds.iter().map(|(_, slot)| *slot).collect::<Vec<_>>(), [0, 1, 0]);
        assert_eq!(tracks.slots, 2);
        assert_eq!(track.held_at(1.5).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(track.held_at(2.5).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn another_run_starts_over() {
        let mut tracks = Tracks::default();
        tracks.update(&[waiting()]);
        let begin = event(50.0, EventKind::Begin(Activity::Work), 0);
        tracks.update(&[Lane::new("thread 1".to_owned(), vec![begin], 0)]);
        assert_eq!((tracks.first_ms, tracks.all[0].spans.len()), (50.0, 0));
    }
}
