//! Levels: how they are played, solved and found impossible.

mod common;

use common::{explored, open, step, walk};
use experiments::{LEVELS, Level};
use machine::Grain;
use ui::{Action, Effect, Judged, Par, Sampling, State, Walk, reduce};

const LINK: &str = "#/explore/lost-update?v=1";

/// The index of the level with this id.
fn level(id: &str) -> usize {
    LEVELS.iter().position(|level| level.id == id).expect("a published level stays")
}

fn play(id: &str) -> State {
    let (state, _) = reduce(&open("#/integrate"), Action::OpenChallenges);
    assert!(state.lists_levels());
    let (state, effects) = reduce(&state, Action::PlayLevel(level(id)));
    assert_eq!(effects, [Effect::PushLink(format!("#/challenge/{id}"))]);
    assert!(!state.lists_levels() && state.is_explored());
    state
}

fn verdict(state: &State) -> Option<Judged> {
    state.challenge.playing.as_ref().expect("a level is played").verdict
}

/// One thread reads, the other does everything, the first one writes: one preemption.
#[test]
fn a_level_is_solved_by_reaching_its_goal_and_the_best_solution_is_kept() {
    let state = play("one-is-lost");
    let playing = state.challenge.playing.as_ref().expect("a level is played");
    assert_eq!(playing.par, Par::Preemptions(1));
    let clumsy = [1, 2, 1, 2].iter().fold(state.clone(), |state, &thread| step(&state, thread));
    assert_eq!(verdict(&clumsy), Some(Judged::Reached { preemptions: 2, steps: 4 }));
    assert_eq!(clumsy.challenge.solved[0].preemptions, Some(2));
    let best = walk(&clumsy, Walk::To(0));
    assert_eq!(verdict(&best), None);
    let best = [1, 2, 2, 1].iter().fold(best, |state, &thread| step(&state, thread));
    assert_eq!(best.challenge.solved[0].preemptions, Some(1));
    let again = walk(&best, Walk::To(0));
    let again = [1, 2, 1, 2].iter().fold(again, |state, &thread| step(&state, thread));
    assert_eq!((again.challenge.solved.len(), again.challenge.solved[0].preemptions), (1, Some(1)));
}

#[test]
fn hints_lead_to_the_goal() {
    let mut state = play("one-is-lost");
    (state, _) = reduce(&state, Action::Hint);
    let hint = |state: &State| state.challenge.playing.clone().and_then(|playing| playing.hint);
    assert_eq!(hint(&state).as_deref(), Some(LEVELS[level("one-is-lost")].hint));
    for given in 2..6 {
        (state, _) = reduce(&state, Action::Hint);
        let again = reduce(&state, Action::Hint).0;
        let hints = again.challenge.playing.map(|playing| playing.hints);
        assert_eq!(hints, Some(given), "the same hint again does not count");
        let said = hint(&state).expect("there is a hint");
        let thread = if said.contains("thread 1") { 1 } else { 2 };
        state = step(&state, thread);
    }
    assert!(matches!(verdict(&state), Some(Judged::Reached { .. })));
    let both = [1, 1].iter().fold(play("one-is-lost"), |state, &thread| step(&state, thread));
    let (lost, _) = reduce(&reduce(&both, Action::Hint).0, Action::Hint);
    assert!(hint(&lost).is_some_and(|said| said.contains("cannot be reached")));
}

#[test]
fn a_level_that_is_impossible_is_solved_by_saying_so() {
    let state = play("lose-in-spite-of-the-lock");
    let (state, effects) = reduce(&state, Action::CallImpossible);
    assert_eq!(verdict(&state), Some(Judged::RightlyImpossible));
    assert!(matches!(effects[..], [Effect::ShowLink(_), Effect::Explore(..)]), "to count them");
    assert_eq!(state.challenge.solved[0].preemptions, None);
    let shown = explored(&state);
    assert_eq!(verdict(&step(&shown, 1)), Some(Judged::RightlyImpossible));
}

