//! The programs that are shown: their numbers are parameters, and Python runs them.

use std::fs;
use std::process::{Command, Stdio};

use experiments::{Experiment, Face, Listed, listing, of_face};

/// Programs that talk to somebody who need not be here: a server, a broker.
const IN_COMPANY: [&str; 2] = ["task-queue", "web-service"];

/// The program of an experiment that runs.
fn program(experiment: &Experiment) -> String {
    let folder = experiment.id.replace('-', "_");
    let path = format!("{}/src/{folder}/program.py", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

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

/// With the least value of each parameter, which is the quickest way; those that need company are only read.
#[test]
fn python_runs_every_program() {
    let least = |experiment: &'static Experiment, line: &str| {
        let Some((name, _)) = stated(experiment, line) else { return line.to_owned() };
        let param = experiment.params(Face::Run).find(|param| param.name == name);
        let limits = param.and_then(|param| param.on(Face::Run)?.limits());
        let (min, _) = limits.expect("what a program states is a number");
        format!("{} = {min}", name.to_ascii_uppercase())
    };
    let folder = std::env::temp_dir().join(format!("programs-{}", std::process::id()));
    let run = |experiment: &'static Experiment| {
        let lines: Vec<String> =
            program(experiment).lines().map(|line| least(experiment, line)).collect();
        // A file `queue.py` would be what another one imports.
        let folder = folder.join(experiment.id);
        fs::create_dir_all(&folder).expect("there is room");
        let path = folder.join("program.py");
        fs::write(&path, lines.join("\n")).expect("there is room");
        let mut python = Command::new("python3");
        if IN_COMPANY.contains(&experiment.id) {
            python.args(["-m", "py_compile"]);
        }
        let child = python.arg(path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        (experiment.id, child.expect("python3 is installed"))
    };
    // Side by side: most of them sleep.
    let running: Vec<_> = of_face(Face::Run).map(run).collect();
    for (id, child) in running {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{id}: {}", String::from_utf8_lossy(&output.stderr));
    }
    fs::remove_dir_all(&folder).expect("it is ours");
}
