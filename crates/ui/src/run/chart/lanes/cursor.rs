//! The stretch that somebody looks at: how keys and pointers move to it, and what it is in words.

use trace::{Activity, Span};

use super::mail::bytes;
use super::tracks::Tracks;

/// A stretch: its lane, and its number there.
pub(super) type Cursor = (usize, usize);

/// Where a key leads from `cursor`; nowhere for other keys, and from nowhere to the first lane.
pub(super) fn moved(tracks: &Tracks, cursor: Option<Cursor>, key: &str) -> Option<Cursor> {
    let rows = tracks.rows();
    let Some((lane, index)) = cursor.filter(|(lane, index)| tracks.span(*lane, *index).is_some())
    else {
        let first = *rows.first()?;
        return match key {
            "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" => Some((first, 0)),
            "End" => Some((first, tracks.all[first].n_spans().saturating_sub(1))),
            _ => None,
        };
    };
    let last = tracks.all[lane].n_spans() - 1;
    let row = rows.iter().position(|row| *row == lane)?;
    let to_row = |row: usize| {
        let span = tracks.span(lane, index)?;
        let lane = *rows.get(row)?;
        Some((lane, nearest(tracks, lane, (span.start_ms + span.end_ms) / 2.0)?))
    };
    match key {
        "ArrowLeft" => Some((lane, index.saturating_sub(1))),
        "ArrowRight" => Some((lane, (index + 1).min(last))),
        "Home" => Some((lane, 0)),
        "End" => Some((lane, last)),
        "ArrowUp" => to_row(row.checked_sub(1)?),
        "ArrowDown" => to_row(row + 1),
        _ => None,
    }
}

/// The stretch of a lane at this time, or else the one that ended last, or the first.
pub(super) fn nearest(tracks: &Tracks, lane: usize, at_ms: f64) -> Option<usize> {
    let track = tracks.all.get(lane)?;
    let begun = track.spans.partition_point(|span| span.start_ms <= at_ms);
    let open = track.span(track.spans.len(), tracks.last_ms);
    match open.filter(|open| open.start_ms <= at_ms) {
        Some(_) => Some(track.spans.len()),
        None if track.n_spans() > 0 => Some(begun.saturating_sub(1)),
        None => None,
    }
}

/// What a resource is called.
pub(super) fn resource(resources: &[String], subject: u32) -> String {
    let known = usize::try_from(subject).ok().and_then(|index| resources.get(index));
    known.map_or_else(|| format!("resource {}", subject.saturating_add(1)), Clone::clone)
}

/// What somebody was doing: `waiting`. In these experiments, work is running.
pub(super) fn doing(activity: Activity) -> &'static str {
    match activity {
        Activity::Work => "running",
        other => other.name(),
    }
}

/// Whether it is about a resource.
pub(super) fn is_wait(span: &Span) -> bool {
    matches!(span.activity, Activity::Waiting | Activity::Spinning)
}

/// The stretch under the cursor in words: `thread 2, 3.214 ms to 8.120 ms: waiting for section B,
/// held by thread 1; thread 1 gave way`.
pub(super) fn sentence(tracks: &Tracks, resources: &[String], (lane, index): Cursor) -> String {
    let Some(span) = tracks.span(lane, index) else { return String::new() };
    let track = &tracks.all[lane];
    let [start, end] = [span.start_ms, span.end_ms].map(|at_ms| at_ms - tracks.first_ms);
    let mut text =
        format!("{}, {start:.3}\u{a0}ms to {end:.3}\u{a0}ms: {}", track.name, doing(span.activity));
    if is_wait(&span) {
        text += &format!(" for {}", resource(resources, span.subject));
        if let Some(holder) = span.holder {
            text += &format!(", held by {}", tracks.name_of(holder));
        }
    }
    let held = track.held_at((span.start_ms + span.end_ms) / 2.0);
    let held: Vec<String> = held.map(|subject| resource(resources, subject)).collect();
    if !held.is_empty() {
        text += &format!("; holds {}", held.join(" and "));
    }
    if let Some(by) = span.ended_by.filter(|_| is_wait(&span)) {
        text += &format!("; {} gave way", tracks.name_of(by));
    }
    for message in messages(tracks, lane, &span) {
        text += &format!("; {message}");
    }
    if !span.ends && index + 1 == track.n_spans() {
        text += "; it went no further";
    }
    text
}

