//! Promise: every model is explored from its link in every engine, isolated or not, each witness
//! shows what it claims, and nothing that real threads did is called impossible.

use std::rc::Rc;
use std::time::Duration;

use machine::{Replay, Written};
use plan::{Computer, Plan};
use serde_json::Value;
use tests::{Browser, Engine, Served, for_each_engine};

async fn explore(browser: &Browser, link: &str, options: &str) -> Value {
    let call = format!("window.interleave.explore({link:?}, {options})");
    browser.eval_async(&call).await.unwrap_or_else(|error| panic!("{link}: {error:?}"))
}

fn model(link: &str) -> Plan {
    let opened = plan::open(link);
    assert_eq!(opened.problems, [], "{link}");
    let draft = opened.draft.expect("a link without problems names a model");
    draft.exploration_plan(Computer { cores: 1 }).expect("its parameters are accepted")
}

/// Carries a witness out on this machine, not on that of the browser.
fn replay(link: &str) -> Replay {
    let plan = model(link);
    let written: Written = plan.schedule().parse().expect("a witness has a schedule");
    let machine = Rc::new(machine::Machine::new(plan.program(), written.grain));
    let (replay, problem) = Replay::of_written(machine, &written);
    assert_eq!(problem, None, "{link}");
    replay
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is a text in {value}"))
}

fn witnesses_show_what_they_claim(record: &Value) {
    for outcome in record["outcomes"].as_array().expect("there are outcomes") {
        let replay = replay(text(outcome, "witness"));
        assert_eq!(replay.steps().len() as u64, outcome["steps"].as_u64().unwrap());
        assert_eq!(replay.preemptions() as u64, outcome["preemptions"].as_u64().unwrap());
        if text(outcome, "kind") == "livelock" {
            continue; // it has no end; the finding of that kind shows the loop
        }
        assert!(replay.is_over(), "{outcome}");
        let found = replay.machine().outcome(replay.now());
        assert_eq!(
            (found.value.as_str(), found.kind.name()),
            (text(outcome, "value"), text(outcome, "kind"))
        );
    }
    for finding in record["findings"].as_array().expect("there are findings") {
        let replay = replay(text(finding, "witness"));
        let kind = text(finding, "kind");
        if let Some(from) = finding["loop_from"].as_u64() {
            let (before, after) = (&replay.states()[from as usize], replay.now());
            assert_eq!(before, after, "{kind}: it comes back to where the loop began");
            assert!(replay.steps().len() as u64 > from);
        } else if kind == "race" {
            assert!(!explorer::races(&replay).is_empty(), "{finding}");
        } else {
            assert_eq!(replay.machine().outcome(replay.now()).kind.name(), kind);
        }
    }
}

/// 3 threads with 4 shared steps each can be interleaved in 12! / (4!)³ = 34,650 ways. No increment is
/// lost where each is read and written back without another in between: 6! / (2!)³ = 90 orders.
fn is_lost_update_3_by_2(record: &Value) {
    assert_eq!(record["schema"], 1);
    assert_eq!(record["link"], "#/explore/lost-update?v=1&threads=3&increments=2");
    assert_eq!(record["program"], "lost-update");
    assert_eq!(record["complete"], true);
    assert_eq!(record["schedules"], "34650");
    assert_eq!(record["classes"], "7134");
    assert!(record["states"].as_u64().unwrap() > 0);
    // A clock without isolation may not move in so short a time.
    assert!(record["elapsed_ms"].as_f64().is_some_and(|ms| ms >= 0.0));
    let outcomes = record["outcomes"].as_array().unwrap();
    let mut values: Vec<&str> = outcomes.iter().map(|outcome| text(outcome, "value")).collect();
    values.sort_unstable();
    assert_eq!(values, ["2", "3", "4", "5", "6"]);
    let sum: u64 = outcomes.iter().map(|o| text(o, "schedules").parse::<u64>().unwrap()).sum();
    assert_eq!(sum, 34_650);
    let all: f64 = outcomes.iter().map(|o| o["probability"].as_f64().unwrap()).sum();
    assert!((all - 1.0).abs() < 1e-12);
    let held = outcomes.iter().find(|outcome| outcome["value"] == "6").unwrap();
    assert_eq!((text(held, "kind"), text(held, "schedules")), ("held", "90"));
    let kinds: Vec<&str> =
        record["findings"].as_array().unwrap().iter().map(|f| text(f, "kind")).collect();
    assert_eq!(kinds, ["lost-updates", "race"]);
    witnesses_show_what_they_claim(record);
}

