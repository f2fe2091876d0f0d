//! What an action does to the state, and what it asks others to do.

mod common;

use common::{explored, open, page, report, step, walk};
use machine::Grain;
use ui::{
    Action, Capability, Doing, Effect, File, Job, Missing, Phase, RunError, Screen, State, Walk,
    reduce,
};

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
        Phase::Running { job: Job::new(&link), doing: Doing::StartingLab { threads: 2 } }
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
    assert_eq!(next.draft.text("n", next.computer), "1e");
    assert_eq!(next.errors().iter().map(|error| error.field).collect::<Vec<_>>(), ["n"]);
    assert!(effects.is_empty());
}

#[test]
fn a_cleared_field_holds_its_default_again() {
    let (next, _) = reduce(&page("#/integrate?v=1&n=5"), Action::Clear("n"));
    assert_eq!(next.draft.text("n", next.computer), "10000000");
}

#[test]
fn each_experiment_keeps_its_last_report() {
    let mut state = page("#/integrate");
    state.keep(report("#/integrate?v=1", "held", &[], vec![]));
    let (other, _) = reduce(&state, Action::Pick("amdahl".to_owned()));
    assert_eq!((other.draft.experiment().id, other.report()), ("amdahl", None));
    let (back, _) = reduce(&other, Action::Pick("integrate".to_owned()));
    assert!(back.report().is_some());
}

#[test]
fn what_is_chosen_is_a_step_in_the_history_and_what_is_typed_is_none() {
    let step = |state: &State, action: Action| {
        let (next, effects) = reduce(state, action);
        let [Effect::PushLink(link)] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(*link, next.location());
        (next.clone(), link.clone(), next.title())
    };
    let state = page("#/integrate");
    let (state, link, title) = step(&state, Action::Pick("deadlock".to_owned()));
    assert_eq!((link.as_str(), title.as_str()), ("#/deadlock?v=1", "Deadlock · Interleave"));
    let (state, link, title) = step(&state, Action::Pick("explore/deadlock".to_owned()));
    assert_eq!(link, "#/explore/deadlock?v=1");
    assert_eq!(title, "Deadlock, every schedule · Interleave");
    let (state, link, title) = step(&state, Action::OpenChallenges);
    assert_eq!((link.as_str(), title.as_str()), ("#/challenges", "Challenges · Interleave"));
    let (state, link, title) = step(&state, Action::PlayLevel(0));
    assert!(link.starts_with("#/challenge/") && title.ends_with(" · Challenges · Interleave"));
    let (state, link, _) = step(&state, Action::LeaveLevel);
    assert!(link.starts_with("#/explore/"), "{link}");
    let typed = Action::Type { name: "threads", text: "3".to_owned() };
    let (next, effects) = reduce(&state, typed);
    assert_eq!(effects, []);
    assert!(!next.shows_the_same(&state) && next.location().contains("threads=3"));
}

#[test]
fn the_address_opens_what_is_seen_even_where_it_is_wrong() {
    let typed = Action::Type { name: "n", text: "1 million".to_owned() };
    let (state, _) = reduce(&page("#/integrate?v=1&threads=2"), typed);
    let again = open(&state.location());
    assert_eq!((again.draft, again.link_problems), (state.draft, vec![]));
}

/// What runs belongs to the place where it was asked for: its progress, its end, its result.
#[test]
fn what_runs_elsewhere_is_named_and_can_be_stopped_and_leaves_nothing_here() {
    let (away, _) = reduce(&running(), Action::Pick("amdahl".to_owned()));
    assert_eq!((away.phase_here(), away.is_idle()), (Phase::Idle, false));
    let job = away.elsewhere().expect("it still runs");
    assert_eq!(
        (job.title(), job.address.as_str()),
        ("Integrate in parallel", "#/integrate?v=1&threads=2")
    );
    assert_eq!(reduce(&away, Action::Run).1, [], "one run at a time");
    let (stopping, effects) = reduce(&away, Action::Stop);
    assert_eq!(effects, [Effect::Stop]);
    let (stopped, _) = reduce(&stopping, Action::Failed(RunError::Stopped));
    assert_eq!((stopped.is_idle(), stopped.failure_here()), (true, None));
    let (back, _) = reduce(&stopped, Action::Pick("integrate".to_owned()));
    assert_eq!(back.failure_here(), Some(&RunError::Stopped));
    let ran = report("#/integrate?v=1&threads=2", "held", &[], vec![]);
    let (finished, _) = reduce(&away, Action::Finished(ran));
    assert!(finished.is_idle() && finished.report().is_none());
    let (back, _) = reduce(&finished, Action::Pick("integrate".to_owned()));
    assert!(back.report().is_some());
}

