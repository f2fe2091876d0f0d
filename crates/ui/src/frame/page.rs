//! The whole page, in one of its two layouts.

use std::rc::Rc;

use experiments::ParamValue;
use yew::prelude::*;

use super::icon::{Icon, Picture};
use super::keys::{use_escape, use_place, use_result_in_sight};
use super::lesson::lesson;
use super::look_for::look_for;
use super::notices::{Notices, link_problems, lost, not_loaded};
use super::stop::Stop;
use super::switch::{Switch, explorable};
use super::top_bar::TopBar;
use crate::action::Action;
use crate::capability::Capability;
use crate::explore::Beside;
use crate::job::RunError;
use crate::part::{ExplorePart, Part};
use crate::prediction::Question;
use crate::run::result::{Live, Outcome, Shown};
use crate::run::setup::Setup;
use crate::share::{own_tab, share};
use crate::state::{Phase, Screen, State};
use crate::theirs::unread;

/// Properties of [`Page`].
#[derive(Clone, Properties)]
pub struct PageProps {
    /// Everything the page knows.
    pub state: Rc<State>,
    /// Asked to do something.
    pub dispatch: Callback<Action>,
    /// The page's address without query and fragment, for links that leave it.
    pub base_url: AttrValue,
}

impl PartialEq for PageProps {
    /// A state that was reduced is another.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
            && self.dispatch == other.dispatch
            && self.base_url == other.base_url
    }
}

/// Everything a person sees.
///
/// Pure view: output depends on props only.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let PageProps { state, dispatch, .. } = props;
    let embedded = state.layout.is_embed();
    let open = match (state.menu, state.sharing, state.lists_levels()) {
        (true, ..) => Some((Action::ToggleMenu, ".lessons")),
        (_, true, _) => Some((Action::ToggleShare, ".share")),
        (.., true) => Some((Action::OpenChallenges, ".challenges")),
        _ if state.sight.docked => Some((Action::Dock, ".show-code")),
        _ => None,
    };
    use_escape(open, dispatch.clone());
    use_result_in_sight(
        state.screen == Screen::Subject && state.phase_here() != Phase::Idle,
        embedded,
    );
    // A level that somebody made belongs to the place of its program.
    let own = if state.challenge.is_on() { " level" } else { "" };
    use_place(state.place() + own, state.screen == Screen::Course, embedded);
    html! {
        <div class={classes!("page", state.layout.class())}>
            if !embedded {
                <TopBar screen={state.screen} menu={state.menu} theme={state.theme}
                    sharing={state.sharing} dispatch={dispatch.clone()} />
                if state.menu {
                    { state.parts.course.here().map_or_else(|| awaited_menu(state), |part| (part.menu)(props)) }
                }
            }
            <main>
                { match state.screen {
                    Screen::Subject if state.is_lost() => lost(&state.link_problems, &props.base_url),
                    Screen::Subject => experiment(props),
                    Screen::Course => {
                        let map = state.parts.course.here().map(|part| (part.map)(props));
                        overview(props, map)
                    }
                    Screen::Levels { .. } => {
                        overview(props, explore(state).map(|part| (part.levels)(props)))
                    }
                } }
            </main>
            if !embedded {
                <footer>
                    <p>{ "Everything runs in this browser. Nothing leaves this machine." }</p>
                </footer>
            }
        </div>
    }
}

/// In place of the menu while its part is on its way, or could not be had: that is said among the notices.
fn awaited_menu(state: &State) -> Html {
    html! {
        <nav class="menu" id="menu" aria-label="Lessons">
            <p role="status">
                if state.parts.is_awaited(Part::Course) {
                    { format!("{} is on its way …", Part::Course.title()) }
                }
            </p>
        </nav>
    }
}

/// What leads to experiments, once its part is there.
fn overview(props: &PageProps, view: Option<Html>) -> Html {
    let PageProps { state, dispatch, .. } = props;
    html! {
        <>
            { elsewhere(state, dispatch) }
            if state.is_lost() && state.screen == Screen::Course {
                { link_problems(&state.link_problems, Html::default()) }
            }
            { for missing(state).map(|missing| not_loaded(&missing, dispatch)) }
            { view.unwrap_or_else(|| absent(state)) }
        </>
    }
}

