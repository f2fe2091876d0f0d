//! What an action does to the state, and what it asks others to do.

mod common;

use common::{explored, open, page, report, step, walk};
use explorer::Grain;
use ui::{Action, Capability, Doing, Effect, File, Missing, Phase, RunError, State, Walk, reduce};

fn running() -> State {
    reduce(&page("#/integrate?v=1&threads=2"), Action::Run).0
}

#[test]
fn run_shows_the_link_and_starts_the_plan() {
    let state = page("#/integrate?v=1&threads=2");
    let (next, effects) = reduce(&state, Action::Run);
    let link = "#/integrate?v=1&threads=2".to_owned();
    assert_eq!(
        next.phase,
        Phase::Running { link: link.clone(), doing: Doing::StartingLab { threads: 2 } }
    );
    let plan = state.plan().expect("the draft is right");
    assert_eq!(effects, [Effect::ShowLink(link), Effect::Run(plan)]);
}

#[test]
fn run_while_running_does_nothing() {
    let state = running();
    assert_eq!(reduce(&state, Action::Run), (state, vec![]));
}

#[test]
fn run_with_a_wrong_field_does_nothing() {
    let state = page("#/integrate?v=1&n=0");
    assert_eq!(reduce(&state, Action::Run), (state, vec![]));
}

#[test]
fn typed_text_is_kept_even_when_it_is_wrong() {
    let typed = Action::Type { name: "n", text: "1e".to_owned() };
    let (next, effects) = reduce(&page("#/integrate"), typed);
    assert_eq!(next.draft.text("n", next.machine), "1e");
    assert_eq!(next.errors().iter().map(|error| error.field).collect::<Vec<_>>(), ["n"]);
    assert!(effects.is_empty());
}

#[test]
fn a_cleared_field_holds_its_default_again() {
    let (next, _) = reduce(&page("#/integrate?v=1&n=5"), Action::Clear("n"));
    assert_eq!(next.draft.text("n", next.machine), "10000000");
}

#[test]
fn picking_another_experiment_drops_the_report_and_picking_the_same_keeps_it() {
    let mut state = page("#/integrate");
    state.report = Some(report("#/integrate?v=1", "held", &[], vec![]));
    let (same, _) = reduce(&state, Action::Pick("integrate".to_owned()));
    assert!(same.report.is_some());
    let (other, _) = reduce(&state, Action::Pick("amdahl".to_owned()));
    assert!(other.report.is_none());
    assert_eq!(other.draft.spec().id, "amdahl");
}

#[test]
fn picking_what_does_not_exist_changes_nothing() {
    let state = page("#/integrate");
    assert_eq!(reduce(&state, Action::Pick("nothing".to_owned())), (state, vec![]));
}

#[test]
fn stop_stops_only_what_runs() {
    let idle = page("#/integrate");
    assert_eq!(reduce(&idle, Action::Stop), (idle, vec![]));
    let (stopping, effects) = reduce(&running(), Action::Stop);
    assert_eq!((&stopping.phase, effects), (&Phase::Stopping, vec![Effect::Stop]));
    assert_eq!(reduce(&stopping, Action::Stop), (stopping, vec![]));
}

#[test]
fn progress_counts_only_while_something_runs() {
    let doing = Doing::Computing { threads: 2, stage: 1, stages: 1, fraction: Some(0.5) };
    let (next, _) = reduce(&running(), Action::Progress(doing.clone()));
    assert!(matches!(next.phase, Phase::Running { doing: now, .. } if now == doing));
    let idle = page("#/integrate");
    assert_eq!(reduce(&idle, Action::Progress(doing)).0, idle);
}

#[test]
fn a_failed_run_leaves_the_last_report_and_says_why() {
    let mut state = running();
    state.report = Some(report("#/integrate?v=1", "held", &[], vec![]));
    let (next, _) = reduce(&state, Action::Failed(RunError::Stopped));
    assert_eq!((next.phase, next.failure), (Phase::Idle, Some(RunError::Stopped)));
    assert!(next.report.is_some());
}

#[test]
fn a_plan_that_needs_threads_is_refused_without_isolation_and_the_header_is_named() {
    let mut state = page("#/integrate");
    state.capability = Capability::Processes(Missing::Isolation);
    let (next, effects) = reduce(&state, Action::Run);
    assert!(effects.is_empty() && next.is_idle());
    let Some(RunError::Unsupported(text)) = next.failure else { panic!("{:?}", next.failure) };
    assert!(text.contains("Cross-Origin-Opener-Policy"), "{text}");
    assert!(text.contains("Methods sequential and processes run without it."), "{text}");
}

