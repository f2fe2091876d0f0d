//! Every schedule of a program, without any of the explorer's reductions: slow, and short enough to be
//! trusted.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use experiments::{Computer, Experiment, Face, Param, ParamError, Params, find};
use machine::{Grain, Machine};
use program::Program;
use trace::VerdictKind;

/// What was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// States.
    pub(crate) states: usize,
    /// The value and kind of each outcome, and how many schedules end so; no number if they may go
    /// round before, or if there are more than 128 bits hold.
    pub(crate) outcomes: BTreeMap<(String, VerdictKind), Option<u128>>,
    /// Whether there is a state from which no schedule ends: the outcome is a livelock then, as well.
    pub(crate) trapped: bool,
}

impl Found {
    /// Schedules in all.
    pub(crate) fn schedules(&self) -> Option<u128> {
        self.outcomes.values().copied().sum()
    }

    /// The values of all outcomes, a livelock among them.
    pub(crate) fn values(&self) -> BTreeSet<String> {
        let livelock = self.trapped.then(|| VerdictKind::Livelock.name().to_owned());
        self.outcomes.keys().map(|(value, _)| value.clone()).chain(livelock).collect()
    }
}

/// The machine that defaults are for.
const COMPUTER: Computer = Computer { cores: 2 };

/// The experiment whose program is explored under this id.
pub(crate) fn model(id: &str) -> &'static Experiment {
    find(id, Face::Explore).unwrap_or_else(|| panic!("{id} is a model"))
}

/// The parameters of a model, as they are or with the errors found.
pub(crate) fn check(
    id: &str,
    given: &[(&'static str, &str)],
) -> Result<Arc<dyn Params>, Vec<ParamError>> {
    let model = model(id);
    let given: trace::Few<_, _> =
        given.iter().map(|&(name, text)| (name, text.to_owned())).collect();
    model.check(model.fields(Face::Explore, &given, COMPUTER))
}

/// The parameters at their defaults, and with each choice alone but for when threads may be interrupted.
pub(crate) fn choices(model: &Experiment) -> Vec<Vec<(&'static str, &'static str)>> {
    let others = model.params(Face::Explore).filter(|param| param.name != "preemption");
    std::iter::once(vec![]).chain(others.flat_map(one_by_one)).collect()
}

/// The same, each whenever threads may be interrupted.
pub(crate) fn choices_under_each(model: &Experiment) -> Vec<Vec<(&'static str, &'static str)>> {
    let Some(preemption) = model.param(Face::Explore, "preemption") else { return choices(model) };
    let all = choices(model);
    all.iter()
        .flat_map(|given| one_by_one(preemption).map(move |under| [given.clone(), under].concat()))
        .collect()
}

fn one_by_one(param: &'static Param) -> impl Iterator<Item = Vec<(&'static str, &'static str)>> {
    let allowed = param.on(Face::Explore).expect("it is a parameter of explorations");
    allowed.choices().iter().map(|word| vec![(param.name, *word)])
}

/// The program of a model.
pub(crate) fn program(id: &str, given: &[(&'static str, &str)]) -> Program {
    check(id, given)
        .unwrap_or_else(|errors| panic!("{id} {given:?}: {errors:?}"))
        .explored()
        .program()
}

/// The states that a state may lead to, one for each way of each thread.
pub(crate) fn successors(machine: &Machine, cells: &[i32]) -> Vec<Vec<i32>> {
    if machine.failure(cells).is_some() {
        return vec![];
    }
    let ways = |thread| (0..machine.ways(cells, thread)).map(move |way| (thread, way));
    let moves = (0..machine.threads()).flat_map(ways);
    moves
        .map(|(thread, way)| {
            let mut next = cells.to_vec();
            machine.step(&mut next, thread, way);
            next
        })
        .collect()
}

/// Follows every schedule of a model.
pub(crate) fn explore(id: &str, given: &[(&'static str, &str)], grain: Grain) -> Found {
    let machine = Machine::new(program(id, given), grain);
    let mut numbers = HashMap::from([(machine.start(), 0)]);
    let mut states = vec![machine.start()];
    let mut edges: Vec<Vec<usize>> = Vec::new();
    while let Some(cells) = states.get(edges.len()).cloned() {
        let mut targets = Vec::new();
        for next in successors(&machine, &cells) {
            let number = *numbers.entry(next.clone()).or_insert(states.len());
            if number == states.len() {
                states.push(next);
            }
            targets.push(number);
        }
        edges.push(targets);
    }
    let mut ends: BTreeMap<(String, VerdictKind), Vec<bool>> = BTreeMap::new();
    for (state, cells) in states.iter().enumerate().filter(|(state, _)| edges[*state].is_empty()) {
        let outcome = machine.outcome(cells);
        let ends = ends.entry((outcome.value, outcome.kind));
        ends.or_insert_with(|| vec![false; states.len()])[state] = true;
    }
    let mut trapped = vec![true; states.len()];
    let mut outcomes = BTreeMap::new();
    for (outcome, ends) in ends {
        let leads = leading_to(&edges, &ends);
        for (trapped, leads) in trapped.iter_mut().zip(&leads) {
            *trapped &= !leads;
        }
        outcomes.insert(outcome, paths(&edges, &leads, &ends));
    }
    Found { states: states.len(), outcomes, trapped: trapped.contains(&true) }
}

/// The states from which one of `ends` can be reached.
fn leading_to(edges: &[Vec<usize>], ends: &[bool]) -> Vec<bool> {
    let mut leads = ends.to_vec();
    // Where there are cycles, one round is not enough.
    loop {
        let before = leads.iter().filter(|leads| **leads).count();
        for state in (0..edges.len()).rev() {
            leads[state] |= edges[state].iter().any(|&target| leads[target]);
        }
        if leads.iter().filter(|leads| **leads).count() == before {
            return leads;
        }
    }
}

/// Paths from the first state to `ends`, if there is no cycle among the states that lead there.
fn paths(edges: &[Vec<usize>], leads: &[bool], ends: &[bool]) -> Option<u128> {
    let mut open = vec![0_usize; edges.len()];
    let leading = || (0..edges.len()).filter(|&state| leads[state]);
    for target in leading().flat_map(|state| &edges[state]) {
        open[*target] += 1;
    }
    let mut paths = vec![0_u128; edges.len()];
    paths[0] = 1;
    let mut order: Vec<usize> = leading().filter(|&state| open[state] == 0).collect();
    let (mut next, mut sum) = (0, 0_u128);
    while next < order.len() {
        let state = order[next];
        next += 1;
        if ends[state] {
            sum = sum.checked_add(paths[state])?;
        }
        for &target in edges[state].iter().filter(|&&target| leads[target]) {
            paths[target] = paths[target].checked_add(paths[state])?;
            open[target] -= 1;
            if open[target] == 0 {
                order.push(target);
            }
        }
    }
    (order.len() == leading().count()).then_some(sum)
}

/// What holds for a parameter of a model if nothing is given.
pub(crate) fn default_text(model: &Experiment, name: &str) -> String {
    model.fields(Face::Explore, &trace::Few::new(), COMPUTER).default_text(name)
}
