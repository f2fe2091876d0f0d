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
        // Opening a link leaves the page where it is; a step does not lead out of sight.
        let opened = use_mut_ref(|| true);
        use_effect_with((explorer.at, explorer.replay.clone()), move |_| {
            if let (Some(scroller), Some(row)) =
                (scroller.cast::<Element>(), current.cast::<HtmlElement>())
            {
                keep_in_sight(&scroller, &row);
                if !opened.replace(false) {
                    bring_on_screen(&scroller, &row);
                }
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
        None => "0: to the start".to_owned(),
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

/// Part of the window above the table once the page has been scrolled: for the threads' buttons.
const ABOVE: f64 = 0.42;

/// Scrolls the page if the row is below the window, once for all: as far as the table, which is no
/// higher than the rest of the window, so that the buttons stay put from then on.
fn bring_on_screen(scroller: &Element, row: &HtmlElement) {
    let Some(window) = web_sys::window() else { return };
    let seen = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    if row.get_bounding_client_rect().bottom() > seen {
        window
            .scroll_by_with_x_and_y(0.0, scroller.get_bounding_client_rect().top() - seen * ABOVE);
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
    if let Ok(Some(cell)) = row.query_selector(".moves") {
        keep_beside_shared(scroller, &cell);
    }
}

/// The shared value stays at the right, this wide at most, and what moves is not to be below it.
const SHARED: f64 = 96.0;
/// The numbers of the steps stay at the left, this wide at most.
const NUMBERS: f64 = 44.0;

/// Scrolls sideways until the cell is seen whole.
fn keep_beside_shared(scroller: &Element, cell: &Element) {
    let (seen, cell) = (scroller.get_bounding_client_rect(), cell.get_bounding_client_rect());
    let beyond = (cell.right() - (seen.right() - SHARED)).max(0.0);
    let before = (cell.left() - (seen.left() + NUMBERS)).min(0.0);
    let by = if before < 0.0 { before } else { beyond };
    scroller.scroll_by_with_x_and_y(by, 0.0);
}
