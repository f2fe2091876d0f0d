//! What came of each repeat: how often each value, and with which verdict.

use experiments::decimal;
use serde_json::Value;
use trace::VerdictKind;
use yew::prelude::*;

use super::figure::figure;
use super::outcomes::{MAX_ROWS, table};
use super::plane::plane;
use super::scale::Scale;
use super::shape::{rect, text};

/// More distinct numbers than these are put into bins.
const MAX_COLUMNS: usize = 40;
/// About so many bins.
const BINS: u32 = 20;
/// Texts below the columns.
const MAX_TEXTS: usize = 6;
/// Heads of the table.
const HEAD: &[&str] = &["Value", "Verdict", "Runs"];

/// A value with its verdict, and how many runs had both.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) value: String,
    pub(super) kind: Option<VerdictKind>,
    pub(super) count: u64,
}

/// Runs beside each other, by kind, one above the other.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    name: String,
    parts: Vec<(Option<VerdictKind>, u64)>,
}

/// The chart; nothing for less than two runs. What an outcome is, is said by `what`; what may happen is shown by `model`, a
/// link.
pub(crate) fn histogram(distribution: &[Value], what: &str, model: Option<&str>) -> Html {
    let outcomes: Vec<Outcome> = distribution.iter().filter_map(outcome).collect();
    let runs: u64 = outcomes.iter().map(|outcome| outcome.count).sum();
    if runs < 2 {
        return Html::default();
    }
    let kinds = kinds(&outcomes);
    let said: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} {}", word(*kind))).collect();
    let caption = format!("{runs} runs: {}. {what}", said.join(", "));
    let numbers: Option<Vec<f64>> = outcomes.iter().map(|o| decimal(&o.value)).collect();
    let may = html! {
        if let Some(model) = model {
            <p class="may"><a href={model.to_owned()}>{ "What may happen: explore every schedule" }</a></p>
        }
    };
    match numbers {
        Some(numbers) if outcomes.len() > MAX_ROWS => {
            columns(&outcomes, &columns_of(&outcomes, &numbers), caption, (&kinds, may))
        }
        _ => figure(
            ("histogram", "Outcomes"),
            (caption, String::new()),
            html! { <>{ table(&outcomes, runs) }{ may }</> },
            (&[], Vec::new(), None),
        ),
    }
}

fn outcome(value: &Value) -> Option<Outcome> {
    Some(Outcome {
        value: value.get("value")?.as_str()?.to_owned(),
        kind: VerdictKind::from_name(value.get("kind")?.as_str()?),
        count: value.get("count")?.as_u64()?,
    })
}

/// How many runs had which verdict, defects first, as the sentence lists them.
fn kinds(outcomes: &[Outcome]) -> Vec<(Option<VerdictKind>, u64)> {
    let mut kinds: Vec<(Option<VerdictKind>, u64)> = Vec::new();
    for outcome in outcomes {
        match kinds.iter_mut().find(|(kind, _)| *kind == outcome.kind) {
            Some((_, sum)) => *sum += outcome.count,
            None => kinds.push((outcome.kind, outcome.count)),
        }
    }
    let is_held = |kind: &(Option<VerdictKind>, u64)| kind.0 == Some(VerdictKind::Held);
    let defects = kinds.iter().filter(|kind| !is_held(kind));
    defects.chain(kinds.iter().filter(|kind| is_held(kind))).copied().collect()
}

fn word(kind: Option<VerdictKind>) -> String {
    kind.map_or("other", VerdictKind::title).to_ascii_lowercase()
}

/// Class of a verdict: color and pattern.
fn class(kind: Option<VerdictKind>) -> &'static str {
    match kind {
        Some(VerdictKind::Held) => "kind-held",
        Some(VerdictKind::Deadlock | VerdictKind::LostWakeup) => "kind-stuck",
        Some(VerdictKind::Livelock) => "kind-busy",
        Some(VerdictKind::TimedOut) | None => "kind-late",
        Some(_) => "kind-wrong",
    }
}

/// One column for each number, or bins if there are too many.
fn columns_of(outcomes: &[Outcome], numbers: &[f64]) -> Vec<Column> {
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(low, f64::max);
    let ticks = Scale::new(low, high).ticks(BINS);
    let binned = outcomes.len() > MAX_COLUMNS;
    let mut columns: Vec<Column> = Vec::new();
    let mut names = Vec::new();
    if binned {
        let first = (low / ticks.step).floor();
        let last = (high / ticks.step).floor();
        names = (0..=(last - first) as usize)
            .map(|index| ticks.text((first + index as f64) * ticks.step))
            .collect();
        let empty = |name: &String| Column { name: format!("{name}…"), parts: Vec::new() };
        columns = names.iter().map(empty).collect();
    }
    for (outcome, number) in outcomes.iter().zip(numbers) {
        let index = if binned {
            ((number / ticks.step).floor() - (low / ticks.step).floor()) as usize
        } else {
            // The same number with another verdict goes on top of it.
            let known = names.iter().position(|name| *name == outcome.value);
            known.unwrap_or_else(|| {
                names.push(outcome.value.clone());
                columns.push(Column { name: outcome.value.clone(), parts: Vec::new() });
                columns.len() - 1
            })
        };
        let parts = &mut columns[index].parts;
        match parts.iter_mut().find(|(kind, _)| *kind == outcome.kind) {
            Some((_, sum)) => *sum += outcome.count,
            None => parts.push((outcome.kind, outcome.count)),
        }
    }
    columns
}

