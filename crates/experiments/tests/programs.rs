//! The programs that are shown: their numbers are parameters, they follow what is chosen, and Python runs them.
#![expect(clippy::disallowed_methods, reason = "natively the standard clock works")]

#[allow(dead_code, reason = "this test runs nothing of ours")]
mod common;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Command, Stdio};

use common::notes::{program, values, variants};
use experiments::{Experiment, Face, Listed, ParamKind, ParamValue, lines, listing, of_face};

/// Programs that talk to somebody who need not be here: a server, a broker.
const IN_COMPANY: [&str; 2] = ["task-queue", "web-service"];
/// Programs that are run at the same time: most of them sleep.
const AT_ONCE: usize = 8;
/// Choices that the program of an experiment does not follow, and why.
const UNSEEN: &[(&str, &str, &str)] = &[
    ("integrate", "sweep", "it is how often the same is measured"),
    ("integrate", "transport", "it is said at the method"),
    ("pool", "sweep", "it is how often the same is measured"),
    ("web-service", "service", "it is another program that answers"),
    ("web-service", "fault", "it is another program that fails"),
];

/// A line `NAME = value  # remark` that states a parameter of `experiment`: the name as in links, and the value.
fn stated<'line>(experiment: &Experiment, line: &'line str) -> Option<(&'static str, &'line str)> {
    let (name, rest) = line.split_once(" = ")?;
    let mut params = experiment.params(Face::Run);
    let param = params.find(|param| param.name.to_ascii_uppercase() == name)?;
    Some((param.name, rest.split('#').next().unwrap_or(rest).trim()))
}

/// The page puts the values that are set into these lines, so their names are those in links, and their numbers the defaults:
/// on two cores, where they follow the machine.
#[test]
fn every_program_states_parameters_with_their_defaults() {
    let computer = experiments::Computer { cores: 2 };
    let listing = listing(computer);
    let of = |id: &str| listing.iter().find(|listed| listed.id == id).expect("it runs");
    let default = |listed: &Listed, name: &str| {
        let param = listed.params.iter().find(|param| param.name == name).expect("it is listed");
        param.default.to_string()
    };
    for experiment in of_face(Face::Run) {
        let program = program(experiment);
        let stated: Vec<_> = program.lines().filter_map(|line| stated(experiment, line)).collect();
        assert!(!stated.is_empty(), "{} states none", experiment.id);
        for (name, value) in stated {
            let expected = default(of(experiment.id), name);
            assert_eq!(value.replace('_', ""), expected, "{name} of {}", experiment.id);
        }
    }
}

/// Each choice leads to another program for each of its words, given some words of the other choices; what is not followed
/// is listed, and only that.
#[test]
fn every_program_follows_what_is_chosen() {
    for experiment in of_face(Face::Run) {
        let program = program(experiment);
        for param in experiment.params(Face::Run) {
            let words = param.on(Face::Run).expect("it runs").choices();
            // A word that no line is shown for is the one that hides all of them.
            let named = |word: &&&str| {
                let conditions = program.split_whitespace().filter_map(|part| part.split_once('='));
                let mut allowed = conditions.filter(|(name, _)| *name == param.name);
                allowed.any(|(_, allowed)| allowed.split('|').any(|one| one == **word))
            };
            let n_named = words.iter().filter(named).count();
            let is_listed =
                UNSEEN.iter().any(|(id, name, _)| (*id, *name) == (experiment.id, param.name));
            let follows = words.is_empty() || n_named + 1 >= words.len();
            assert_ne!(follows, is_listed, "{} of {}: {n_named} words", param.name, experiment.id);
        }
    }
}

/// With the least value of each whole number, which is the quickest way; those that need company are only read.
#[test]
fn python_runs_every_program_whatever_is_chosen() {
    let quick =
        |experiment: &'static Experiment, line: &str, values: &[(&'static str, ParamValue)]| {
            let Some((name, _)) = stated(experiment, line) else { return line.to_owned() };
            let param = experiment.param(Face::Run, name).expect("it is stated");
            let value = match param.on(Face::Run).expect("it runs").kind {
                ParamKind::Integer { min, .. } => Some(ParamValue::Integer(min)),
                // A real number may have to fit others.
                _ => values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value),
            };
            format!("{} = {}", name.to_ascii_uppercase(), value.expect("it has a value"))
        };
    let folder = std::env::temp_dir().join(format!("programs-{}", std::process::id()));
    let start = |id: &'static str, number: usize, text: &str| {
        // A file `queue.py` would be what another one imports.
        let folder = folder.join(format!("{id}-{number}"));
        fs::create_dir_all(&folder).expect("there is room");
        let path = folder.join("program.py");
        fs::write(&path, text).expect("there is room");
        let mut python = Command::new("python3");
        if IN_COMPANY.contains(&id) {
            python.args(["-m", "py_compile"]);
        }
        let child = python.arg(path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        child.expect("python3 is installed")
    };
    let end = |id: &str, child: Child| {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{id}: {}", String::from_utf8_lossy(&output.stderr));
    };
    for experiment in of_face(Face::Run) {
        let program = program(experiment);
        let text = |given: Vec<_>| -> String {
            let values = values(experiment, &given);
            let shown = lines(&program, &values).into_iter();
            shown.map(|line| quick(experiment, line.text, &values) + "\n").collect()
        };
        let texts: BTreeSet<String> = variants(experiment).into_iter().map(text).collect();
        let texts: Vec<String> = texts.into_iter().collect();
        for (number, some) in texts.chunks(AT_ONCE).enumerate() {
            let places = some.iter().enumerate();
            let running = places
                .map(|(place, text)| start(experiment.id, number * AT_ONCE + place, text))
                .collect::<Vec<_>>();
            running.into_iter().for_each(|child| end(experiment.id, child));
        }
    }
    fs::remove_dir_all(&folder).expect("it is ours");
}
