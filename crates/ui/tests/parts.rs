//! What a person sees while a part of the page is on its way, and if it cannot be had.

mod common;

use std::rc::Rc;

use common::{COMPUTER, render, report};
use experiments::Runs;
use ui::{
    Action, Arrival, Capability, EXPLORE, Effect, FILES, File, GRAPH, Layout, Loaded, Part,
    RunError, State, TIMED, Theme, View, Walk, reduce,
};

/// The page after `link` was opened, with nothing but what it starts with.
fn open(link: &str) -> (State, Vec<Effect>) {
    let state = State::new(COMPUTER, Capability::Threads, Layout::Page, Theme::System);
    reduce(&state, Action::OpenLink(link.to_owned()))
}

fn after(state: &State, action: Action) -> State {
    reduce(state, action).0
}

#[tokio::test]
async fn a_link_loads_the_part_that_it_needs_once_and_can_be_set_up_meanwhile() {
    let (state, effects) = open("#/integrate?v=1");
    assert_eq!(effects, [Effect::Load(Part::Runs(Runs::Timed))]);
    let (state, effects) = reduce(&state, Action::Type { name: "n", text: "5000".to_owned() });
    assert_eq!(effects, []);
    assert!(render(state.clone()).await.contains("Before you start"));
    let (state, effects) = reduce(&state, Action::Run);
    assert!(matches!(effects[..], [Effect::ShowLink(_), Effect::Run(_)]), "{effects:?}");
    let state = after(&state, Action::Loaded(Loaded::Runs(Runs::Timed, &TIMED)));
    assert_eq!(state.parts.runs(Runs::Timed), &Arrival::Here(&TIMED));
    let (_, effects) = reduce(&state, Action::Pick("lost-update".to_owned()));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Load(_))), "{effects:?}");
}

