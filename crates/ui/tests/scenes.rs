//! What a person sees of an experiment in which threads meet.

mod common;

use std::rc::Rc;

use common::{between, count, page, render, report};
use serde_json::{Value, json};
use trace::{Activity, Event, EventKind, Lane, Slice};
use ui::{Action, Doing, Job, Layout, Phase, Shape, State, reduce};

const LINK: &str = "#/lost-update?v=1";

/// The chart with this name.
fn chart<'a>(html: &'a str, name: &str) -> &'a str {
    between(html, &format!("chart-{name}\">"), "</figure>")
}

/// The text of `html` without its tags.
fn text(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Thread 1 runs from 1 to 9 ms and waits from 2 to 4 ms for resource 0, which thread 2 gives to it.
fn lanes(dropped: u64) -> Vec<Lane> {
    let event = |at_ms, kind, other| Event { at_ms, kind, subject: 0, other };
    let run = EventKind::Begin(Activity::Work);
    let first = vec![
        event(1.0, run, None),
        event(2.0, EventKind::Begin(Activity::Waiting), Some(1)),
        event(4.0, EventKind::End, Some(1)),
        event(4.0, EventKind::Acquired, None),
        event(6.0, EventKind::Depth, None),
        event(9.0, EventKind::End, None),
    ];
    let second = vec![
        event(1.0, run, None),
        event(1.0, EventKind::Acquired, None),
        event(4.0, EventKind::Released, None),
        event(5.0, EventKind::End, None),
    ];
    vec![
        Lane::new("thread 1".to_owned(), first, dropped),
        Lane::new("thread 2".to_owned(), second, 0),
    ]
}

/// A finished run of `lost-update` with these outcomes.
fn finished(outcome: &[(&str, Value)], lanes: Vec<Lane>) -> State {
    finished_run("lost-update", outcome, lanes)
}

/// A finished run of an experiment with these outcomes.
fn finished_run(id: &str, outcome: &[(&str, Value)], lanes: Vec<Lane>) -> State {
    let link = format!("#/{id}?v=1");
    let mut state = page(&link);
    let mut report = (*report(&link, "deadlock", outcome, lanes)).clone();
    report.resources = vec!["section B".to_owned()];
    state.keep(Rc::new(report));
    state
}

fn running() -> State {
    let (mut state, _) = reduce(&page(LINK), Action::Run);
    let doing = Doing::Computing { threads: 2, stage: 1, stages: 1, fraction: None, left_ms: None };
    state.phase = Phase::Running { job: Job::new(LINK), doing };
    state
}

#[tokio::test]
async fn before_the_first_run_the_page_says_how_often_it_runs() {
    let html = render(page("#/lost-update?v=1&threads=3")).await;
    assert!(html.contains("The run starts 3\u{a0}threads on this machine, 20 times."));
    let html = render(page("#/lost-update?v=1&repeats=1")).await;
    assert!(html.contains("The run starts 2\u{a0}threads on this machine once."));
}

#[tokio::test]
async fn before_a_run_whose_workers_are_elsewhere_the_page_says_so() {
    let html = render(page("#/task-queue?v=1&workers=3")).await;
    assert!(html.contains("The run starts 3\u{a0}processes on this machine once."));
    let html = render(page("#/task-queue?v=1&transport=tabs&workers=0")).await;
    assert!(html.contains("The run waits for 1\u{a0}worker elsewhere, then sends its tasks."));
    let html = render(page("#/integrate?v=1&method=tasks&threads=2&repeats=5")).await;
    let text =
        "The run waits for 2\u{a0}workers elsewhere and measures the job 5 times, in turn with";
    assert!(html.contains(text));
}

/// The question speaks of two threads that add 100 each.
#[tokio::test]
async fn a_question_that_names_counts_is_asked_of_the_set_up_it_names() {
    let question = "Two threads add 100 each.";
    assert!(render(page("#/lost-update?v=1")).await.contains(question));
    let html = render(page("#/lost-update?v=1&threads=8")).await;
    assert!(!html.contains(question) && html.contains("You have changed the set-up."));
    // That of Amdahl's law has figures in it, that of an integral fits any counts.
    assert!(render(page("#/amdahl?v=1")).await.contains("With 10 % serial work"));
    let html = render(page("#/amdahl?v=1&serial=25")).await;
    assert!(!html.contains("With 10 %") && html.contains("You have changed the set-up."));
    let timed = "How much faster will it be with twice the threads?";
    assert!(render(page("#/integrate?v=1&threads=8")).await.contains(timed));
}

#[tokio::test]
async fn many_runs_are_one_button_away_and_so_is_one() {
    assert!(render(page(LINK)).await.contains("Run 100 times"));
    let html = render(page("#/lost-update?v=1&repeats=100")).await;
    assert!(html.contains("Run once") && !html.contains("Run 100 times"));
    assert!(!render(page("#/integrate")).await.contains("Run 100 times"));
}

#[tokio::test]
async fn while_it_runs_the_timeline_stands_where_the_result_will_be() {
    let mut state = running();
    let html = render(state.clone()).await;
    assert!(html.contains("The last of 20 repeats is drawn here when it is on."));
    assert!(html.contains("Running on 2\u{a0}workers") && !html.contains("Before you run"));
    let slice = Slice { lanes: lanes(0), ..Slice::default() };
    state = reduce(&state, Action::Recorded(Rc::new(slice))).0;
    for layout in [Layout::Page, Layout::Embed(Shape::Whole)] {
        state.layout = layout;
        state.runs = finished(&[], lanes(0)).runs;
        let html = render(state.clone()).await;
        let live = chart(&html, "lanes");
        assert!(live.contains("The run is on") && live.contains("<canvas"), "{live}");
        assert!(!html.contains("verdict") && !live.contains("Show data"), "{html}");
    }
}

/// Of 8 ms from the first event, thread 1 runs 1 + 5 = 6, thread 2 runs 4.
#[tokio::test]
async fn the_timeline_is_said_in_words_and_its_marks_are_explained() {
    let html = render(finished(&[], lanes(7))).await;
    let lanes = chart(&html, "lanes");
    assert!(lanes.contains("thread 1 ran 75.0\u{a0}% of the time; thread 2 ran 50.0\u{a0}%"));
    assert!(lanes.contains("7 events found no room and are missing in between."));
    let legend = text(between(lanes, "<ul class=\"legend\">", "</ul>"));
    assert_eq!(legend, "running waiting holds section B gave way to");
    assert!(!html.contains("Who computed when"));
}

#[tokio::test]
async fn a_deadlock_is_a_ring_of_threads_and_resources() {
    let tie = |thread, resource, holder| json!({ "thread": thread, "resource": resource, "holder": holder });
    let ring =
        json!([tie("train 1", "section B", "train 2"), tie("train 2", "section A", "train 1")]);
    let html = render(finished_run("deadlock", &[("cycle", ring)], lanes(0))).await;
    let ring = chart(&html, "waits-for");
    assert!(ring.contains("A ring of 2\u{a0}threads"));
    assert_eq!((count(ring, "class=\"thread\""), count(ring, "class=\"resource\"")), (2, 2));
    assert_eq!((count(ring, "class=\"waits\""), count(ring, "class=\"holds\"")), (2, 2));
    let rows = between(ring, "<tbody>", "</tbody>");
    assert_eq!(text(between(rows, "<tr>", "</tr>")), "train 1 section B train 2");
    let first = html.find("chart-waits-for").expect("it is there");
    assert!(first < html.find("class=\"figures\"").expect("they are there"));
    assert!(!ring.contains("class=\"legend\""), "the words stand at the arrows");
    // The 11 letters of "philosopher" stand beside a node, and what the arrows mean below.
    let [one, two] = ["philosopher 1", "philosopher 2"];
    let ring = json!([tie(one, "fork 2", two), tie(two, "fork 1", one)]);
    let html = render(finished_run("dining-philosophers", &[("cycle", ring)], lanes(0))).await;
    assert!(chart(&html, "waits-for").contains("class=\"legend\""));
}

#[tokio::test]
async fn a_thread_that_waits_for_itself_and_one_that_nobody_wakes_are_told_apart() {
    let tie =
        |holder: Value| json!([{ "thread": "thread 1", "resource": "lock", "holder": holder }]);
    let html =
        render(finished_run("reentrant-lock", &[("cycle", tie(json!("thread 1")))], vec![])).await;
    assert!(chart(&html, "waits-for").contains("The thread waits for what it holds itself."));
    let html = render(finished_run("signals", &[("cycle", tie(Value::Null))], vec![])).await;
    let list = chart(&html, "waits-for");
    assert!(list.contains("Nobody is left who could wake thread 1."));
    assert!(list.contains("waits for lock, and nobody will signal it"));
}

#[tokio::test]
async fn outcomes_are_counted_and_those_of_one_run_are_not() {
    let outcome =
        |value: &str, kind: &str, count| json!({ "value": value, "kind": kind, "count": count });
    let two = json!([outcome("197", "lost-updates", 19), outcome("200", "held", 1)]);
    let html = render(finished(&[("distribution", two)], vec![])).await;
    let histogram = chart(&html, "histogram");
    assert!(histogram.contains("20 runs: 19 lost updates, 1 as it should be."));
    assert!(
        text(histogram).contains("197 Lost updates 19 200 As it should be 1"),
        "{}",
        text(histogram)
    );
    // 19 and 1 of 20 runs.
    let share = |class: &str, width: &str| {
        histogram.contains(&format!("part {class}")) && histogram.contains(width)
    };
    assert!(share("ends-wrong", "95.00%") && share("ends-held", "5.00%"), "{histogram}");
    let one = json!([outcome("197", "lost-updates", 1)]);
    assert!(!render(finished(&[("distribution", one)], vec![])).await.contains("chart-histogram"));
}

/// 12 distinct numbers are too many to stand below each other: one column each, and a table.
#[tokio::test]
async fn many_numbers_are_columns_with_their_counts() {
    let outcomes: Value = (0..12)
        .map(|value| json!({ "value": value.to_string(), "kind": "lost-updates", "count": 2 }))
        .collect();
    let html = render(finished(&[("distribution", outcomes)], vec![])).await;
    let histogram = chart(&html, "histogram");
    let plot = between(histogram, "plane-plot", "plane-below");
    assert_eq!(count(plot, "class=\"kind-wrong\""), 12);
    assert_eq!(count(between(histogram, "<tbody>", "</tbody>"), "<tr>"), 12);
}

#[tokio::test]
async fn jumbled_lines_are_marked_with_a_word_and_shown_as_text() {
    let line = |text: &str, ok| json!({ "text": text, "ok": ok, "thread": null });
    let mut lines = vec![line("thread 1 writes", true), line("<b>thr", false)];
    lines.resize(205, line("more", true));
    let html = render(finished_run("stdout-writer", &[("lines", json!(lines))], vec![])).await;
    let lines = chart(&html, "lines");
    assert!(lines.contains("1 of 205 lines are jumbled"));
    assert!(lines.contains("&lt;b&gt;thr") && !lines.contains("<b>"));
    assert_eq!(count(lines, "class=\"jumbled\""), 1);
    assert_eq!(count(lines, "<li"), 200);
    assert!(lines.contains("The first 200 of 205 lines"));
}

#[tokio::test]
async fn every_experiment_shows_what_it_lists_and_nothing_else() {
    let outcome = [
        ("meals", json!([5, 4])),
        ("hungry_ms", json!([7.0, 31.5])),
        ("cost_ns", json!({ "cost-none": 4.0, "cost-per-thread": 0.7 })),
        (
            "throughput",
            json!([{ "threads": 1, "per_s": 8e5, "fairness": 1.0 }, { "threads": 2, "per_s": 4e5 }]),
        ),
        (
            "line",
            json!([{ "thread": "thread 4", "came_ms": 2.5, "place": 1, "waited_ms": 10.2, "in_ms": 12.7 }]),
        ),
        ("retrieved", json!([3, 1, 2])),
        ("cut_off", json!(["thread 4"])),
        ("fairness", json!(0.93)),
        ("max_inside", json!(3)),
    ];
    let of = async |id: &str| render(finished_run(id, &outcome, lanes(0))).await;
    let figures = |html: &str| text(between(html, "<dl class=\"figures\">", "</dl>"));
    let philosophers = of("dining-philosophers").await;
    assert!(text(chart(&philosophers, "meals")).contains("philosopher 1 5 philosopher 2 4"));
    let hungry = text(chart(&philosophers, "hungry_ms"));
    assert!(hungry.contains("philosopher 1 7.00 ms philosopher 2 31.5 ms"), "{hungry}");
    assert!(!figures(&philosophers).contains("Most inside"));
    let update = of("lost-update").await;
    let costs = text(chart(&update, "cost_ns"));
    assert!(costs.contains("None 4.00 ns Per thread 0.700 ns"), "{costs}");
    assert_eq!(figures(&update), "Median time 11.0 ms of 3 runs");
    assert!(!update.contains("chart-meals") && !update.contains("chart-depth"));
    let lock = of("lock").await;
    assert!(chart(&lock, "throughput").contains("1\u{a0}thread: 800000 per second"));
    let semaphore = of("semaphore").await;
    let line = text(between(&semaphore, "The waiting line", "</section>"));
    assert!(line.contains("thread 4 2.50 ms 1 10.2 ms 12.7 ms"), "{line}");
    assert!(figures(&semaphore).contains("Most inside 3"), "{}", figures(&semaphore));
    let queue = of("queue").await;
    assert!(text(between(&queue, "Order of retrieval", "</section>")).contains("3 1 2"));
    assert!(chart(&queue, "depth").contains("at most 0 deep"));
    assert!(
        text(between(&of("hello-threads").await, "<h3>Cut off", "</section>")).contains("thread 4")
    );
}

/// What the fixes cost has a chart of its own: the three samples of the run are dots, nothing else is.
#[tokio::test]
async fn only_the_repeats_themselves_are_timed_dots() {
    let html = render(finished(&[], vec![])).await;
    let samples = chart(&html, "samples");
    assert!(samples.contains("How long each repeat took"));
    assert_eq!(count(samples, "class=\"dot\""), 3);
}

#[tokio::test]
async fn no_view_of_a_scene_has_a_style_of_its_own() {
    let cycle = json!([{ "thread": "thread 1", "resource": "lock", "holder": "thread 1" }]);
    for state in [running(), finished_run("reentrant-lock", &[("cycle", cycle)], lanes(0))] {
        assert!(!render(state).await.contains("style="));
    }
}
