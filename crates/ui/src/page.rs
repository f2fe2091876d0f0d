//! The whole page, in one of its two layouts.

use std::rc::Rc;

use experiments::ParamValue;
use yew::prelude::*;

use crate::action::Action;
use crate::lesson::Lesson;
use crate::notices::Notices;
use crate::report::Shown;
use crate::result::{Live, Outcome};
use crate::setup::Setup;
use crate::share_panel::{SharePanel, own_tab};
use crate::state::{Layout, Phase, State};
use crate::top_bar::TopBar;

/// Properties of [`Page`].
#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    /// Everything the page knows.
    pub state: Rc<State>,
    /// Asked to do something.
    pub dispatch: Callback<Action>,
    /// The page's address without query and fragment, for links that leave it.
    pub base_url: AttrValue,
}

/// Everything a person sees.
///
/// Pure view: output depends on props only.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let PageProps { state, dispatch, base_url } = props;
    let spec = state.draft.spec();
    let link = state.link();
    let shown = state.report.clone().map(Shown);
    let current = shown.as_ref().is_some_and(|shown| link.as_ref() == Some(&shown.record.link));
    let live = live(state);
    let embedded = state.layout == Layout::Embed;
    let here = link.clone().unwrap_or_else(|| format!("#/{}", spec.id));
    html! {
        <div class={classes!("page", if embedded { "embed" } else { "full" })}>
            if !embedded {
                <TopBar experiment={spec.id} theme={state.theme} sharing={state.sharing}
                    dispatch={dispatch.clone()} />
            }
            <main>
                if state.sharing && !embedded {
                    <SharePanel {link} title={spec.title} notice={state.notice}
                        base_url={base_url.clone()} dispatch={dispatch.clone()} />
                }
                <div class="title">
                    <h1>{ spec.title }</h1>
                    if embedded {
                        <a class="own-tab" target="_blank" rel="noopener"
                            href={own_tab(base_url, &here)}>
                            { "Open in its own tab" }
                        </a>
                    } else {
                        <p class="summary">{ spec.summary }</p>
                    }
                </div>
                <Notices link_problems={state.link_problems.clone()} failure={state.failure.clone()}
                    capability={state.capability} obstructed={state.is_obstructed()}
                    methods={state.methods_that_run()} own_tab={own_tab(base_url, &here)}
                    dispatch={dispatch.clone()} />
                <div class="bench">
                    <Setup draft={state.draft.clone()} machine={state.machine}
                        phase={state.phase.clone()} dispatch={dispatch.clone()} />
                    <Outcome draft={state.draft.clone()} machine={state.machine} {live} {shown}
                        {current} {embedded} dispatch={dispatch.clone()} />
                </div>
                if !embedded {
                    <Lesson experiment={spec.id} />
                }
            </main>
            if !embedded {
                <footer>
                    <p>{ "Everything runs in this browser. Nothing leaves this machine." }</p>
                </footer>
            }
        </div>
    }
}

/// The run under way, if it is one of the experiment on the page, and drawn while it is on.
fn live(state: &State) -> Option<Live> {
    let spec = state.draft.spec();
    let plan = match &state.phase {
        Phase::Idle => return None,
        Phase::Running { link, .. } => plan::open(link).draft?.plan(state.machine)?,
        Phase::Exploring { .. } => return None,
        Phase::Stopping => state.plan()?,
    };
    if !spec.live || plan.experiment().spec().id != spec.id {
        return None;
    }
    let repeats = plan.params().values().into_iter().find_map(|(name, value)| match value {
        ParamValue::Integer(repeats) if name == "repeats" => Some(repeats),
        _ => None,
    });
    let resources = plan.params().resources().into();
    Some(Live { lanes: state.live.clone(), resources, repeats: repeats.unwrap_or(1) })
}
