//! What an experiment counted for each thread, or in which order: bars, small tables and lists.

use experiments::Words;
use experiments::shows::{Bars, Form, Sequence, Table};
use serde_json::Value;
use yew::prelude::*;

use super::number::{of, text};
use crate::run::chart::{Bar, bars, table};
use crate::run::report::Report;

/// Items of a sequence that are shown; the record has them all.
const MAX_ITEMS: usize = 200;

/// Bars, tables and sequences that the experiment lists and the run has measured.
pub(super) fn tables(report: &Report, words: &Words) -> Html {
    let shows = report.shows;
    html! {
        <>
            { for shows.bars.iter().map(|listed| side_by_side(listed, report, words)) }
            { for shows.tables.iter().map(|listed| rows(listed, report.list(listed.name))) }
            { for shows.sequences.iter().map(|listed| sequence(listed, report.list(listed.name))) }
        </>
    }
}

fn framed((name, title): (&str, &str), caption: &str, inside: Html) -> Html {
    html! {
        <section class={classes!("chart", format!("chart-{name}"))}>
            <h3>{ title }</h3>
            <p class="hint">{ caption }</p>
            { inside }
        </section>
    }
}

fn rows(listed: &Table, list: &[Value]) -> Html {
    if list.is_empty() {
        return Html::default();
    }
    let head: Vec<&str> = listed.columns.iter().map(|(_, head, _)| *head).collect();
    let row = |entry: &Value| {
        let cell = |(name, _, form): &(&str, &str, Form)| {
            entry.get(name).map_or(String::new(), |value| text(value, *form))
        };
        listed.columns.iter().map(cell).collect()
    };
    let rows: Vec<Vec<String>> = list.iter().map(row).collect();
    framed((listed.name, listed.title), listed.caption, table(listed.title, &head, &rows))
}

fn sequence(listed: &Sequence, list: &[Value]) -> Html {
    if list.is_empty() {
        return Html::default();
    }
    let more = list.len().saturating_sub(MAX_ITEMS);
    framed(
        (listed.name, listed.title),
        listed.caption,
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

/// One bar for each thread, if the outcome has a list, or for each word of a choice.
fn side_by_side(listed: &Bars, report: &Report, words: &Words) -> Html {
    let bar = |name: String, value: &Value| {
        let value = value.as_f64()?;
        Some(Bar { name, value, text: of(value, listed.form), class: "work" })
    };
    let measured: Vec<Bar> = match report.record.outcome.get(listed.name) {
        Some(Value::Array(list)) => {
            let threads = report.threads.iter().cloned().zip(list);
            threads.filter_map(|(thread, value)| bar(thread, value)).collect()
        }
        Some(Value::Object(map)) => {
            map.iter().filter_map(|(key, value)| bar(label(words, key), value)).collect()
        }
        _ => Vec::new(),
    };
    // Nobody has anything: there is nothing to compare.
    if measured.iter().all(|bar| bar.value == 0.0) {
        return Html::default();
    }
    bars(listed.name, listed.title, listed.caption.to_owned(), &measured, Html::default())
}

/// What the form calls a choice; `cost-lock` is choice `lock`. Of parameters with the same choice the
/// last one is asked: fixes and cures stand behind what they mend.
fn label(words: &Words, key: &str) -> String {
    let word = key.strip_prefix("cost-").unwrap_or(key);
    let choices = words.params.iter().rev().flat_map(|param| param.choices);
    let known = choices.clone().find(|(value, _)| *value == word);
    known.map_or_else(|| word.replace('-', " "), |(_, label)| (*label).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_is_called_as_in_the_form() {
        let experiment = experiments::find("lost-update", experiments::Face::Run);
        let words = experiment.expect("it is in the catalogue").words();
        assert_eq!(label(words, "cost-per-thread"), "Per thread");
        assert_eq!(label(words, "no-such-fix"), "no such fix");
    }
}
