//! What the explorer does with an action, and what it asks others to do.

mod common;

use std::rc::Rc;

use common::{blank, explored, open, report, step, walk};
use machine::Grain;
use serde_json::json;
use trace::wire::ExploreOptions;
use ui::{
    Action, Capability, Effect, Explorer, Job, Layout, Missing, Phase, RunError, Sampling, Shape,
    Speed, State, View, Walk, reduce,
};

const LINK: &str = "#/explore/lost-update?v=1";

fn explorer(state: &State) -> &Explorer {
    state.explorer.as_ref().expect("a model is shown")
}

/// The threads that went on so far, by number.
fn order(state: &State) -> Vec<u8> {
    let explorer = explorer(state);
    explorer.replay.steps()[..explorer.at].iter().map(|step| step.by.thread + 1).collect()
}

/// Every step, also those that were undone.
fn all(state: &State) -> usize {
    explorer(state).replay.steps().len()
}

/// After a step of each of these threads, by number.
fn after(link: &str, threads: &[u8]) -> State {
    threads.iter().fold(open(link), |state, &thread| step(&state, thread))
}

#[test]
fn a_link_to_a_model_opens_its_program_at_the_start() {
    let state = open(LINK);
    assert_eq!((explorer(&state).at, explorer(&state).view), (0, View::Table));
    assert_eq!(explorer(&state).grain(), Grain::Merged);
    assert_eq!(state.link().as_deref(), Some(LINK));
}

#[test]
fn a_link_with_a_schedule_is_done_to_its_end_and_shared_again_as_it_was() {
    let link = after(LINK, &[1, 2, 2, 1]).link().expect("the draft is right");
    let state = open(&link);
    assert_eq!(order(&state), [1, 2, 2, 1]);
    assert_eq!(explorer(&state).problem, None);
    assert_eq!(state.link(), Some(link));
}

#[test]
fn a_schedule_of_single_lines_brings_its_steps_with_it() {
    let fine = walk(&open(LINK), Walk::Grain(Grain::Fine));
    let link = step(&step(&fine, 1), 1).link().expect("the draft is right");
    assert!(link.contains("schedule=f.A2."), "{link}");
    assert_eq!(explorer(&open(&link)).grain(), Grain::Fine);
}

/// Thread 2 has two steps, so its third does not fit.
#[test]
fn of_a_schedule_that_does_not_fit_what_fits_is_kept() {
    let state = open(&format!("{LINK}&schedule=m.AB3.00000000"));
    assert_eq!(order(&state), [1, 2, 2]);
    let problem = explorer(&state).problem.clone().expect("it does not fit");
    assert!(problem.contains("step 4: thread 2 cannot go on: it has ended"), "{problem}");
}

#[test]
fn a_schedule_that_does_something_else_than_it_did_says_so() {
    let state = open(&format!("{LINK}&schedule=m.A2B2.00000000"));
    assert_eq!(order(&state), [1, 1, 2, 2]);
    assert!(explorer(&state).problem.as_ref().is_some_and(|text| text.contains("another version")));
}

#[test]
fn a_schedule_that_was_cut_leaves_the_program_at_the_start() {
    let state = open(&format!("{LINK}&schedule=m.A2B"));
    assert_eq!(explorer(&state).at, 0);
    assert!(explorer(&state).problem.as_ref().is_some_and(|text| text.ends_with("link cut?")));
}

#[test]
fn a_step_that_is_not_possible_changes_nothing_and_says_why() {
    let state = after(LINK, &[1, 1]);
    let next = step(&state, 1);
    assert_eq!(order(&next), [1, 1]);
    assert!(explorer(&next).said.as_ref().is_some_and(|said| said.contains("it has ended")));
}

#[test]
fn what_was_undone_can_be_redone_until_somebody_else_goes_on() {
    let state = walk(&walk(&after(LINK, &[1, 2, 2]), Walk::Undo), Walk::Undo);
    assert_eq!((order(&state), all(&state)), (vec![1], 3));
    assert_eq!(order(&walk(&state, Walk::Redo)), [1, 2]);
    let same = step(&state, 2);
    assert_eq!((order(&same), all(&same)), (vec![1, 2], 3));
    let other = step(&state, 1);
    assert_eq!((order(&other), all(&other)), (vec![1, 1], 2));
}

#[test]
fn one_can_jump_to_any_step_and_not_beyond_the_last() {
    let state = after(LINK, &[1, 2, 2, 1]);
    assert_eq!(order(&walk(&state, Walk::To(1))), [1]);
    assert_eq!(order(&walk(&state, Walk::To(99))), [1, 2, 2, 1]);
    assert_eq!(order(&walk(&open(LINK), Walk::Undo)), [0; 0]);
}

