//! Results that somebody sent: in a link, or as a file.

mod common;

use std::rc::Rc;

use common::{between, count, open, page, render, report, text};
use experiments::{CATALOGUE, Face};
use serde_json::{Value, json};
use ui::{Action, Effect, RecordJob, Sharing, State, reduce};

/// Lists what records tell.
const DOCUMENT: &str = include_str!("../../../docs/automation.md");

const LINK: &str = "#/lost-update?v=1&fix=lock";

/// The record of a run of `link` on two cores that counted 200, changed by `change`.
fn record(link: &str, change: impl Fn(&mut Value)) -> Rc<str> {
    let report = report(link, "held", &[("observed", json!(200))], vec![]);
    let mut record = serde_json::to_value(&report.record).expect("a record is JSON");
    change(&mut record);
    record.to_string().into()
}

/// The page after a link with the result `abc` was opened, which says this.
fn opened(link: &str, said: Result<Rc<str>, String>) -> State {
    let with = plan::with_result(link, "abc").expect("it is short");
    let (state, effects) = reduce(&page("#/lock?v=1"), Action::OpenLink(with));
    assert_eq!(effects, [Effect::Record(RecordJob::Unpack("abc".to_owned()))]);
    reduce(&state, Action::Unpacked("abc".to_owned(), said)).0
}

#[tokio::test]
async fn a_result_in_a_link_is_shown_and_is_nobodys_achievement() {
    let state = opened(LINK, Ok(record(LINK, |record| record["trace"]["events"] = json!(5))));
    assert!(state.report().is_some_and(|report| report.theirs));
    assert_eq!(state.theirs, None);
    assert!(!state.achieved.has("lost-update"));
    let html = render(state.clone()).await;
    let told = "The result of somebody else: 2\u{a0}cores, Firefox 140. Run it here to see both.";
    assert!(text(&html).contains(told), "{html}");

    assert!(text(&html).contains("What its threads recorded stayed where it ran."), "{html}");

    // Theirs is no reason not to begin by itself, and one's own is one.
    assert!(matches!(state.start_once(), Some(Action::Run)));
    let begun = reduce(&state, Action::Run).0;
    let own = report(LINK, "held", &[("observed", json!(200))], vec![]);
    let both = reduce(&begun, Action::Finished(own)).0;
    assert!(both.start_once().is_none());
    let html = render(both).await;
    let table = between(&html, "class=\"compared", "</section>");
    assert!(table.starts_with(" differs\""), "it stands on a slide, too: {table}");
    for told in ["Their run and yours", ">Theirs<", ">Run 2<", ">Where<"] {
        assert!(table.contains(told), "{told} is missing in {table}");
    }
}

/// Back and Forward open the link again.
#[test]
fn a_result_that_is_opened_again_is_not_there_twice() {
    let first = opened(LINK, Ok(record(LINK, |_| {})));
    let with = plan::with_result(LINK, "abc").expect("it is short");
    let again = reduce(&first, Action::OpenLink(with)).0;
    let again = reduce(&again, Action::Unpacked("abc".to_owned(), Ok(record(LINK, |_| {})))).0;
    assert_eq!(again.theirs, None);
    assert_eq!(again.kept().map(|kept| kept.runs().len()), Some(1));
    let other = record(LINK, |record| record["outcome"]["observed"] = json!(199));
    let other = reduce(&again, Action::HasReadRecord(Ok(other))).0;
    assert_eq!(other.kept().map(|kept| kept.runs().len()), Some(2));
}

#[tokio::test]
async fn what_cannot_be_shown_says_why_and_the_experiment_is_there() {
    let damaged = Err("it is damaged: was the link cut?".to_owned());
    let schema = record(LINK, |record| record["schema"] = json!(2));
    let experiment = record(LINK, |record| record["experiment"] = json!("lock"));
    for (said, why) in [
        (damaged, "it is damaged"),
        (Ok("{".into()), "it is no record of a run ("),
        (Ok("{}".into()), "missing field `schema`"),
        (Ok(schema), "its schema is 2, and this page reads 1"),
        (Ok(record("#/lock?v=1", |_| {})), "it is of another run, #/lock?v=1"),
        (Ok(experiment), "it is of another run"),
    ] {
        let state = opened(LINK, said);
        assert!(state.report().is_none(), "{why}");
        let html = render(state).await;
        assert!(html.contains("The result that was sent to you cannot be shown: "), "{html}");
        assert!(html.contains(why), "{why}: {html}");
    }
}