/// The schedule lets thread 1 take both of its steps, as `explorer.rs` has it.
#[tokio::test]
async fn a_schedule_in_the_link_waits_for_the_explorer_and_stays_in_the_address() {
    let link = "#/explore/lost-update?v=1&schedule=m.A2B.977df430";
    let (state, effects) = open(link);
    assert_eq!(effects, [Effect::Load(Part::Explore)]);
    assert_eq!(state.location(), link);
    let html = render(state.clone()).await;
    assert!(html.contains("The explorer is on its way …") && html.contains("Set-up"), "{html}");
    let state = after(&state, Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert_eq!(state.location(), link);
    assert!(!render(state).await.contains("on its way"));
}

#[tokio::test]
async fn a_level_begins_when_the_explorer_is_there() {
    let link = format!("#/challenge/{}", experiments::LEVELS[0].id);
    let (state, effects) = open(&link);
    assert_eq!(effects, [Effect::Load(Part::Explore)]);
    assert_eq!((state.location(), state.place()), (link.clone(), link.clone()));
    assert!(state.title().starts_with(experiments::LEVELS[0].title));
    let state = after(&state, Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert_eq!(
        state.challenge.playing.as_ref().map(|playing| &playing.level),
        Some(&ui::Played::Listed(0))
    );
    assert_eq!(state.location(), link);
}

#[tokio::test]
async fn levels_that_are_listed_before_the_explorer_is_there_stay_listed() {
    let link = format!("#/challenge/{}", experiments::LEVELS[0].id);
    let state = after(&open(&link).0, Action::OpenChallenges);
    let state = after(&state, Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert!(render(state.clone()).await.contains(" solved"));
    let state = after(&state, Action::OpenChallenges);
    assert_eq!((state.challenge.listed(), state.location()), (Some(&experiments::LEVELS[0]), link));
}

#[test]
fn whoever_leaves_before_the_explorer_is_there_stays_away() {
    let (state, _) = open(&format!("#/challenge/{}", experiments::LEVELS[0].id));
    let state = after(&state, Action::Pick("integrate".to_owned()));
    let state = after(&state, Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert_eq!((state.challenge.listed(), state.place().as_str()), (None, "#/integrate"));
}

#[tokio::test]
async fn a_part_that_cannot_be_had_is_said_and_tried_again_when_asked() {
    for link in ["#/explore/deadlock?v=1", "#/challenges", "#/integrate?v=1"] {
        let (state, _) = open(link);
        let part = state.part().expect("each needs one");
        let why = "It could not be downloaded.".to_owned();
        let state = after(&state, Action::NotLoaded(part, why));
        let html = render(state.clone()).await;
        assert!(html.contains("could not be loaded") && html.contains("Try again"), "{html}");
        assert!(!html.contains("on its way"), "{html}");
        let (state, effects) = reduce(&state, Action::ToggleShare);
        assert!(!effects.contains(&Effect::Load(part)), "{effects:?}");
        let (state, effects) = reduce(&state, Action::Load(part));
        assert_eq!(effects, [Effect::Load(part)]);
        assert!(!render(state).await.contains("could not be loaded"));
    }
}

/// The program stands below the graph: where nothing is known of the one, the other would have to move.
#[tokio::test]
async fn the_state_graph_is_loaded_when_it_is_shown_and_its_place_is_kept() {
    let show = |view| Action::Walk(Walk::Show(view));
    let (state, _) = open("#/explore/lost-update?v=1");
    let (state, effects) = reduce(&state, Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert_eq!(effects, []);
    let (state, effects) = reduce(&state, show(View::Graph));
    assert_eq!(effects, [Effect::Load(Part::Graph)]);
    let html = render(state.clone()).await;
    assert!(html.contains("The state graph is on its way …"), "{html}");
    assert!(!html.contains("class=\"source") && html.contains("class=\"movers"), "{html}");
    let failed = after(&state, Action::NotLoaded(Part::Graph, "No.".to_owned()));
    let html = render(failed.clone()).await;
    assert_eq!(html.matches("The state graph could not be loaded.").count(), 1, "{html}");
    assert!(html.contains("Try again") && html.contains("class=\"source"), "{html}");
    let (table, effects) = reduce(&failed, show(View::Table));
    assert!(effects.is_empty() && !render(table).await.contains("could not be loaded"));
    assert_eq!(reduce(&failed, Action::Load(Part::Graph)).1, [Effect::Load(Part::Graph)]);
    let state = after(&state, Action::Loaded(Loaded::Graph(&GRAPH)));
    let html = render(state).await;
    assert!(html.contains("class=\"graph\"") && html.contains("class=\"source"), "{html}");
}

/// What draws threads that meet is loaded beside the lab, when they begin.
#[test]
fn threads_that_meet_begin_before_what_draws_them_is_there() {
    let (state, effects) = open("#/lost-update?v=1");
    assert_eq!(effects, []);
    let (_, effects) = reduce(&state, Action::Run);
    assert!(effects.contains(&Effect::Load(Part::Runs(Runs::Meeting))), "{effects:?}");
}

#[test]
fn a_file_that_was_asked_for_is_handed_over_once_it_can_be_made() {
    let (state, _) = open("#/integrate?v=1");
    let ran = report("#/integrate?v=1", "held", &[], vec![]);
    let state = after(&state, Action::Finished(Rc::clone(&ran)));
    let (state, effects) = reduce(&state, Action::Download(File::Record));
    assert_eq!(effects, [Effect::Load(Part::Files)]);
    let (away, effects) = reduce(&state, Action::NotLoaded(Part::Files, "No.".to_owned()));
    assert_eq!((effects, &away.wanted), (vec![], &None));
    let (_, effects) = reduce(&away, Action::Download(File::Timeline));
    assert_eq!(effects, [Effect::Load(Part::Files)]);
    let (state, effects) = reduce(&state, Action::Loaded(Loaded::Files(&FILES)));
    assert!(matches!(&effects[..], [Effect::Download { name, .. }] if name == "integrate.json"));
    assert_eq!(state.wanted, None);
}

/// A script may ask for an exploration as soon as the page is there, and stop it again.
#[test]
fn an_exploration_need_not_wait_for_what_will_draw_it() {
    let (state, _) = open("#/explore/lost-update?v=1&schedule=f.A.00000000");
    let (state, effects) = reduce(&state, Action::Explore);
    let [Effect::ShowLink(_), Effect::Explore(_, options)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert!(!options.merge, "the schedule is one of every line");
    let (state, effects) = reduce(&state, Action::Stop);
    assert_eq!(effects, [Effect::Stop]);
    let state = after(&state, Action::Failed(RunError::Stopped));
    assert_eq!(state.failure_here(), Some(&RunError::ExplorationStopped));
}
