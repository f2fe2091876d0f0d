//! What a line of a program goes by: an event, as far as the text of the program can tell it from others.

use std::ops::Range;

use trace::{Activity, Event, EventKind, Situation};

/// What happened to a thread, or what it was doing.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// What: one of the words of a note, see [`Line`](super::line::Line).
    pub what: &'static str,
    /// What the resource is called that it happened to; empty if it is about none.
    pub resource: String,
    /// Resources that the thread held beside it.
    pub held: usize,
    /// The part that the thread plays.
    pub part: &'static str,
}

/// The word for an event in notes; none for the end of something, and for what belongs to the event before.
fn word(kind: EventKind) -> Option<&'static str> {
    Some(match kind {
        EventKind::Begin(Activity::Work) => "work",
        EventKind::Begin(Activity::SerialWork) => "serial",
        EventKind::Begin(Activity::Waiting | Activity::Spinning) => "wait",
        EventKind::Begin(Activity::Sleeping) => "sleep",
        EventKind::Begin(Activity::InVain) => "in-vain",
        EventKind::Acquired => "acquired",
        EventKind::Released => "released",
        EventKind::Depth => "depth",
        EventKind::Sent => "sent",
        EventKind::Received => "received",
        EventKind::Read => "read",
        EventKind::Wrote => "wrote",
        EventKind::Signalled => "signalled",
        EventKind::End | EventKind::Cut | EventKind::Bytes => return None,
    })
}

/// What a thread was doing during the events at `range` of all that it recorded, and what happened meanwhile, each once.
/// `resources` are the names of what events speak of.
#[must_use]
pub fn cues(
    events: &[Event],
    range: Range<usize>,
    resources: &[String],
    part: &'static str,
) -> Vec<Cue> {
    let before = &events[..range.start.min(events.len())];
    let mut situation: Situation = before.iter().copied().collect();
    let mut cues: Vec<Cue> = Vec::new();
    let mut add = |event: &Event, held| {
        let Some(what) = word(event.kind) else { return };
        let cue = Cue { what, resource: resource(event, resources), held, part };
        if !cues.contains(&cue) {
            cues.push(cue);
        }
    };
    for (place, event) in events.iter().enumerate().take(range.end).skip(range.start) {
        let held = situation.n_held();
        situation.see(event);
        // What is taken is not counted, nor is what was given back.
        add(event, held.min(situation.n_held()));
        if let Some(doing) = situation.doing().filter(|_| place == range.start) {
            add(doing, situation.n_held());
        }
    }
    cues
}

/// What the resource of an event is called; empty for an event that is about none.
fn resource(event: &Event, resources: &[String]) -> String {
    let is_named = matches!(
        event.kind,
        EventKind::Begin(Activity::Waiting | Activity::Spinning)
            | EventKind::Acquired
            | EventKind::Released
            | EventKind::Signalled
    );
    let name = resources.get(event.subject as usize).filter(|_| is_named);
    name.cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: EventKind, subject: u32) -> Event {
        Event { at_ms: 0.0, kind, subject, other: None }
    }

    /// It works, waits for section A, has it, reads 7 twice, takes section B and gives it back.
    #[test]
    fn an_event_is_told_with_what_is_held_beside_it() {
        let wait = EventKind::Begin(Activity::Waiting);
        let events = [
            event(EventKind::Begin(Activity::Work), 0),
            event(wait, 0),
            event(EventKind::End, 0),
            event(EventKind::Acquired, 0),
            event(EventKind::Read, 7),
            event(EventKind::Read, 7),
            event(EventKind::Acquired, 1),
            event(EventKind::Released, 1),
        ];
        let names = ["section A".to_owned(), "section B".to_owned()];
        let told = |range| -> Vec<String> {
            let cues = cues(&events, range, &names, "train");
            assert!(cues.iter().all(|cue| cue.part == "train"));
            cues.iter().map(|cue| format!("{} {}@{}", cue.what, cue.resource, cue.held)).collect()
        };
        assert_eq!(told(0..1), ["work @0"]);
        assert_eq!(told(1..2), ["wait section A@0"]);
        let after = [
            "work @0",
            "acquired section A@0",
            "read @1",
            "acquired section B@1",
            "released section B@1",
        ];
        assert_eq!(told(2..8), after);
        assert_eq!(told(8..9), Vec::<String>::new());
    }
}
