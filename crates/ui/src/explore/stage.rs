//! The stage: one schedule, and what can be done with it; or the outcomes of all of them.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ending::ending;
use super::explorer::{Explorer, View, Walk};
use super::found::{Summary, sentence};
use super::keys::use_keys;
use super::movers::Movers;
use super::outcomes::Outcomes;
use super::source::Source;
use super::table::Table;
use super::timeline::Timeline;
use super::told::told;
use super::tools::{Tools, position};
use crate::action::Action;
use crate::challenge::{LevelBanner, Playing};
use crate::frame::icon::{Icon, Picture};
use crate::frame::notices::not_loaded;
use crate::outcome::{kind_class, kind_icon};
use crate::part::{Absence, Arrival, GraphPart, Part};

/// Properties of [`Stage`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct StageProps {
    /// The program, its schedule, and what was found.
    pub(crate) explorer: Explorer,
    /// What was said before the exploration beside what it found, if both are known.
    pub(crate) answered: Option<String>,
    /// The level that is played.
    pub(crate) playing: Option<Playing>,
    /// How often that was wrongly called impossible.
    pub(crate) miscalls: usize,
    /// The level after it.
    pub(crate) next: Option<usize>,
    /// Why no schedule can fail, if it is known.
    pub(crate) why: Option<&'static str>,
    /// What draws the state graph.
    pub(crate) graph: Arrival<GraphPart>,
    /// Whether this is a frame.
    pub(crate) embedded: bool,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

const VIEWS: [(View, &str); 4] = [
    (View::Table, "Table"),
    (View::Timeline, "Timeline"),
    (View::Graph, "State graph"),
    (View::Outcomes, "Outcomes"),
];

/// The right side of the page of a model.
#[component]
pub(crate) fn Stage(props: &StageProps) -> Html {
    let StageProps { explorer, answered, playing, miscalls, next, why, graph, embedded, dispatch } =
        props;
    use_keys(explorer, dispatch.reform(Action::Walk));
    let tabindex = embedded.then_some("0");
    html! {
        <section class="outcome explorer" aria-labelledby="stage-title" {tabindex}>
            <h2 id="stage-title" class="unseen">{ "Explorer" }</h2>
            // For those who do not see the schedule.
            <p class="unseen told" role="status">{ told(explorer) }</p>
            if let Some(playing) = playing {
                <LevelBanner playing={playing.clone()} miscalls={*miscalls} explorer={explorer.clone()} next={*next}
                    why={*why} dispatch={dispatch.clone()} />
            }
            // The element stays, so that a new verdict inside it is announced.
            <div role="status">
                if playing.is_none() {
                    { verdict(explorer, *why, answered.as_deref()) }
                }
            </div>
            <div role="alert">
                if let Some(problem) = &explorer.problem {
                    <p class="notice caution"><Picture icon={Icon::Warning} /><span>{ problem }</span></p>
                }
            </div>
            <div class="stage">
                <div class="stage-head">
                    { views(explorer.view, playing.is_some(), dispatch) }
                    if explorer.view != View::Outcomes {
                        <p class="position">{ position(explorer) }</p>
                    }
                </div>
                if explorer.view == View::Outcomes {
                    <Outcomes explorer={explorer.clone()} dispatch={dispatch.clone()} />
                } else {
                    { schedule(explorer, (playing.is_some(), *embedded), graph, dispatch) }
                }
            </div>
        </section>
    }
}

fn schedule(
    explorer: &Explorer,
    (in_level, embedded): (bool, bool),
    graph: &Arrival<GraphPart>,
    dispatch: &Callback<Action>,
) -> Html {
    html! {
        <>
            <Movers explorer={explorer.clone()} dispatch={dispatch.clone()} />
            <Tools explorer={explorer.clone()} {in_level} dispatch={dispatch.clone()} />
            // Below the buttons, which stay where they are when it goes.
            if explorer.replay.steps().is_empty() && explorer.explored().is_none() {
                <div class="invitation">
                    <p class="hint">
                        { "You are the scheduler: let a thread go on with its button or its \
                           number key." }
                        if !in_level {
                            <span class="explores">{ " Or explore, to follow every schedule at once." }</span>
                        }
                    </p>
                </div>
            }
            <div class="ending" role="status">
                { over(explorer, in_level) }
                if explorer.outcome().is_some() && !in_level && !embedded {
                    <button type="button" class="small make-level" onclick={dispatch.reform(|_| Action::BeginMaking)}>
                        { "Make a level of this" }
                    </button>
                }
                if let Some(said) = &explorer.said {
                    <p class="hint">{ said }</p>
                }
            </div>
            <div class={classes!("boards", is_wide(explorer).then_some("wide"))}>
                <div class="board">
                    { match explorer.view {
                        View::Timeline => html! {
                            <Timeline explorer={explorer.clone()} dispatch={dispatch.clone()} />
                        },
                        View::Graph => state_graph(graph, explorer, dispatch),
                        _ => html! {
                            <Table explorer={explorer.clone()} dispatch={dispatch.clone()} />
                        },
                    } }
                </div>
                // Nothing stands below a place that will be filled, so that nothing has to move.
                if explorer.view != View::Graph || !is_awaited(graph) {
                    <Source explorer={explorer.clone()} />
                }
            </div>
        </>
    }
}

