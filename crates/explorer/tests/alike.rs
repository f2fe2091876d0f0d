//! Threads that are alike, merged in the state graph: numbers that a person can derive by hand. Each derivation is given.

mod common;

use std::rc::Rc;

use common::*;
use explorer::{StateGraph, alike};
use machine::{Grain, Machine, Replay};
use program::{Builder, Op, Operand};

/// A program in merged steps, and its graph without and with threads that are alike merged.
fn graphs(program: program::Program) -> (Rc<Machine>, [StateGraph; 2]) {
    let machine = Rc::new(Machine::new(program, Grain::Merged));
    let graph = |symmetry| StateGraph::of(&machine, symmetry, 500).expect("it is small");
    let both = [false, true].map(graph);
    (machine, both)
}

/// States and steps.
fn sizes(graphs: &[StateGraph; 2]) -> [(usize, usize); 2] {
    graphs.each_ref().map(|graph| (graph.nodes.len(), graph.edges.len()))
}

/// `count` threads that write nothing new twice.
fn write_twice(count: u32) -> program::Program {
    let mut build = Builder::new();
    let to = build.var("x", 0, (0, 1));
    for _ in 0..2 {
        build.line("x = 0");
        build.op(Op::Store { to, value: Operand::Const(0) });
    }
    build.threads(count, 0);
    build.finish().expect("it fits together")
}

/// Each of two threads has made 0, 1 or 2 of its steps: a grid of 3 × 3 states, with 2 · 3 steps across and as many down. Of
/// (0, 1) and (1, 0) one is left, and so on: the diagonal has 3 states, and of the 6 others every second one goes. Steps
/// are left from (0, 0) 1, (0, 1) 2, (1, 1) 1, (0, 2) 1, (1, 2) 1.
///
/// Three threads: 3³ states, and as many as there are multisets of 3 of 3 places, C(5, 3) = 10.
#[test]
fn a_grid_of_nine_states_is_six_if_threads_are_alike() {
    let (machine, found) = graphs(write_twice(2));
    assert_eq!(sizes(&found), [(9, 12), (6, 6)]);
    assert_eq!(alike(&machine), [true, true]);
    let states = |graph: &StateGraph| graph.nodes.len();
    assert_eq!(graphs(write_twice(3)).1.each_ref().map(states), [27, 10]);
}

/// Read and write, R and W: nobody has done anything (1 state); one has read (2, merged 1); both have read (1), or one has
/// written 1 (2, merged 1); one has written after both had read (2, merged 1), or the second has read that 1 (2, merged 1);
/// and both are done, with 1 or with 2. Together 1 + 2 + 3 + 4 + 2 = 12, merged 1 + 1 + 2 + 2 + 2 = 8.
///
/// Steps, merged: 1 from the start, 2 from where one has read, and 1 from each of the four after that.
///
/// Once both have read, it ends badly: 1 + 2 states that are no end, merged 1 + 1; and the end itself.
#[test]
fn merged_states_are_doomed_as_those_that_they_stand_for() {
    let (_, found) = graphs(lost_update(2, 1));
    assert_eq!(sizes(&found), [(12, 14), (8, 7)]);
    let doomed = |graph: &StateGraph| graph.doomed().iter().filter(|&&doomed| doomed).count();
    assert_eq!(found.each_ref().map(doomed), [4, 3]);
}

/// Locks in opposite orders, forks by the number of the seat, and a thread that starts another and waits for it.
#[test]
fn threads_that_differ_in_code_or_by_their_number_are_not_alike() {
    for program in [opposite_locks(), philosophers(3, false), start_and_join()] {
        let (machine, found) = graphs(program);
        assert!(alike(&machine).iter().all(|alike| !alike));
        let [apart, merged] = sizes(&found);
        assert_eq!(apart, merged);
    }
}

/// The second thread is where the first of two that are alike would be, after one step; so it goes on, not the first.
#[test]
fn a_way_through_merged_states_is_made_by_the_threads_that_stand_there() {
    let (machine, [apart, merged]) = graphs(write_twice(2));
    let cells = |steps: &[u8]| {
        let mut replay = Replay::new(machine.clone());
        for &thread in steps {
            replay.push(machine::Move { thread, way: 0 }).expect("each has two steps");
        }
        replay.now().to_vec()
    };
    let [first, second] = [cells(&[0]), cells(&[1])];
    assert_ne!(apart.node(&first), apart.node(&second));
    assert_eq!(merged.node(&first), merged.node(&second));
    let (from, to) = (merged.node(&first), merged.node(&cells(&[0, 0])));
    let arrow = merged.edges.iter().find(|edge| (Some(edge.from), Some(edge.to)) == (from, to));
    let who = |start: &[i32]| merged.unfold(&machine, start, arrow).0[0].thread;
    assert_eq!((who(&first), who(&second)), (0, 1));
}

/// From the start, or from a state with threads in any order.
#[test]
fn every_merged_state_is_reached_by_a_real_schedule() {
    for program in [
        lost_update(3, 1),
        locked_counter(3, 1),
        atomic_counter(3, 1),
        barrier(3),
        semaphore(3, 2),
        queue_of_one(),
        spin_lock(3),
        release_of_another(),
    ] {
        let (machine, [apart, merged]) = graphs(program);
        for begin in apart.nodes.iter().step_by(apart.nodes.len() / 4 + 1) {
            let ahead = StateGraph::near(&machine, &begin.cells, true, usize::MAX);
            for goal in 0..ahead.nodes.len() {
                let schedule = ahead.unfold(&machine, &begin.cells, way(&ahead, goal));
                let mut cells = begin.cells.clone();
                for by in schedule.0 {
                    assert!(machine.moves(&cells).contains(&by));
                    machine.step(&mut cells, by.thread.into(), by.way.into());
                }
                assert_eq!(ahead.node(&cells), Some(goal));
                assert_eq!(
                    ahead.nodes[goal].outcome,
                    merged.nodes[merged.node(&cells).expect("it is a state")].outcome
                );
            }
        }
    }
}

/// A shortest way to a state, from the first.
fn way(graph: &StateGraph, goal: usize) -> Vec<&explorer::Arrow> {
    let (mut way, mut at) = (Vec::new(), goal);
    while at != 0 {
        let comes = |edge: &&explorer::Arrow| {
            edge.to == at && graph.nodes[edge.from].level + 1 == graph.nodes[at].level
        };
        let edge = graph.edges.iter().find(comes).expect("each state but the first has one");
        (way, at) = ([vec![edge], way].concat(), edge.from);
    }
    way
}