#[test]
fn the_same_seed_gives_the_same_schedule_and_the_next_one_another() {
    let link = "#/explore/lost-update?v=1&threads=3&increments=3";
    for sampling in [Sampling::Uniform, Sampling::Pct(2)] {
        let first = walk(&open(link), Walk::Random(sampling));
        assert!(explorer(&first).outcome().is_some());
        assert_eq!(order(&first), order(&walk(&open(link), Walk::Random(sampling))));
        assert_eq!(explorer(&first).seed, explorer(&open(link)).seed + 1);
        let start = walk(&first, Walk::To(0));
        let differs = (0..5).scan(start, |state, _| {
            *state = walk(&walk(state, Walk::Random(sampling)), Walk::To(0));
            Some(walk(state, Walk::To(99)))
        });
        assert!(differs.into_iter().any(|next| order(&next) != order(&first)));
    }
}

#[test]
fn a_random_schedule_goes_on_from_where_one_is() {
    let state = walk(&after(LINK, &[2]), Walk::Random(Sampling::Uniform));
    assert_eq!((order(&state)[0], order(&state).len()), (2, 4));
}

/// With a lock, whoever has it is the only one who may go on: two choices are left of nine steps.
#[test]
fn steps_without_a_choice_make_themselves_if_asked_to() {
    let state = walk(&open("#/explore/lost-update?v=1&fix=lock"), Walk::Auto(true));
    assert_eq!(explorer(&state).at, 0);
    let state = step(&state, 2);
    assert!(explorer(&state).outcome().is_some(), "{:?}", order(&state));
    let back = walk(&state, Walk::Undo);
    assert_eq!(explorer(&back).at, 0);
}

#[test]
fn a_schedule_is_shrunk_to_the_fewest_preemptions() {
    let state = after(LINK, &[1, 2, 1, 2]);
    assert_eq!(explorer(&state).preemptions(), 2);
    let shrunk = walk(&state, Walk::Shrink);
    assert_eq!(explorer(&shrunk).preemptions(), 1);
    assert_eq!(explorer(&shrunk).outcome(), explorer(&state).outcome());
    let again = walk(&shrunk, Walk::Shrink);
    assert_eq!(order(&again), order(&shrunk));
    assert!(explorer(&again).said.as_ref().is_some_and(|said| said.starts_with("No schedule")));
}

#[test]
fn playing_makes_a_step_at_each_tick_until_the_last() {
    let state = walk(&after(LINK, &[1, 2]), Walk::Speed(Speed::Fast));
    let (state, effects) = reduce(&state, Action::Walk(Walk::Play));
    assert_eq!((explorer(&state).at, effects), (0, vec![Effect::Tick { after_ms: 250 }]));
    let (state, effects) = reduce(&state, Action::Tick);
    assert_eq!((explorer(&state).at, effects.len()), (1, 1));
    let (state, effects) = reduce(&state, Action::Tick);
    assert_eq!((explorer(&state).at, effects.len()), (2, 0));
    assert!(!explorer(&state).playing);
    assert_eq!(reduce(&state, Action::Tick).1, []);
}

#[test]
fn pausing_and_playing_again_does_not_double_the_speed() {
    let (state, _) = reduce(&after(LINK, &[1, 2, 2, 1]), Action::Walk(Walk::Play));
    let paused = walk(&state, Walk::Pause);
    let (again, effects) = reduce(&paused, Action::Walk(Walk::Play));
    assert!(explorer(&again).playing);
    assert!(effects.is_empty(), "the tick under way will do");
}

#[test]
fn other_parameters_begin_again_and_keep_how_it_is_shown() {
    let state = walk(&walk(&after(LINK, &[1]), Walk::Grain(Grain::Fine)), Walk::Show(View::Graph));
    let typed = Action::Type { name: "threads", text: "3".to_owned() };
    let (next, _) = reduce(&state, typed);
    let shown = explorer(&next);
    assert_eq!((shown.at, shown.machine().threads()), (0, 3));
    assert_eq!((shown.grain(), shown.view), (Grain::Fine, View::Graph));
    let wrong = Action::Type { name: "threads", text: "x".to_owned() };
    assert_eq!(explorer(&reduce(&next, wrong).0).machine().threads(), 3);
}

