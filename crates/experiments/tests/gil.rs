//! The GIL and coroutines, natively, beside every CPython that this machine has.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

mod common;

use std::collections::BTreeSet;
use std::process::Command;

use common::run;
use experiments::Conclusion;
use serde_json::{Map, Value, json};
use trace::{Activity, Lane, VerdictKind};

type Given<'a> = &'a [(&'static str, &'a str)];

fn shown(id: &str, given: Given<'_>, kind: VerdictKind) -> (Map<String, Value>, String) {
    let (_, Conclusion { verdict, outcome }) = run(id, given);
    assert_eq!(verdict.kind, kind, "{id} {given:?}: {}", verdict.text);
    (outcome, verdict.text)
}

/// Whoever computes holds the lock, and no two hold it at once: each hold ends before the next one begins, whoever
/// has that. Nobody else is needed for the figures of all three to be there.
#[test]
fn under_the_gil_nobody_computes_beside_another() {
    for lock in ["gil", "none", "processes"] {
        let given = [("lock", lock), ("work_ms", "30"), ("repeats", "1")];
        let (stages, Conclusion { verdict, outcome }) = run("gil", &given);
        assert_eq!(verdict.kind, VerdictKind::Held, "{lock}: {}", verdict.text);
        let speed_up = |word: &str| outcome["speed_up"][word].as_f64().unwrap();
        for word in ["gil", "none", "processes"] {
            assert!(speed_up(word) > 0.0, "{outcome:?}");
        }
        assert!(outcome["hand_overs"].is_u64(), "{outcome:?}");
        let lanes = || stages.iter().flat_map(|stage| &stage.lanes);
        let mut holds: Vec<_> = lanes().flat_map(Lane::holds).collect();
        holds.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        assert_eq!(holds.len() >= 2, lock == "gil", "{lock}: {holds:?}");
        for pair in holds.windows(2) {
            assert!(pair[0].end_ms <= pair[1].start_ms, "{pair:?}");
        }
    }
}

/// Three threads wait ten times each. Whoever kept the lock while it waits would keep the others from waiting; so it
/// is enough that two of them are seen to wait at once.
#[test]
fn who_waits_lets_go_of_the_lock() {
    let given = [("work", "io"), ("threads", "3"), ("waits", "10"), ("wait_ms", "10")];
    let (stages, Conclusion { verdict, outcome }) = run("gil", &given);
    assert_eq!(verdict.kind, VerdictKind::Held, "{}", verdict.text);
    for word in ["gil", "none", "processes"] {
        assert!(outcome["response_ms"][word].as_f64().unwrap() >= 10.0, "{outcome:?}");
    }
    let lanes = || stages.iter().flat_map(|stage| &stage.lanes);
    let mut waits: Vec<_> = lanes().flat_map(Lane::spans).collect();
    waits.retain(|span| span.activity == Activity::Sleeping);
    assert_eq!(waits.len(), 30);
    waits.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
    assert!(waits.windows(2).any(|pair| pair[1].start_ms < pair[0].end_ms), "{waits:?}");
}

/// Whoever computes lets go when somebody has waited for an interval of 30 ms, and not before. Whether an answer
/// comes while somebody computes is for the machine to say; it is given twenty chances.
#[test]
fn beside_one_that_computes_an_answer_waits_for_an_interval() {
    let given = [("work", "mixed"), ("interval_ms", "30"), ("waits", "5"), ("wait_ms", "1")];
    let asked = (0..20).find_map(|_| {
        let (outcome, text) = shown("gil", &given, VerdictKind::Held);
        assert!(text.starts_with("An answer was dealt with after "), "{text}");
        assert!(outcome["response_ms"]["none"].as_f64().unwrap() >= 1.0, "{outcome:?}");
        outcome["held_ms"].as_f64()
    });
    assert!(asked.expect("one of twenty answers comes while somebody computes") >= 30.0);
}

/// 1 + 10, 1 + 20, 1 + 30, then 2 + 10 and so on.
#[test]
fn generators_answer_what_is_sent_to_them() {
    let given = [("play", "generators"), ("steps", "2"), ("coroutines", "10")];
    let (outcome, _) = shown("coroutines", &given, VerdictKind::Held);
    assert_eq!(outcome["answers"], json!([11, 21, 31, 12, 22, 32]));
    assert_eq!(outcome["order"], json!([1, 2, 3, 1, 2, 3]));
    assert_eq!(outcome["closed"], 3);
    let given = [&given[..], &[("model", "preemptive")]].concat();
    let (outcome, _) = shown("coroutines", &given, VerdictKind::Held);
    let mut answers: Vec<u64> = serde_json::from_value(outcome["answers"].clone()).unwrap();
    answers.sort_unstable();
    assert_eq!(answers, [11, 12, 21, 22, 31, 32]);
    assert_eq!(outcome["closed"], 3);
}

/// Four tasks with two turns each, round and round.
#[test]
fn micro_threads_take_turns() {
    let given = [("steps", "2"), ("coroutines", "10")];
    let (outcome, _) = shown("coroutines", &given, VerdictKind::Held);
    assert_eq!(outcome["order"], json!([1, 2, 3, 4, 1, 2, 3, 4]));
    let given = [&given[..], &[("model", "preemptive")]].concat();
    let (outcome, _) = shown("coroutines", &given, VerdictKind::Held);
    assert_eq!(outcome["turns"], 8);
}

