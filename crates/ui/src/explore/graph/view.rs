//! All states of a small program, level by level, and the way of the schedule through them.

use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::drawn::{Drawn, GRAPH_STATES, Known};
use super::state::{arrow, legend, node};
use super::way::Way;
use crate::action::Action;
use crate::explore::explorer::Walk;
use crate::explore::numbers::counted;
use crate::explore::table::TableProps;
use crate::same::Same;

/// Whoever stands so near to an edge of what is seen, in pixels, stands out of sight.
const EDGE: i32 = 20;

/// The graph; of a program with too many states, what lies ahead.
#[component]
pub(super) fn Graph(props: &TableProps) -> Html {
    let TableProps { explorer, dispatch } = props;
    let machine = Same(explorer.replay.machine().clone());
    let known =
        use_memo((machine, explorer.merges), |(machine, merges)| Known::of(machine, *merges));
    let near = known.whole.is_none().then(|| Drawn::near(explorer));
    let drawn = near.as_ref().or(known.whole.as_ref()).expect("it is the one or the other");
    let Drawn { graph, places, doomed, .. } = drawn;
    let way = Way::of(graph, explorer);
    let scroller = use_node_ref();
    {
        let scroller = scroller.clone();
        let here = way.here().map(|here| places.at(here));
        use_effect_with(here.map(|(x, y)| [x as i32, y as i32]), move |here| {
            if let (Some(scroller), &Some(here)) = (scroller.cast::<Element>(), here) {
                keep_in_sight(&scroller, here);
            }
        });
    }
    let onmerge = dispatch.reform(|event: Event| {
        Action::Walk(Walk::Merge(event.target_unchecked_into::<HtmlInputElement>().checked()))
    });
    html! {
        <div class="graph">
            <div class="graph-head">
                <p class="hint">
                    { count(drawn, &known) }
                    <span class="reading">{ reading(&known) }</span>
                </p>
                if known.alike.contains(&true) {
                    <label class="check"
                        title="States that differ only in which of the threads that are alike stands where are one">
                        <input type="checkbox" checked={known.merges} onchange={onmerge} />
                        { "Alike threads merged" }
                    </label>
                }
            </div>
            <div class="graph-scroll" tabindex="0" role="region" aria-label="State graph" ref={scroller}>
                <svg width={format!("{:.0}", places.width)} height={format!("{:.0}", places.height)}>
                    { for graph.edges.iter().map(|edge| arrow(edge, places, &known, &way)) }
                    { for (0..graph.nodes.len()).map(|index| {
                        node((graph, places, index), doomed[index], explorer, &way, dispatch)
                    }) }
                </svg>
            </div>
            { legend(graph, doomed) }
        </div>
    }
}

/// How much is drawn, of how much.
fn count(Drawn { graph, is_whole, .. }: &Drawn, known: &Known) -> String {
    let [states, steps] = [(graph.nodes.len(), "state"), (graph.edges.len(), "step")]
        .map(|(count, one)| counted(count as u64, one));
    let merged = known.merged.map(|merged| format!("{merged} with alike threads merged"));
    if *is_whole {
        let merged = merged.map_or_else(String::new, |merged| format!("; {merged}"));
        return format!("{states} and {steps}{merged}.");
    }
    let merged = merged.map_or_else(String::new, |merged| format!(" ({merged})"));
    let many = format!("This program has more than {GRAPH_STATES} states{merged}");
    if graph.edges.is_empty() {
        return format!("{many}, and nothing follows the one where you are.");
    }
    let far = graph.nodes.last().map_or(0, |node| node.level);
    let far = counted(far as u64, "step");
    format!("{many}: here are the {states} that lie at most {far} ahead of where you are.")
}

/// How to read it.
fn reading(known: &Known) -> &'static str {
    if known.merges {
        " A step leads to the right, gray if alike threads share it. Choose a state to go there."
    } else {
        " A step leads to the right; its color is that of its thread. Choose a state to go there."
    }
}

/// Scrolls to a place, if it is out of sight.
fn keep_in_sight(scroller: &Element, [x, y]: [i32; 2]) {
    let scrolled = |at: i32, from: i32, size: i32| {
        let seen = from + EDGE..from + size - EDGE;
        (!seen.contains(&at)).then(|| at - size / 2)
    };
    if let Some(left) = scrolled(x, scroller.scroll_left(), scroller.client_width()) {
        scroller.set_scroll_left(left);
    }
    if let Some(top) = scrolled(y, scroller.scroll_top(), scroller.client_height()) {
        scroller.set_scroll_top(top);
    }
}
