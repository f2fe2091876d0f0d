//! The level that somebody makes of the program that is shown: what was chosen, and what it comes to.

use machine::Outcome;
use plan::{Aim, OwnLevel};
use trace::VerdictKind;

use super::judge::endings;
use crate::action::{Action, Effect};
use crate::part::Part;
use crate::share;
use crate::state::State;

/// What was chosen for a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Making {
    /// What its schedule has to end with.
    pub goal: Choice,
    /// Its title, as it was typed.
    pub title: String,
}

/// How a goal is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Among the endings of the program.
    Ending(Aim),
    /// By a value that is typed, so that it may be impossible.
    Typed(String),
}

/// A level to be handed to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Its link.
    pub link: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// What to do, in a sentence.
    pub task: String,
}

impl Choice {
    /// What it asks for.
    pub(crate) fn aim(&self) -> Aim {
        match self {
            Self::Ending(aim) => aim.clone(),
            Self::Typed(value) => Aim::Value(value.trim().to_owned()),
        }
    }
}

/// A level is to be made, or something else was chosen for it.
pub(crate) fn make(state: &mut State, action: Action) -> Vec<Effect> {
    if let Action::Make(making) = action {
        state.challenge.making = making;
        return vec![];
    }
    let Some(part) = state.parts.explore.here() else { return vec![] };
    let mut effects = if state.sharing { vec![] } else { share::toggle(state) };
    state.challenge.making = (part.begin_making)(state);
    effects.extend(state.parts.must_load(Part::Files).then_some(Effect::Load(Part::Files)));
    effects
}

/// A level of the program that is shown: its goal is the ending in sight, or else one that is not as it should be.
pub(crate) fn begin_making(state: &State) -> Option<Making> {
    let explorer = state.shown_explorer()?;
    let in_sight = explorer.outcome().or_else(|| {
        let mut ends = endings(explorer.machine()).unwrap_or_default();
        let wrong = ends.iter().position(|end| end.kind != VerdictKind::Held).unwrap_or(0);
        (!ends.is_empty()).then(|| ends.swap_remove(wrong))
    });
    let goal = in_sight.map_or_else(|| Choice::Typed(String::new()), |end| Choice::Ending(of(end)));
    Some(Making { goal, title: String::new() })
}

/// What asks for this ending: its value, if that says more than its kind.
pub(super) fn of(outcome: Outcome) -> Aim {
    if outcome.value == outcome.kind.name() {
        Aim::Kind(outcome.kind)
    } else {
        Aim::Value(outcome.value)
    }
}

/// The level that is made; an error says what is wrong with it.
fn made(state: &State) -> Option<Result<OwnLevel, String>> {
    let making = state.challenge.making.as_ref().filter(|_| state.challenge.playing.is_none())?;
    let plan = state.exploration_plan()?;
    let level = OwnLevel::new(&plan, making.goal.aim(), &making.title);
    Some(level.map_err(|error| error.to_string()))
}

/// The level that is made or played, as it is handed on.
pub(crate) fn handed(state: &State) -> Option<Result<Handed, String>> {
    if let Some(playing) = &state.challenge.playing {
        let title = state.challenge.title().map(str::to_owned);
        return Some(Ok(Handed { link: playing.link(), title, task: playing.level.task() }));
    }
    let hand = |own: OwnLevel| Handed {
        link: own.link().to_owned(),
        title: own.title().map(str::to_owned),
        task: own.aim().task(),
    };
    Some(made(state)?.map(hand))
}