#[test]
fn to_call_a_possible_level_impossible_is_wrong() {
    let (state, effects) = reduce(&play("one-is-lost"), Action::CallImpossible);
    assert_eq!((verdict(&state), effects), (Some(Judged::WronglyImpossible), vec![]));
    assert!(state.challenge.solved.is_empty());
    assert_eq!(state.challenge.miscalled, ["one-is-lost"]);
    assert_eq!(verdict(&step(&state, 1)), None);
}

#[test]
fn hints_followed_to_the_letter_reach_par() {
    for (index, level) in LEVELS.iter().enumerate() {
        let (mut state, _) = reduce(&open(LINK), Action::PlayLevel(index));
        let playing = state.challenge.playing.clone().expect("a level is played");
        let Par::Preemptions(par) = playing.par else { continue };
        for &by in &playing.best {
            state = walk(&state, Walk::Step(by));
        }
        let Some(Judged::Reached { preemptions, .. }) = verdict(&state) else {
            panic!("{}: {:?}", level.id, verdict(&state))
        };
        assert_eq!(preemptions, par, "{}", level.id);
    }
}

#[test]
fn what_finds_a_schedule_by_itself_is_not_done_in_a_level() {
    let state = play("one-is-lost");
    assert_eq!(reduce(&state, Action::Explore), (state.clone(), vec![]));
    for by_itself in [Walk::Random(Sampling::Uniform), Walk::Play, Walk::Grain(Grain::Fine)] {
        let next = walk(&state, by_itself);
        let (now, before) = (next.explorer.as_ref(), state.explorer.as_ref());
        assert_eq!(now.map(|now| &now.replay), before.map(|before| &before.replay));
    }
}

#[test]
fn a_hint_knows_the_last_step_from_which_the_goal_can_be_reached() {
    let lost = [1, 1].iter().fold(play("one-is-lost"), |state, &thread| step(&state, thread));
    let (state, _) = reduce(&reduce(&lost, Action::Hint).0, Action::Hint);
    let back = |state: &State| state.challenge.playing.as_ref().and_then(|playing| playing.back);
    assert_eq!(back(&state), Some(1));
    assert_eq!(back(&walk(&state, Walk::To(1))), None);
}

#[test]
fn a_link_opens_a_level_or_the_list() {
    let state = open("#/challenge/one-is-lost");
    assert_eq!(state.address().as_deref(), Some("#/challenge/one-is-lost"));
    let (left, effects) = reduce(&state, Action::LeaveLevel);
    assert_eq!(effects, [Effect::PushLink(LINK.to_owned())]);
    assert_eq!(left.address().as_deref(), Some(LINK));
    let (_, effects) = reduce(&state, Action::ToggleShare);
    assert_eq!(effects[0], Effect::ShowLink("#/challenge/one-is-lost".to_owned()));
    let list = open("#/challenges");
    assert!(list.lists_levels() && list.challenge.notice.is_none());
    let unknown = open("#/challenge/nothing");
    assert!(unknown.lists_levels());
    assert!(unknown.challenge.notice.is_some_and(|text| text.contains("nothing")));
}

#[test]
fn another_program_is_no_level() {
    let typed = Action::Type { name: "threads", text: "3".to_owned() };
    assert_eq!(reduce(&play("one-is-lost"), typed).0.challenge.playing, None);
    let opened = Action::OpenLink(LINK.to_owned());
    assert_eq!(reduce(&play("one-is-lost"), opened).0.challenge.playing, None);
}

/// Every level opens without a problem, and its par is known at once. Some are impossible.
#[test]
fn every_level_can_be_judged() {
    let par = |(index, level): (usize, &Level)| {
        assert!(plan::open(level.link).problems.is_empty(), "{}", level.id);
        let (state, _) = reduce(&open(LINK), Action::PlayLevel(index));
        let par = state.challenge.playing.expect("a level is played").par;
        assert_ne!(par, Par::Unknown, "{}", level.id);
        par
    };
    let pars: Vec<Par> = LEVELS.iter().enumerate().map(par).collect();
    let impossible = pars.iter().filter(|&&par| par == Par::Impossible).count();
    assert!((1..pars.len() / 2).contains(&impossible), "{pars:?}");
}
