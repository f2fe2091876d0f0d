//! What a person sees of a program that is explored.

mod common;

use std::rc::Rc;

use common::{explored, open, report, step, walk};
use explorer::Grain;
use serde_json::json;
use trace::wire::ExplorationRecord;
use ui::{
    Action, Capability, Layout, Missing, Page, PageProps, Phase, Sampling, State, View, Walk,
    reduce,
};
use yew::{Callback, LocalServerRenderer};

const LINK: &str = "#/explore/lost-update?v=1";

async fn render(state: State) -> String {
    let props = PageProps {
        state: Rc::new(state),
        dispatch: Callback::noop(),
        base_url: "https://lab.example/".into(),
    };
    LocalServerRenderer::<Page>::with_props(props).hydratable(false).render().await
}

/// The part of `html` from `start` to the next `end`.
fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("no {start} in {html}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} after {start}")).0
}

/// The text of `html` without its tags.
fn text(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let words =
        parts.flat_map(|part| part.split(' ')).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    words.join(" ").replace(" :", ":")
}

fn movers(html: &str) -> String {
    text(between(html, "class=\"movers\"", "class=\"tools\""))
}

/// The body of the table of steps.
fn steps(html: &str) -> &str {
    between(between(html, "Schedule, step by step", "</table>"), "<tbody>", "</tbody>")
}

