//! A state as it is drawn, and the steps between two.

use explorer::{Arrow, Node, StateGraph};
use machine::Outcome;
use trace::VerdictKind;
use yew::prelude::*;

use super::drawn::Known;
use super::layout::{Places, bow};
use super::way::Way;
use crate::action::Action;
use crate::explore::colors::thread_class;
use crate::explore::explorer::{Explorer, Walk};
use crate::outcome::kind_class;

/// The step between two states.
pub(super) fn arrow(edge: &Arrow, places: &Places, known: &Known, way: &Way<'_>) -> Html {
    let ((x1, y1), (x2, y2)) = (places.at(edge.from), places.at(edge.to));
    let bend = bow(x1, x2);
    let path = if bend == 0.0 {
        format!("M{x1:.1} {y1:.1}l{:.1} {:.1}", x2 - x1, y2 - y1)
    } else {
        let (mx, my) = ((x1 + x2) / 2.0, (y1 + y2) / 2.0 + if y2 >= y1 { bend } else { -bend });
        format!("M{x1:.1} {y1:.1}Q{mx:.1} {my:.1} {x2:.1} {y2:.1}")
    };
    let thread = usize::from(edge.by.thread);
    let (class, on_way) = match way.goes(edge) {
        Some((thread, is_done)) => {
            (thread_class(thread), Some(if is_done { "walked" } else { "ahead" }))
        }
        None if known.merges && known.alike[thread] => ("alike", None),
        None => (thread_class(thread), None),
    };
    let back = (x2 <= x1).then_some("back");
    html! {
        <path class={classes!("edge", class, on_way, back)} d={path} />
    }
}

/// A state: a button that leads there.
pub(super) fn node(
    (graph, places, index): (&StateGraph, &Places, usize),
    is_doomed: bool,
    explorer: &Explorer,
    way: &Way<'_>,
    dispatch: &Callback<Action>,
) -> Html {
    let node = &graph.nodes[index];
    let (x, y) = places.at(index);
    let here = way.here() == Some(index);
    let near = way
        .here()
        .is_some_and(|here| graph.edges.iter().any(|edge| edge.from == here && edge.to == index));
    let cells = way.cells(index).unwrap_or(&node.cells).to_vec();
    let mut text = label(explorer, &cells, node.outcome.as_ref());
    let go = dispatch.reform(move |()| Action::Walk(Walk::State(cells.clone())));
    let onclick = go.reform(|_: MouseEvent| ());
    let onkeydown = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            go.emit(());
        }
    };
    // To go on, the states around are enough; the others can be pointed at.
    let tabindex = if here || near || way.has(index) { "0" } else { "-1" };
    let kind = node.outcome.as_ref().map(|outcome| outcome.kind);
    let class = match kind {
        None if is_doomed => "doomed",
        None => "open",
        kind => kind_class(kind),
    };
    let on_way = way.has(index).then_some("walked");
    if is_doomed && kind.is_none() {
        text += &format!("; {DOOMED}");
    }
    html! {
        <g class={classes!("state", class, on_way, here.then_some("current"))} role="button"
            transform={format!("translate({x:.1} {y:.1})")} {tabindex} aria-label={text.clone()}
            aria-current={here.then_some("step")} {onclick} {onkeydown}>
            <title>{ text }</title>
            if here {
                <circle class="ring-now" r="13" />
            }
            { shape(kind) }
            if is_doomed && kind.is_none() {
                { cross() }
            }
            // What only repeats its kind is told by the shape.
            if let Some(outcome) = node.outcome.as_ref().filter(|end| end.value != end.kind.name()) {
                <text x="17" y="4">{ &outcome.value }</text>
            }
        </g>
    }
}

/// What is said of a state that no longer leads to a good end.
const DOOMED: &str = "from here it ends badly, whatever happens";

/// What stands in such a state.
fn cross() -> Html {
    html! { <path class="cross" d="M-3-3l6 6m0-6l-6 6" /> }
}

/// A dot, or for an end a shape that tells its kind without color.
fn shape(kind: Option<VerdictKind>) -> Html {
    let d = match kind {
        None => return html! { <circle r="5.5" /> },
        Some(VerdictKind::Held) => return html! { <circle r="8" /> },
        Some(VerdictKind::Deadlock | VerdictKind::LostWakeup) => "M-7-7h14v14h-14z",
        Some(VerdictKind::TimedOut) => "M0-8l8 14h-16z",
        Some(_) => "M0-9l9 9l-9 9l-9-9z",
    };
    html! { <path {d} /> }
}

/// A state in words: the shared values, where each thread stands, and how it ends there.
fn label(explorer: &Explorer, cells: &[i32], outcome: Option<&Outcome>) -> String {
    let machine = explorer.machine();
    let shared = machine.shared(cells).into_iter();
    let values = shared.map(|(name, value)| format!("{name} {value}"));
    let threads = machine.program().threads.iter().enumerate();
    let places = threads.map(|(thread, named)| {
        let next = match machine.is_done(cells, thread) {
            true => "done".to_owned(),
            false => machine.next_step(cells, thread).1,
        };
        format!("{}: {next}", named.name)
    });
    let end = outcome.map(|outcome| format!("the end: {}", outcome.kind.title()));
    values.chain(places).chain(end).collect::<Vec<_>>().join("; ")
}

/// What the shapes mean.
pub(super) fn legend(graph: &StateGraph, doomed: &[bool]) -> Html {
    let open_doom = |(node, doomed): (&Node, &bool)| *doomed && node.outcome.is_none();
    let has_doom = graph.nodes.iter().zip(doomed).any(open_doom);
    let mut kinds: Vec<VerdictKind> = Vec::new();
    for outcome in graph.nodes.iter().filter_map(|node| node.outcome.as_ref()) {
        if !kinds.contains(&outcome.kind) {
            kinds.push(outcome.kind);
        }
    }
    kinds.sort();
    html! {
        <ul class="legend">
            for kind in kinds {
                <li>
                    <svg width="20" height="20" aria-hidden="true">
                        <g class={classes!("state", kind_class(Some(kind)))} transform="translate(10 10)">
                            { shape(Some(kind)) }
                        </g>
                    </svg>
                    { kind.title() }
                </li>
            }
            if has_doom {
                <li>
                    <svg width="20" height="20" aria-hidden="true">
                        <g class="state doomed" transform="translate(10 10)">{ shape(None) }{ cross() }</g>
                    </svg>
                    { DOOMED }
                </li>
            }
        </ul>
    }
}
