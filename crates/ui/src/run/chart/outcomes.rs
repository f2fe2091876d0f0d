//! What came of each repeat, below each other, as in the explorer.

use trace::VerdictKind;
use yew::prelude::*;

use super::histogram::Outcome;
use crate::order::order;
use crate::outcome::{row_head, share};

/// Up to so many values stand below each other; so do words, of which more are summed up.
pub(super) const MAX_ROWS: usize = 10;

/// Each outcome as in the explorer, with its part of `runs`.
pub(super) fn table(outcomes: &[Outcome], runs: u64) -> Html {
    let line = |row: &Row| {
        let word = row.kind.map_or("", VerdictKind::title);
        html! {
            <tr>
                { row_head(row.kind, &row.title, word) }
                <td>
                    { row.count }
                    { share(row.kind, row.count as f64 / runs as f64) }
                </td>
            </tr>
        }
    };
    html! {
        <div class="outcomes">
            <table>
                <thead>
                    <tr><th scope="col">{ "Outcome" }</th><th scope="col">{ "Runs" }</th></tr>
                </thead>
                <tbody>{ for rows(outcomes).iter().map(line) }</tbody>
            </table>
        </div>
    }
}

/// One row.
struct Row {
    title: String,
    kind: Option<VerdictKind>,
    count: u64,
}

/// One row for each value; of more words than there is room for, those that most runs had.
fn rows(outcomes: &[Outcome]) -> Vec<Row> {
    let count = |index: usize| outcomes[index].count;
    let mut order = order(outcomes.len(), &|a, b| count(b).cmp(&count(a)));
    if order.len() > MAX_ROWS {
        order.truncate(MAX_ROWS - 1);
    }
    let shown = outcomes.iter().enumerate().filter(|(index, _)| order.contains(index));
    let rest = outcomes.iter().enumerate().filter(|(index, _)| !order.contains(index));
    let row = |&Outcome { ref value, kind, count }: &Outcome| {
        // What has no value of its own is called by its kind.
        let word = kind.filter(|kind| kind.name() == value).map(VerdictKind::title);
        Row { title: word.unwrap_or(value).to_owned(), kind, count }
    };
    let count = rest.clone().map(|(_, outcome)| outcome.count).sum();
    let others =
        (count > 0).then(|| Row { title: format!("{} others", rest.count()), kind: None, count });
    shown.map(|(_, outcome)| row(outcome)).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 12 orders, number 7 in 4 runs and the others in one each, the nine that come first are shown
    /// in the order of their values: 0 to 8. Three are left.
    #[test]
    fn rare_words_are_summed_up() {
        let order = |index: u64| Outcome {
            value: format!("order {index}"),
            kind: Some(VerdictKind::LostUpdates),
            count: 1,
        };
        let mut outcomes: Vec<Outcome> = (0..12).map(order).collect();
        outcomes[7].count = 4;
        let rows = rows(&outcomes);
        assert_eq!(rows.len(), 10);
        assert_eq!((rows[7].title.as_str(), rows[7].count), ("order 7", 4));
        assert_eq!((rows[9].title.as_str(), rows[9].count), ("3 others", 3));
    }
}
