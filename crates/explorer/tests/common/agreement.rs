//! What an exploration says, held against what schedules show.

use std::collections::BTreeSet;
use std::rc::Rc;

use explorer::{
    Count, Exploration, FindingKind, Options, StateGraph, Toward, races, shrink, toward,
};
use machine::{Grain, Machine, Outcome, Replay, Schedule, Written};
use program::{Instr, Op, Preemption, Program};
use trace::VerdictKind;

use super::{Truth, all, one_line_each, truth};

/// Every outcome.
pub(crate) fn outcomes(found: &Exploration) -> BTreeSet<Outcome> {
    found.endings.iter().map(|ending| ending.outcome.clone()).collect()
}

/// The kinds of what is wrong, each once, in order.
pub(crate) fn kinds(found: &Exploration) -> Vec<&'static str> {
    let kinds: BTreeSet<_> = found.findings.iter().map(|finding| finding.kind().name()).collect();
    kinds.into_iter().collect()
}

/// The steps and preemptions of the witness of an outcome.
pub(crate) fn cheapest_witness(
    program: &Program,
    found: &Exploration,
    value: &str,
) -> (usize, usize) {
    let ending = found.endings.iter().find(|ending| ending.outcome.value == value);
    let replay = follow(program, Grain::Merged, &ending.expect("it is possible").witness);
    (replay.steps().len(), replay.preemptions())
}

/// Carries a schedule out.
pub(crate) fn follow(program: &Program, grain: Grain, schedule: &Schedule) -> Replay {
    let machine = Rc::new(Machine::new(program.clone(), grain));
    Replay::of(machine, schedule).unwrap_or_else(|error| panic!("{error} in {schedule:?}"))
}

/// The number of schedules, with and without symmetry, in merged and in fine steps, agrees with
/// following them one by one, and so does everything else that can be told from them. Whether the
/// program had few enough of them to be followed.
pub(crate) fn agree(program: &Program, most: u64) -> bool {
    let program = one_line_each(program);
    let mut followed = true;
    let mut by_grain: Vec<BTreeSet<Outcome>> = Vec::new();
    for grain in [Grain::Merged, Grain::Fine] {
        let told_apart = all(&program, grain, &Options { symmetry: false, ..Options::default() });
        let symmetric = all(&program, grain, &Options::default());
        assert_eq!(told_apart.limit, None);
        same(&told_apart, &symmetric);
        let truth = truth(&Machine::new(program.clone(), grain), most);
        followed &= truth.is_some();
        for found in [&told_apart, &symmetric] {
            witnesses_replay(&program, grain, found);
            if let Some(truth) = &truth {
                is_true(&program, grain, found, truth);
            }
        }
        leads_there(&program, grain, &told_apart);
        by_grain.push(outcomes(&symmetric));
    }
    assert_eq!(by_grain[0], by_grain[1], "merging local steps changes outcomes");
    followed
}

/// Two explorations of one program in one grain say the same.
fn same(one: &Exploration, other: &Exploration) {
    assert!(other.states <= one.states);
    assert_eq!((&one.limit, &one.schedules), (&other.limit, &other.schedules));
    assert_eq!(one.classes, other.classes);
    assert_eq!(kinds(one), kinds(other));
    assert_eq!(outcomes(one), outcomes(other));
    for ending in &one.endings {
        let twin = other.endings.iter().find(|twin| twin.outcome == ending.outcome);
        let twin = twin.expect("outcomes are the same");
        assert_eq!(ending.schedules, twin.schedules, "{:?}", ending.outcome);
        assert_eq!(ending.fraction, twin.fraction, "{:?}", ending.outcome);
        assert!((ending.probability - twin.probability).abs() < 1e-9, "{:?}", ending.outcome);
        if ending.outcome.kind != VerdictKind::Livelock {
            assert_eq!(ending.witness.0.len(), twin.witness.0.len(), "{:?}", ending.outcome);
        }
    }
}