/// Somebody may write anything into a record.
#[tokio::test]
async fn whatever_a_record_says_it_is_drawn() {
    let odd =
        [Value::Null, json!(-1), json!(1e300), json!("<b>"), json!([1, "a"]), json!({ "a": [] })];
    // Whatever the document names, whoever tells it.
    let key = |told: &str| told.split([':', '[', ' ']).next().unwrap_or_default().to_owned();
    let keys: Vec<String> = DOCUMENT.split('`').skip(1).step_by(2).map(key).collect();
    assert!(
        ["distribution", "curve", "most_in_flight"].iter().all(|key| keys.contains(&(*key).into()))
    );
    for experiment in CATALOGUE.iter().filter(|experiment| experiment.has(Face::Run)) {
        let link = format!("#/{}?v=1", experiment.id);
        let plan = plan::open(&link).draft.and_then(|draft| draft.run_plan(common::COMPUTER));
        let link = plan.expect("defaults can run").link().to_owned();
        for value in &odd {
            let text = record(&link, |record| {
                let outcome = keys.iter().map(|key| (key.clone(), value.clone()));
                record["outcome"] = Value::Object(outcome.collect());
                record["samples"] = json!([]);
                record["verdict"]["kind"] = json!("none such");
                record["verdict"]["text"] = json!("<b>bold</b>");
            });
            let html = render(opened(&link, Ok(text))).await;
            assert!(html.contains("&lt;b&gt;bold"), "{link} with {value}: {html}");
        }
    }
}

#[tokio::test]
async fn a_result_is_packed_when_the_panel_opens_and_goes_with_the_link_if_asked() {
    let ran = reduce(&page(LINK), Action::Run).0;
    let own = report(LINK, "held", &[("observed", json!(200))], vec![]);
    let ran = reduce(&ran, Action::Finished(own)).0;
    let (state, effects) = reduce(&ran, Action::ToggleShare);
    let packed = effects.iter().find_map(|effect| match effect {
        Effect::Record(RecordJob::Pack { link, record }) => Some((link.clone(), record.clone())),
        _ => None,
    });
    let (link, made) = packed.expect("it is packed");
    assert_eq!(link, LINK);
    assert!(made.contains("\"observed\""), "{made}");
    assert!(!render(state.clone()).await.contains("With the result of this run"));

    let packed = |packed: Option<String>| {
        let state = reduce(&state, Action::Packed(link.clone(), packed)).0;
        let share = Sharing { result: true, ..state.share };
        reduce(&state, Action::Share(share)).0
    };
    let html = render(packed(Some("abc".to_owned()))).await;
    assert!(html.contains("fix=lock&amp;result=d.abc"), "{html}");
    let html = render(packed(Some("a".repeat(8000)))).await;
    assert!(html.contains("too long for a link") && !html.contains("result=d."), "{html}");
    let html = render(packed(None)).await;
    assert!(!html.contains("With the result of this run"), "{html}");
    let other = Action::Type { name: "fix", text: "none".to_owned() };
    let html = render(reduce(&packed(Some("abc".to_owned())), other).0).await;
    assert!(!html.contains("result=d."), "it is of another run: {html}");
}

#[tokio::test]
async fn a_record_in_a_file_opens_its_run() {
    let state = reduce(&open("#/integrate"), Action::ToggleShare).0;
    let (shown, effects) = reduce(&state, Action::HasReadRecord(Ok(record(LINK, |_| {}))));
    assert!(effects.contains(&Effect::PushLink(LINK.to_owned())), "{effects:?}");
    assert!(shown.report().is_some_and(|report| report.theirs && report.record.link == LINK));
    assert!(!shown.sharing);

    let (kept, effects) = reduce(&state, Action::HasReadRecord(Ok("[]".into())));
    assert_eq!(effects, []);
    assert!(kept.sharing && kept.draft.experiment().id == "integrate");
    let html = render(kept).await;
    assert_eq!(count(&html, "cannot be shown: it is no record of a run"), 1, "{html}");
}
