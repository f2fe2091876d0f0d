//! The programs that are shown, and the choices that they follow.

use std::fs;

use experiments::{Experiment, Face, ParamValue, find};
use trace::Few;

use super::COMPUTER;

/// More combinations than these are not tried: then each word of each choice is, the others at their defaults.
const MOST: usize = 48;

/// The program of an experiment that runs, with its notes.
pub(crate) fn program(experiment: &Experiment) -> String {
    let folder = experiment.id.replace('-', "_");
    let path = format!("{}/src/{folder}/program.py", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The values of all parameters if these are given. What cannot be together is not asked for.
pub(crate) fn values(
    experiment: &'static Experiment,
    given: &[(&'static str, &str)],
) -> Vec<(&'static str, ParamValue)> {
    let given: Few<_, _> = given.iter().map(|&(name, text)| (name, text.to_owned())).collect();
    let params = experiment.check(experiment.fields(Face::Run, &given, COMPUTER));
    experiment.values(Face::Run, &*params.expect("the variants of a test are right"))
}

/// All combinations of the words of its choices that are accepted, or, if there are too many, each word alone.
pub(crate) fn variants(experiment: &Experiment) -> Vec<Vec<(&'static str, &'static str)>> {
    let experiment = find(experiment.id, Face::Run).expect("it runs");
    let choices: Vec<(&'static str, &'static [&'static str])> = experiment
        .params(Face::Run)
        .map(|param| (param.name, param.on(Face::Run).expect("it runs").choices()))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let n_all: usize = choices.iter().map(|(_, words)| words.len()).product();
    let mut all = vec![Vec::new()];
    for (name, words) in choices {
        let longer = |before: &Vec<_>| {
            let before = before.clone();
            words.iter().map(move |&word| [before.clone(), vec![(name, word)]].concat())
        };
        if n_all <= MOST {
            all = all.iter().flat_map(longer).collect();
        } else {
            let alone = words.iter().map(|&word| vec![(name, word)]);
            all.extend(alone);
        }
    }
    let accepted = |given: &Vec<(&'static str, &'static str)>| {
        let given: Few<_, _> = given.iter().map(|&(name, word)| (name, word.to_owned())).collect();
        experiment.check(experiment.fields(Face::Run, &given, COMPUTER)).is_ok()
    };
    all.retain(accepted);
    all
}
