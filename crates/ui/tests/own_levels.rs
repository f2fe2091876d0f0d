//! Levels that somebody made: how they are opened, played and judged, and what is kept of them.

mod common;

use common::{between, blank, open, render, step, text};
use ui::{
    Action, Capability, Challenge, EXPLORE, Effect, Judged, Layout, Loaded, Par, Part, Parts,
    Playing, State, reduce,
};

const PROGRAM: &str = "#/explore/lost-update?v=1";
const LINK: &str = "#/explore/lost-update?v=1&goal=value.1&title=One+is+lost";

fn after(state: &State, action: Action) -> State {
    reduce(state, action).0
}

fn playing(state: &State) -> &Playing {
    state.challenge.playing.as_ref().expect("a level is played")
}

/// The page after the keys of these threads.
fn keys(state: &State, threads: &[u8]) -> State {
    threads.iter().fold(state.clone(), |state, &thread| step(&state, thread))
}

/// What is said of a link that is wrong.
fn problems(state: &State) -> Vec<String> {
    state.link_problems.iter().map(ToString::to_string).collect()
}

/// The page as HTML, where every space is one.
async fn shown(state: State) -> String {
    render(state).await.replace('\u{a0}', " ")
}

/// Two threads read 0 and write 1 back: one of them has to be interrupted between the two, so par is 1. Nobody adds a third
/// time.
#[test]
fn par_is_what_it_takes_and_what_cannot_be_is_impossible() {
    for (goal, par) in [
        ("value.2", Par::Preemptions(0)),
        ("held", Par::Preemptions(0)),
        ("value.1", Par::Preemptions(1)),
        ("lost-updates", Par::Preemptions(1)),
        ("value.3", Par::Impossible),
        ("value.01", Par::Impossible),
        ("deadlock", Par::Impossible),
    ] {
        let state = open(&format!("{PROGRAM}&goal={goal}"));
        assert_eq!(playing(&state).par, par, "{goal}");
    }
    // Each of 8 threads reads and writes back 50 times.
    let state = open("#/explore/lost-update?v=1&threads=8&increments=50&goal=value.2");
    assert_eq!(playing(&state).par, Par::Unknown);
}

/// Each of two threads reads (`r`, `R`) and writes back (`w`, `W`) twice. With one interruption the second does all of its
/// part within the first: `r RWRW wrw` and `rwr RWRW w` are 2, `rw RWRW rw` is 4. `r RW wrw RW` is 3, with two. Of a kind the
/// cheapest counts.
#[test]
fn of_all_endings_of_a_kind_the_cheapest_is_par() {
    let of = |goal: &str| playing(&open(&format!("{PROGRAM}&increments=2&goal={goal}"))).par;
    assert_eq!(of("value.2"), Par::Preemptions(1));
    assert_eq!(of("value.3"), Par::Preemptions(2));
    assert_eq!(of("lost-updates"), Par::Preemptions(1));
    assert_eq!(of("value.1"), Par::Impossible);
}

#[test]
fn a_level_by_link_is_played_like_any_other_and_nothing_is_kept_of_it() {
    let state = open(LINK);
    assert_eq!(state.address().as_deref(), Some(LINK));
    assert_eq!(state.title(), "One is lost · Challenges · Interleave");
    assert_eq!(reduce(&state, Action::Explore), (state.clone(), vec![]));
    let (_, effects) = reduce(&state, Action::ToggleShare);
    assert_eq!(effects[0], Effect::ShowLink(LINK.to_owned()));
    let clumsy = keys(&state, &[1, 2, 1, 2]);
    assert_eq!(playing(&clumsy).verdict, Some(Judged::Reached { preemptions: 2, steps: 4 }));
    assert_eq!(clumsy.is_right(), Some(true));
    let won = keys(&state, &[1, 2, 2, 1]);
    assert_eq!(playing(&won).verdict, Some(Judged::Reached { preemptions: 1, steps: 4 }));
    assert_eq!(won.address().as_deref(), Some(LINK));
    assert!(won.challenge.counts_the_same(&Challenge::default()));
    assert!(won.achieved.is_empty());
    let again = after(&won, Action::PlayOwn(LINK.to_owned()));
    assert_eq!(
        (playing(&again).verdict, again.explorer.map(|explorer| explorer.at)),
        (None, Some(0))
    );
    let (left, effects) = reduce(&won, Action::LeaveLevel);
    assert_eq!((left.address(), effects), (left.link(), vec![Effect::PushLink(left.location())]));
    assert!(left.challenge.playing.is_none());
}

