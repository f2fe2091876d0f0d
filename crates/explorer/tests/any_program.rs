//! Whatever program somebody makes up, all that is asked about its schedules has an answer.

mod common;
#[path = "../../machine/tests/common/mod.rs"]
mod made_up;

use std::rc::Rc;

use common::{all, witnesses_replay};
use explorer::{Options, StateGraph, Toward, Uniform, complete, estimate, races, shrink, toward};
use machine::{Grain, Machine, Replay};
use made_up::any_program;
use program::Program;
use proptest::prelude::*;

/// States that are looked at.
const MAX_STATES: usize = 300;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_program_is_refused_or_can_be_explored(
        data in any_program(),
        merge in any::<bool>(),
        symmetry in any::<bool>(),
    ) {
        let Ok(program) = Program::new(data) else { return Ok(()) };
        let grain = if merge { Grain::Merged } else { Grain::Fine };
        let options = Options { max_states: MAX_STATES, max_ms: 1e3, symmetry, ..Options::default() };
        let found = all(&program, grain, &options);
        prop_assert!(found.states > 0);
        witnesses_replay(&program, grain, &found);
        let machine = Rc::new(Machine::new(program, grain));
        prop_assert!(estimate(&machine, 1).states >= 1.0);
        if let Some(graph) = StateGraph::of(&machine, false, MAX_STATES) {
            prop_assert!(graph.nodes.iter().all(|node| graph.node(&node.cells).is_some()));
        }
        for ending in &found.endings {
            let outcome = &ending.outcome;
            let _ = shrink(&machine, outcome, MAX_STATES);
            let next = toward(&machine, &machine.start(), &|found| found == outcome, MAX_STATES);
            let over = machine.moves(&machine.start()).is_empty();
            prop_assert!(next != Toward::There || over);
        }
        let mut replay = Replay::new(machine);
        complete(&mut replay, &mut Uniform::new(1), 100);
        let steps = replay.steps().len();
        prop_assert!(races(&replay).iter().all(|race| race.first < race.second && race.second < steps));
    }
}
