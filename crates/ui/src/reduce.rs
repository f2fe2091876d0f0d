//! The only function that changes the state of the page.

use plan::{Draft, Subject};
use trace::{Recording, Room};

use crate::action::{Action, Effect, RecordJob};
use crate::begin::{explore, run};
use crate::challenge;
use crate::course::Achieved;
use crate::job::{Failure, Job, RunError};
use crate::listing;
use crate::open::{follow, open_draft, open_link, step_to_here};
use crate::part::{Loaded, Part};
use crate::state::{Phase, State};
use crate::{share, theirs};

/// What "run 100 times" sets.
pub(crate) const MANY_REPEATS: &str = "100";

/// The next state, and what is to be done about it.
#[must_use]
pub fn reduce(state: &State, action: Action) -> (State, Vec<Effect>) {
    let mut next = state.clone();
    let mut effects = apply(&mut next, action);
    for part in next.needed().into_iter().flatten() {
        effects.extend(load(&mut next, part));
    }
    theirs::show(&mut next);
    next.achieved.add_levels(&next.challenge);
    (next, effects)
}

fn apply(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::OpenLink(link) => {
            let before = state.place();
            let effects = open_link(state, &link);
            // A script may open what is shown already, whoever looks for a lesson meanwhile.
            state.menu &= state.place() == before;
            effects
        }
        Action::CloseMenu => {
            state.menu = false;
            state.search.clear();
            vec![]
        }
        Action::ToggleMenu => {
            state.menu = !state.menu;
            state.search.clear();
            vec![]
        }
        Action::Search(text) => {
            state.search = text;
            vec![]
        }
        Action::Forget => {
            state.achieved = Achieved::default();
            state.challenge.forget();
            state.notice = Some("Forgotten.");
            vec![Effect::Forget]
        }
        Action::Pick(path) => {
            let Some(subject) = Subject::find(&path) else { return vec![] };
            state.menu = false;
            open_draft(state, Draft::new(subject));
            step_to_here(state)
        }
        Action::Type { name, text } => {
            state.draft.set(name, text);
            changed(state);
            vec![]
        }
        Action::SignIn(login) => {
            state.login = login;
            vec![]
        }
        Action::Clear(name) => {
            state.draft.clear(name);
            changed(state);
            vec![]
        }
        Action::Say { threads, text } => {
            state.say(threads, text);
            vec![]
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
        Action::Exploring { states: found } => {
            if let Phase::Exploring { states, .. } = &mut state.phase {
                *states = found;
            }
            vec![]
        }
        // A level is to be played.
        Action::Explore | Action::Beside(_) if state.challenge.is_on() => vec![],
        Action::Explore => explore(state),
        Action::Beside(_)
        | Action::Explored(_)
        | Action::Walk(_)
        | Action::Tick
        | Action::Hint
        | Action::Recall(_)
        | Action::CallImpossible => apply_explore(state, action),
        Action::PlayLevel(_) | Action::PlayOwn(_) => {
            apply_explore(state, action);
            step_to_here(state)
        }
        Action::OpenChallenges => {
            challenge::show_levels(state);
            step_to_here(state)
        }
        Action::LeaveLevel => {
            challenge::leave(state);
            step_to_here(state)
        }
        Action::Stop => match &state.phase {
            Phase::Running { job, .. } | Phase::Exploring { job, .. } => {
                state.phase = Phase::Stopping { job: job.clone() };
                vec![Effect::Stop]
            }
            Phase::Idle | Phase::Stopping { .. } => vec![],
        },
        Action::Progress(now) => {
            if let Phase::Running { doing, .. } = &mut state.phase {
                *doing = now;
            }
            vec![]
        }
        Action::Recorded(slice) => {
            state.live.share(slice);
            vec![]
        }
        Action::Finished(report) => {
            let beside = state.is_explored() && state.elsewhere().is_none();
            state.sight.cues = None;
            end_job(state);
            state.failure = None;
            state.achieved.add(&report.record.experiment);
            match state.parts.explore.here().filter(|_| beside) {
                Some(part) => (part.apply)(state, Action::Finished(report)),
                None => {
                    state.keep(report);
                    vec![]
                }
            }
        }
        Action::ShowRun(place) => {
            state.show_run(place);
            state.sight.cues = None;
            changed(state);
            vec![]
        }
        Action::Failed(error) => {
            if let Some(explorer) = &mut state.explorer {
                explorer.asked = None;
            }
            let explored = state.phase.job().is_some_and(Job::is_exploration);
            let error = match error {
                RunError::Stopped if explored => RunError::ExplorationStopped,
                error => error,
            };
            state.failure = Some(Failure { place: state.place_of_job(), error });
            end_job(state);
            vec![]
        }
        Action::ToggleShare => {
            let effects = share::toggle(state);
            if state.sharing { [effects, load(state, Part::Files)].concat() } else { effects }
        }
        Action::BeginMaking | Action::Make(_) => challenge::make(state, action),
        Action::Unpacked(packed, record) => theirs::unpacked(state, &packed, record),
        Action::Packed(link, packed) => {
            state.packed = Some((link, packed));
            vec![]
        }
        Action::ReadRecord(file) => vec![Effect::Record(RecordJob::Read(file))],
        Action::HasReadRecord(text) => theirs::read(state, text),
        Action::Share(sharing) => {
            state.share = sharing;
            state.notice = None;
            vec![]
        }
        Action::Copy(text) => listing::copy(state, None, text),
        Action::CopyListing(path, text) => listing::copy(state, Some(path), text),
        Action::LookAt(cues) => listing::look(state, cues),
        Action::Dock => [load(state, Part::Files), listing::dock(state)].concat(),
        Action::Copied(done) => listing::copied(state, done),
        Action::Download(file) => listing::want(state, file, String::new()),
        Action::Draw(file, base_url) => listing::want(state, file, base_url),
        Action::NotPainted => listing::not_painted(state),
        Action::SetTheme(theme) => {
            state.theme = theme;
            vec![Effect::UseTheme(theme)]
        }
        Action::Read(path) => [load(state, Part::Files), listing::read(state, path)].concat(),
        Action::HasRead(path, text) => listing::keep(state, path, text),
        Action::Load(part) => {
            state.parts.retry(part);
            load(state, part)
        }
        Action::Loaded(loaded) => {
            state.parts.arrive(loaded);
            match loaded {
                Loaded::Explore(part) => challenge::explorer_arrived(state, part),
                Loaded::Files(_) | Loaded::Pictures(_) => listing::hand_over(state),
                Loaded::Runs(..) | Loaded::Graph(_) | Loaded::Course(_) => vec![],
            }
        }
        Action::NotLoaded(part, why) => {
            state.parts.fail(part, why);
            state.wanted.take_if(|(file, _)| file.part() == part);
            vec![]
        }
    }
}

/// Loads a part unless it is there, on its way, or could not be had.
fn load(state: &mut State, part: Part) -> Vec<Effect> {
    if state.parts.must_load(part) { vec![Effect::Load(part)] } else { vec![] }
}

/// A parameter is another.
fn changed(state: &mut State) {
    challenge::leave(state);
    follow(state, false);
    let here = state.place();
    state.failure.take_if(|failure| failure.place == here);
}

fn end_job(state: &mut State) {
    state.phase = Phase::Idle;
    state.live = Recording::new(Room::PAGE);
}

/// Carries out what is about schedules or levels, if its part is there; else nobody can have asked for it.
fn apply_explore(state: &mut State, action: Action) -> Vec<Effect> {
    match state.parts.explore.here() {
        Some(part) => (part.apply)(state, action),
        None => vec![],
    }
}