#[test]
fn a_plan_for_processes_runs_without_isolation() {
    let mut state = page("#/integrate?v=1&method=processes");
    state.capability = Capability::Processes(Missing::Isolation);
    assert!(matches!(reduce(&state, Action::Run).0.phase, Phase::Running { .. }));
}

#[test]
fn an_experiment_without_methods_says_that_it_needs_threads() {
    let mut state = page("#/amdahl");
    state.capability = Capability::Processes(Missing::SharedMemory);
    let (next, _) = reduce(&state, Action::Run);
    let text = next.failure.map(|failure| failure.text().to_owned()).unwrap_or_default();
    assert!(text.ends_with("This experiment needs threads."), "{text}");
}

#[test]
fn a_link_with_problems_keeps_what_can_be_read() {
    let link = "#/integrate?v=1&threads=3&color=red".to_owned();
    let (next, effects) = reduce(&page("#/amdahl"), Action::OpenLink(link));
    assert_eq!(next.draft.text("threads", next.machine), "3");
    assert_eq!(next.link_problems.len(), 1);
    assert!(effects.is_empty());
}

#[test]
fn a_link_to_an_unknown_experiment_leaves_the_page_as_it_was() {
    let (next, _) = reduce(&page("#/amdahl"), Action::OpenLink("#/nothing".to_owned()));
    assert_eq!(next.draft.spec().id, "amdahl");
    assert_eq!(next.link_problems.len(), 1);
}

#[test]
fn sharing_shows_the_canonical_link_in_the_address() {
    let (next, effects) = reduce(&page("#/integrate?n=1e7&threads=2&v=1"), Action::ToggleShare);
    assert!(next.sharing);
    assert_eq!(effects, [Effect::ShowLink("#/integrate?v=1&threads=2".to_owned())]);
}

#[test]
fn a_download_needs_a_run_and_is_named_after_its_experiment() {
    let mut state = page("#/integrate");
    assert!(reduce(&state, Action::Download(File::Record)).1.is_empty());
    state.report = Some(report("#/integrate?v=1", "held", &[], vec![]));
    let (_, effects) = reduce(&state, Action::Download(File::Record));
    let [Effect::Download { name, text }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(name, "integrate.json");
    assert!(text.contains("\"schema\": 1"), "{text}");
}

const MODEL: &str = "#/explore/lost-update?v=1";

#[test]
fn what_was_explored_is_shown_beside_no_other_steps() {
    let state = explored(&step(&open(MODEL), 1));
    let known = |state: &State| {
        state.explorer.as_ref().is_some_and(|explorer| explorer.explored().is_some())
    };
    let fine = walk(&state, Walk::Grain(Grain::Fine));
    assert!(known(&state) && !known(&fine));
    let said = fine.explorer.as_ref().and_then(|explorer| explorer.said.as_deref());
    assert_eq!(said, Some("Steps are cut anew; the schedule starts over."));
    assert!(known(&walk(&fine, Walk::Grain(Grain::Merged))));
}

#[test]
fn an_exploration_that_is_stopped_says_so_and_a_run_too() {
    let (state, _) = reduce(&open(MODEL), Action::Explore);
    let (state, _) = reduce(&reduce(&state, Action::Stop).0, Action::Failed(RunError::Stopped));
    assert_eq!(state.failure, Some(RunError::ExplorationStopped));
    let (state, _) = reduce(&running(), Action::Failed(RunError::Stopped));
    assert_eq!(state.failure, Some(RunError::Stopped));
}

#[test]
fn what_a_race_shows_ends_behind_its_two_steps() {
    let state = explored(&open(MODEL));
    let record = state.explorer.as_ref().and_then(|explorer| explorer.explored());
    let race = record.and_then(|record| record.findings.iter().find(|found| found.kind == "race"));
    let link = race.expect("it has a race").witness.clone();
    let state = walk(&state, Walk::Load { link, loop_from: None, from_start: false });
    let explorer = state.explorer.as_ref().expect("a model is shown");
    let at = explorer.at;
    let said = explorer.said.as_deref().unwrap_or_default();
    assert!(said.contains(&format!(" and {at} race for counter: nothing orders")), "{said}");
}

#[test]
fn real_threads_are_followed_by_an_exploration_unless_it_is_known() {
    let ran = |state: &State| {
        let (state, effects) = reduce(state, Action::Beside(100));
        let [Effect::Run(plan)] = &effects[..] else { panic!("{effects:?}") };
        let report = report(plan.link(), "held", &[], vec![]);
        reduce(&state, Action::Finished(report)).1
    };
    assert!(matches!(ran(&open(MODEL))[..], [Effect::ShowLink(_), Effect::Explore(..)]));
    assert_eq!(ran(&explored(&open(MODEL))), []);
}
