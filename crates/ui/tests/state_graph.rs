//! The state graph: what is drawn, and where whoever chooses a state in it is.

mod common;

use common::{explored, open, render, step, walk};
use explorer::StateGraph;
use ui::{Explorer, Sampling, State, View, Walk};

const LINK: &str = "#/explore/lost-update?v=1";

fn explorer(state: &State) -> &Explorer {
    state.explorer.as_ref().expect("a model is shown")
}

/// The threads that went on so far, by number.
fn order(state: &State) -> Vec<u8> {
    let explorer = explorer(state);
    explorer.replay.steps()[..explorer.at].iter().map(|step| step.by.thread + 1).collect()
}

/// Every step, also those that were undone.
fn all(state: &State) -> usize {
    explorer(state).replay.steps().len()
}

/// After a step of each of these threads, by number.
fn after(link: &str, threads: &[u8]) -> State {
    threads.iter().fold(open(link), |state, &thread| step(&state, thread))
}

/// Two threads with two steps each stand in one of 3 × 3 places; read and written values make 12 states of them. The threads
/// are alike: merged, 8 are left (`alike.rs` of the explorer has the derivation), as many as are explored.
#[tokio::test]
async fn the_graph_shows_every_state_of_a_small_program_only() {
    let merged = walk(&step(&explored(&open(LINK)), 1), Walk::Show(View::Graph));
    let html = render(merged.clone()).await;
    assert!(
        html.contains("8\u{a0}states and 7\u{a0}steps.<span class=\"reading\"> ")
            && html.contains(": 8\u{a0}states, "),
        "{html}"
    );
    assert_eq!(html.matches("role=\"button\"").count(), 8);
    assert_eq!(html.matches("ring-now").count(), 1);
    // The step that was made has the color of its thread; the others are of either.
    assert_eq!(html.matches("class=\"edge alike\"").count(), 6);
    assert_eq!(html.matches("class=\"edge thread-1 walked\"").count(), 1);
    let html = render(walk(&merged, Walk::Merge(false))).await;
    let apart = "12\u{a0}states and 14\u{a0}steps; 8 with alike threads merged.";
    assert!(html.contains(apart) && !html.contains("edge alike"), "{html}");
    assert_eq!(html.matches("role=\"button\"").count(), 12);
    let large = open("#/explore/lost-update?v=1&threads=4&increments=4");
    let html = render(walk(&large, Walk::Show(View::Graph))).await;
    assert!(html.contains("more than 500 states: here are the "), "{html}");
    assert!(!html.contains("ends badly"), "of a part nobody knows");
}

/// Both threads stand where they can only end badly once both have read, whichever did so first.
#[tokio::test]
async fn where_one_is_stands_in_the_state_that_is_drawn_for_it() {
    for first in [1, 2] {
        let state = walk(&step(&open(LINK), first), Walk::Show(View::Graph));
        let html = render(state.clone()).await;
        assert_eq!(html.matches("class=\"state open walked current\"").count(), 1, "{html}");
        let here = text_of_current(&html);
        let wrote = format!("thread {first}: write back value");
        assert!(here.contains(&wrote) && here.contains(": read value"), "{here}");
        let html = render(step(&state, 3 - first)).await;
        assert_eq!(html.matches("class=\"state doomed walked current\"").count(), 1, "{html}");
    }
}

/// What is said of the state where one is.
fn text_of_current(html: &str) -> &str {
    let (before, _) = html.split_once("aria-current=\"step\"").expect("one is somewhere");
    let (_, text) = before.rsplit_once("aria-label=\"").expect("it has a name");
    text.split('"').next().expect("it ends")
}

/// `dekker` and `deadlock` have threads with code of their own.
#[tokio::test]
async fn only_a_program_with_alike_threads_can_merge_them() {
    for (link, can) in
        [(LINK, true), ("#/explore/dekker?v=1", false), ("#/explore/deadlock?v=1", false)]
    {
        let html = render(walk(&open(link), Walk::Show(View::Graph))).await;
        assert_eq!(html.contains("Alike threads merged"), can, "{link}");
        assert_eq!(html.contains("gray if alike threads share it"), can, "{link}");
    }
}

