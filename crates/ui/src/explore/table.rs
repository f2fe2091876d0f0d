//! The schedule in the form of the lecture: a column for each thread, the shared values beside them.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::colors::thread_class;
use super::explorer::{Explorer, Walk};
use super::rows::{Place, Row, rows};
use crate::action::Action;

/// Properties of [`Table`], and of the other views of a schedule.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct TableProps {
    /// The schedule.
    pub(super) explorer: Explorer,
    /// Asked to do something.
    pub(super) dispatch: Callback<Action>,
}

/// The table. Each row leads to the moment after its step.
#[component]
pub(super) fn Table(props: &TableProps) -> Html {
    let TableProps { explorer, dispatch } = props;
    let (scroller, current) = (use_node_ref(), use_node_ref());
    {
        let (scroller, current) = (scroller.clone(), current.clone());
        use_effect_with((explorer.at, explorer.replay.clone()), move |_| {
            if let (Some(scroller), Some(row)) =
                (scroller.cast::<Element>(), current.cast::<HtmlElement>())
            {
                keep_in_sight(&scroller, &row);
            }
        });
    }
    let machine = explorer.machine();
    let shared = machine.shared(explorer.cells());
    let threads = &machine.program().threads;
    let (rows, before, behind) = rows(explorer);
    let columns = 1 + threads.len() + shared.len();
    let many = if threads.len() > 4 { Some("crowded") } else { None };
    html! {
        <div class={classes!("table-wrap", "schedule", many)} tabindex="0" role="region"
            aria-label="Schedule, step by step" ref={scroller}>
            <table>
                <thead>
                    <tr>
                        <th scope="col"><span class="unseen">{ "Step" }</span></th>
                        for (index, thread) in threads.iter().enumerate() {
                            <th scope="col" class={classes!("lane-head", thread_class(index))}>
                                { &thread.name }
                            </th>
                        }
                        for (name, _) in &shared {
                            <th scope="col" class="shared">{ name }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    { left_out(before, "earlier", columns) }
                    { for rows.iter().map(|row| {
                        let marker = (row.place == Place::Now).then(|| current.clone());
                        line(explorer, row, marker.unwrap_or_default(), dispatch)
                    }) }
                    { left_out(behind, "later", columns) }
                </tbody>
            </table>
        </div>
    }
}

fn line(explorer: &Explorer, row: &Row, marker: NodeRef, dispatch: &Callback<Action>) -> Html {
    let number = row.number;
    let here = row.place == Place::Now;
    let class = match row.place {
        Place::Done => "done",
        Place::Now => "now",
        Place::Undone => "undone",
    };
    let by = row.step.as_ref().map(|step| usize::from(step.by.thread));
    let preempts = row.step.as_ref().is_some_and(|step| step.preempts);
    let repeats = explorer.loop_from.is_some_and(|from| number > from);
    let begins = explorer.loop_from == Some(number);
    let label = match &row.step {
        None => "To the start".to_owned(),
        Some(step) => format!(
            "To after step {number}: {}, {}",
            explorer.machine().program().threads[usize::from(step.by.thread)].name,
            step.name
        ),
    };
    let go = dispatch.reform(move |_: MouseEvent| Action::Walk(Walk::To(number)));
    html! {
        <tr key={number} class={classes!(class, preempts.then_some("preempts"),
            repeats.then_some("repeats"))} aria-current={here.then_some("step")} onclick={go}
            ref={marker}>
            <th scope="row">
                <button type="button" class="number" aria-label={label}>{ number }</button>
                if preempts {
                    <span class="preemption" title="It interrupts a thread that could have gone on">
                        { "⤺" }<span class="unseen">{ "preemption" }</span>
                    </span>
                }
            </th>
            for (thread, stop) in row.stops.iter().enumerate() {
                <td class={classes!("lane", thread_class(thread), (by == Some(thread)).then_some("moves"))}>
                    { cell(row, (by == Some(thread)).then_some(()), stop.as_ref(), begins && thread == 0) }
                </td>
            }
            for (value, changed) in &row.values {
                <td class={classes!("shared", changed.then_some("changed"))}>{ value }</td>
            }
        </tr>
    }
}

/// What a thread did in a row.
fn cell(row: &Row, moves: Option<()>, stop: Option<&String>, begins: bool) -> Html {
    let step = row.step.as_ref().filter(|_| moves.is_some());
    html! {
        <>
            if let Some(step) = step {
                <span class="deed">{ &step.name }</span>
                if !row.locals.is_empty() {
                    <span class="own">{ row.locals.join(", ") }</span>
                }
            }
            if let Some(stop) = stop {
                <span class="stops">{ stop }</span>
            }
            if begins {
                <span class="stops">{ "from here on it repeats for ever" }</span>
            }
        </>
    }
}

fn left_out(count: usize, which: &str, columns: usize) -> Html {
    html! {
        if count > 0 {
            <tr class="left-out"><td colspan={columns.to_string()}>
                { format!("{count} {which} steps") }
            </td></tr>
        }
    }
}

/// Scrolls within the table, and nothing else.
fn keep_in_sight(scroller: &Element, row: &HtmlElement) {
    let (top, height) = (row.offset_top(), row.offset_height());
    let (from, seen) = (scroller.scroll_top(), scroller.client_height());
    if top < from + 2 * height {
        scroller.set_scroll_top(top - 2 * height);
    } else if top + 2 * height > from + seen {
        scroller.set_scroll_top(top + 2 * height - seen);
    }
}
