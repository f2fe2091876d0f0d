//! Any text is a link that opens, or one that says why not (`cargo xtask test fuzz`).
#![no_main]

use libfuzzer_sys::fuzz_target;
use plan::{Computer, Face, Plan, open};

fuzz_target!(|text: &str| {
    let computer = Computer { cores: 2 };
    let opened = open(text);
    assert!(opened.draft.is_some() || !opened.problems.is_empty());
    for problem in &opened.problems {
        assert!(problem.to_string().len() < 1000);
    }
    match opened.draft.map(|draft| draft.check(computer)) {
        None => {}
        Some(Err(errors)) => assert!(errors.iter().all(|error| error.to_string().len() < 1000)),
        Some(Ok(plan)) => {
            let again = open(plan.link());
            assert!(again.problems.is_empty(), "{:?}", again.problems);
            let again = again.draft.expect("a canonical link names an experiment");
            assert_eq!(again.check(computer).expect("and its values").link(), plan.link());
            if plan.subject().face == Face::Explore {
                replay(&plan);
            }
        }
    }
});

/// Any schedule of any model is carried out as far as it fits, or says why it is none.
fn replay(plan: &Plan) {
    match plan.schedule().parse::<machine::Written>() {
        Err(error) => assert!(error.to_string().len() < 1000),
        Ok(written) => {
            let machine = machine::Machine::new(plan.program(), written.grain);
            let (replay, problem) = machine::Replay::of_written(machine.into(), &written);
            assert!(problem.is_some() || replay.schedule() == written.schedule);
        }
    }
}
