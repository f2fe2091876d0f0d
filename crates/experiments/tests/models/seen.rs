//! What real threads do is among what may happen.

use trace::Few;

use experiments::{Experiment, Face, Params, find, of_face};
use machine::Grain;

use crate::brute::{check, choices, explore};
use crate::common::{COMPUTER, run};

/// Runs of each, enough to see what happens now and then.
const REPEATS: &str = "10";

/// What a run is given of what an exploration was.
pub(crate) fn of_run(experiment: &Experiment, params: &dyn Params) -> Few<&'static str, String> {
    let values = experiment.values(Face::Explore, params).into_iter();
    let both = values.filter(|(name, _)| experiment.param(Face::Run, name).is_some());
    both.map(|(name, value)| (name, value.to_string())).collect()
}

#[test]
fn whatever_real_threads_end_with_is_possible() {
    for model in of_face(Face::Explore) {
        for given in choices(model) {
            let params = check(model.id, &given).unwrap();
            let (Some(experiment), Some(extra)) =
                (find(model.id, Face::Run), params.explored().alike_on_threads())
            else {
                continue;
            };
            let mut real = of_run(experiment, &*params);
            real.extend(extra);
            real.insert("repeats", REPEATS.to_owned());
            if experiment.check(experiment.fields(Face::Run, &real, COMPUTER)).is_err() {
                continue; // no run has such a choice
            }
            for (name, _) in real.iter() {
                assert!(experiment.param(Face::Run, name).is_some(), "{} {name}", model.id);
            }
            let real: Vec<_> = real.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let (_, conclusion) = run(model.id, &real);
            let found = explore(model.id, &given, Grain::Merged);
            let possible = found.values();
            for outcome in conclusion.outcome["distribution"].as_array().unwrap() {
                let value = outcome["value"].as_str().unwrap();
                assert!(possible.contains(value), "{} {given:?}: {value}", model.id);
                let kinds = found.outcomes.keys().filter(|(known, _)| known == value);
                let kinds: Vec<&str> = kinds.map(|(_, kind)| kind.name()).collect();
                let kind = outcome["kind"].as_str().unwrap();
                // A livelock is no outcome of a schedule, but of there being no end.
                assert!(kind == "livelock" || kinds == [kind], "{} {value} {kind}", model.id);
            }
        }
    }
}
