//! Schedules in links: what was published once must show the same for ever.

use std::rc::Rc;

use machine::{Grain, Replay, ReplayError, ScheduleError, Written};
use plan::{Computer, Plan, open};

fn model(link: &str) -> Plan {
    let opened = open(link);
    assert_eq!(opened.problems, [], "{link}");
    let draft = opened.draft.expect("a link without problems opens a model");
    draft.exploration_plan(Computer { cores: 2 }).expect("its parameters are accepted")
}

fn replay(plan: &Plan, written: &Written) -> (Replay, Option<ReplayError>) {
    let machine = plan.machine(written.grain == Grain::Merged);
    Replay::of_written(Rc::new(machine), written)
}

/// A line is added with every release and none is changed. Left the link, right how it ends: the
/// value and the kind, or from which step on it repeats itself.
#[test]
fn schedules_ever_published_show_what_they_did() {
    let lines = include_str!("published_schedules.txt").lines();
    for line in lines.filter(|line| !line.starts_with("//")) {
        let (link, shows) = line.split_once(" => ").expect("a line reads: link => ending");
        let plan = model(link);
        let written: Written = plan.schedule().parse().expect("it was written by this program");
        let (replay, problem) = replay(&plan, &written);
        assert_eq!(problem, None, "{link}");
        assert_eq!(plan.link_with(&replay.written().to_string()), link);
        match shows.split(' ').collect::<Vec<_>>()[..] {
            ["loop", from, _] => {
                let from: usize = from.parse().expect("a number of steps");
                assert_eq!(replay.states()[from], replay.now(), "{link}");
            }
            [value, kind] => {
                assert!(replay.is_over(), "{link}");
                let outcome = replay.machine().outcome(replay.now());
                assert_eq!((outcome.value.as_str(), outcome.kind.name()), (value, kind), "{link}");
            }
            _ => panic!("{line}"),
        }
    }
}

/// Both trains take their first section; neither can go on.
#[test]
fn a_schedule_that_does_not_fit_says_at_which_step_and_keeps_what_does() {
    let plan = model("#/explore/deadlock?v=1");
    let written: Written = "m.ABA.00000000".parse().expect("its form is right");
    let (kept, problem) = replay(&plan, &written);
    assert_eq!(kept.steps().len(), 2);
    assert_eq!(
        problem.expect("step 3 cannot be").to_string(),
        "step 3: train 1 cannot go on: it waits for section B, which train 2 holds"
    );
    let written: Written = "m.AD.00000000".parse().expect("its form is right");
    let (_, problem) = replay(&plan, &written);
    let text = problem.expect("there are two trains").to_string();
    assert_eq!(text, "step 2: there is no thread 4; the program has 2");
}

/// The same steps on other parameters are another schedule, even where each of them is possible.
#[test]
fn a_schedule_of_other_parameters_is_noticed() {
    let plan = model("#/explore/lost-update?v=1&increments=2");
    let (mut first, _) = replay(&plan, &"m.A2.00000000".parse().expect("its form is right"));
    let written = first.written();
    let atomic = model("#/explore/lost-update?v=1&increments=2&fix=atomic");
    let (_, problem) = replay(&atomic, &written);
    assert_eq!(problem, Some(ReplayError::Changed { steps: 2 }));
    first.truncate(1);
    assert_ne!(first.checksum(), written.checksum);
}

#[test]
fn a_schedule_that_was_cut_is_no_schedule() {
    let whole = "m.A3BC4AB3.1a9b9e97";
    for end in 0..whole.len() {
        let cut = whole[..end].parse::<Written>();
        assert!(cut.is_err(), "{}", &whole[..end]);
    }
    assert_eq!("m.A".parse::<Written>(), Err(ScheduleError::Form));
}

/// An experiment has no schedule, and a schedule stands once.
#[test]
fn schedules_belong_to_models_only() {
    let problems = |link| open(link).problems;
    assert_eq!(problems("#/lost-update?v=1&schedule=m.A.00000000").len(), 1);
    let twice = "#/explore/lost-update?v=1&schedule=m.A.00000000&schedule=m.B.00000000";
    assert_eq!(problems(twice).len(), 1);
}
