//! What a person sees of all schedules together, and of real threads beside them.

mod common;

use std::rc::Rc;

use common::{between, explored, open, render, report, tag, text};
use serde_json::json;
use trace::wire::ExplorationRecord;
use ui::{Action, Capability, Layout, Missing, Phase, Shape, State, reduce};

const LINK: &str = "#/explore/lost-update?v=1";

/// The page after real threads gave these outcomes.
fn beside(state: &State, distribution: serde_json::Value) -> State {
    let plan = state
        .exploration_plan()
        .and_then(|plan| plan.on_threads(100))
        .expect("there is such an experiment");
    let ran = report(plan.link(), "held", &[("distribution", distribution)], vec![]);
    let (state, _) = reduce(state, Action::Beside(100));
    reduce(&state, Action::Finished(ran)).0
}

/// A row of the table of outcomes, by its value, as text.
fn outcome(html: &str, value: &str) -> String {
    let rows = between(between(html, "aria-label=\"Outcomes\"", "</table>"), "<tbody>", "</tbody>");
    let row = rows.split("</tr>").find(|row| text(row).trim_start().starts_with(value));
    text(row.unwrap_or_else(|| panic!("no {value} in {rows}")))
}

#[tokio::test]
async fn an_exploration_is_a_sentence_and_a_table() {
    let html = render(explored(&open("#/explore/lost-update?v=1&threads=3&increments=2"))).await;
    let verdict = text(between(&html, "class=\"verdict verdict-wrong-value\"", "</div>"));
    assert!(verdict.contains("Can go wrong"), "{verdict}");
    assert!(verdict.contains("All 34\u{202f}650 schedules explored in"), "{verdict}");
    assert!(verdict.contains("5\u{a0}outcomes, 4 of them wrong."), "{verdict}");
    assert!(outcome(&html, "2").contains("19.2\u{a0}%"), "{}", outcome(&html, "2"));
    assert!(between(&html, "Exact probabilities", "</dl>").contains("140/729"));
    assert_eq!(html.matches("class=\"part ends-wrong\"").count(), 4);
    assert!(
        outcome(&html, "6").contains("As it should be")
            && outcome(&html, "6").contains("Step through")
    );
    assert!(text(between(&html, "class=\"findings\"", "</section>")).contains("Data race"));
}

#[tokio::test]
async fn a_correct_program_says_why_it_is() {
    let html = render(explored(&open("#/explore/lost-update?v=1&fix=lock"))).await;
    let verdict = text(between(&html, "class=\"verdict verdict-held\"", "</div>"));
    assert!(verdict.contains("Always holds") && verdict.contains("and it is right"), "{verdict}");
    assert!(verdict.contains("Between read and write a thread holds the lock"), "{verdict}");
}

#[tokio::test]
async fn what_is_not_complete_is_at_least() {
    let state = explored(&open(LINK));
    let shown = state.explorer.as_ref().and_then(|explorer| explorer.explored());
    let record = (**shown.expect("it was explored")).clone();
    let limit = Some("5000000 states".to_owned());
    let cut = ExplorationRecord { complete: false, limit, ..record };
    let html = render(reduce(&state, Action::Explored(Rc::new(cut))).0).await;
    let verdict = text(between(&html, "class=\"verdict ", "</div>"));
    assert!(
        verdict.contains("At least 6 schedules: stopped at 5\u{202f}000\u{202f}000 states"),
        "{verdict}"
    );
    assert!(verdict.contains("at least 2\u{a0}outcomes"), "{verdict}");
    assert!(html.contains("Schedules, at least") && html.contains("Probability, sampled"));
}

#[tokio::test]
async fn real_threads_stand_beside_what_is_possible() {
    let seen = json!([{ "value": "2", "kind": "held", "count": 100 }]);
    let html = render(beside(&explored(&open(LINK)), seen.clone())).await;
    assert!(outcome(&html, "2").contains("100 possible and seen"), "{}", outcome(&html, "2"));
    assert!(outcome(&html, "1").contains("possible, never seen"), "{}", outcome(&html, "1"));
    assert!(html.contains("Real threads: 100\u{a0}runs"));
    assert!(!html.contains("a bug of ours"));
    let html = render(beside(&open(LINK), seen)).await;
    assert!(outcome(&html, "2").contains("seen, not explored"));
}

/// The value alone is not enough: it must have the same verdict, too.
#[tokio::test]
async fn what_was_seen_and_is_impossible_is_a_bug_of_ours() {
    let seen = json!([
        { "value": "2", "kind": "held", "count": 98 },
        { "value": "0", "kind": "lost-updates", "count": 1 },
        { "value": "1", "kind": "held", "count": 1 },
    ]);
    let html = render(beside(&explored(&open(LINK)), seen)).await;
    assert!(outcome(&html, "0").contains("seen but impossible"));
    assert_eq!(html.matches("class=\"standing-impossible\"").count(), 2);
    assert!(html.contains("This is a bug of ours"));
}

#[tokio::test]
async fn a_running_exploration_counts_and_can_be_stopped() {
    let (state, _) = reduce(&open(LINK), Action::Explore);
    let (state, _) = reduce(&state, Action::Exploring { states: 12_000 });
    assert!(matches!(state.phase, Phase::Exploring { .. }));
    let html = render(state).await;
    assert!(html.contains("12\u{202f}000\u{a0}states of about "));
    assert!(html.contains("class=\"stop\""));
    // Whoever pressed it keeps the focus on it.
    let buttons = between(&html, "class=\"buttons\"", "</div>");
    assert!(tag(buttons, "title=\"The same program").contains("aria-disabled"), "{buttons}");
}

#[tokio::test]
async fn without_isolation_everything_but_real_threads_is_there() {
    let mut state = open(LINK);
    state.capability = Capability::Processes(Missing::Isolation);
    state.layout = Layout::Embed(Shape::Whole);
    let html = render(state.clone()).await;
    assert!(html.contains("Real threads cannot run here"));
    assert!(!html.contains("Try real threads") && !html.contains("Cross-Origin-Opener-Policy"));
    let (state, _) = reduce(&state, Action::OpenLink("#/lost-update?v=1&threads=3".to_owned()));
    let html = render(state).await;
    let ways = between(&html, "class=\"ways-out\"", "</p>");
    assert!(ways.contains("href=\"#/explore/lost-update?v=1&amp;threads=3\""), "{ways}");
}