#[test]
fn explore_shows_the_link_and_explores_the_plan_as_finely_as_it_is_shown() {
    let state = open(LINK);
    let (next, effects) = reduce(&state, Action::Explore);
    assert_eq!(next.phase, Phase::Exploring { job: Job::new(LINK), states: 0 });
    let plan = state.exploration_plan().expect("the draft is right");
    let options = ExploreOptions::default();
    let show = Effect::ShowLink(LINK.to_owned());
    assert_eq!(effects, [show, Effect::Explore(plan.clone(), options)]);
    assert_eq!(reduce(&next, Action::Explore), (next, vec![]));
    let (_, effects) = reduce(&walk(&state, Walk::Grain(Grain::Fine)), Action::Explore);
    let options = ExploreOptions { merge: false, ..options };
    assert_eq!(effects[1], Effect::Explore(plan, options));
}

#[test]
fn an_exploration_counts_its_states_and_can_be_stopped() {
    let (state, _) = reduce(&open(LINK), Action::Explore);
    let (state, _) = reduce(&state, Action::Exploring { states: 7 });
    assert_eq!(state.phase, Phase::Exploring { job: Job::new(LINK), states: 7 });
    let (state, effects) = reduce(&state, Action::Stop);
    assert_eq!(
        (&state.phase, effects),
        (&Phase::Stopping { job: Job::new(LINK) }, vec![Effect::Stop])
    );
    let (state, _) = reduce(&state, Action::Failed(RunError::Stopped));
    assert!(state.is_idle());
}

#[test]
fn exploring_needs_no_isolation_but_a_worker() {
    let without = |capability| {
        let state = blank(capability, Layout::Embed(Shape::Whole));
        let (state, _) = reduce(&state, Action::OpenLink(LINK.to_owned()));
        reduce(&state, Action::Explore)
    };
    let (state, effects) = without(Capability::Processes(Missing::Isolation));
    assert_eq!((effects.len(), state.failure_here()), (2, None));
    let (state, effects) = without(Capability::Nothing(Missing::ModuleWorkers));
    assert!(effects.is_empty());
    assert!(matches!(state.failure_here(), Some(RunError::Unsupported(_))));
    assert_eq!(order(&step(&state, 1)), [1]);
}

#[test]
fn what_was_explored_is_shown_and_its_witnesses_can_be_stepped_through() {
    let state = explored(&open(LINK));
    assert_eq!(explorer(&state).view, View::Outcomes);
    let record = explorer(&state).explored().expect("it was explored").clone();
    let lost = record.outcomes.iter().find(|outcome| outcome.value == "1").expect("it is lost");
    let link = lost.witness.clone();
    let load = Walk::Load { link: link.clone(), loop_from: None, from_start: true };
    let loaded = walk(&state, load);
    assert_eq!((explorer(&loaded).at, all(&loaded)), (0, 4));
    assert_eq!(explorer(&loaded).view, View::Table);
    let end = walk(&loaded, Walk::To(4));
    assert_eq!(explorer(&end).outcome().expect("it is over").value, "1");
    assert_eq!(end.link(), Some(link));
}

#[test]
fn what_was_explored_is_shown_beside_no_other_program() {
    let (state, _) =
        reduce(&explored(&open(LINK)), Action::Type { name: "threads", text: "3".to_owned() });
    assert!(explorer(&state).explored().is_none());
    let (state, _) = reduce(&state, Action::Clear("threads"));
    assert!(explorer(&state).explored().is_some());
}

#[test]
fn real_threads_do_the_same_and_are_kept_beside() {
    let (state, effects) =
        reduce(&open("#/explore/lost-update?v=1&threads=3"), Action::Beside(100));
    let [Effect::Run(plan)] = &effects[..] else { panic!("{effects:?}") };
    assert!(plan.link().starts_with("#/lost-update?v=1&threads=3"), "{}", plan.link());
    assert!(plan.link().contains("repeats=100"), "{}", plan.link());
    let ran = report(plan.link(), "held", &[("distribution", json!([]))], vec![]);
    let (next, _) = reduce(&state, Action::Finished(ran.clone()));
    assert_eq!((next.runs.len(), explorer(&next).view), (0, View::Outcomes));
    assert!(explorer(&next).beside.as_ref().is_some_and(|beside| Rc::ptr_eq(&beside.0, &ran)));
    let (other, _) = reduce(&state, Action::Type { name: "threads", text: "2".to_owned() });
    let (other, _) = reduce(&other, Action::Finished(ran));
    assert!(explorer(&other).beside.is_none(), "it ran with other parameters");
    assert_eq!(other.runs.len(), 1, "nothing that was measured is lost");
}

#[test]
fn what_only_can_be_explored_has_nothing_beside_it() {
    let state = open("#/explore/peterson?v=1");
    assert_eq!(reduce(&state, Action::Beside(100)), (state, vec![]));
}
