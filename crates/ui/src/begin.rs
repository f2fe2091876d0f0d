//! Runs and explorations as they begin.

use machine::Grain;
use plan::Plan;
use trace::wire::ExploreOptions;

use crate::action::Effect;
use crate::job::{Failure, RunError};
use crate::state::{Doing, Phase, Screen, State};

/// Whether nothing runs, and what would run is what is shown.
fn is_free(state: &State) -> bool {
    state.is_idle() && state.screen == Screen::Subject && !state.is_lost()
}

/// Whether the browser can do it; if not, says why here.
pub(crate) fn is_refused(state: &mut State, obstacle: Option<RunError>) -> bool {
    let place = state.place();
    state.failure = obstacle.map(|error| Failure { place, error });
    state.failure.is_some()
}

/// Run was pressed.
pub(crate) fn run(state: &mut State) -> Vec<Effect> {
    let (true, Some(plan)) = (is_free(state), state.plan()) else { return vec![] };
    state.link_problems.clear();
    let obstacle = state.obstacle(&plan);
    if is_refused(state, obstacle) {
        return vec![];
    }
    let link = plan.link().to_owned();
    state.keep_prediction(&link);
    state.phase = starting(state, &plan);
    vec![Effect::ShowLink(link), Effect::Run(plan)]
}

/// Explore was pressed. The explorer need not be there: it will draw what was found.
pub(crate) fn explore(state: &mut State) -> Vec<Effect> {
    let (true, Some(plan)) = (is_free(state), state.exploration_plan()) else { return vec![] };
    state.link_problems.clear();
    let obstacle = state.obstacle_to_exploring();
    if is_refused(state, obstacle) {
        return vec![];
    }
    let grain = match &state.explorer {
        Some(explorer) => explorer.grain(),
        None => Grain::of_schedule(plan.schedule()),
    };
    let link = state.location();
    state.keep_prediction(plan.link());
    if let Some(explorer) = &mut state.explorer {
        explorer.asked = Some(grain);
    }
    state.phase = Phase::Exploring { job: state.job(plan.link()), states: 0 };
    let options = ExploreOptions { merge: grain == Grain::Merged, ..ExploreOptions::default() };
    vec![Effect::ShowLink(link), Effect::Explore(plan, options)]
}

/// The begin of a run that is asked for here.
pub(crate) fn starting(state: &State, plan: &Plan) -> Phase {
    let stages = plan.params().stages(state.computer);
    let threads = stages.first().map_or(1, |stage| stage.threads);
    Phase::Running { job: state.job(plan.link()), doing: Doing::StartingLab { threads } }
}
