//! What an experiment counted for each thread, or in which order: small tables, lists and bars.

use experiments::{ParamKind, Spec};
use measure::{format_count, format_ms};
use serde_json::Value;
use yew::prelude::*;

use super::number::{Form, text};
use crate::chart::{Bar, bars, table};
use crate::report::Report;

/// A list of the outcome that is shown as a table.
struct Listing {
    name: &'static str,
    title: &'static str,
    caption: &'static str,
    /// Field, head and form of each column.
    columns: &'static [(&'static str, &'static str, Form)],
}

const LISTINGS: [Listing; 3] = [
    Listing {
        name: "line",
        title: "The waiting line",
        caption: "In the order in which they came in. Place: how many stood before it when it came.",
        columns: &[
            ("thread", "Thread", Form::Word),
            ("place", "Place", Form::Count),
            ("waited_ms", "Waited", Form::Ms),
        ],
    },
    Listing {
        name: "waits_ms",
        title: "How long each waited",
        caption: "From asking to holding.",
        columns: &[
            ("thread", "Thread", Form::Word),
            ("median_ms", "Median", Form::Ms),
            ("max_ms", "Longest", Form::Ms),
        ],
    },
    Listing {
        name: "woken",
        title: "Who woke whom",
        caption: "In the order in which they woke.",
        columns: &[
            ("thread", "Thread", Form::Word),
            ("by", "Woken by", Form::Word),
            ("waited_ms", "Waited", Form::Ms),
        ],
    },
];

/// Lists of the outcome that are shown one after the other: name, title, caption.
const SEQUENCES: [(&str, &str, &str); 4] = [
    ("order", "Who got the lock when", "Each name is one acquisition."),
    ("counts", "How often it was held", "The hold count after each level."),
    ("retrieved", "Order of retrieval", "Items in the order in which they were taken."),
    ("cut_off", "Cut off", "Threads that still ran when the program ended."),
];
/// Items of a sequence that are shown; the record has them all.
const MAX_ITEMS: usize = 200;

/// Everything of the outcome that is a list and has no chart of its own.
pub(super) fn tables(report: &Report) -> Html {
    html! {
        <>
            { meals(report) }
            for listing in &LISTINGS {
                { shown(listing, report.list(listing.name)) }
            }
            for (name, title, caption) in SEQUENCES {
                { sequence(title, caption, report.list(name)) }
            }
        </>
    }
}

fn framed(title: &str, caption: &str, inside: Html) -> Html {
    html! {
        <section class="chart">
            <h3>{ title }</h3>
            <p class="hint">{ caption }</p>
            { inside }
        </section>
    }
}

fn shown(listing: &Listing, list: &[Value]) -> Html {
    if list.is_empty() {
        return Html::default();
    }
    let head: Vec<&str> = listing.columns.iter().map(|(_, head, _)| *head).collect();
    let row = |entry: &Value| {
        let cell = |(name, _, form): &(&str, &str, Form)| {
            entry.get(name).map_or(String::new(), |value| text(value, *form))
        };
        listing.columns.iter().map(cell).collect()
    };
    let rows: Vec<Vec<String>> = list.iter().map(row).collect();
    framed(listing.title, listing.caption, table(listing.title, &head, &rows))
}

fn sequence(title: &str, caption: &str, list: &[Value]) -> Html {
    if list.is_empty() {
        return Html::default();
    }
    let more = list.len().saturating_sub(MAX_ITEMS);
    framed(
        title,
        caption,
        html! {
            <ol class="sequence">
                for item in list.iter().take(MAX_ITEMS) {
                    <li>{ text(item, Form::Word) }</li>
                }
                if more > 0 {
                    <li>{ format!("and {more} more") }</li>
                }
            </ol>
        },
    )
}

fn meals(report: &Report) -> Html {
    let name = |index: usize| {
        let known = report.lanes.get(index).map(|lane| lane.name.clone());
        known.unwrap_or_else(|| format!("thread {}", index + 1))
    };
    let bar = |(index, meals): (usize, &Value)| Bar {
        name: name(index),
        value: meals.as_f64().unwrap_or_default(),
        text: text(meals, Form::Count),
        class: "work",
    };
    let meals: Vec<Bar> = report.list("meals").iter().enumerate().map(bar).collect();
    let caption = "How often each one held both forks.".to_owned();
    bars("meals", "Meals", caption, &meals, Html::default())
}

/// What each fix costs, and how far each cure carries.
pub(super) fn comparisons(report: &Report, spec: &Spec) -> Html {
    let compared = |name: &str, text: fn(f64) -> String| -> Vec<Bar> {
        let values = report.record.outcome.get(name).and_then(Value::as_object);
        let bar = |(key, value): (&String, &Value)| {
            let value = value.as_f64()?;
            Some(Bar { name: label(spec, key), value, text: text(value), class: "work" })
        };
        values.into_iter().flatten().filter_map(bar).collect()
    };
    let costs = compared("cost_ns", |ns| match ns {
        0.0 => "0\u{a0}ns".to_owned(), // less than a step of the clock
        ns => format_ms(ns * 1e-6),
    });
    let cures = compared("throughput_of_cures", |per_s| format_count(per_s.round() as u64));
    let cost =
        "Time for one increment with each fix, all threads together, with no gap.".to_owned();
    let cure = "Trips in a second with each cure.".to_owned();
    html! {
        <>
            { bars("costs", "What each fix costs", cost, &costs, Html::default()) }
            { bars("cures", "How far each cure carries", cure, &cures, Html::default()) }
        </>
    }
}

/// What the form calls a choice; `cost-lock` is choice `lock`. Of parameters with the same choice the
/// last one is asked: fixes and cures stand behind what they mend.
fn label(spec: &Spec, key: &str) -> String {
    let word = key.strip_prefix("cost-").unwrap_or(key);
    let choices = spec.params.iter().rev().flat_map(|param| match param.kind {
        ParamKind::Choice(choices) => choices,
        _ => &[],
    });
    let known = choices.clone().find(|choice| choice.value == word);
    known.map_or_else(|| word.replace('-', " "), |choice| choice.label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_is_called_as_in_the_form() {
        let spec = experiments::find("lost-update").expect("it is in the catalogue").spec();
        assert_eq!(label(spec, "cost-per-thread"), "Per thread");
        assert_eq!(label(spec, "no-such-fix"), "no such fix");
    }
}