#[tokio::test]
async fn three_threads_with_two_increments_are_explored_in_every_engine() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/explore/lost-update?v=1&threads=3&increments=2";
        let first = explore(browser, link, "{}").await;
        is_lost_update_3_by_2(&first);
        // The same again, in the same worker, is the same but for the time it took.
        let again = explore(browser, link, "{}").await;
        assert_eq!(first["outcomes"], again["outcomes"]);
        assert_eq!(first["findings"], again["findings"]);
    })
    .await;
}

#[tokio::test]
async fn a_page_without_headers_explores_as_well() {
    for_each_engine(&Engine::ALL, Served::plain, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/explore/lost-update?v=1&threads=3&increments=2";
        is_lost_update_3_by_2(&explore(browser, link, "{}").await);
        let link = "#/explore/lost-update?v=1&threads=4&increments=4";
        let record = explore(browser, link, "{}").await;
        // 32! / (8!)⁴
        assert_eq!(record["schedules"], "99561092450391000");
        assert_eq!(record["complete"], true);
        assert!(record["bytes_per_state"].as_f64().unwrap() <= 64.0);
    })
    .await;
}

/// Link, the outcomes it must have, and the kinds of its findings.
type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

const ROWS: &[Row] = &[
    ("#/explore/lost-update?v=1", &["1", "2"], &["lost-updates", "race"]),
    ("#/explore/lost-update?v=1&fix=atomic", &["2"], &[]),
    ("#/explore/lost-update?v=1&fix=lock", &["2"], &[]),
    ("#/explore/lost-update?v=1&fix=per-thread", &["2"], &[]),
    ("#/explore/atomicity?v=1", &["-1", "0"], &["wrong-value"]),
    ("#/explore/atomicity?v=1&fix=lock", &["0"], &[]),
    ("#/explore/deadlock?v=1", &["deadlock", "held"], &["deadlock"]),
    ("#/explore/deadlock?v=1&order=same", &["held"], &[]),
    ("#/explore/deadlock?v=1&order=try-lock", &["held"], &["livelock", "busy-waiting"]),
    ("#/explore/dining-philosophers?v=1", &["deadlock", "held"], &["deadlock"]),
    ("#/explore/dining-philosophers?v=1&strategy=ordered", &["held"], &[]),
    ("#/explore/dining-philosophers?v=1&strategy=waiter", &["held"], &[]),
    ("#/explore/livelock?v=1", &["livelock"], &["livelock"]),
    ("#/explore/livelock?v=1&cure=back-off", &["held"], &["livelock"]),
    ("#/explore/livelock?v=1&cure=priority", &["held"], &[]),
    ("#/explore/lock?v=1", &["held"], &[]),
    ("#/explore/lock?v=1&acquire=timeout", &["held", "timed-out"], &["timed-out"]),
    ("#/explore/reentrant-lock?v=1", &["deadlock"], &["deadlock"]),
    ("#/explore/reentrant-lock?v=1&kind=rlock", &["held"], &[]),
    ("#/explore/semaphore?v=1", &["1", "2"], &[]),
    ("#/explore/stdout-writer?v=1&guard=lock", &["0"], &[]),
    ("#/explore/queue?v=1", &["held"], &[]),
    ("#/explore/pool?v=1", &["123"], &[]),
    ("#/explore/pool?v=1&call=imap_unordered", &["123", "132", "213", "231"], &[]),
    ("#/explore/signals?v=1", &["held", "lost-wakeup"], &["lost-wakeup"]),
    ("#/explore/signals?v=1&wait=predicate", &["held"], &[]),
    ("#/explore/gil?v=1", &["4"], &[]),
    ("#/explore/gil?v=1&statement=function", &["2", "3", "4"], &["lost-updates"]),
    ("#/explore/gil?v=1&preemption=anywhere", &["2", "3", "4"], &["lost-updates", "race"]),
    ("#/explore/coroutines?v=1", &["-1", "0"], &["wrong-value"]),
    ("#/explore/coroutines?v=1&awaits=after", &["0"], &[]),
    ("#/explore/coroutines?v=1&guard=lock", &["0"], &[]),
    ("#/explore/lost-update?v=1&preemption=gil", &["2"], &[]),
    ("#/explore/lost-update?v=1&preemption=await", &["2"], &[]),
    ("#/explore/processes?v=1", &["0"], &[]),
    ("#/explore/processes?v=1&memory=shared", &["1", "2"], &["lost-updates", "race"]),
    ("#/explore/peterson?v=1", &["held"], &["busy-waiting"]),
    (
        "#/explore/peterson?v=1&variant=no-turn",
        &["held", "livelock"],
        &["livelock", "busy-waiting"],
    ),
    (
        "#/explore/peterson?v=1&variant=late-flag",
        &["held", "wrong-value"],
        &["wrong-value", "busy-waiting"],
    ),
    ("#/explore/dekker?v=1", &["held"], &["busy-waiting"]),
    ("#/explore/dekker?v=1&variant=courteous", &["held"], &["livelock", "busy-waiting"]),
];

