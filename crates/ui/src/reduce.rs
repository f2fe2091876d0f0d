//! The only function that changes the state of the page.

use std::rc::Rc;

use plan::{Draft, Entry, Opened};

use crate::action::{Action, Effect, File};
use crate::explore;
use crate::state::{Doing, Phase, State};

/// What "run 100 times" sets.
pub(crate) const MANY_REPEATS: &str = "100";

/// The next state, and what is to be done about it.
#[must_use]
pub fn reduce(state: &State, action: Action) -> (State, Vec<Effect>) {
    let mut next = state.clone();
    let effects = apply(&mut next, action);
    (next, effects)
}

fn apply(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::OpenLink(link) => open_link(state, &link),
        Action::Pick(path) => {
            let Some(entry) = Entry::find(&path) else { return vec![] };
            let left = open_draft(state, Draft::of(entry));
            show_link(state, left)
        }
        Action::Type { name, text } => {
            state.draft.set(name, text);
            state.failure = None;
            changed(state)
        }
        Action::Clear(name) => {
            state.draft.clear(name);
            changed(state)
        }
        Action::Run => run(state),
        Action::Sweep => {
            state.draft.set("sweep", "on");
            run(state)
        }
        Action::Repeat => {
            state.draft.set("repeats", MANY_REPEATS);
            run(state)
        }
        // A level is to be played.
        Action::Explore | Action::Beside(_) if state.challenge.playing.is_some() => vec![],
        Action::Explore => explore::explore(state),
        Action::Beside(repeats) => explore::beside(state, repeats),
        Action::Exploring { states: found } => {
            if let Phase::Exploring { states, .. } = &mut state.phase {
                *states = found;
            }
            vec![]
        }
        Action::Explored(record) => {
            explore::explored(state, record);
            vec![]
        }
        Action::Walk(walk) => explore::walk(state, walk),
        Action::Tick => explore::tick(state),
        Action::OpenChallenges => {
            explore::open_challenges(state);
            vec![]
        }
        Action::PlayLevel(index) => explore::play_level(state, index),
        Action::LeaveLevel => {
            let left = explore::leave_level(state);
            show_link(state, left)
        }
        Action::Hint => {
            explore::hint(state);
            vec![]
        }
        Action::CallImpossible => explore::call_impossible(state),
        Action::Stop => {
            let running = matches!(state.phase, Phase::Running { .. } | Phase::Exploring { .. });
            if running {
                state.phase = Phase::Stopping;
            }
            if running { vec![Effect::Stop] } else { vec![] }
        }
        Action::Progress(now) => {
            if let Phase::Running { doing, .. } = &mut state.phase {
                *doing = now;
            }
            vec![]
        }
        // Beside a model no timeline is drawn.
        Action::Recorded(_) if state.is_model() => vec![],
        Action::Recorded(lanes) => {
            trace::append(Rc::make_mut(&mut state.live), lanes);
            vec![]
        }
        Action::Finished(report) => {
            state.phase = Phase::Idle;
            state.live = Rc::default();
            state.failure = None;
            if state.is_model() {
                return explore::ran_beside(state, report);
            }
            state.report = Some(report);
            vec![]
        }
        Action::Failed(error) => {
            state.phase = Phase::Idle;
            state.live = Rc::default();
            state.failure = Some(explore::failed(state, error));
            vec![]
        }
        Action::ToggleShare => {
            state.sharing = !state.sharing;
            state.challenge.listed = false;
            state.notice = None;
            match state.address() {
                Some(link) if state.sharing => vec![Effect::ShowLink(link)],
                _ => vec![],
            }
        }
        Action::Copy(text) => vec![Effect::Copy(text)],
        Action::Copied(done) => {
            let refused = "The browser did not allow copying: select the text and copy it.";
            state.notice = Some(if done { "Copied." } else { refused });
            vec![]
        }
        Action::Download(file) => download(state, file).into_iter().collect(),
        Action::SetTheme(theme) => {
            state.theme = theme;
            vec![Effect::UseTheme(theme)]
        }
    }
}

fn open_link(state: &mut State, link: &str) -> Vec<Effect> {
    if explore::open_level_link(state, link) {
        return vec![];
    }
    let Opened { draft, problems } = plan::open(link);
    if let Some(draft) = draft {
        open_draft(state, draft);
    }
    state.link_problems = problems;
    vec![]
}

/// Shows the link of what is on the page, if something else was `left`.
fn show_link(state: &State, left: bool) -> Vec<Effect> {
    let link = state.address().filter(|_| left);
    link.map(Effect::ShowLink).into_iter().collect()
}

/// Opens an experiment or a model; whether a level was left for it.
fn open_draft(state: &mut State, draft: Draft) -> bool {
    if draft.spec().id != state.draft.spec().id {
        state.report = None;
    }
    state.draft = draft;
    state.link_problems.clear();
    state.failure = None;
    let left = explore::leave_level(state);
    explore::follow(state, true);
    left
}

/// A parameter is another.
fn changed(state: &mut State) -> Vec<Effect> {
    let left = explore::leave_level(state);
    explore::follow(state, false);
    show_link(state, left)
}

fn run(state: &mut State) -> Vec<Effect> {
    let (true, Some(plan)) = (state.is_idle(), state.plan()) else { return vec![] };
    state.link_problems.clear();
    state.failure = state.obstacle(&plan);
    if state.failure.is_some() {
        return vec![];
    }
    let link = plan.link().to_owned();
    let stages = plan.params().stages(state.machine);
    let threads = stages.first().map_or(1, |stage| stage.threads);
    state.phase = Phase::Running { link: link.clone(), doing: Doing::StartingLab { threads } };
    vec![Effect::ShowLink(link), Effect::Run(plan)]
}

fn download(state: &State, file: File) -> Option<Effect> {
    let report = state.report.as_ref()?;
    let id = &report.record.experiment;
    let (name, value) = match file {
        File::Record => (format!("{id}.json"), serde_json::to_value(&report.record)),
        File::Timeline => (
            format!("{id}-timeline.json"),
            Ok(trace::chrome_trace(&report.record.link, &report.lanes, &report.resources)),
        ),
    };
    let value = value.expect("a record is plain data");
    let text = serde_json::to_string_pretty(&value).expect("a value has a text");
    Some(Effect::Download { name, text })
}
