//! All states of a small program, level by level, and the way of the schedule through them.

use yew::prelude::*;

use super::drawn::{Drawn, GRAPH_STATES};
use super::state::{arrow, legend, node};
use super::way::Way;
use crate::explore::numbers::counted;
use crate::explore::table::TableProps;
use crate::same::Same;

/// The graph; of a program with too many states, what lies ahead.
#[component]
pub(super) fn Graph(props: &TableProps) -> Html {
    let TableProps { explorer, dispatch } = props;
    let machine = Same(explorer.replay.machine().clone());
    let whole = use_memo(machine, |machine| Drawn::whole(machine));
    let near = whole.is_none().then(|| Drawn::near(explorer));
    let drawn = near.as_ref().or(whole.as_ref().as_ref()).expect("it is the one or the other");
    let Drawn { graph, places, doomed, .. } = drawn;
    let way = Way::of(graph, explorer);
    html! {
        <div class="graph">
            <p class="hint">
                { hint(drawn) }
                { " A step leads to the right; its color is that of its thread. Choose a state to go there." }
            </p>
            <div class="graph-scroll" tabindex="0" role="region" aria-label="State graph">
                <svg width={format!("{:.0}", places.width)} height={format!("{:.0}", places.height)}>
                    { for graph.edges.iter().map(|edge| arrow(edge, places, &way)) }
                    { for (0..graph.nodes.len()).map(|index| {
                        node((graph, places, index), doomed[index], explorer, &way, dispatch)
                    }) }
                </svg>
            </div>
            { legend(graph, doomed) }
        </div>
    }
}

/// What is drawn.
fn hint(Drawn { graph, is_whole, .. }: &Drawn) -> String {
    let [states, steps] = [(graph.nodes.len(), "state"), (graph.edges.len(), "step")]
        .map(|(count, one)| counted(count as u64, one));
    if *is_whole {
        return format!("{states} and {steps}, every thread told apart.");
    }
    if graph.edges.is_empty() {
        return format!(
            "This program has more than {GRAPH_STATES} states, and nothing follows the one where you are."
        );
    }
    let far = graph.nodes.last().map_or(0, |node| node.level);
    let far = counted(far as u64, "step");
    format!(
        "This program has more than {GRAPH_STATES} states: here are the {states} that lie at most {far} ahead of \
         where you are."
    )
}
