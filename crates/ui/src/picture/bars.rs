//! What came of the repeats of a run: a bar for each outcome.

use serde_json::Value;
use trace::VerdictKind;

use super::content::Picture;
use super::label::label;
use super::style::{escaped, rounded};
use super::text::{Weight, width};
use crate::order::order;
use crate::run::report::Report;

/// Height of a bar, and from one to the next.
const BAR: f64 = 22.0;
const ROW: f64 = 34.0;
/// Width of a name at most, and of what stands behind a bar.
const WIDEST: f64 = 220.0;
const BEHIND: f64 = 180.0;
/// Size of the letters.
const NAME: f64 = 15.0;

/// Height of so many bars.
pub(super) fn height(rows: usize) -> f64 {
    ROW * rows as f64 - (ROW - BAR)
}

/// How many outcomes the repeats of a run had.
pub(super) fn count(report: &Report) -> usize {
    report.list("distribution").len()
}

/// The picture of a report whose repeats are counted, of so many bars at most; none if there was one repeat.
pub(super) fn picture(report: &Report, most: usize, wide: f64) -> Option<Picture> {
    drawn(report.list("distribution"), most, wide)
}

fn drawn(distribution: &[Value], most: usize, wide: f64) -> Option<Picture> {
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
    shown.truncate(most);
    let title = |(value, kind, _): &(&str, Option<VerdictKind>, u64)| {
        // What has no value of its own is called by its kind.
        let own = kind.filter(|kind| kind.name() == *value).map(VerdictKind::title);
        own.map_or_else(|| (*value).to_owned(), str::to_owned)
    };
    let titles: Vec<String> = shown.iter().map(|index| title(&outcomes[*index])).collect();
    let widest = titles.iter().map(|title| width(title, NAME, Weight::Regular)).fold(0.0, f64::max);
    let left = widest.min(WIDEST) + 14.0;
    let whole = wide - left - BEHIND;
    let mut svg = String::new();
    for (row, (index, title)) in shown.iter().zip(&titles).enumerate() {
        let (_, kind, count) = outcomes[*index];
        let class = match kind {
            Some(VerdictKind::Held) => "part-held",
            Some(VerdictKind::TimedOut) | None => "part-late",
            Some(_) => "part-wrong",
        };
        let (top, long) = (ROW * row as f64, whole * count as f64 / runs as f64);
        let base = top + BAR / 2.0 + 5.0;
        let word = kind.map(VerdictKind::title).filter(|word| word != title);
        let word = word.map_or(String::new(), |word| format!(" · {}", escaped(word)));
        svg.push_str(&label("name", (0.0, base), title, (NAME, Weight::Regular), WIDEST));
        svg.push_str(&format!(
            "<rect class=\"part-all\" x=\"{x}\" y=\"{top}\" width=\"{}\" height=\"{BAR}\" rx=\"3\"/>\
             <rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"{}\" height=\"{BAR}\" rx=\"3\"/>\
             <text class=\"name\" x=\"{}\" y=\"{base}\">{count}{word}</text>",
            rounded(whole, 2),
            rounded(long, 2),
            rounded(left + whole + 12.0, 2),
            x = rounded(left, 2),
        ));
    }
    let of = match shown.len() {
        rows if rows < outcomes.len() => {
            format!("The {rows} most frequent outcomes of {runs} runs")
        }
        _ => format!("Outcomes of {runs} runs"),
    };
    Some(Picture { width: wide, height: height(shown.len()), svg, hint: of, told: vec![] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Of 20 runs 15 gave 1 and 5 gave 2: bars of three and one quarter, the longer one first.
    #[test]
    fn a_bar_is_as_long_as_its_part_of_all_runs() {
        let counted = [
            json!({ "value": "2", "kind": "held", "count": 5 }),
            json!({ "value": "<&\"", "kind": "lost-updates", "count": 15 }),
        ];
        let left = width("<&\"", NAME, Weight::Regular) + 14.0;
        let picture =
            drawn(&counted, 8, 520.0 + left + BEHIND).expect("there is more than one run");
        assert_eq!(picture.hint, "Outcomes of 20 runs");
        let svg = picture.svg;
        let [first, second] =
            ["width=\"390\"", "width=\"130\""].map(|bar| svg.find(bar).expect(bar));
        assert!(first < second && svg.contains(">&lt;&amp;&quot;</text>"), "{svg}");
        assert!(drawn(&[json!({ "value": "2", "kind": "held", "count": 1 })], 8, 700.0).is_none());
    }
}
