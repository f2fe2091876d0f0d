//! The task queue, natively: what becomes of tasks whose worker is killed, of those that fail, and of a run that goes on
//! where another one was stopped. Its outcome does not depend on timing.

#![allow(clippy::disallowed_methods, reason = "these tests run on this machine only")]

mod common;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use experiments::Params;
use processes::Ended;
use processes::native::{Playing, Run, Site};
use serde_json::Value;
use trace::wire::StageRun;

use self::common::{COMPUTER, params, run};

/// Nobody is killed unless that is said.
fn peaceful<'a>(given: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let is_said = given.iter().any(|(name, _)| *name == "crash");
    let quiet = (!is_said).then_some(("crash", "0"));
    given.iter().copied().chain(quiet).collect()
}

/// The outcome of a run with these parameters, its verdict and its sentence.
fn shown(given: &[(&'static str, &str)]) -> (Value, String, String) {
    let (_, conclusion) = run("task-queue", &peaceful(given));
    let (kind, text) = (conclusion.verdict.kind.name().to_owned(), conclusion.verdict.text);
    (Value::Object(conclusion.outcome), kind, text)
}

/// A count of the outcome; what cannot have happened is not counted.
fn count(outcome: &Value, name: &str) -> u64 {
    assert!(outcome.get(name).is_some(), "{name}");
    outcome[name].as_u64().unwrap_or_default()
}

/// A run on a page of `site`, on a thread of its own.
fn begin(
    site: &Arc<Site>,
    given: &[(&'static str, &str)],
) -> (Run, thread::JoinHandle<Result<StageRun, Ended>>) {
    let params = params("task-queue", &peaceful(given));
    let theirs: Arc<dyn Params> = params.clone();
    let children = move |role, me| -> Playing {
        let params = theirs.clone();
        Box::pin(async move { params.roles().child(role, me).await })
    };
    let pages = Run::on(site.clone(), Arc::new(children));
    let page = pages.clone();
    let playing = thread::spawn(move || {
        let stage = params.stages(COMPUTER)[0];
        page.play(|me| params.roles().main(stage, me)).map(|(run, _)| run)
    });
    (pages, playing)
}

#[test]
fn every_task_is_done_once_and_the_sums_are_right() {
    for (ack, store) in [("early", "memory"), ("late", "memory"), ("early", "indexeddb")] {
        let given = [("job", "add"), ("tasks", "500"), ("ack", ack), ("store", store)];
        let (outcome, kind, text) = shown(&given);
        assert_eq!(kind, "held", "{text}");
        assert_eq!((count(&outcome, "done"), count(&outcome, "wrong")), (500, 0), "{text}");
    }
}

/// Each of two workers is killed in every third of its tasks, before it has an effect: of 20 tasks every worker, old or
/// new, does two and loses its third. All that are lost were killed for, and nobody is killed for another reason.
#[test]
fn who_acknowledges_early_loses_a_task_for_each_worker_that_is_killed() {
    let (outcome, kind, text) = shown(&[("crash", "3"), ("work_ms", "2")]);
    assert_eq!(kind, "lost", "{text}");
    let lost = count(&outcome, "lost");
    assert!((5..=6).contains(&lost), "{text}");
    assert_eq!(count(&outcome, "killed"), lost);
    assert_eq!(count(&outcome, "done"), 20 - lost);
    assert_eq!(count(&outcome, "done_twice"), 0);
}

/// The same with tasks that are acknowledged late: each that was killed for is delivered again, and done once.
#[test]
fn who_acknowledges_late_loses_nothing() {
    let given = [("crash", "3"), ("work_ms", "2"), ("ack", "late")];
    let (outcome, kind, text) = shown(&given);
    assert_eq!((kind.as_str(), count(&outcome, "done")), ("held", 20), "{text}");
    assert!(count(&outcome, "redelivered") >= count(&outcome, "killed"), "{text}");
    assert!(count(&outcome, "killed") >= 5, "{text}");
}

/// Killed after the effect: what is acknowledged late is done twice, what is acknowledged early once, but its result is lost.
#[test]
fn a_worker_that_is_killed_after_the_effect_does_it_twice_or_says_nothing() {
    let given = [("crash", "3"), ("work_ms", "2"), ("crash_at", "after")];
    let (outcome, kind, text) = shown(&[&given[..], &[("ack", "late")]].concat());
    assert_eq!(kind, "repeated", "{text}");
    // One task may have been killed for several times.
    assert_eq!(count(&outcome, "effects"), 20 + count(&outcome, "killed"), "{text}");
    assert!((1..=20).contains(&count(&outcome, "done_twice")), "{text}");
    let (outcome, kind, text) =
        shown(&[&given[..], &[("ack", "late"), ("idempotent", "yes")]].concat());
    assert_eq!((kind.as_str(), count(&outcome, "done_twice")), ("held", 0), "{text}");
    let (outcome, kind, text) = shown(&given);
    assert_eq!((kind.as_str(), count(&outcome, "done")), ("failed", 20), "{text}");
    assert_eq!(count(&outcome, "result_lost"), count(&outcome, "killed"), "{text}");
}

/// A thousand tasks, and whoever has begun 50 is killed: some twenty times.
#[test]
fn of_a_thousand_tasks_none_is_lost_though_a_worker_is_killed_every_fifty() {
    let given =
        [("tasks", "1000"), ("job", "add"), ("crash", "50"), ("ack", "late"), ("store", "memory")];
    let (outcome, kind, text) = shown(&given);
    assert_eq!((kind.as_str(), count(&outcome, "done")), ("held", 1000), "{text}");
    assert!(count(&outcome, "killed") >= 19, "{text}");
}

/// Whoever takes a task is killed by it: each is given up after twenty deliveries.
#[test]
fn a_task_that_kills_every_worker_does_not_come_back_for_ever() {
    let given =
        [("tasks", "2"), ("crash", "1"), ("ack", "late"), ("work_ms", "0"), ("workers", "1")];
    let (outcome, kind, text) = shown(&given);
    assert_eq!((kind.as_str(), count(&outcome, "given_up")), ("lost", 2), "{text}");
    assert!(text.contains("after 20 deliveries"), "{text}");
}

/// Of 30 tasks the 10th, the 20th and the 30th raise. Once: one retry is enough; always: three in vain for each.
#[test]
fn a_task_that_raises_is_tried_again_as_often_as_it_may() {
    let given = |fault, retries| {
        [("tasks", "30"), ("work_ms", "0"), ("fault", fault), ("retries", retries)]
    };
    let (outcome, kind, text) = shown(&given("once", "1"));
    assert_eq!((kind.as_str(), count(&outcome, "retried")), ("held", 3), "{text}");
    let (outcome, kind, text) = shown(&given("always", "2"));
    assert_eq!((kind.as_str(), count(&outcome, "raised")), ("failed", 3), "{text}");
    assert_eq!((count(&outcome, "retried"), count(&outcome, "done")), (6, 27));
    assert!(text.contains("ValueError"), "{text}");
    let (outcome, _, _) = shown(&given("once", "0"));
    assert_eq!(count(&outcome, "raised"), 3);
}

#[test]
fn a_task_that_takes_longer_than_it_may_is_ended() {
    let given = [("tasks", "3"), ("work_ms", "5000"), ("time_limit_ms", "5")];
    let (outcome, kind, text) = shown(&given);
    assert_eq!((kind.as_str(), count(&outcome, "time_limit_exceeded")), ("timed-out", 3), "{text}");
    assert!(text.contains("TimeLimitExceeded"), "{text}");
}

/// The parts are blocks, which are added in their order whoever summed them.
#[test]
fn an_integral_in_tasks_has_the_bits_of_one_that_is_summed_alone() {
    for f in ["x2", "pi", "sin", "circle", "gauss", "uneven"] {
        let (alone, _) = run(
            "integrate",
            &[("method", "sequential"), ("f", f), ("n", "200000"), ("repeats", "1")],
        );
        let given =
            [("job", "integrate"), ("f", f), ("n", "200000"), ("tasks", "7"), ("workers", "3")];
        let (outcome, kind, text) = shown(&given);
        assert_eq!(kind, "held", "{text}");
        assert_eq!(outcome["value"], alone[0].figures["sequential_value"], "{f}");
    }
}

/// Workers of two other tabs do all that a tab without workers sends. The tab that is stopped is gone at once: what it
/// had comes back.
#[test]
fn tabs_join_and_leave_and_nothing_is_lost() {
    let site = Arc::<Site>::default();
    let worker = [("transport", "tabs"), ("part", "worker"), ("workers", "1")];
    let (first, first_plays) = begin(&site, &worker);
    let (second, second_plays) = begin(&site, &worker);
    let client = [
        ("transport", "tabs"),
        ("workers", "0"),
        ("tasks", "60"),
        ("work_ms", "10"),
        ("ack", "late"),
    ];
    let (_client, client_plays) = begin(&site, &client);
    thread::sleep(Duration::from_millis(150));
    first.stop();
    assert_eq!(first_plays.join().unwrap(), Err(Ended::Stopped));
    let figures = client_plays.join().unwrap().unwrap().figures;
    assert_eq!(figures["done"], 60);
    assert_eq!(figures["effects"], 60);
    second.stop();
    assert_eq!(second_plays.join().unwrap(), Err(Ended::Stopped));
}

/// The page is closed when some tasks are done; a run of the same link does the others.
#[test]
fn what_was_kept_goes_on_where_it_was() {
    let site = Arc::<Site>::default();
    let given = [("tasks", "200"), ("work_ms", "20"), ("ack", "late")]; // 2 s
    let (page, plays) = begin(&site, &given);
    thread::sleep(Duration::from_millis(700));
    page.stop();
    assert_eq!(plays.join().unwrap(), Err(Ended::Stopped));
    let (_page, plays) = begin(&site, &given);
    let figures = plays.join().unwrap().unwrap().figures;
    let before = figures["done_before"].as_u64().unwrap();
    assert!((1..200).contains(&before), "{before} were done before");
    assert_eq!(figures["done"], 200);
    // Nothing is left of it: the same link begins anew.
    let (page, plays) = begin(&site, &given);
    thread::sleep(Duration::from_millis(20));
    page.stop();
    assert_eq!(plays.join().unwrap(), Err(Ended::Stopped));
}

#[test]
fn where_nothing_can_be_kept_it_runs_and_says_so() {
    let site = Arc::new(Site::that_keeps_nothing("access is denied"));
    let (_page, plays) = begin(&site, &[("tasks", "4"), ("work_ms", "0")]);
    let run = plays.join().unwrap().unwrap();
    assert_eq!(
        (&run.figures["done"], &run.figures["not_kept"]),
        (&4.into(), &"access is denied".into())
    );
}

/// Two tabs of one browser share their workers: only one of them can have the broker.
#[test]
fn a_second_broker_is_refused_while_there_is_one() {
    let site = Arc::<Site>::default();
    let given = [("transport", "tabs"), ("workers", "1"), ("work_ms", "10000")];
    let (first, first_plays) = begin(&site, &given);
    thread::sleep(Duration::from_millis(500));
    let begun = Instant::now();
    let (_second, second_plays) = begin(&site, &given);
    let Err(Ended::Refused(why)) = second_plays.join().unwrap() else { panic!("it is refused") };
    assert!(why.contains("in another tab already"), "{why}");
    assert!(begun.elapsed() < Duration::from_secs(30));
    first.stop();
    assert_eq!(first_plays.join().unwrap(), Err(Ended::Stopped));
}

/// A hundred tasks have a lane each; of more only a hundred have one, and that is said.
#[test]
fn lanes_that_are_left_out_are_spoken_of() {
    for (tasks, said) in [("100", None), ("150", Some("The timeline shows 100 of 150 tasks"))] {
        let given = peaceful(&[("tasks", tasks), ("job", "add")]);
        let (stages, _) = run("task-queue", &given);
        let params = params("task-queue", &given);
        let remark = params.compared().remark(stages.last().unwrap());
        let begins = |remark: String| said.is_some_and(|said| remark.starts_with(said));
        assert_eq!(remark.map(begins), said.map(|_| true), "{tasks}");
    }
}
