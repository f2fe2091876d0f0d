//! The last runs of an experiment, side by side; what is broken, and cured.

mod common;

use common::{between, page, render, report, tag};
use serde_json::{Value, json};
use trace::{Event, EventKind, Lane};
use ui::{Action, State, reduce};

fn after(state: &State, action: Action) -> State {
    reduce(state, action).0
}

/// The page after runs of `lost-update` with these fixes and what they counted.
fn ran(runs: &[(&str, u64)]) -> State {
    let event = Event { at_ms: 1.0, kind: EventKind::Acquired, subject: 0, other: None };
    let lane = || Lane::new("thread 1".to_owned(), vec![event], 0);
    runs.iter().fold(page("#/lost-update?v=1"), |state, (fix, observed)| {
        let typed = Action::Type { name: "fix", text: (*fix).to_owned() };
        let begun = after(&after(&state, typed), Action::Run);
        let link = begun.link().expect("it can run");
        let kind = if *observed < 200 { "lost-updates" } else { "held" };
        let mut run = report(&link, kind, &[("observed", json!(observed))], vec![lane()]);
        let made = std::rc::Rc::get_mut(&mut run).expect("nobody else has it");
        made.record.params.insert("fix".to_owned(), json!(fix));
        made.record.params.insert("threads".to_owned(), json!(2));
        made.record.trace.events = 1;
        after(&begun, Action::Finished(run))
    })
}

#[tokio::test]
async fn runs_stand_side_by_side_with_what_differs() {
    assert!(!render(ran(&[("none", 103)])).await.contains("Your last runs"));
    let html = render(ran(&[("none", 103), ("lock", 200)])).await;
    let table = between(&html, "class=\"compared", "</section>");
    for told in ["Run 1", "Run 2", ">Fix<", ">None<", ">Lock<", ">Observed<", "103", "200"] {
        assert!(table.contains(told), "{told} is missing in {table}");
    }
    assert!(!table.contains("Threads"), "the same in both is left out: {table}");
}

/// Whoever shows an earlier run sees its set-up and its result; nothing runs by that.
#[tokio::test]
async fn an_earlier_run_is_shown_with_its_set_up() {
    let state = ran(&[("none", 103), ("lock", 200)]);
    let (state, effects) = reduce(&state, Action::ShowRun(0));
    assert_eq!(effects, []);
    assert_eq!(state.report().unwrap().record.outcome["observed"], 103);
    assert!(state.is_idle());
    let html = render(state.clone()).await;
    assert!(!html.contains("The set-up has changed"), "{html}");
    assert!(tag(between(&html, "class=\"compared", "</section>"), "Run 1").contains("true"));
    let out_of_range = after(&state, Action::ShowRun(99));
    assert_eq!(out_of_range.report().unwrap().record.outcome["observed"], 200);
}

/// Eight are kept, two of them with their recordings: those weigh.
#[test]
fn eight_runs_are_kept_and_two_recordings() {
    let runs: Vec<(&str, u64)> = (0..10).map(|count| ("none", 100 + count)).collect();
    let state = ran(&runs);
    let kept = state.kept().unwrap();
    let observed: Vec<&Value> =
        kept.runs().iter().map(|run| &run.record.outcome["observed"]).collect();
    assert_eq!(observed, (102..110).collect::<Vec<u64>>());
    let recorded = kept.runs().iter().map(|run| run.lanes.len()).collect::<Vec<_>>();
    assert_eq!(recorded, [0, 0, 0, 0, 0, 0, 1, 1]);
}

/// Three are in sight at first: the others are there, and come with a tick.
#[tokio::test]
async fn more_than_three_runs_are_folded() {
    let shown = async |n: usize| render(ran(&vec![("none", 103); n])).await;
    assert!(!shown(3).await.contains("All 3 runs"));
    let html = shown(5).await;
    let section = between(&html, "class=\"compared", "</section>");
    assert!(section.contains("<input type=\"checkbox\">All 5 runs"), "{section}");
    assert!((1..=5).all(|run| section.contains(&format!("Run {run}"))), "{section}");
}

/// The third run from the end has let its recording go, and says so; the second has it.
#[tokio::test]
async fn a_run_whose_recording_was_let_go_says_so() {
    let state = ran(&[("none", 103), ("none", 104), ("lock", 200)]);
    let said = "is kept for the last two runs only";
    let oldest = render(after(&state, Action::ShowRun(0))).await;
    assert!(oldest.contains(said) && !oldest.contains("Timeline (for Perfetto)"), "{oldest}");
    let second = render(after(&state, Action::ShowRun(1))).await;
    assert!(!second.contains(said) && second.contains("Timeline (for Perfetto)"), "{second}");
}

#[tokio::test]
async fn what_is_broken_can_be_cured_at_once_and_broken_again() {
    let html = render(page("#/lost-update?v=1")).await;
    assert!(html.contains("Cure it: Lock"), "{html}");
    assert!(render(page("#/lost-update?v=1&fix=lock")).await.contains("Break it: None"));
    assert!(render(common::open("#/explore/deadlock?v=1")).await.contains("Cure it: Same"));
    assert!(!render(page("#/integrate?v=1")).await.contains("Cure it"));
    // A lock changes nothing where nobody sells tickets; the model sells nothing else.
    assert!(!render(page("#/coroutines?v=1")).await.contains("Cure it"));
    for link in ["#/coroutines?v=1&play=tickets", "#/explore/coroutines?v=1"] {
        assert!(render(common::open(link)).await.contains("Cure it: Lock"), "{link}");
    }
}

/// The model has 1 increment unless told otherwise, real threads have 100: only a run of 1 is the same. What has no
/// repeats, and what has no model, is taken along to none.
#[test]
fn a_run_is_taken_along_to_the_same_model() {
    let opened = |state: &State, link: &str| after(state, Action::OpenLink(link.to_owned()));
    let beside = |link: &str| {
        let run = report(link, "held", &[("distribution", json!([]))], vec![]);
        let state = after(&page(link), Action::Finished(run));
        let id = link.trim_start_matches("#/").split('?').next().unwrap_or_default();
        let model = opened(&state, &format!("#/explore/{id}?v=1"));
        model.explorer.is_some_and(|explorer| explorer.beside.is_some())
    };
    assert!(beside("#/lost-update?v=1&increments=1"));
    assert!(beside("#/lost-update?v=1&increments=1&repeats=7"));
    assert!(!beside("#/lost-update?v=1"));
    assert!(!beside("#/task-queue?v=1"));
    assert!(!beside("#/integrate?v=1"));
}
