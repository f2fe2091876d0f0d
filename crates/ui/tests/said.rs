//! What is said of runs in which threads met: what an outcome is, the moment, and times that nobody should believe.

mod common;

use std::rc::Rc;

use common::{between, page, render, report, text};
use experiments::{Mark, Moment};
use serde_json::{Value, json};
use trace::{Activity, Event, EventKind, Lane};
use ui::State;

const LINK: &str = "#/lost-update?v=1";

/// The chart with this name.
fn chart<'a>(html: &'a str, name: &str) -> &'a str {
    between(html, &format!("chart-{name}\">"), "</figure>")
}

/// One thread that runs from 1 to 9 ms.
fn lanes() -> Vec<Lane> {
    let event = |at_ms, kind| Event { at_ms, kind, subject: 0, other: None };
    let events = vec![event(1.0, EventKind::Begin(Activity::Work)), event(9.0, EventKind::End)];
    vec![Lane::new("thread 1".to_owned(), events, 0)]
}

/// A finished run of `hello-threads` with these outcomes.
fn finished(outcome: &[(&str, Value)]) -> State {
    let link = "#/hello-threads?v=1";
    let mut state = page(link);
    state.keep(report(link, "held", outcome, vec![]));
    state
}

/// What an outcome is, is said where its word does not say it.
#[tokio::test]
async fn an_outcome_that_is_an_order_is_said_to_be_one() {
    let orders =
        ["1 2 3", "1 3 2"].map(|value| json!({ "value": value, "kind": "held", "count": 2 }));
    let html = render(finished(&[("distribution", json!(orders))])).await;
    let histogram = chart(&html, "histogram");
    assert!(histogram.contains("4 runs: 4 as it should be. An outcome is who was heard first"));
}

/// What was found right stands, and beside it that the times are not to be believed.
#[tokio::test]
async fn a_time_that_contradicts_the_set_up_is_said_in_the_verdict() {
    let mut state = page("#/pool?v=1");
    let mut doubted = (*report("#/pool?v=1", "held", &[], vec![])).clone();
    state.keep(Rc::new(doubted.clone()));
    assert!(!render(state.clone()).await.contains("but for the time"));
    doubted.doubt = Some("2 workers should be faster: run again.".to_owned());
    state.keep(Rc::new(doubted));
    let html = render(state).await;
    let verdict = between(&html, "class=\"verdict", "</div>");
    let said =
        ["doubted", "As it should be, but for the time", "2 workers should be faster: run again."];
    assert!(said.iter().all(|said| verdict.contains(said)), "{verdict}");
}

/// A moment of 0.3 ms in a run of 8 ms: what is seen first is the moment, and so it is said.
#[tokio::test]
async fn a_short_moment_is_what_the_timeline_shows_first() {
    let mark = |at_ms, what: &str| Mark {
        lane: 0,
        who: "thread 1".to_owned(),
        at_ms,
        event: 0,
        what: what.to_owned(),
    };
    let moment = |end_ms| Moment {
        text: "It happened.".to_owned(),
        marks: vec![mark(2.0, "reads 0"), mark(end_ms, "writes 1")],
        schedule: None,
    };
    let rendered = async |end_ms| {
        let mut state = page(LINK);
        let mut shown = (*report(LINK, "lost-updates", &[], lanes())).clone();
        shown.moment = Some(moment(end_ms));
        state.keep(Rc::new(shown));
        render(state).await
    };
    let html = rendered(2.3).await;
    assert!(chart(&html, "lanes").contains("In view is the moment it happened"), "{html}");
    let times = text(between(&html, "class=\"moment\"", "</thead>"));
    assert!(times.contains("+0.000\u{a0}ms +0.300\u{a0}ms"), "{times}");
    assert!(!rendered(6.0).await.contains("In view is the moment it happened"));
}