/// Whether what draws the state graph is on its way.
fn is_awaited(graph: &Arrival<GraphPart>) -> bool {
    matches!(graph, Arrival::Not(Absence::Away | Absence::Coming))
}

/// The state graph; until it is there, its place.
fn state_graph(
    graph: &Arrival<GraphPart>,
    explorer: &Explorer,
    dispatch: &Callback<Action>,
) -> Html {
    match graph {
        Arrival::Here(part) => (part.draw)(explorer, dispatch),
        Arrival::Not(Absence::Failed(why)) => not_loaded(&(Part::Graph, why.clone()), dispatch),
        Arrival::Not(_) => html! {
            <p class="hint awaited" role="status">
                { format!("{} is on its way …", Part::Graph.title()) }
            </p>
        },
    }
}

/// Width of a thread's column, of a shared value's, and of what a table beside the program may have,
/// in pixels: what is shared must be seen without scrolling.
const COLUMN: (usize, usize) = (104, 84);
const BESIDE: usize = 480;

/// Whether the view needs the whole width, and the program stands below it.
fn is_wide(explorer: &Explorer) -> bool {
    let program = explorer.machine().program();
    let shared = program.vars.len() + program.objects.len();
    let needed = program.threads.len() * COLUMN.0 + shared * COLUMN.1;
    explorer.view != View::Table || needed > BESIDE
}

/// What came of the exploration.
fn verdict(explorer: &Explorer, why: Option<&'static str>, answered: Option<&str>) -> Html {
    let Some(record) = explorer.explored() else { return Html::default() };
    let summary = Summary::of(record);
    let (class, icon) = match summary {
        Summary::Holds => ("verdict-held", Icon::Check),
        Summary::Flawed => ("verdict-flawed", Icon::Warning),
        Summary::CanFail => ("verdict-wrong-value", Icon::Cross),
        Summary::Open => ("verdict-open", Icon::Info),
    };
    html! {
        <div class={classes!("verdict", class, (explorer.view != View::Outcomes).then_some("brief"))}>
            <p class="word"><Picture {icon} />{ summary.title() }</p>
            <p class="text">{ sentence(record) }</p>
            if let (Summary::Holds | Summary::Flawed, Some(why)) = (summary, why) {
                <p class="why">{ why }</p>
            }
            if let Some(answered) = answered {
                <p class="answered">{ answered }</p>
            }
        </div>
    }
}

/// How the schedule ended, once it has.
fn over(explorer: &Explorer, in_level: bool) -> Html {
    let Some((kind, text)) = ending(explorer) else { return Html::default() };
    html! {
        <p class={classes!("over", (!in_level).then(|| kind_class(Some(kind))))}>
            <Picture icon={if in_level { Icon::Info } else { kind_icon(Some(kind)) }} />
            <span><strong>{ kind.title() }</strong>{ ": " }{ text }</span>
        </p>
    }
}

/// Which view is shown.
fn views(shown: View, in_level: bool, dispatch: &Callback<Action>) -> Html {
    // A pointer chooses without taking the focus, so that arrow keys still go back and forth.
    let by_pointer = |view: View| {
        let dispatch = dispatch.clone();
        move |event: MouseEvent| {
            if event.target_dyn_into::<HtmlInputElement>().is_none() {
                event.prevent_default();
                dispatch.emit(Action::Walk(Walk::Show(view)));
            }
        }
    };
    let offered = VIEWS.into_iter().filter(|(view, _)| !in_level || *view != View::Outcomes);
    html! {
        <div class="segments views" role="radiogroup" aria-label="View">
            for (view, label) in offered {
                <label onclick={by_pointer(view)}>
                    <input type="radio" name="view" checked={view == shown}
                        onchange={dispatch.reform(move |_| Action::Walk(Walk::Show(view)))} />
                    <span>{ label }</span>
                </label>
            }
        </div>
    }
}
