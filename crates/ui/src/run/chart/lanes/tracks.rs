//! The tracks of all threads, from lanes or from a recording that still grows.

use trace::{Event, Lane, Recording, Span, Stitch};

use super::mail::Mail;
use super::track::Track;

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
    /// What they have sent each other.
    pub(super) mail: Mail,
    /// Most resources that one thread held together.
    pub(super) slots: usize,
    /// Events that found no room.
    pub(super) dropped: u64,
    /// Numbers of the slices of a recording that were taken in, in their order.
    followed: Vec<u64>,
    stitch: Stitch,
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
            self.name(index, &lane.name);
            let seen = self.all[index].seen;
            lane.events[seen..].iter().for_each(|event| self.add(index, event));
        }
        self.bound(lanes.iter().map(|lane| lane.dropped).sum());
    }

    /// Takes in what a recording that still grows holds beyond what was seen; starts over if it no
    /// longer holds what was seen.
    pub(super) fn follow(&mut self, recording: &Recording) {
        let numbers = recording.slices().map(|slice| slice.number);
        let same = numbers.zip(&self.followed).take_while(|(now, before)| now == *before).count();
        if same < self.followed.len() {
            *self = Self::default();
        }
        let mut stitch = std::mem::take(&mut self.stitch);
        for slice in recording.slices().skip(self.followed.len()).cloned().collect::<Vec<_>>() {
            stitch.add(&slice, |index, name, event| {
                self.name(index, name);
                if let Some(event) = event {
                    self.add(index, &event);
                }
            });
            self.followed.push(slice.number);
        }
        self.stitch = stitch;
        self.bound(recording.dropped());
    }

    /// Makes sure that there is a track for lane `index`.
    fn name(&mut self, index: usize, name: &str) {
        if index == self.all.len() {
            self.all.push(Track::named(name));
        }
    }

    fn add(&mut self, index: usize, event: &Event) {
        let track = &mut self.all[index];
        if track.seen == 0 {
            track.first_ms = event.at_ms;
        }
        let before = track.holds.len();
        track.add(event);
        self.mail.add(index, event);
        if let Some((hold, slot)) = track.holds.get(before) {
            self.slots = self.slots.max(slot + 1);
            if let Err(at) = self.resources.binary_search(&hold.subject) {
                self.resources.insert(at, hold.subject);
            }
        }
    }

    /// Finds when all of it began and ended.
    fn bound(&mut self, dropped: u64) {
        let tracks = self.all.iter().filter(|track| track.seen > 0);
        self.first_ms = tracks.clone().map(|track| track.first_ms).fold(f64::INFINITY, f64::min);
        self.last_ms = tracks.map(|track| track.last_ms).fold(self.first_ms, f64::max);
        self.dropped = dropped;
    }

    /// Milliseconds from the first event to the last; none before the first.
    pub(super) fn whole_ms(&self) -> Option<f64> {
        self.first_ms.is_finite().then_some(self.last_ms - self.first_ms)
    }

    /// The lanes that have something to show.
    pub(super) fn rows(&self) -> Vec<usize> {
        let shows = |index: &usize| {
            let track = &self.all[*index];
            track.n_spans() + track.holds.len() + track.n_messages > 0
        };
        (0..self.all.len()).filter(shows).collect()
    }

    /// The name of a thread that an event speaks of.
    pub(super) fn name_of(&self, index: u8) -> &str {
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
    use trace::{Activity, EventKind, Hold};

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

    /// Begin of the work; begin of the wait; its end, what was held meanwhile, and the end of the work, after which
    /// nothing is left.
    #[test]
    fn each_event_belongs_to_one_stretch() {
        let mut tracks = Tracks::default();
        tracks.update(&[waiting()]);
        let track = &tracks.all[0];
        assert_eq!([0, 1, 2].map(|index| track.events(index)), [0..1, 1..2, 2..5]);
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
