//! A thread has one name, whether it is real or explored.

use std::collections::BTreeSet;

use trace::Few;

use experiments::{Experiment, Face, find, of_face};

use crate::brute::check;
use crate::common::{params, run};
use crate::seen::of_run;

/// Threads of a program are interrupted as real ones are.
const ANYWHERE: (&str, &str) = ("preemption", "anywhere");

/// The number of threads as it is, and the least and the greatest that both faces allow.
fn numbers_of_threads(experiment: &Experiment) -> Vec<Option<String>> {
    let limits = |face| experiment.param(face, "threads")?.on(face)?.limits();
    let both = limits(Face::Run).zip(limits(Face::Explore));
    let ends = both.map(|(run, explored)| [run.0.max(explored.0), run.1.min(explored.1)]);
    let ends = ends.into_iter().flatten().map(|number| Some(number.to_string()));
    std::iter::once(None).chain(ends).collect()
}

/// A run on threads and on processes has one stage that does what the program does. Beyond its threads a program may
/// have one that stands for the main thread of a run, as the `reader` of `stdout-writer` does.
#[test]
fn the_threads_of_a_run_have_the_names_that_they_have_in_its_program() {
    let mut checked = Vec::new();
    for experiment in of_face(Face::Explore).filter(|one| find(one.id, Face::Run).is_some()) {
        let id = experiment.id;
        if experiment.param(Face::Run, "threads").is_none() {
            continue; // its run is one of processes, and draws tasks
        }
        for number in numbers_of_threads(experiment) {
            let number: Vec<_> = number.iter().map(|text| ("threads", text.as_str())).collect();
            // Coroutines that are interrupted anywhere are threads.
            let anywhere = experiment.param(Face::Explore, "preemption").map(|_| ANYWHERE);
            let given: Vec<_> = number.iter().copied().chain(anywhere).collect();
            let params = check(id, &given).unwrap();
            let same = params.explored().on_threads();
            // Where no run does the same there is one whose threads are as many.
            let mut real: Few<&'static str, String> = match &same {
                Some(_) => of_run(experiment, &*params),
                None => number.iter().map(|&(name, text)| (name, text.to_owned())).collect(),
            };
            real.extend(same.into_iter().flatten());
            if experiment.param(Face::Run, "repeats").is_some() {
                real.insert("repeats", "1".to_owned());
            }
            let real: Vec<_> = real.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let (stages, _) = run(id, &real);
            let names = stages.iter().map(|stage| {
                let lanes = stage.lanes.iter().map(|lane| lane.name.as_str());
                lanes.filter(|name| !["coordinator", "parent"].contains(name)).collect::<Vec<_>>()
            });
            let names: Vec<Vec<&str>> = names.collect();
            let program = params.explored().program();
            let threads = program.threads.iter().take(params.threads() as usize);
            let threads: Vec<&str> = threads.map(|thread| thread.name.as_str()).collect();
            assert!(names.contains(&threads), "{id} {real:?}: {threads:?} are called {names:?}");
            checked.push(id);
        }
    }
    for id in ["deadlock", "dining-philosophers", "livelock", "queue", "pool", "coroutines"] {
        assert!(checked.contains(&id), "{id}");
    }
}

/// With as many threads as there may be.
#[test]
fn no_two_threads_of_a_run_have_one_name() {
    for experiment in of_face(Face::Run) {
        let limits =
            experiment.param(Face::Run, "threads").and_then(|param| param.on(Face::Run)?.limits());
        let most = limits.map(|(_, most)| most.to_string());
        let given: Vec<_> = most.iter().map(|text| ("threads", text.as_str())).collect();
        let params = params(experiment.id, &given);
        let names: BTreeSet<String> =
            (0..params.threads() as usize).map(|index| params.thread_name(index)).collect();
        assert_eq!(names.len(), params.threads() as usize, "{}", experiment.id);
    }
}
