//! What is said before a run, beside what it was.

mod common;

use common::{open, page, render, report};
use ui::{Action, Layout, Shape, State, reduce};

const LINK: &str = "#/integrate?v=1&threads=2";

/// A finished run.
fn finished(kind: &str) -> State {
    let mut state = page(LINK);
    state.keep(report(LINK, kind, &[], vec![]));
    state
}

/// Whoever goes through the page by keyboard comes to the question before the button that answers it.
#[tokio::test]
async fn the_question_comes_before_the_set_up() {
    for link in ["#/integrate?v=1", "#/explore/deadlock?v=1"] {
        let html = render(open(link)).await;
        let at = |what: &str| html.find(what).expect("it is there");
        assert!(at("class=\"question\"") < at("id=\"setup\""), "{link}");
    }
}

/// What somebody says before a run stands beside what it was, for that run only.
#[tokio::test]
async fn what_was_said_stands_beside_what_it_was() {
    let link = "#/lost-update?v=1";
    let say = |state: &State, text: &str| {
        reduce(state, Action::Say { threads: 0, text: text.to_owned() }).0
    };
    let ran = |state: &State, observed: u64| {
        let begun = reduce(state, Action::Run).0;
        let run = report(link, "lost-updates", &[("observed", observed.into())], vec![]);
        reduce(&begun, Action::Finished(run)).0
    };
    let state = say(&page(link), "150");
    assert!(!render(state.clone()).await.contains("You said"));
    let state = ran(&state, 103);
    assert!(render(state.clone()).await.contains("You said 150; it was 103."));
    // What is typed now is about the next run.
    let state = say(&state, "100");
    assert!(render(state.clone()).await.contains("You said 150; it was 103."));
    assert!(render(ran(&state, 103)).await.contains("You said 100; it was 103. That is close."));
    assert!(
        render(ran(&say(&state, "103 updates"), 103))
            .await
            .contains("You said 103, and so it was.")
    );
    let wrong = render(ran(&say(&state, "many"), 103)).await;
    assert!(wrong.contains("“many” is no number."), "what is no answer stays: {wrong}");
    let wrong = render(say(&state, "many")).await;
    assert!(wrong.contains("“many” is no number."), "{wrong}");
    // Without a new one, the last one about this set-up stands; about another set-up there is none.
    assert!(render(ran(&say(&state, " "), 103)).await.contains("You said 150; it was 103."));
    let other = reduce(&state, Action::Type { name: "fix", text: "lock".to_owned() }).0;
    assert!(!render(say(&other, " ")).await.contains("You said 150; it was 200"));
}

#[tokio::test]
async fn an_ending_is_chosen_and_a_curve_is_drawn() {
    let link = "#/deadlock?v=1";
    let say = |state: &State, threads: u32, text: &str| {
        reduce(state, Action::Say { threads, text: text.to_owned() }).0
    };
    let state = say(&page(link), 0, "held");
    assert!(render(state.clone()).await.contains("All of them arrive"));
    let begun = reduce(&state, Action::Run).0;
    let state = reduce(&begun, Action::Finished(report(link, "deadlock", &[], vec![]))).0;
    let html = render(state).await;
    assert!(
        html.contains("You said “All of them arrive”; it was “They block each other”."),
        "{html}"
    );
    // A sweep takes a number for each count of threads beside one.
    let sweep = render(page("#/integrate?v=1&sweep=on&threads=2")).await;
    assert!(sweep.contains("type=\"range\" form=\"setup\""), "{sweep}");
}

/// A slide has room for the question until something has begun.
#[tokio::test]
async fn a_slide_asks_until_something_has_begun() {
    let slide = |state: State| State { layout: Layout::Embed(Shape::Whole), ..state };
    assert!(render(slide(page(LINK))).await.contains("Before you start"));
    assert!(!render(slide(finished("held"))).await.contains("Before you start"));
    assert!(render(finished("held")).await.contains("Before you start"));
    let stepped = common::step(&common::open("#/explore/deadlock?v=1"), 1);
    assert!(!render(slide(stepped)).await.contains("Before you start"));
}
