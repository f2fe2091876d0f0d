//! Every outcome: how many schedules, how likely, how often real threads gave it, and a witness.

use trace::VerdictKind;
use trace::wire::FindingRecord;
use yew::prelude::*;

use super::explorer::{Explorer, Walk};
use super::found::{Row, Standing, rows, runs, word};
use super::numbers::{chance, counted, number, short};
use crate::action::Action;
use crate::frame::icon::{Icon, Picture};
use crate::outcome::{row_head, share};
use measure::format_count;

/// Rows that are shown; the record has them all.
const MAX_ROWS: usize = 100;

/// Properties of [`Outcomes`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct OutcomesProps {
    /// What was found.
    pub(super) explorer: Explorer,
    /// Asked to do something.
    pub(super) dispatch: Callback<Action>,
}

/// The table of outcomes, and what is wrong.
#[component]
pub(super) fn Outcomes(props: &OutcomesProps) -> Html {
    let OutcomesProps { explorer, dispatch } = props;
    let record = explorer.explored().map(|record| &**record);
    let beside = explorer.beside.as_deref();
    let rows = rows(record, beside);
    if rows.is_empty() {
        return html! {
            <p class="intent nothing">
                { "Nothing is known yet. Explore finds every outcome, how likely each one is, and a \
                   schedule that leads to it." }
            </p>
        };
    }
    let at_least = record.is_some_and(|record| !record.complete);
    let impossible = rows.iter().filter(|row| row.standing == Standing::Impossible).count();
    html! {
        <>
            if impossible > 0 {
                <p class="notice failed" role="alert">
                    <Picture icon={Icon::Cross} />
                    <span>
                        { "Real threads did what no schedule of the model can do: the model is wrong, \
                           or the experiment is. This is a bug of ours; please report it." }
                    </span>
                </p>
            }
            <div class="table-wrap outcomes" tabindex="0" role="region" aria-label="Outcomes">
                { table(&rows, (record.is_some(), beside.map(runs), at_least), dispatch) }
            </div>
            <p class="hint outcomes-hint">{ legend(explorer, at_least) }</p>
            { fractions(&rows) }
            if let Some(record) = record {
                { findings(&record.findings, dispatch) }
                if let Some(classes) = &record.classes {
                    <p class="hint">
                        { format!(
                            "Schedules that differ only in the order of steps which do not touch each \
                             other count as one class: {}.",
                            match classes.as_str() {
                                "1" => "1 class".to_owned(),
                                classes => format!("{} classes", number(classes)),
                            }
                        ) }
                    </p>
                }
            }
        </>
    }
}

fn table(rows: &[Row], head: (bool, Option<u64>, bool), dispatch: &Callback<Action>) -> Html {
    let (explored, ran, at_least) = head;
    html! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{ "Outcome" }</th>
                    if explored {
                        <th scope="col">{ if at_least { "Schedules, at least" } else { "Schedules" } }</th>
                        <th scope="col">
                            { if at_least { "Probability, sampled" } else { "Probability" } }
                        </th>
                    }
                    if ran.is_some() {
                        <th scope="col" class="real">{ "Seen on threads" }</th>
                    }
                    <th scope="col"><span class="unseen">{ "Witness" }</span></th>
                </tr>
            </thead>
            <tbody>
                { for rows.iter().take(MAX_ROWS).map(|row| line(row, (explored, ran), dispatch)) }
            </tbody>
        </table>
    }
}

/// Probabilities that are known exactly, when asked for.
fn fractions(rows: &[Row]) -> Html {
    let fraction = |row: &Row| {
        let fraction = short(row.model.as_ref()?.fraction.as_ref())?.to_owned();
        (row.standing != Standing::Vanished).then(|| (row.title(), fraction))
    };
    let known: Vec<(String, String)> = rows.iter().take(MAX_ROWS).filter_map(fraction).collect();
    if known.is_empty() {
        return Html::default();
    }
    html! {
        <details class="data fractions">
            <summary>{ "Exact probabilities" }</summary>
            <dl>
                for (title, fraction) in known {
                    <dt>{ title }</dt>
                    <dd>{ fraction }</dd>
                }
            </dl>
        </details>
    }
}