/// Every witness shows what it is said to show.
pub(crate) fn witnesses_replay(program: &Program, grain: Grain, found: &Exploration) {
    let machine = Rc::new(Machine::new(program.clone(), grain));
    for ending in &found.endings {
        if ending.outcome.kind == VerdictKind::Livelock {
            continue; // it is that of a finding
        }
        let replay = follow(program, grain, &ending.witness);
        assert!(replay.is_over());
        assert_eq!(machine.outcome(replay.now()), ending.outcome);
        let written = replay.written();
        let text = written.to_string();
        assert_eq!(text.parse::<Written>().as_ref(), Ok(&written), "{text}");
        let (again, error) = Replay::of_written(machine.clone(), &written);
        assert_eq!((again.now(), error), (replay.now(), None));
    }
    for finding in &found.findings {
        let replay = follow(program, grain, &finding.witness);
        let steps = replay.steps().len();
        match (finding.kind(), finding.loop_from) {
            (FindingKind::Ends(kind), None) => {
                assert!(replay.is_over());
                assert_eq!(machine.outcome(replay.now()).kind, kind);
            }
            (FindingKind::Race, _) => {
                let last = races(&replay).into_iter().map(|race| (race.first, race.second));
                let mut last =
                    last.filter(|&(first, second)| (first, second) == (steps - 2, steps - 1));
                // Where both accesses fail there is no schedule that has both.
                let shown = last.next().is_some() || machine.failure(replay.now()).is_some();
                assert!(shown, "{:?} does not show a race", finding.flaw);
            }
            (kind, from) => {
                let from = from.unwrap_or_else(|| panic!("{kind:?} is a loop"));
                assert!(from < steps, "{:?}", finding.flaw);
                assert_eq!(replay.states()[from], replay.now(), "{:?}", finding.flaw);
            }
        }
    }
}

/// An exploration says what following every schedule has shown.
fn is_true(program: &Program, grain: Grain, found: &Exploration, truth: &Truth) {
    let exactly = |number: u64| Count::Exactly(number.into());
    assert_eq!(found.schedules, exactly(truth.schedules));
    let true_outcomes: BTreeSet<_> = truth.endings.keys().cloned().collect();
    assert_eq!(outcomes(found), true_outcomes);
    for ending in &found.endings {
        let what = format!("{:?} in {grain:?} steps", ending.outcome);
        let fate = truth.endings[&ending.outcome];
        assert_eq!(ending.schedules, exactly(fate.schedules), "{what}");
        let fraction = ending.fraction.as_ref().map(ToString::to_string);
        assert_eq!(fraction, Some(fate.chance.to_string()), "{what}");
        assert!((ending.probability - fate.chance.to_f64()).abs() < 1e-12, "{what}");
        let replay = follow(program, grain, &ending.witness);
        let witness = (replay.steps().len(), replay.preemptions());
        assert_eq!(witness, (fate.steps, fate.preemptions), "{what}");
    }
    let machine = Machine::new(program.clone(), grain);
    for (outcome, fate) in &truth.endings {
        let shrunk = shrink(&machine, outcome, usize::MAX).expect("it is possible");
        let replay = follow(program, grain, &shrunk);
        assert_eq!(machine.outcome(replay.now()), *outcome);
        assert_eq!((replay.preemptions(), replay.steps().len()), fate.fewest, "{outcome:?} shrunk");
    }
    let race = found.findings.iter().any(|finding| finding.kind() == FindingKind::Race);
    if program.preemption != Preemption::Anywhere {
        assert_eq!((&found.classes, race), (&None, false), "steps of others never come in between");
        return;
    }
    let classes = found.classes.as_ref().map(ToString::to_string);
    assert_eq!(classes, Some(truth.classes.to_string()), "classes in {grain:?} steps");
    assert_eq!(race, truth.races, "races in {grain:?} steps");
    // Whoever finds a lock taken is not ordered after the one that took it, as in C++ and Java, even
    // if no order of steps brings the two accesses together.
    let tries = program.code.iter().any(|instr| matches!(instr.op, Op::TryAcquire { .. }));
    assert!(truth.races || tries || !truth.claimed_races, "one schedule races, the program not");
}

