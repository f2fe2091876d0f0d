//! All states of a small program, level by level, and the way of the schedule through them.

use explorer::{Arrow, Node, StateGraph};
use trace::VerdictKind;
use yew::prelude::*;

use super::colors::thread_class;
use super::explorer::{Explorer, Walk};
use super::graph_layout::{GRAPH_STATES, NEAR_STATES, Places, bow, places};
use super::numbers::counted;
use super::table::TableProps;
use crate::action::Action;
use crate::outcome::kind_class;
use crate::same::Same;

/// A graph, where its states stand, and which of them no longer end well.
struct Drawn {
    graph: StateGraph,
    places: Places,
    doomed: Vec<bool>,
}

impl Drawn {
    /// All of a program.
    fn whole(graph: StateGraph) -> Self {
        Self { places: places(&graph), doomed: graph.doomed(), graph }
    }

    /// A part of it, of which nobody knows how it ends.
    fn part(graph: StateGraph) -> Self {
        Self { places: places(&graph), doomed: vec![false; graph.nodes.len()], graph }
    }
}

/// The graph; of a program with too many states, what lies ahead.
#[component]
pub(super) fn Graph(props: &TableProps) -> Html {
    let TableProps { explorer, dispatch } = props;
    let machine = Same(explorer.replay.machine().clone());
    let whole = use_memo(machine.clone(), |machine| {
        StateGraph::of(machine, GRAPH_STATES).map(Drawn::whole)
    });
    let here = whole.is_none().then(|| explorer.cells().to_vec());
    let near = use_memo((machine, here), |(machine, here)| {
        here.as_ref().map(|here| Drawn::part(StateGraph::near(machine, here, NEAR_STATES)))
    });
    let Some(drawn) = whole.as_ref().as_ref().or(near.as_ref().as_ref()) else {
        return Html::default();
    };
    let Drawn { graph, places, doomed } = drawn;
    let way = Way::of(graph, explorer);
    html! {
        <div class="graph">
            <p class="hint">
                { hint(graph, whole.is_some()) }
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
fn hint(graph: &StateGraph, is_whole: bool) -> String {
    let [states, steps] = [(graph.nodes.len(), "state"), (graph.edges.len(), "step")]
        .map(|(count, one)| counted(count as u64, one));
    if is_whole {
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

/// The schedule as a way through the graph.
struct Way {
    /// States it comes by, those undone last.
    nodes: Vec<Option<usize>>,
    /// Steps that are done.
    at: usize,
}

impl Way {
    fn of(graph: &StateGraph, explorer: &Explorer) -> Self {
        let nodes = explorer.replay.states().iter().map(|cells| graph.node(cells));
        Self { nodes: nodes.collect(), at: explorer.at }
    }

    fn here(&self) -> Option<usize> {
        self.nodes[self.at]
    }

    /// Whether a state is on the way as far as it is done.
    fn has(&self, node: usize) -> bool {
        self.nodes[..=self.at].contains(&Some(node))
    }

    /// Whether an arrow is, and whether it is done.
    fn goes(&self, edge: &Arrow) -> Option<bool> {
        let step = self
            .nodes
            .windows(2)
            .position(|pair| pair[0] == Some(edge.from) && pair[1] == Some(edge.to));
        step.map(|step| step < self.at)
    }
}

fn arrow(edge: &Arrow, places: &Places, way: &Way) -> Html {
    let ((x1, y1), (x2, y2)) = (places.at[edge.from], places.at[edge.to]);
    let bend = bow(x1, x2);
    let path = if bend == 0.0 {
        format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}")
    } else {
        let (mx, my) = ((x1 + x2) / 2.0, (y1 + y2) / 2.0 + if y2 >= y1 { bend } else { -bend });
        format!("M{x1:.1} {y1:.1}Q{mx:.1} {my:.1} {x2:.1} {y2:.1}")
    };
    let on_way = match way.goes(edge) {
        Some(true) => Some("walked"),
        Some(false) => Some("ahead"),
        None => None,
    };
    let back = (x2 <= x1).then_some("back");
    html! {
        <path class={classes!("edge", thread_class(edge.by.thread.into()), on_way, back)} d={path} />
    }
}

fn node(
    (graph, places, index): (&StateGraph, &Places, usize),
    is_doomed: bool,
    explorer: &Explorer,
    way: &Way,
    dispatch: &Callback<Action>,
) -> Html {
    let node = &graph.nodes[index];
    let (x, y) = places.at[index];
    let here = way.here() == Some(index);
    let near = way
        .here()
        .is_some_and(|here| graph.edges.iter().any(|edge| edge.from == here && edge.to == index));
    let cells = node.cells.clone();
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
    let mut text = label(explorer, node);
    if is_doomed && kind.is_none() {
        text += &format!("; {DOOMED}");
    }
    html! {
        <g class={classes!("state", class, on_way, here.then_some("current"))} role="button"
            {tabindex} aria-label={text.clone()} aria-current={here.then_some("step")} {onclick}
            {onkeydown}>
            <title>{ text }</title>
            if here {
                <circle class="ring-now" cx={format!("{x:.1}")} cy={format!("{y:.1}")} r="13" />
            }
            { shape(kind, x, y) }
            if is_doomed && kind.is_none() {
                { cross(x, y) }
            }
            // What only repeats its kind is told by the shape.
            if let Some(outcome) = node.outcome.as_ref().filter(|end| end.value != end.kind.name()) {
                <text x={format!("{:.1}", x + 17.0)} y={format!("{:.1}", y + 4.0)}>
                    { &outcome.value }
                </text>
            }
        </g>
    }
}

/// What is said of a state that no longer leads to a good end.
const DOOMED: &str = "from here it ends badly, whatever happens";

/// What stands in such a state.
fn cross(x: f64, y: f64) -> Html {
    html! { <path class="cross" d={format!("M{x:.1} {y:.1}m-3-3l6 6m0-6l-6 6")} /> }
}

/// A dot, or for an end a shape that tells its kind without color.
fn shape(kind: Option<VerdictKind>, x: f64, y: f64) -> Html {
    let d = match kind {
        None => {
            return html! { <circle cx={format!("{x:.1}")} cy={format!("{y:.1}")} r="5.5" /> };
        }
        Some(VerdictKind::Held) => {
            return html! { <circle cx={format!("{x:.1}")} cy={format!("{y:.1}")} r="8" /> };
        }
        Some(VerdictKind::Deadlock | VerdictKind::LostWakeup) => "m-7-7h14v14h-14z",
        Some(VerdictKind::TimedOut) => "m0-8l8 14h-16z",
        Some(_) => "m0-9l9 9l-9 9l-9-9z",
    };
    html! { <path d={format!("M{x:.1} {y:.1}{d}")} /> }
}

/// A state in words: the shared values, where each thread stands, and how it ends there.
fn label(explorer: &Explorer, node: &Node) -> String {
    let machine = explorer.machine();
    let shared = machine.shared(&node.cells).into_iter();
    let values = shared.map(|(name, value)| format!("{name} {value}"));
    let threads = machine.program().threads.iter().enumerate();
    let places = threads.map(|(thread, named)| {
        let next = match machine.is_done(&node.cells, thread) {
            true => "done".to_owned(),
            false => machine.next_step(&node.cells, thread).1,
        };
        format!("{}: {next}", named.name)
    });
    let end = node.outcome.as_ref().map(|outcome| format!("the end: {}", outcome.kind.title()));
    values.chain(places).chain(end).collect::<Vec<_>>().join("; ")
}

fn legend(graph: &StateGraph, doomed: &[bool]) -> Html {
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
                        <g class={classes!("state", kind_class(Some(kind)))}>
                            { shape(Some(kind), 10.0, 10.0) }
                        </g>
                    </svg>
                    { kind.title() }
                </li>
            }
            if has_doom {
                <li>
                    <svg width="20" height="20" aria-hidden="true">
                        <g class="state doomed">{ shape(None, 10.0, 10.0) }{ cross(10.0, 10.0) }</g>
                    </svg>
                    { DOOMED }
                </li>
            }
        </ul>
    }
}
