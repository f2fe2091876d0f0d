//! The last runs side by side: what they differ in, and what came of each.

use experiments::Words;
use serde_json::Value;
use trace::VerdictKind;
use yew::prelude::*;

use super::environment;
use super::figures::{Figure, figures};
use crate::action::Action;
use crate::run::kept::Kept;
use crate::run::report::Report;

/// So many runs are shown, and others when asked for: by the style sheet, which knows the number too.
const FEW: usize = 3;

/// A row for each run, the newest first, with what is not the same in all; nothing for one run alone.
pub(super) fn compared(kept: &Kept, dispatch: &Callback<Action>) -> Html {
    let runs = kept.runs();
    let (Some(words), true) = (runs[0].words(), runs.len() > 1) else { return Html::default() };
    let params = words.params.iter().map(|param| param.name);
    let params: Vec<&str> = params
        .filter(|name| {
            differ(runs.iter().map(|run| told_value(words, name, run.record.params.get(*name))))
        })
        .collect();
    let ends_differ = differ(runs.iter().map(|run| run.record.verdict.kind.as_str()));
    let is_mixed = runs.iter().any(|run| run.theirs);
    let told: Vec<Vec<Figure>> = runs.iter().map(|run| figures(run)).collect();
    let value = |place: usize, label: &str| {
        told[place].iter().find(|figure| figure.label == label).map(|figure| figure.value.as_str())
    };
    let mut labels: Vec<&str> = Vec::new();
    for figure in told.iter().flatten() {
        let label = figure.label.as_str();
        if !labels.contains(&label) && differ((0..runs.len()).map(|place| value(place, label))) {
            labels.push(label);
        }
    }
    let row = |place: usize, run: &Report| {
        let is_shown = place == kept.place();
        html! {
            <tr class={is_shown.then_some("shown")}>
                <th scope="row">
                    <button type="button" aria-pressed={is_shown.to_string()}
                        onclick={dispatch.reform(move |_| Action::ShowRun(place))}>
                        { if run.theirs { "Theirs".to_owned() } else { format!("Run {}", place + 1) } }
                    </button>
                </th>
                if is_mixed {
                    <td>{ environment::place(run) }</td>
                }
                for name in &params {
                    <td>{ told_value(words, name, run.record.params.get(*name)) }</td>
                }
                if ends_differ {
                    <td>{ VerdictKind::from_name(&run.record.verdict.kind).map(VerdictKind::title) }</td>
                }
                for label in &labels {
                    <td>{ value(place, label).unwrap_or("–").to_owned() }</td>
                }
            </tr>
        }
    };
    html! {
        <section class={classes!("compared", (is_mixed || !params.is_empty()).then_some("differs"))} aria-labelledby="compared">
            <h3 id="compared">{ if is_mixed { "Their run and yours" } else { "Your last runs" } }</h3>
            <div class="table-wrap" tabindex="0" role="group" aria-label="Runs and what differs">
                <table>
                    <thead>
                        <tr>
                            <th scope="col"><span class="unseen">{ "Run" }</span></th>
                            if is_mixed {
                                <th scope="col">{ "Where" }</th>
                            }
                            for name in &params {
                                <th scope="col">{ words.param(name).label }</th>
                            }
                            if ends_differ {
                                <th scope="col">{ "Outcome" }</th>
                            }
                            for label in &labels {
                                <th scope="col">{ (*label).to_owned() }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>
                        { for runs.iter().enumerate().rev().map(|(place, run)| row(place, run)) }
                    </tbody>
                </table>
            </div>
            if runs.len() > FEW {
                <label class="check"><input type="checkbox" />{ format!("All {} runs", runs.len()) }</label>
            }
            <p class="hint">{ "What is the same in all of them is left out." }</p>
        </section>
    }
}

/// Whether not all of them are the same.
fn differ<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    let first = values.next();
    values.any(|value| Some(value) != first)
}

/// The value of a parameter for people.
fn told_value(words: &Words, name: &str, value: Option<&Value>) -> String {
    match value {
        Some(Value::String(word)) => words.param(name).choice_label(word).to_owned(),
        // A browser does not know 10.0 from 10.
        Some(Value::Number(number)) if number.is_f64() => {
            number.as_f64().map(|number| number.to_string()).unwrap_or_default()
        }
        Some(value) => value.to_string(),
        None => String::new(),
    }
}