#[test]
fn who_calls_a_possible_level_impossible_is_told_how_often() {
    let wrong = after(&open(LINK), Action::CallImpossible);
    assert_eq!(playing(&wrong).verdict, Some(Judged::WronglyImpossible));
    assert_eq!(wrong.is_right(), Some(false));
    let again = after(&wrong, Action::PlayOwn(LINK.to_owned()));
    let twice = after(&again, Action::CallImpossible);
    assert_eq!(twice.challenge.miscalls_now(), 2);
    assert!(twice.challenge.miscalled.is_empty(), "those are of the list");
    let other = after(&twice, Action::PlayOwn(format!("{PROGRAM}&goal=value.2")));
    assert_eq!(other.challenge.miscalls_now(), 0);
}

/// Too many states to tell: whoever gives up is neither right nor wrong.
#[test]
fn nobody_is_wrong_where_nobody_knows() {
    let link = "#/explore/lost-update?v=1&threads=8&increments=50&goal=value.2";
    let called = after(&open(link), Action::CallImpossible);
    assert_eq!(playing(&called).verdict, Some(Judged::WronglyImpossible));
    assert_eq!((called.is_right(), called.challenge.miscalls_now()), (None, 0));
}

#[tokio::test]
async fn an_impossible_level_is_solved_by_saying_so() {
    let (state, effects) =
        reduce(&open(&format!("{PROGRAM}&goal=value.3")), Action::CallImpossible);
    assert_eq!(playing(&state).verdict, Some(Judged::RightlyImpossible));
    assert!(matches!(effects[..], [Effect::ShowLink(_), Effect::Explore(..)]), "to count them");
    let html = text(&shown(state).await);
    assert!(html.contains("Right, it is impossible. Every schedule ends with 1 or 2."), "{html}");
}

#[test]
fn the_first_hint_is_the_next_step_and_hints_lead_to_par() {
    let mut state = open(LINK);
    let mut said = Vec::new();
    while playing(&state).verdict.is_none() {
        state = after(&state, Action::Hint);
        let hint = playing(&state).hint.clone().expect("there is one");
        state = step(&state, if hint.contains("thread 1") { 1 } else { 2 });
        said.push(hint);
    }
    assert_eq!(said[0], "Let thread 1 go next: read value, increase value.");
    assert_eq!((said.len(), playing(&state).hints), (4, 4));
    assert_eq!(playing(&state).verdict, Some(Judged::Reached { preemptions: 1, steps: 4 }));
    let lost = after(&keys(&open(LINK), &[1, 1]), Action::Hint);
    assert_eq!(playing(&lost).back, Some(1));
}

