//! Whatever program somebody makes up, it is refused, or it is carried out without a panic.

mod common;

use std::rc::Rc;

use common::any_program;
use machine::{Grain, Machine, Move, Replay, Written};
use program::Program;
use proptest::prelude::*;

/// Steps that are made of each program.
const STEPS: usize = 200;
/// Times that a program which has ended begins again, at most.
const MAX_AGAIN: usize = 3;

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_program_is_refused_or_can_be_stepped(
        data in any_program(),
        choices in prop::collection::vec(any::<u32>(), STEPS),
    ) {
        if let Ok(program) = Program::new(data) {
            for grain in [Grain::Merged, Grain::Fine] {
                let machine = Machine::new(program.clone(), grain);
                walk(&machine, &choices)?;
            }
        }
    }

    #[test]
    fn any_schedule_of_any_program_is_carried_out_or_refused(
        data in any_program(),
        moves in prop::collection::vec((0..5_u8, 0..4_u8), 0..STEPS),
        odd in (any::<u8>(), any::<u8>()),
    ) {
        let Ok(program) = Program::new(data) else { return Ok(()) };
        let mut replay = Replay::new(Rc::new(Machine::new(program, Grain::Merged)));
        for (thread, way) in moves.into_iter().chain([odd]) {
            let before = replay.steps().len();
            let after = match replay.push(Move { thread, way: way.saturating_sub(2) }) {
                Ok(()) => before + 1,
                Err(error) => {
                    prop_assert!(error.to_string().len() < 1_000);
                    before
                }
            };
            prop_assert_eq!(replay.steps().len(), after);
        }
        let written = replay.written();
        prop_assert_eq!(&written.to_string().parse::<Written>().unwrap(), &written);
        let (again, error) = Replay::of_written(replay.machine().clone(), &written);
        prop_assert_eq!((again.now(), error), (replay.now(), None));
    }
}

/// Makes steps at random; after a failure too, for whoever looks only at its own thread.
fn walk(machine: &Machine, choices: &[u32]) -> Result<(), TestCaseError> {
    let mut cells = machine.start();
    let mut again = 0;
    for &choice in choices {
        look(machine, &cells)?;
        let ways = |thread| (0..machine.ways(&cells, thread)).map(move |way| (thread, way));
        let moves: Vec<(usize, u32)> = (0..machine.threads()).flat_map(ways).collect();
        let Some(&(thread, way)) = moves.get(choice as usize % moves.len().max(1)) else {
            again += 1;
            if again > MAX_AGAIN {
                break;
            }
            cells = machine.start();
            continue;
        };
        machine.step(&mut cells, thread, way);
    }
    Ok(())
}

/// All that can be asked of a state has an answer, and it is packed without a loss.
fn look(machine: &Machine, cells: &[i32]) -> Result<(), TestCaseError> {
    let layout = machine.layout();
    let mut packed = vec![0; layout.words()];
    layout.pack(cells, &mut packed);
    let mut unpacked = vec![0; cells.len()];
    layout.unpack(&packed, &mut unpacked);
    prop_assert_eq!(&unpacked, cells);
    prop_assert!(cells.iter().enumerate().all(|(cell, &value)| layout.allows(cell, value)));
    for thread in 0..machine.threads() {
        let (line, _) = machine.next_step(cells, thread);
        prop_assert!(usize::from(line) <= machine.program().source.len());
        let way = machine.way_name(cells, thread, 1);
        prop_assert!(!way.is_empty() || machine.instruction(cells, thread).is_none());
        let wait = machine.waits_for(cells, thread);
        prop_assert!(wait.is_none() || machine.ways(cells, thread) == 0);
        prop_assert!(machine.locals(cells, thread).len() <= machine.program().locals.len());
    }
    prop_assert!(machine.failure(cells).is_some() == machine.has_failed(cells));
    prop_assert!(!machine.outcome(cells).value.is_empty());
    let program = machine.program();
    prop_assert_eq!(machine.shared(cells).len(), program.vars.len() + program.objects.len());
    Ok(())
}