/// The state graph has every state once, and following it step by step toward an outcome ends there.
fn leads_there(program: &Program, grain: Grain, told_apart: &Exploration) {
    let machine = Rc::new(Machine::new(program.clone(), grain));
    let graph = StateGraph::of(&machine, false, usize::MAX).expect("it is small");
    assert_eq!(graph.nodes.len(), told_apart.states);
    assert_eq!(graph.edges.len(), told_apart.steps);
    let ends: BTreeSet<_> = graph.nodes.iter().filter_map(|node| node.outcome.clone()).collect();
    assert_eq!(ends, outcomes(told_apart));
    merges(&machine, &graph);
    for goal in &ends {
        let mut replay = Replay::new(machine.clone());
        let reached = loop {
            match toward(&machine, replay.now(), &|outcome| outcome == goal, usize::MAX) {
                Toward::Next(by) => {
                    let from = graph.node(replay.now()).expect("every state is a node");
                    replay.push(by).expect("it is possible");
                    let arrow =
                        graph.edges.iter().find(|arrow| (arrow.from, arrow.by) == (from, by));
                    let to = arrow.expect("every step is an arrow").to;
                    assert_eq!(graph.nodes[to].cells, replay.now());
                }
                there => break there,
            }
        };
        assert_eq!(reached, Toward::There);
        assert_eq!(machine.outcome(replay.now()), *goal);
    }
    let nowhere = toward(&machine, &machine.start(), &|_| false, usize::MAX);
    assert_eq!(nowhere, Toward::Unreachable);
}

/// Each state and each step of the graph is one of the graph in which threads that are alike are merged, and that has no
/// others.
fn merges(machine: &Machine, apart: &StateGraph) {
    let merged = StateGraph::of(machine, true, usize::MAX).expect("it is smaller");
    let of = |state: usize| merged.node(&apart.nodes[state].cells).expect("it is merged into one");
    let states: BTreeSet<usize> = (0..apart.nodes.len()).map(of).collect();
    assert_eq!(states.len(), merged.nodes.len());
    let steps = |graph: &StateGraph, of: &dyn Fn(usize) -> usize| -> BTreeSet<_> {
        graph.edges.iter().map(|edge| (of(edge.from), of(edge.to))).collect()
    };
    assert_eq!(steps(apart, &of), steps(&merged, &|state| state));
    let doomed = (apart.doomed(), merged.doomed());
    assert!((0..apart.nodes.len()).all(|state| doomed.0[state] == doomed.1[of(state)]));
}

/// Setting locals that nobody reads any more to 0 changes nothing that can be seen: a call that
/// nobody makes keeps all of them, for a return may lead anywhere.
pub(crate) fn same_without_forgetting(program: &Program) {
    let mut keeping = program.clone().into_data();
    for op in [Op::Halt, Op::Call(0), Op::Return] {
        keeping.code.push(Instr { op, line: 0, says: String::new() });
    }
    let keeping = Program::new(keeping).expect("it fits together");
    let (forgetful, keeping) = (super::merged(program), super::merged(&keeping));
    assert_eq!(forgetful.schedules, keeping.schedules);
    assert_eq!(outcomes(&forgetful), outcomes(&keeping));
    for ending in &forgetful.endings {
        let twin = keeping.endings.iter().find(|twin| twin.outcome == ending.outcome);
        let twin = twin.expect("outcomes are the same");
        assert_eq!((&ending.schedules, &ending.fraction), (&twin.schedules, &twin.fraction));
        assert!((ending.probability - twin.probability).abs() < 1e-9, "{:?}", ending.outcome);
    }
}
