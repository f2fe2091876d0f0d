//! What a person sees of a program that is explored.

mod common;

use common::{between, count, explored, open, render, step, text, walk};
use machine::Grain;
use ui::{Action, Sampling, View, Walk, reduce};

const LINK: &str = "#/explore/lost-update?v=1";

fn movers(html: &str) -> String {
    text(between(html, "class=\"movers\"", "class=\"tools\""))
}

/// The body of the table of steps.
fn steps(html: &str) -> &str {
    between(between(html, "Schedule, step by step", "</table>"), "<tbody>", "</tbody>")
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

/// Both read 0, and each writes 1 back.
#[tokio::test]
async fn a_step_is_told_with_who_did_it_and_what_became_of_the_variable() {
    let told = |html: &str| text(between(html, "class=\"unseen told\"", "</p>"));
    assert_eq!(told(&render(open(LINK)).await), "");
    let state = [1, 2, 2].iter().fold(open(LINK), |state, &thread| step(&state, thread));
    let html = render(state.clone()).await;
    assert_eq!(told(&html), "Step 3, thread 2: write back value; counter is 1.");
    assert_eq!(count(&html, "counter is 1"), 1);
    let start = render(walk(&state, Walk::To(0))).await;
    assert_eq!(told(&start), "At the start");
    let forced = walk(&open("#/explore/lost-update?v=1&fix=lock"), Walk::Auto(true));
    let all = told(&render(step(&forced, 2)).await);
    assert_eq!((count(&all, "Step "), count(&all, "Step 8")), (5, 1), "the last five: {all}");
}

#[tokio::test]
async fn number_keys_are_named_on_their_buttons_unless_they_are_off() {
    let html = render(open(LINK)).await;
    assert_eq!((count(&html, "<kbd"), count(&html, "aria-keyshortcuts")), (2, 2));
    let html = render(walk(&open(LINK), Walk::Keys(false))).await;
    assert_eq!((count(&html, "<kbd"), count(&html, "aria-keyshortcuts")), (0, 0));
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
        if movers(&render(state.clone()).await).contains("step aside") {
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
        html.contains("thread 1: read value, increase value; thread 2: read value, increase value, write back value")
    );
    let waits = step(&open("#/explore/lost-update?v=1&fix=lock"), 1);
    let waits = walk(&step(&waits, 1), Walk::Show(View::Timeline));
    let html = render(waits).await;
    assert!(html.contains("class=\"lane-wait\"") && !html.contains("class=\"race\""));
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
async fn a_level_finds_nothing_by_itself_and_sets_its_program() {
    let (state, _) = reduce(&open(LINK), Action::PlayLevel(1));
    let html = render(state.clone()).await;
    for gone in ["Explore<", "Try real", "Shrink", "Random", ">Play<", "Outcomes", "<form"] {
        assert!(!html.contains(gone), "{gone}");
    }
    assert!(html.contains("A level comes with its set-up.") && html.contains("State graph"));
    assert!(!html.contains("Par is") && html.contains("as few preemptions as you can"));
    let missed = [1, 1, 2, 2].iter().fold(state.clone(), |state, &thread| step(&state, thread));
    let html = render(missed).await;
    assert!(html.contains("Not what was asked: go back and try another way."));
    assert!(html.contains("class=\"over\"") && !html.contains("ends-held"), "{html}");
    let helped = [Action::CallImpossible, Action::Hint]
        .into_iter()
        .fold(state, |state, action| reduce(&state, action).0);
    let won = [1, 2, 2, 1].iter().fold(helped, |state, &thread| step(&state, thread));
    let html = render(won).await;
    assert!(html.contains("with 1\u{a0}hint, after 1\u{a0}wrong call."), "{html}");
    assert!(!html.contains("ends-wrong"));
}

#[tokio::test]
async fn a_question_is_asked_of_the_program_as_it_comes_only() {
    let html = render(open("#/explore/lost-update?v=1&fix=lock")).await;
    assert!(
        html.contains("You have changed the set-up.") && !html.contains("In how many of their")
    );
}

#[tokio::test]
async fn a_long_ring_is_told_in_short() {
    let link = "#/explore/dining-philosophers?v=1&threads=6";
    let state = (1..=6).fold(open(link), |state, thread| step(&state, thread));
    let over = text(between(&render(state).await, "class=\"over ends-wrong\"", "</p>"));
    assert!(over.contains("→ 2 → … → 6 → 1, each waits for what the next one holds."), "{over}");
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