#[test]
fn threads_asked_beside_a_model_do_not_end_in_another_model() {
    let (state, _) = reduce(&open(MODEL), Action::Beside(100));
    let Phase::Running { job, .. } = &state.phase else { panic!("{:?}", state.phase) };
    assert_eq!(job.place(), "#/explore/lost-update");
    let ran = report(&job.link, "held", &[], vec![]);
    let (away, _) = reduce(&state, Action::Pick("explore/deadlock".to_owned()));
    let (next, effects) = reduce(&away, Action::Finished(ran));
    assert_eq!((effects, next.runs.len()), (vec![], 1));
    assert!(next.explorer.is_some_and(|explorer| explorer.beside.is_none()));
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
    assert_eq!(
        (&stopping.phase, effects),
        (&Phase::Stopping { job: Job::new("#/integrate?v=1&threads=2") }, vec![Effect::Stop])
    );
    assert_eq!(reduce(&stopping, Action::Stop), (stopping, vec![]));
}

#[test]
fn progress_counts_only_while_something_runs() {
    let doing =
        Doing::Computing { threads: 2, stage: 1, stages: 1, fraction: Some(0.5), left_ms: None };
    let (next, _) = reduce(&running(), Action::Progress(doing.clone()));
    assert!(matches!(next.phase, Phase::Running { doing: now, .. } if now == doing));
    let idle = page("#/integrate");
    assert_eq!(reduce(&idle, Action::Progress(doing)).0, idle);
}

#[test]
fn a_failed_run_leaves_the_last_report_and_says_why() {
    let mut state = running();
    state.keep(report("#/integrate?v=1", "held", &[], vec![]));
    let (next, _) = reduce(&state, Action::Failed(RunError::Stopped));
    assert_eq!((next.is_idle(), next.failure_here()), (true, Some(&RunError::Stopped)));
    assert!(next.report().is_some());
}

#[test]
fn a_plan_that_needs_threads_is_refused_without_isolation_and_the_header_is_named() {
    let mut state = page("#/integrate");
    state.capability = Capability::Processes(Missing::Isolation);
    let (next, effects) = reduce(&state, Action::Run);
    assert!(effects.is_empty() && next.is_idle());
    let Some(RunError::Unsupported(text)) = next.failure_here() else {
        panic!("{:?}", next.failure)
    };
    assert!(text.contains("Cross-Origin-Opener-Policy"), "{text}");
    assert!(text.contains("Methods sequential, processes and tasks run without it."), "{text}");
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
    let text = next.failure_here().map(|failure| failure.text().to_owned()).unwrap_or_default();
    assert!(text.ends_with("This experiment needs threads."), "{text}");
}

#[test]
fn a_link_with_problems_keeps_what_can_be_read() {
    let link = "#/integrate?v=1&threads=3&color=red".to_owned();
    let (next, effects) = reduce(&page("#/amdahl"), Action::OpenLink(link));
    assert_eq!(next.draft.text("threads", next.computer), "3");
    assert_eq!(next.link_problems.len(), 1);
    assert!(effects.is_empty());
}

#[test]
fn a_link_to_an_unknown_experiment_leads_to_the_map() {
    let (next, _) = reduce(&page("#/amdahl"), Action::OpenLink("#/nothing".to_owned()));
    assert_eq!((next.screen, next.link_problems.len()), (Screen::Course, 1));
    let (next, _) = reduce(&next, Action::OpenLink("#/amdahl?v=1".to_owned()));
    assert_eq!((next.screen, next.link_problems.len()), (Screen::Subject, 0));
}

#[test]
fn sharing_shows_the_canonical_link_in_the_address() {
    let (next, effects) = reduce(&page("#/integrate?n=1e7&threads=2&v=1"), Action::ToggleShare);
    assert!(next.sharing);
    assert_eq!(effects[0], Effect::ShowLink("#/integrate?v=1&threads=2".to_owned()));
}

#[test]
fn a_download_needs_a_run_and_is_named_after_its_experiment() {
    let mut state = page("#/integrate");
    assert!(reduce(&state, Action::Download(File::Record)).1.is_empty());
    state.keep(report("#/integrate?v=1", "held", &[], vec![]));
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
    assert_eq!(state.failure_here(), Some(&RunError::ExplorationStopped));
    let (state, _) = reduce(&running(), Action::Failed(RunError::Stopped));
    assert_eq!(state.failure_here(), Some(&RunError::Stopped));
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
