//! The stretches of all threads as a table.

use trace::Span;

use super::cursor::{doing, is_wait, resource};
use super::tracks::Tracks;
use crate::order::order;

/// Heads of the table.
pub(super) const HEAD: &[&str] =
    &["Thread", "Begin in ms", "End in ms", "Length in ms", "Doing", "For", "Held by", "Ended by"];
/// Rows of the table; the downloaded timeline holds them all. Twice as many keep the page from
/// answering for more than 50 ms.
const MAX_ROWS: usize = 250;

/// The first stretches of all threads, in the order in which they began.
pub(super) fn rows(tracks: &Tracks, resources: &[String]) -> Vec<Vec<String>> {
    let first_of = |lane: usize| {
        let track = &tracks.all[lane];
        (0..track.n_spans().min(MAX_ROWS)).filter_map(move |index| tracks.span(lane, index))
    };
    let lanes = tracks.rows().into_iter();
    let all: Vec<(usize, Span)> =
        lanes.flat_map(|lane| first_of(lane).map(move |span| (lane, span))).collect();
    let start_ms = |index: usize| all[index].1.start_ms;
    let order = order(all.len(), &|a, b| start_ms(a).total_cmp(&start_ms(b)));
    let first = order.into_iter().take(MAX_ROWS).map(|index| &all[index]);
    first.map(|(lane, span)| row(tracks, resources, *lane, span)).collect()
}

fn row(tracks: &Tracks, resources: &[String], lane: usize, span: &Span) -> Vec<String> {
    let thread =
        |index: Option<u8>| index.map_or(String::new(), |at| tracks.name_of(at).to_owned());
    let [start, end] = [span.start_ms, span.end_ms].map(|at_ms| at_ms - tracks.first_ms);
    vec![
        tracks.all[lane].name.clone(),
        format!("{start:.3}"),
        format!("{end:.3}"),
        format!("{:.3}", end - start),
        doing(span.activity).to_owned(),
        if is_wait(span) { resource(resources, span.subject) } else { String::new() },
        thread(span.holder),
        thread(span.ended_by),
    ]
}

/// Said below the table if it does not hold all.
pub(super) fn remark(tracks: &Tracks) -> Option<String> {
    let n_spans: usize = tracks.all.iter().map(super::track::Track::n_spans).sum();
    let all = "the downloaded timeline has all";
    (n_spans > MAX_ROWS).then(|| format!("The first {MAX_ROWS} of {n_spans} stretches; {all}."))
}

#[cfg(test)]
mod tests {
    use super::super::examples::{holding, waiting};
    use super::*;

    /// Both threads begin at 0; the wait of the first is its second stretch, and the third row.
    #[test]
    fn stretches_of_all_threads_stand_in_the_order_of_time() {
        let mut tracks = Tracks::default();
        tracks.update(&[waiting(), holding()]);
        let rows = rows(&tracks, &["section B".to_owned()]);
        assert_eq!(rows.len(), 4);
        let expected =
            ["thread 1", "2.000", "5.000", "3.000", "waiting", "section B", "thread 2", "thread 2"];
        assert_eq!(rows[2], expected);
        assert_eq!(remark(&tracks), None);
    }
}