/// The experiment or the model.
fn experiment(props: &PageProps) -> Html {
    let PageProps { state, dispatch, base_url } = props;
    let subject = state.draft.subject();
    let title = subject.experiment.words().title;
    let (link, address) = (state.link(), state.address());
    let embedded = state.layout.is_embed();
    let here = address.clone().unwrap_or_else(|| format!("#/{}", subject.path()));
    html! {
        <>
            if state.sharing && !embedded {
                { share(props) }
            }
            <div class="title">
                <h1 tabindex="-1">{ title }</h1>
                <Switch draft={state.draft.clone()} computer={state.computer} />
                if embedded {
                    <a class="own-tab" target="_blank" rel="noopener"
                        href={own_tab(base_url, &here)}>
                        { "Open in its own tab" }
                    </a>
                } else {
                    <p class="summary">{ subject.experiment.words().lesson(subject.face).summary }</p>
                }
            </div>
            <div class={classes!("bench", state.challenge.playing.as_ref().map(|_| "playing"))}>
                // First, because it is to be answered first.
                if state.asks() && !state.only_steps() {
                    <Question draft={state.draft.clone()} computer={state.computer} said={state.said()}
                        dispatch={dispatch.clone()} />
                }
                if !state.only_steps() {
                <div class="left">
                    if let Some(part) = explore(state).filter(|_| state.challenge.playing.is_some()) {
                        { (part.level_setup)(props) }
                    } else {
                        <Setup draft={state.draft.clone()} computer={state.computer} login={state.login.clone()}
                            part={explore(state)} explorer={state.shown_explorer().cloned()}
                            beside={explore(state).map_or(Beside::None, |part| (part.beside)(state))}
                            phase={state.phase_here()} blocked={blocked(state)} folds={state.layout.folds()}
                            dispatch={dispatch.clone()} />
                    }
                    if !embedded && state.challenge.playing.is_none() {
                        { look_for(state, dispatch) }
                    }
                </div>
                }
                <div class="right">
                    { elsewhere(state, dispatch) }
                    { unread(state, false) }
                    <Notices link_problems={state.link_problems.clone()}
                        failure={state.failure_here().cloned()} missing={missing(state)}
                        capability={noticed(state)} obstructed={state.is_obstructed()}
                        methods={state.methods_that_run()}
                        own_tab={state.framed.then(|| own_tab(base_url, &here))}
                        instead={explorable(&state.draft, state.computer)}
                        dispatch={dispatch.clone()} />
                    if state.is_explored() {
                        { explore(state).map_or_else(|| absent(state), |part| (part.stage)(props)) }
                    } else if state.kept().is_some() || !state.is_obstructed() {
                        { outcome(props, link.as_deref()) }
                    }
                </div>
            </div>
            if !embedded && !state.is_explored() {
                { lesson(props) }
                if let Some(part) = state.parts.files.here().filter(|_| state.sight.docked) {
                    { (part.docked)(props) }
                }
            }
        </>
    }
}

/// The right side of an experiment.
fn outcome(props: &PageProps, link: Option<&str>) -> Html {
    let PageProps { state, dispatch, .. } = props;
    let shown = state.kept().cloned().map(|kept| {
        let record = &kept.shown().record;
        let (said, current) = (state.predicted(&record.link), link == Some(record.link.as_str()));
        Shown { said: said.cloned(), current, docked: state.sight.docked, kept }
    });
    html! {
        <Outcome draft={state.draft.clone()} computer={state.computer}
            part={state.parts.run(state.draft.experiment())} live={live(state)} {shown}
            embedded={state.layout.is_embed()} busy={state.phase_here() != Phase::Idle}
            dispatch={dispatch.clone()} />
    }
}

/// What the browser allows, as far as it matters: exploring needs no threads.
fn noticed(state: &State) -> Capability {
    let refused = matches!(state.failure_here(), Some(RunError::Unsupported(_)));
    let explores = state.is_explored() && state.obstacle_to_exploring().is_none();
    if explores && !refused { Capability::Threads } else { state.capability }
}

/// A part that is needed and could not be had, with the reason.
fn missing(state: &State) -> Option<(Part, String)> {
    let menu = state.menu.then_some(Part::Course);
    let files = [Part::Files, Part::Pictures].map(Some);
    let needed = [state.part(), menu].into_iter().chain(files).flatten();
    needed.filter_map(|part| Some((part, state.parts.failure(part)?.to_owned()))).next()
}

/// The explorer, if what is shown needs it and it is there.
fn explore(state: &State) -> Option<&'static ExplorePart> {
    state.parts.explore.here().filter(|_| state.part() == Some(Part::Explore))
}

/// In place of a part that is on its way, or could not be had: that is said among the notices.
fn absent(state: &State) -> Html {
    let Some(part) = state.part() else { return Html::default() };
    let failed = state.parts.failure(part).is_some();
    html! {
        <section class="outcome" aria-busy={(!failed).to_string()}>
            if !failed {
                <p class="intent" role="status">{ format!("{} is on its way …", part.title()) }</p>
            }
        </section>
    }
}

/// What runs in another place, with the way there and its Stop.
fn elsewhere(state: &State, dispatch: &Callback<Action>) -> Html {
    let Some(job) = state.elsewhere() else { return Html::default() };
    let is_stopping = matches!(state.phase, Phase::Stopping { .. });
    let doing = match state.phase {
        Phase::Exploring { .. } => "is still being explored.",
        Phase::Stopping { .. } => "is being stopped.",
        _ => "is still running.",
    };
    html! {
        <section class="notice calm elsewhere" aria-label="What runs in another place">
            <Picture icon={Icon::Info} />
            <div>
                <p role="status"><strong>{ job.title() }</strong>{ format!(" {doing}") }</p>
                <p class="ways-out">
                    <a href={job.address.clone()}>{ "Show it" }</a>
                    <Stop pressed={is_stopping} dispatch={dispatch.clone()} />
                </p>
            </div>
        </section>
    }
}

/// Why nothing can be started here now, in a few words, although the fields are right.
fn blocked(state: &State) -> Option<String> {
    if let Some(job) = state.elsewhere() {
        return Some(format!("{} still runs: stop it first, or wait.", job.title()));
    }
    let cannot = state.is_obstructed() && !state.is_explored();
    cannot.then(|| "This needs threads, which this page does not have.".to_owned())
}

/// The run under way, if it is one of the experiment on the page, and drawn while it is on.
fn live(state: &State) -> Option<Live> {
    let job = match state.phase_here() {
        Phase::Running { job, .. } | Phase::Stopping { job } => job,
        Phase::Idle | Phase::Exploring { .. } => return None,
    };
    if state.draft.experiment().is_timed() {
        return None;
    }
    let plan = plan::open(&job.link).draft?.run_plan(state.computer)?;
    let repeats = plan.values().into_iter().find_map(|(name, value)| match value {
        ParamValue::Integer(repeats) if name == "repeats" => Some(repeats),
        _ => None,
    });
    let resources = plan.params().resources().into();
    Some(Live { recording: state.live.clone(), resources, repeats: repeats.unwrap_or(1) })
}