fn sorted<'v>(list: &'v Value, name: &str) -> Vec<&'v str> {
    let mut words: Vec<&str> =
        list.as_array().expect("a list").iter().map(|item| text(item, name)).collect();
    words.sort_unstable();
    words
}

#[tokio::test]
async fn every_model_has_the_outcomes_and_findings_that_it_claims() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for &(link, values, kinds) in ROWS {
            let record = explore(browser, link, "{}").await;
            assert_eq!(record["complete"], true, "{link}");
            assert_eq!(sorted(&record["outcomes"], "value"), values, "{link}");
            let mut kinds = kinds.to_vec();
            kinds.sort_unstable();
            let mut found = sorted(&record["findings"], "kind");
            found.dedup();
            assert_eq!(found, kinds, "{link}: {}", record["findings"]);
            witnesses_show_what_they_claim(&record);
        }
    })
    .await;
}

/// What real threads did must be among what may happen.
#[tokio::test]
async fn nothing_that_threads_did_is_impossible() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        for &(link, ..) in ROWS {
            let plan = model(link);
            let Some(real) = plan.on_threads(100) else { continue };
            let query = real.link();
            let possible = explore(browser, link, "{}").await;
            let run = browser.eval_async(&format!("window.interleave.run({query:?})")).await;
            let run: Value = run.unwrap_or_else(|error| panic!("{query}: {error:?}"));
            for seen in run["outcome"]["distribution"].as_array().expect("a distribution") {
                let same = |outcome: &&Value| {
                    outcome["kind"] == seen["kind"]
                        && outcome["value"].as_str() == Some(&plain_text(&seen["value"]))
                };
                let found = possible["outcomes"].as_array().unwrap().iter().find(same);
                assert!(found.is_some(), "{query}: {seen} is not among {}", possible["outcomes"]);
            }
        }
    })
    .await;
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// 10 philosophers take seconds; Stop must not.
#[tokio::test]
async fn an_exploration_stops_at_once_and_limits_end_in_at_least() {
    for_each_engine(&Engine::ALL, Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let link = "#/explore/dining-philosophers?v=1&threads=10&meals=3";
        let stopped: String = browser
            .eval_async(&format!(
                "(async () => {{
                    const run = window.interleave.explore({link:?}).catch((error) => error.name);
                    await new Promise((done) => setTimeout(done, 700));
                    await window.interleave.stop();
                    return run;
                }})()"
            ))
            .await
            .expect("the page answers");
        assert_eq!(stopped, "Stopped");
        let record = explore(browser, link, "{ maxStates: 20000, maxMs: 5000 }").await;
        assert_eq!(record["complete"], false);
        assert!(record["limit"].as_str().is_some_and(|limit| limit.contains("20000")));
        assert!(record["states"].as_u64().unwrap() >= 20_000);
        witnesses_show_what_they_claim(&record);
        // The worker is as good as new.
        let small = explore(browser, "#/explore/lost-update?v=1", "{}").await;
        assert_eq!(small["schedules"], "6"); // 4 over 2
    })
    .await;
}

#[tokio::test]
async fn wrong_links_and_options_are_refused_by_name() {
    for_each_engine(&[Engine::Chromium], Served::isolated, async |browser, site| {
        browser.goto(&site.url("")).await;
        let refused =
            async |call: &str| browser.eval_async::<Value>(call).await.expect_err("it is refused");
        let error = refused("window.interleave.explore('#/explore/nothing?v=1')").await;
        assert_eq!(error.name, "LinkError");
        let error = refused("window.interleave.explore('#/lost-update?v=1')").await;
        assert_eq!(error.name, "LinkError");
        assert!(error.message.contains("#/explore/"), "{}", error.message);
        let level = "#/explore/lost-update?v=1&threads=2&goal=value.1";
        let error = refused(&format!("window.interleave.explore({level:?})")).await;
        assert_eq!(error.name, "LinkError");
        assert!(error.message.contains("a level"), "{}", error.message);
        let error = refused("window.interleave.run('#/explore/lost-update?v=1')").await;
        assert_eq!(error.name, "LinkError");
        let error =
            refused("window.interleave.explore('#/explore/lost-update?v=1&threads=99')").await;
        assert_eq!(error.name, "ParamError");
        assert!(error.message.contains("threads") && error.message.contains("99"));
        let error =
            refused("window.interleave.explore('#/explore/lost-update?v=1', { maxStates: 0 })")
                .await;
        assert_eq!(error.name, "ParamError");
        assert!(error.message.contains("maxStates"), "{}", error.message);
        browser.wait_for("document.readyState === 'complete'", Duration::from_secs(20)).await;
    })
    .await;
}