/// Four threads read first, 1 state and 4 ways on: the first level has 4 states, and whoever chooses one is there after a step.
/// They are alike: merged, it has 1.
#[tokio::test]
async fn of_a_large_program_the_graph_shows_what_is_near_and_leads_there() {
    let large = open("#/explore/lost-update?v=1&threads=4&increments=4");
    let machine = large.explorer.as_ref().expect("it is explored").replay.machine().clone();
    let start = machine.start();
    let mut there = walk(&large, Walk::Show(View::Graph));
    for (merges, first) in [(false, 4), (true, 1)] {
        let near = StateGraph::near(&machine, &start, merges, 40);
        assert!((40..500).contains(&near.nodes.len()), "{}", near.nodes.len());
        assert_eq!(near.nodes.iter().filter(|node| node.level == 1).count(), first);
        let goal = near.nodes.iter().find(|node| node.level == 2).expect("it goes on");
        there = walk(
            &walk(&walk(&there, Walk::To(0)), Walk::Merge(merges)),
            Walk::State(goal.cells.clone()),
        );
        let explorer = there.explorer.as_ref().expect("it is explored");
        assert_eq!((explorer.at, near.node(explorer.cells())), (2, near.node(&goal.cells)));
        assert_eq!(render(there.clone()).await.matches("ring-now").count(), 1);
    }
    let end = walk(&walk(&there, Walk::Random(Sampling::Uniform)), Walk::Show(View::Graph));
    assert!(render(end).await.contains("nothing follows the one where you are"));
}

/// Two threads that add 1 each: once both have read, one increment is lost. They have 2 × 2 steps each, read and
/// write, and then three states that are no end: both have read, and one of the two has written. Merged, it is two.
#[tokio::test]
async fn states_from_which_all_ends_badly_are_marked() {
    let merged = walk(&open(LINK), Walk::Show(View::Graph));
    let apart = render(walk(&merged, Walk::Merge(false))).await;
    let graph = render(merged).await;
    let marked = |html: &str| html.matches("; from here it ends badly, whatever happens\"").count();
    assert_eq!((marked(&graph), marked(&apart)), (2, 3), "{graph}");
    assert!(graph.contains(">from here it ends badly, whatever happens<"));
    let safe =
        render(walk(&open("#/explore/lost-update?v=1&fix=lock"), Walk::Show(View::Graph))).await;
    assert!(!safe.contains("ends badly"));
}

/// Thread 2 has read. The state in which one has written and the other has not begun stands for two; from here thread 2 must
/// be the one, and from the start it is either. Whoever chooses where one has been is there again, with all steps to redo.
#[test]
fn a_state_that_stands_for_others_is_reached_by_the_threads_that_can() {
    let state = after(LINK, &[2]);
    let merged = StateGraph::of(explorer(&state).machine(), true, 500).expect("it is small");
    let node = |state: &State| merged.node(explorer(state).cells()).expect("it has all states");
    let goal = merged.nodes[node(&after(LINK, &[1, 1]))].cells.clone();
    let there = walk(&state, Walk::State(goal.clone()));
    assert_eq!((order(&there), node(&there)), (vec![2, 2], node(&after(LINK, &[2, 2]))));
    let back = walk(&there, Walk::State(merged.nodes[node(&after(LINK, &[1]))].cells.clone()));
    assert_eq!((explorer(&back).at, all(&back)), (1, 2));
    let apart = walk(&walk(&state, Walk::Merge(false)), Walk::State(after_cells(&[1, 1])));
    assert_eq!(order(&apart), [1, 1]);
}

/// The cells after these threads went on.
fn after_cells(threads: &[u8]) -> Vec<i32> {
    explorer(&after(LINK, threads)).cells().to_vec()
}

#[test]
fn another_state_is_reached_by_a_shortest_way() {
    let state = walk(&after(LINK, &[1]), Walk::Merge(false));
    let graph = StateGraph::of(explorer(&state).machine(), false, 150).expect("it is small");
    let ends = graph.nodes.iter().find(|node| node.outcome.is_some()).expect("it ends");
    let there = walk(&state, Walk::State(ends.cells.clone()));
    assert_eq!((explorer(&there).cells(), order(&there).len()), (&ends.cells[..], 4));
    let back = walk(&there, Walk::State(graph.nodes[0].cells.clone()));
    assert_eq!((explorer(&back).at, all(&back)), (0, 4));
}