impl Column {
    fn count(&self) -> u64 {
        self.parts.iter().map(|(_, count)| count).sum()
    }
}

fn columns(
    outcomes: &[Outcome],
    columns: &[Column],
    caption: String,
    (kinds, may): (&[(Option<VerdictKind>, u64)], Html),
) -> Html {
    let n = columns.len() as f64;
    let most = columns.iter().map(Column::count).max().unwrap_or_default();
    let y = Scale::new(0.0, 1.15 * most as f64);
    let every = columns.len().div_ceil(MAX_TEXTS);
    let middle = |index: usize| 100.0 * (index as f64 + 0.5) / n;
    let texts = columns.iter().enumerate().filter(|(index, _)| index.is_multiple_of(every));
    let across: Vec<_> =
        texts.map(|(index, column)| (middle(index), column.name.clone())).collect();
    let drawn = |(index, column): (usize, &Column)| {
        let mut below = 0;
        let part = |&(kind, count): &(Option<VerdictKind>, u64)| {
            below += count;
            let (left, width) = (middle(index) - 42.0 / n, 84.0 / n);
            rect(class(kind), (left, 100.0 - y.at(below as f64)), (width, y.at(count as f64)))
        };
        let parts: Vec<_> = column.parts.iter().map(part).collect();
        let top = 100.0 - y.at(column.count() as f64);
        html! {
            <>
                { for parts }
                if column.count() > 0 {
                    { text("", (middle(index), top), (0.0, -4.0), "middle", &column.count().to_string()) }
                }
            </>
        }
    };
    let label = format!("Outcomes. {caption}");
    let row = |outcome: &Outcome| {
        vec![outcome.value.clone(), word(outcome.kind), outcome.count.to_string()]
    };
    let rows: Vec<Vec<String>> = outcomes.iter().map(row).collect();
    let plot = html! { for column in columns.iter().enumerate() { { drawn(column) } } };
    let plot = html! {
        <>
            { plane(y, &across, "value", plot) }
            { legend(kinds) }
            { may }
        </>
    };
    figure(("histogram", "Outcomes"), (caption, label), plot, (HEAD, rows, None))
}

/// Which pattern is which verdict, and the patterns.
fn legend(kinds: &[(Option<VerdictKind>, u64)]) -> Html {
    html! {
        <ul class="legend">
            <svg class="defs" width="0" height="0" aria-hidden="true">
                <pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)">
                    <rect class="stripe-ground" width="6" height="6" />
                    <rect class="stripe" width="3" height="6" />
                </pattern>
                <pattern id="grating" width="6" height="6" patternUnits="userSpaceOnUse">
                    <rect class="stripe-ground" width="6" height="6" />
                    <path class="grating" d="M0 0L6 6M6 0L0 6" />
                </pattern>
                <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
                    <rect class="stripe-ground" width="6" height="6" />
                    <circle class="dots" cx="3" cy="3" r="1.5" />
                </pattern>
            </svg>
            for (kind, _) in kinds {
                <li>
                    <svg width="24" height="12" aria-hidden="true">
                        <rect class={class(*kind)} width="24" height="12" />
                    </svg>
                    { word(*kind) }
                </li>
            }
        </ul>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(value: u64, count: u64) -> Outcome {
        Outcome { value: value.to_string(), kind: Some(VerdictKind::LostUpdates), count }
    }

    fn counts(columns: &[Column]) -> Vec<(String, u64)> {
        columns.iter().map(|column| (column.name.clone(), column.count())).collect()
    }

    #[test]
    fn defects_are_listed_before_what_held() {
        let held = Outcome { kind: Some(VerdictKind::Held), ..lost(200, 1) };
        let kinds = kinds(&[held, lost(197, 3), lost(198, 2)]);
        assert_eq!(kinds, [(Some(VerdictKind::LostUpdates), 5), (Some(VerdictKind::Held), 1)]);
    }

    #[test]
    fn one_number_with_two_verdicts_is_one_column() {
        let held = Outcome { kind: Some(VerdictKind::Held), ..lost(200, 1) };
        let columns = columns_of(&[lost(197, 3), lost(200, 2), held], &[197.0, 200.0, 200.0]);
        assert_eq!(counts(&columns), [("197".to_owned(), 3), ("200".to_owned(), 3)]);
        assert_eq!(columns[1].parts.len(), 2);
    }

    /// 0 to 99 in steps of 99 / 20, which is 5: 20 bins of 5 numbers each.
    #[test]
    fn many_numbers_are_put_into_bins() {
        let outcomes: Vec<Outcome> = (0..100).map(|value| lost(value, 1)).collect();
        let numbers: Vec<f64> = (0..100).map(f64::from).collect();
        let columns = columns_of(&outcomes, &numbers);
        assert_eq!(columns.len(), 20);
        assert!(columns.iter().all(|column| column.count() == 5));
        assert_eq!((columns[0].name.as_str(), columns[19].name.as_str()), ("0…", "95…"));
    }
}