#[tokio::test]
async fn a_wrong_link_opens_its_program_and_says_what_is_wrong() {
    for (query, reason) in [
        ("goal=deadlok", "goal must be \"value.\" and a value, or one of held, "),
        ("goal=value.", "the value of goal must have 1 to 60 characters, got 0"),
        ("goal=held&title=", "\"title\" has no value"),
        ("schedule=m.AB.f29f7ee6&goal=held", "schedule must not stand beside goal"),
        ("threads=99&goal=held", "goal needs a program, and this one is refused: threads must be"),
    ] {
        let state = open(&format!("{PROGRAM}&{query}"));
        assert!(problems(&state)[0].starts_with(reason), "{query}: {:?}", problems(&state));
        assert!(state.challenge.playing.is_none() && state.is_explored(), "{query}");
        assert_eq!(state.explorer.is_some(), !query.starts_with("threads"), "{query}");
        let html = text(&shown(state).await);
        assert!(html.contains("could not be read in full") && html.contains("Explore"), "{html}");
    }
    let state = open("#/lost-update?v=1&threads=4&goal=value.1");
    let reason = "goal is for links that begin with \"#/explore/\", got \"value.1\"";
    assert_eq!(problems(&state), [reason]);
    assert_eq!(state.link().as_deref(), Some("#/lost-update?v=1&threads=4"));
    assert!(open("#/explore/nothing?v=1&goal=held").link_problems[0].leads_nowhere());
    let long = format!("{PROGRAM}&goal=value.{}", "1".repeat(8000));
    assert!(open(&long).link_problems[0].leads_nowhere());
    // A link without a fault takes the reasons away.
    let next = after(&open(&format!("{PROGRAM}&goal=x")), Action::OpenLink(LINK.to_owned()));
    assert!(next.link_problems.is_empty() && next.challenge.playing.is_some());
}

#[tokio::test]
async fn a_title_is_a_text_whatever_is_in_it() {
    let link =
        "#/explore/lost-update?v=1&goal=value.%3Ci%3E&title=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E";
    let html = shown(open(link)).await;
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{html}");
    assert!(html.contains("Make it end with &lt;i&gt;."), "{html}");
    assert!(!html.contains("<img") && !html.contains("<i>"));
}

#[tokio::test]
async fn the_banner_has_title_task_and_what_can_be_done() {
    let html = shown(open(LINK)).await;
    let banner = text(between(&html, "<section aria-labelledby=\"level-title\"", "</section>"));
    assert!(banner.contains("One is lost") && banner.contains("0 preemptions"), "{banner}");
    assert!(banner.contains("Make it end with 1. Use as few preemptions"), "{banner}");
    assert!(banner.ends_with("Hint It is impossible Leave"), "{banner}");
    let untitled = shown(open("#/explore/deadlock?v=1&goal=deadlock")).await;
    let untitled =
        text(between(&untitled, "<section aria-labelledby=\"level-title\"", "</section>"));
    assert!(untitled.contains("A level for you"), "{untitled}");
    assert!(untitled.contains("Make it end with “Deadlock”."), "{untitled}");
    let won = shown(keys(&open(LINK), &[1, 2, 2, 1])).await;
    let won = text(between(&won, "<section aria-labelledby=\"level-title\"", "</section>"));
    assert!(won.contains("Solved at par: 1 preemption and 4 steps."), "{won}");
    assert!(won.ends_with("Play again Leave"), "no next one: {won}");
    let missed = shown(keys(&open(LINK), &[1, 1, 2, 2])).await;
    assert!(missed.contains("Not what was asked"), "{missed}");
}

/// Before the explorer is there the address is as it was written.
#[test]
fn a_level_begins_when_the_explorer_is_there() {
    let state = State { parts: Parts::default(), ..blank(Capability::Threads, Layout::Page) };
    let (state, effects) = reduce(&state, Action::OpenLink(LINK.to_owned()));
    assert_eq!(effects, [Effect::Load(Part::Explore)]);
    assert_eq!(
        (state.location().as_str(), state.title().as_str()),
        (LINK, "Lost update · Challenges · Interleave")
    );
    let there = after(&state, Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert_eq!((there.location().as_str(), playing(&there).par), (LINK, Par::Preemptions(1)));
    let away = after(&state, Action::Pick("integrate".to_owned()));
    let away = after(&away, Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert_eq!((away.challenge.playing, away.challenge.opening), (None, None));
    let wrong = Action::OpenLink(format!("{PROGRAM}&goal=x"));
    let state = State { parts: Parts::default(), ..blank(Capability::Threads, Layout::Page) };
    let wrong = after(&after(&state, wrong), Action::Loaded(Loaded::Explore(&EXPLORE)));
    assert_eq!((wrong.link_problems.len(), wrong.challenge.is_on()), (1, false));
}