/// The first messages that were sent or received during a stretch, in words: `sent 8 B to process 2`.
fn messages(tracks: &Tracks, lane: usize, span: &Span) -> Vec<String> {
    let during = |at_ms: f64| (span.start_ms..=span.end_ms).contains(&at_ms);
    let said = tracks.mail.all().filter_map(|message| {
        let [(from, sent_ms), (to, received_ms)] = message.ends()?;
        let size = bytes(message.n_bytes);
        if from == lane && during(sent_ms) {
            Some((sent_ms, format!("sent {size} to {}", tracks.all[to].name)))
        } else if to == lane && during(received_ms) {
            Some((received_ms, format!("received {size} from {}", tracks.all[from].name)))
        } else {
            None
        }
    });
    let mut said: Vec<(f64, String)> = said.collect();
    said.sort_by(|a, b| a.0.total_cmp(&b.0));
    let more = said.len().saturating_sub(MOST_MESSAGES);
    let said = said.into_iter().take(MOST_MESSAGES).map(|(_, text)| text);
    said.chain((more > 0).then(|| format!("{more} messages more"))).collect()
}

/// More messages than these are counted only.
const MOST_MESSAGES: usize = 3;

#[cfg(test)]
mod tests {
    use super::super::examples::{holding, waiting};
    use super::*;

    fn tracks() -> Tracks {
        let mut tracks = Tracks::default();
        tracks.update(&[waiting(), holding()]);
        tracks
    }

    #[test]
    fn keys_move_from_stretch_to_stretch_and_stop_at_the_ends() {
        let tracks = tracks();
        let from = |cursor, key| moved(&tracks, cursor, key);
        assert_eq!(from(None, "ArrowRight"), Some((0, 0)));
        assert_eq!(from(Some((0, 0)), "ArrowRight"), Some((0, 1)));
        assert_eq!(from(Some((0, 0)), "ArrowLeft"), Some((0, 0)));
        assert_eq!(from(Some((0, 0)), "End"), Some((0, 2)));
        assert_eq!(from(Some((0, 2)), "ArrowRight"), Some((0, 2)));
        assert_eq!(from(Some((0, 1)), "Tab"), None);
    }

    /// The wait from 2 to 5 has its middle at 3.5, when the other thread worked; that one's only
    /// stretch, from 0 to 5, has it at 2.5, in the wait.
    #[test]
    fn up_and_down_change_the_thread_and_keep_the_time() {
        let tracks = tracks();
        assert_eq!(moved(&tracks, Some((0, 1)), "ArrowDown"), Some((1, 0)));
        assert_eq!(moved(&tracks, Some((1, 0)), "ArrowUp"), Some((0, 1)));
        assert_eq!(moved(&tracks, Some((0, 1)), "ArrowUp"), None);
        assert_eq!(nearest(&tracks, 1, 9.0), Some(0));
    }

    #[test]
    fn a_stretch_is_said_in_words() {
        let resources = vec!["section B".to_owned()];
        assert_eq!(
            sentence(&tracks(), &resources, (0, 1)),
            "thread 1, 2.000\u{a0}ms to 5.000\u{a0}ms: waiting for section B, held by thread 2; \
             thread 2 gave way"
        );
        assert_eq!(
            sentence(&tracks(), &resources, (1, 0)),
            "thread 2, 0.000\u{a0}ms to 5.000\u{a0}ms: running; holds section B"
        );
    }

    #[test]
    fn a_resource_without_a_name_has_its_number() {
        assert_eq!(resource(&[], 0), "resource 1");
    }
}