/// The page after real threads gave these outcomes.
fn beside(state: &State, distribution: serde_json::Value) -> State {
    let plan = state.beside_plan(100).expect("there is such an experiment");
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
async fn at_the_start_there_is_one_clear_thing_to_do() {
    let html = render(open(LINK)).await;
    assert!(movers(&html).contains("thread 1: read value"), "{}", movers(&html));
    assert!(html.contains("You are the scheduler"));
    assert!(html.contains("About 6 schedules"));
    assert!(html.contains("In how many of their schedules"));
    assert!(between(&html, "type=\"submit\"", "/button>").contains(">Explore<"));
}

#[tokio::test]
async fn the_table_has_a_column_for_each_thread_and_the_shared_value_beside_them() {
    let fine = walk(&open(LINK), Walk::Grain(Grain::Fine));
    let state = [1, 2, 1, 2, 1, 2].iter().fold(fine, |state, &thread| step(&state, thread));
    let html = render(walk(&state, Walk::To(5))).await;
    let rows: Vec<String> = steps(&html).split("</tr>").map(text).collect();
    assert!(rows[1].contains("read value") && rows[1].contains("value = 0"), "{rows:?}");
    assert!(rows[3].contains("increase value") && rows[3].contains("value = 1"), "{rows:?}");
    assert!(rows[5].contains("write back value"), "{rows:?}");
    assert!(steps(&html).contains("class=\"shared changed\">1<"));
    assert!(steps(&html).contains("class=\"undone\""));
    assert_eq!(html.matches("aria-current=\"step\"").count(), 1);
    assert!(html.contains("Step 5 of 6, 4 preemptions"));
}

#[tokio::test]
async fn who_cannot_go_on_says_why() {
    let html = render(step(&open("#/explore/lost-update?v=1&fix=lock"), 2)).await;
    assert!(movers(&html).contains("waits for lock, held by thread 2"), "{}", movers(&html));
    let buttons: Vec<&str> =
        between(&html, "class=\"movers\"", "class=\"tools\"").split("<button").collect();
    assert!(buttons[1].contains("aria-disabled") && !buttons[2].contains("aria-disabled"));
    assert!(text(steps(&html)).contains("waits for lock"));
    let html = render(step(&step(&open(LINK), 1), 1)).await;
    assert!(movers(&html).contains("thread 1: done"), "{}", movers(&html));
}

#[tokio::test]
async fn the_end_is_said_in_a_sentence() {
    let state = [1, 2, 2, 1].iter().fold(open(LINK), |state, &thread| step(&state, thread));
    let html = render(state).await;
    let over = text(between(&html, "class=\"over ends-wrong\"", "</p>"));
    assert!(
        over.contains("Lost updates") && over.contains("counter is 1, and should be 2."),
        "{over}"
    );
}

#[tokio::test]
async fn a_deadlock_names_its_ring() {
    let state = step(&step(&open("#/explore/deadlock?v=1"), 1), 2);
    let html = render(state).await;
    let over = text(between(&html, "class=\"over ends-wrong\"", "</p>"));
    assert!(over.contains("Deadlock"), "{over}");
    assert!(over.contains("train 1 waits for section B, held by train 2"), "{over}");
    assert!(over.contains("train 2 waits for section A, held by train 1"), "{over}");
}

#[tokio::test]
async fn every_choice_of_a_thread_is_a_button() {
    let mut state = open("#/explore/livelock?v=1&cure=back-off");
    for _ in 0..200 {
        if movers(&render(state.clone()).await).contains("way 2") {
            return;
        }
        let moves = state.explorer.as_ref().map(ui::Explorer::moves).unwrap_or_default();
        let Some(&by) = moves.last() else { break };
        state = walk(&state, Walk::Step(by));
    }
    panic!("nobody has a choice");
}

#[tokio::test]
async fn the_timeline_joins_what_races_and_describes_itself() {
    let state = [1, 2, 2, 1].iter().fold(open(LINK), |state, &thread| step(&state, thread));
    let html = render(walk(&state, Walk::Show(View::Timeline))).await;
    assert!(html.contains("class=\"race\""));
    assert!(html.contains("race for counter"));
    assert!(
        html.contains("thread 1: read value; thread 2: read value, write back value; thread 1")
    );
    let waits = step(&open("#/explore/lost-update?v=1&fix=lock"), 1);
    let waits = walk(&step(&waits, 1), Walk::Show(View::Timeline));
    let html = render(waits).await;
    assert!(html.contains("class=\"lane-wait\"") && !html.contains("class=\"race\""));
}

/// Two threads with two steps each stand in one of 3 × 3 places; read and written values make 12
/// states of them.
#[tokio::test]
async fn the_graph_shows_every_state_of_a_small_program_only() {
    let html = render(walk(&step(&open(LINK), 1), Walk::Show(View::Graph))).await;
    assert!(html.contains("12\u{a0}states and 14\u{a0}steps"), "{html}");
    assert_eq!(html.matches("role=\"button\"").count(), 12);
    assert_eq!(html.matches("ring-now").count(), 1);
    let large = open("#/explore/lost-update?v=1&threads=4&increments=4");
    let html = render(walk(&large, Walk::Show(View::Graph))).await;
    assert!(html.contains("more than 150 states: too many to read"));
}

#[tokio::test]
async fn an_exploration_is_a_sentence_and_a_table() {
    let html = render(explored(&open("#/explore/lost-update?v=1&threads=3&increments=2"))).await;
    let verdict = text(between(&html, "class=\"verdict verdict-wrong-value\"", "</div>"));
    assert!(verdict.contains("Can go wrong"), "{verdict}");
    assert!(verdict.contains("All 34\u{202f}650 schedules explored in"), "{verdict}");
    assert!(verdict.contains("5\u{a0}outcomes, 4 of them wrong."), "{verdict}");
    assert!(outcome(&html, "2").contains("140/729") && outcome(&html, "2").contains("19.2\u{a0}%"));
    assert!(outcome(&html, "6").contains("Held") && outcome(&html, "6").contains("Step through"));
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
    assert!(verdict.contains("At least 6 schedules: stopped at 5000000 states"), "{verdict}");
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
    assert!(html.contains("Exploring: 12\u{202f}000 states"));
    assert!(html.contains("class=\"stop\""));
    assert!(!html.contains("Real threads ×"));
}

#[tokio::test]
async fn without_isolation_everything_but_real_threads_is_there() {
    let mut state = open(LINK);
    state.capability = Capability::Processes(Missing::Isolation);
    state.layout = Layout::Embed;
    let html = render(state.clone()).await;
    assert!(html.contains("Real threads cannot run here"));
    assert!(!html.contains("Real threads ×") && !html.contains("Cross-Origin-Opener-Policy"));
    let (state, _) = reduce(&state, Action::OpenLink("#/lost-update?v=1&threads=3".to_owned()));
    let html = render(state).await;
    let ways = between(&html, "class=\"ways-out\"", "</p>");
    assert!(ways.contains("href=\"#/explore/lost-update?v=1&amp;threads=3\""), "{ways}");
}

#[tokio::test]
async fn the_switch_carries_what_is_valid_on_the_other_side() {
    let switch = |html: &str| between(html, "class=\"switch\"", "</nav>").to_owned();
    let html = render(open("#/lost-update?v=1&threads=3&increments=100000&fix=lock")).await;
    let there = "href=\"#/explore/lost-update?v=1&amp;threads=3&amp;fix=lock\"";
    assert!(switch(&html).contains(there), "{}", switch(&html));
    let html = render(open("#/explore/lost-update?v=1&threads=3")).await;
    assert!(switch(&html).contains("href=\"#/lost-update?v=1&amp;threads=3\""));
    assert!(!render(open("#/integrate")).await.contains("class=\"switch\""));
    assert!(!render(open("#/explore/peterson")).await.contains("class=\"switch\""));
}

#[tokio::test]
async fn the_picker_has_what_can_only_be_explored() {
    let html = render(open("#/integrate")).await;
    assert!(
        html.contains("value=\"explore/peterson\"") && html.contains("value=\"explore/dekker\"")
    );
    assert!(
        html.contains("value=\"lost-update\"") && !html.contains("value=\"explore/lost-update\"")
    );
    let html = render(open(LINK)).await;
    assert!(html.contains("value=\"explore/deadlock\"") && html.contains("value=\"integrate\""));
}

#[tokio::test]
async fn a_level_has_a_task_and_ends_with_the_next_one() {
    let (state, _) = reduce(&open(LINK), Action::OpenChallenges);
    let html = render(state.clone()).await;
    assert!(html.contains("Make the counter end at 2.") && html.contains("0 of "));
    let (state, _) = reduce(&state, Action::PlayLevel(1));
    let html = render(state.clone()).await;
    let level = text(between(&html, "class=\"level\"", "</section>"));
    assert!(level.contains("Make the counter end at 1.") && level.contains("It is impossible"));
    let state = [1, 2, 2, 1].iter().fold(state, |state, &thread| step(&state, thread));
    let html = render(state.clone()).await;
    let level = text(between(&html, "class=\"level won\"", "</section>"));
    assert!(level.contains("Solved at par: 1\u{a0}preemption and 4\u{a0}steps."), "{level}");
    assert!(level.contains("Next level"), "{level}");
    let html = render(reduce(&state, Action::OpenChallenges).0).await;
    assert!(html.contains("1 of ") && html.contains("1\u{a0}preemption, par"));
}

#[tokio::test]
async fn an_impossible_level_is_explained() {
    let (state, _) = reduce(&open(LINK), Action::PlayLevel(5));
    let (state, _) = reduce(&state, Action::CallImpossible);
    let (state, _) = reduce(&state, Action::Failed(ui::RunError::Stopped));
    let html = render(explored(&state)).await;
    let level = text(between(&html, "class=\"level won\"", "</section>"));
    assert!(level.contains("Right, it is impossible. Between read and write"), "{level}");
    assert!(level.contains("All 2 schedules were explored, and none ends so."), "{level}");
}

#[tokio::test]
async fn a_long_schedule_shows_the_steps_around() {
    let link = "#/explore/lost-update?v=1&threads=4&increments=40";
    let state = walk(&open(link), Walk::Random(Sampling::Uniform));
    let html = render(walk(&state, Walk::To(150))).await;
    assert_eq!(steps(&html).matches("<tr").count(), 203);
    assert!(html.contains("50 earlier steps") && html.contains("70 later steps"));
}

#[tokio::test]
async fn no_view_has_a_style_of_its_own() {
    let state = explored(&step(&open("#/explore/deadlock?v=1"), 1));
    for view in [View::Outcomes, View::Table, View::Timeline, View::Graph] {
        assert!(!render(walk(&state, Walk::Show(view))).await.contains("style="));
    }
    let levels = reduce(&state, Action::OpenChallenges).0;
    assert!(!render(levels).await.contains("style="));
}