/// Of four tasks three never have a turn beside one that never yields; threads have theirs all the same.
#[test]
fn a_coroutine_that_never_yields_starves_the_others_and_a_thread_does_not() {
    let given = [("greedy", "yes"), ("coroutines", "10")];
    let (outcome, text) = shown("coroutines", &given, VerdictKind::Starved);
    assert_eq!(outcome["starved"], 3, "{text}");
    let given = [&given[..], &[("model", "preemptive")]].concat();
    let (outcome, _) = shown("coroutines", &given, VerdictKind::Held);
    assert_eq!(outcome["starved"], 0);
}

/// All four coroutines see one of the 3 tickets before the first has paid: 4 are sold, 1 too many.
#[test]
fn what_was_checked_before_an_await_is_wrong_after_it() {
    let given = [("play", "tickets"), ("coroutines", "10")];
    let (outcome, text) = shown("coroutines", &given, VerdictKind::WrongValue);
    assert_eq!((&outcome["sold"], &outcome["oversold"]), (&json!(4), &json!(1)), "{text}");
    for model in ["cooperative", "preemptive"] {
        let given = [&given[..], &[("guard", "lock"), ("model", model)]].concat();
        let (outcome, _) = shown("coroutines", &given, VerdictKind::Held);
        assert_eq!((&outcome["sold"], &outcome["oversold"]), (&json!(3), &json!(0)));
    }
}

#[test]
fn coroutines_weigh_less_and_switch_faster_than_threads() {
    let (outcome, _) = shown("coroutines", &[], VerdictKind::Held);
    let of = |name: &str, word: &str| outcome[name][word].as_f64().unwrap();
    assert!(of("bytes", "cooperative") <= 1000.0, "{outcome:?}");
    assert!(of("bytes", "preemptive") > 10_000.0, "{outcome:?}");
    assert!(
        of("switches_per_s", "cooperative") > of("switches_per_s", "preemptive"),
        "{outcome:?}"
    );
}

/// The CPythons of this machine, as what to run with which environment: those on the path, and those of pyenv;
/// each version once.
fn pythons() -> Vec<Command> {
    let versions = Command::new("pyenv").args(["versions", "--bare"]).output();
    let versions = versions.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let of_pyenv = versions.unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>();
    let named = (10..=15).map(|minor| Command::new(format!("python3.{minor}")));
    let chosen = of_pyenv.iter().map(|version| {
        let mut command = Command::new("python3");
        command.env("PYENV_VERSION", version);
        command
    });
    let all = std::iter::once(Command::new("python3")).chain(named).chain(chosen);
    let mut seen = BTreeSet::new();
    all.filter_map(|mut python| {
        let version = python.args(["-VV"]).output().ok()?.stdout;
        let fresh = Command::new(python.get_program());
        let fresh = python.get_envs().fold(fresh, |mut fresh, (name, value)| {
            fresh.env(name, value.unwrap_or_default());
            fresh
        });
        seen.insert(version).then_some(fresh)
    })
    .collect()
}

/// What `tests/cpython/gil.py` says; nothing if this Python does not start, or is older than the models are.
fn ask(python: &mut Command, how: &str) -> Option<Value> {
    let script = format!("{}/tests/cpython/gil.py", env!("CARGO_MANIFEST_DIR"));
    let output =
        python.args([&script, how]).output().ok().filter(|output| output.status.success())?;
    let found: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let version: (u32, u32) =
        serde_json::from_value(found["version"].clone()).expect("two numbers");
    (version >= (3, 10) && found["gil"] == true).then_some(found)
}

/// As the models of `gil` and `lost-update` have it: `counter += 1` loses nothing under the GIL, `counter =
/// f(counter)` does, `append` never, and who asks a function whether there is room for one lets two in; and switched
/// before any instruction both of the first lose.
#[test]
fn the_models_claim_what_every_cpython_of_this_machine_does() {
    let mut asked = 0;
    for how in ["default", "short", "call", "opcode"] {
        for mut python in pythons() {
            let Some(found) = ask(&mut python, how) else { continue };
            let rounds = &found["rounds"];
            let least = |statement: &str| &found[statement][0];
            assert_eq!(least("append"), rounds, "{how}: {found}");
            let greater = |statement: &str| least(statement).as_u64() < rounds.as_u64();
            assert!(greater("function"), "{how}: {found}");
            assert_eq!(greater("operator"), how == "opcode", "{how}: {found}");
            let in_room = match how {
                "call" | "opcode" => json!([1, 2]),
                // By itself it may let two in, and seldom does.
                _ => json!([1, found["check"][1].as_u64().map_or(1, |most| most.min(2))]),
            };
            assert_eq!(found["check"], in_room, "{how}: {found}");
            asked += 1;
        }
    }
    assert!(asked >= 4, "no CPython from 3.10 on was found: nothing was compared");
}

/// What `play=generators` and `play=tickets` claim, of CPython's own generators and asyncio: four customers look,
/// await the payment, and buy three tickets.
#[test]
fn coroutines_do_what_those_of_every_cpython_of_this_machine_do() {
    let script = format!("{}/tests/cpython/coroutines.py", env!("CARGO_MANIFEST_DIR"));
    let mut asked = 0;
    for mut python in pythons() {
        let output = python.arg(&script).output().expect("it has said its version");
        let Ok(found) = serde_json::from_slice::<Value>(&output.stdout) else { continue };
        let answers = json!([11, 21, 31, 12, 22, 32]);
        let claimed = json!({
            "answers": answers, "closed": 3, "between": 4, "after": 3, "lock": 3,
            "order": [1, 2, 3, 4, 1, 2, 3, 4],
        });
        assert_eq!(found, claimed);
        asked += 1;
    }
    assert!(asked > 0, "no CPython was found: nothing was compared");
}