/// The runs of real threads, if there were any, are `ran`.
fn line(row: &Row, (explored, ran): (bool, Option<u64>), dispatch: &Callback<Action>) -> Html {
    let runs = ran.unwrap_or(0);
    let ran = ran.is_some();
    let kind = VerdictKind::from_name(&row.kind);
    let model = row.model.as_ref();
    html! {
        <tr class={row.standing.class()}>
            { row_head(kind, &row.title(), word(&row.kind)) }
            if row.standing == Standing::Vanished {
                { vanished(row, ran) }
            } else if explored {
                <td>{ model.map_or("—".to_owned(), |model| number(&model.schedules)) }</td>
                <td>
                    { chance(model.map_or(0.0, |model| model.probability)) }
                    { share(kind, model.map_or(0.0, |model| model.probability)) }
                </td>
            }
            if ran && row.standing != Standing::Vanished {
                <td class="real">
                    <span class="count">{ row.seen.map(format_count) }</span>
                    <span class="standing">{ row.standing.text() }</span>
                    { share(kind, row.seen.unwrap_or(0) as f64 / runs.max(1) as f64) }
                </td>
            }
            <td class="go">
                if row.standing == Standing::Vanished {
                    <a href={model.map(|model| model.witness.clone())}>{ "Step through" }</a>
                } else if let Some(model) = model {
                    { load("Step through", &model.witness, (None, true), dispatch) }
                    <span class="unseen">
                        { format!("{}, {}", counted(model.steps.into(), "step"),
                            counted(model.preemptions.into(), "preemption")) }
                    </span>
                }
            </td>
        </tr>
    }
}

/// Of an outcome that vanishes: how likely it is if threads may be interrupted anywhere.
fn vanished(row: &Row, ran: bool) -> Html {
    let likely = row.model.as_ref().map(|model| chance(model.probability));
    let columns = if ran { "3" } else { "2" };
    html! {
        <td colspan={columns} class="vanished">
            { "Vanishes; interrupted anywhere " }{ likely }
        </td>
    }
}

fn legend(explorer: &Explorer, at_least: bool) -> String {
    let mut text = String::new();
    if let Some(record) = explorer.explored() {
        if record.schedules == "infinite" {
            text += "Threads may go round for ever, so schedules have no number. ";
        }
        text += if at_least {
            "Not everything was explored: chances are from random schedules, and there may be other \
             outcomes."
        } else {
            "Probability: at each step every thread that may go on is equally likely to."
        };
    }
    if let Some(beside) = &explorer.beside {
        let runs = counted(runs(beside), "run");
        if !text.is_empty() {
            text.push(' ');
        }
        text += &format!("Real threads: {runs} on this machine, with its own scheduler.");
    }
    text
}

fn findings(findings: &[FindingRecord], dispatch: &Callback<Action>) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    let finding = |finding: &FindingRecord| {
        let loop_from = finding.loop_from.and_then(|from| usize::try_from(from).ok());
        html! {
            <li>
                <strong>{ finding_title(&finding.kind) }</strong>
                <span>{ &finding.text }</span>
                { load("Show", &finding.witness, (loop_from, false), dispatch) }
            </li>
        }
    };
    html! {
        <section class="findings" aria-labelledby="findings">
            <h3 id="findings">{ "Findings" }</h3>
            <ul>{ for findings.iter().map(finding) }</ul>
        </section>
    }
}

/// The word for a finding.
fn finding_title(kind: &str) -> String {
    match kind {
        "race" => "Data race".to_owned(),
        "starvation" => "Starvation".to_owned(),
        "busy-waiting" => "Busy waiting".to_owned(),
        kind => word(kind).to_owned(),
    }
}

fn load(
    label: &'static str,
    link: &str,
    (loop_from, from_start): (Option<usize>, bool),
    dispatch: &Callback<Action>,
) -> Html {
    let walk = Walk::Load { link: link.to_owned(), loop_from, from_start };
    html! {
        <button type="button" class="small" onclick={dispatch.reform(move |_| Action::Walk(walk.clone()))}>
            { label }
        </button>
    }
}
