//! What came of the repeats of a run: a bar for each outcome.

use serde_json::Value;
use trace::VerdictKind;

use super::card::{Picture, label};
use super::style::{escaped, rounded};
use super::text::{Weight, width};
use crate::order::order;
use crate::run::report::Report;

/// Bars at most: the outcomes that most runs had.
const MOST_ROWS: usize = 8;
/// Height of a bar, and from one to the next.
const BAR: f64 = 22.0;
const ROW: f64 = 34.0;
/// Width of the longest bar, and of a name at most.
const WIDE: f64 = 520.0;
const WIDEST: f64 = 220.0;
/// Size of the letters.
const NAME: f64 = 15.0;

/// The picture of a report whose repeats are counted; none if there was one.
pub(super) fn picture(report: &Report) -> Option<Picture> {
    drawn(report.list("distribution"))
}

fn drawn(distribution: &[Value]) -> Option<Picture> {
    let outcomes: Vec<(&str, Option<VerdictKind>, u64)> = distribution
        .iter()
        .filter_map(|outcome| {
            let word = |name: &str| outcome.get(name)?.as_str();
            let kind = VerdictKind::from_name(word("kind")?);
            Some((word("value")?, kind, outcome.get("count")?.as_u64()?))
        })
        .collect();
    let runs: u64 = outcomes.iter().map(|(.., count)| count).sum();
    if runs < 2 {
        return None;
    }
    let mut shown = order(outcomes.len(), &|a, b| outcomes[b].2.cmp(&outcomes[a].2));
    shown.truncate(MOST_ROWS);
    let title = |(value, kind, _): &(&str, Option<VerdictKind>, u64)| {
        // What has no value of its own is called by its kind.
        let own = kind.filter(|kind| kind.name() == *value).map(VerdictKind::title);
        own.map_or_else(|| (*value).to_owned(), str::to_owned)
    };
    let titles: Vec<String> = shown.iter().map(|index| title(&outcomes[*index])).collect();
    let widest = titles.iter().map(|title| width(title, NAME, Weight::Regular)).fold(0.0, f64::max);
    let left = widest.min(WIDEST) + 14.0;
    let mut svg = String::new();
    for (row, (index, title)) in shown.iter().zip(&titles).enumerate() {
        let (_, kind, count) = outcomes[*index];
        let class = match kind {
            Some(VerdictKind::Held) => "part-held",
            Some(VerdictKind::TimedOut) | None => "part-late",
            Some(_) => "part-wrong",
        };
        let (top, long) = (ROW * row as f64, WIDE * count as f64 / runs as f64);
        let base = top + BAR / 2.0 + 5.0;
        let word = kind.map(VerdictKind::title).filter(|word| word != title).unwrap_or_default();
        svg.push_str(&label("name", (0.0, base), title, (NAME, Weight::Regular), WIDEST));
        svg.push_str(&format!(
            "<rect class=\"part-all\" x=\"{x}\" y=\"{top}\" width=\"{WIDE}\" height=\"{BAR}\" rx=\"3\"/>\
             <rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"{}\" height=\"{BAR}\" rx=\"3\"/>\
             <text class=\"name\" x=\"{}\" y=\"{base}\">{count} {}</text>",
            rounded(long, 2),
            rounded(left + WIDE + 12.0, 2),
            escaped(word),
            x = rounded(left, 2),
        ));
    }
    let of = if outcomes.len() > shown.len() {
        format!("The {} outcomes that most of {runs} runs had.", shown.len())
    } else {
        format!("How many of {runs} runs had which outcome.")
    };
    Some(Picture {
        width: left + WIDE + 170.0,
        height: ROW * shown.len() as f64 - (ROW - BAR),
        svg,
        hint: of,
        told: vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Of 20 runs 15 gave 1 and 5 gave 2: bars of 390 and 130 of 520 pixels, the longer one first.
    #[test]
    fn a_bar_is_as_long_as_its_part_of_all_runs() {
        let picture = drawn(&[
            json!({ "value": "2", "kind": "held", "count": 5 }),
            json!({ "value": "<&\"", "kind": "lost-updates", "count": 15 }),
        ]);
        let svg = picture.expect("there is more than one run").svg;
        let [first, second] =
            ["width=\"390\"", "width=\"130\""].map(|bar| svg.find(bar).expect(bar));
        assert!(first < second && svg.contains(">&lt;&amp;&quot;</text>"), "{svg}");
        assert!(drawn(&[json!({ "value": "2", "kind": "held", "count": 1 })]).is_none());
    }
}
