//! What real threads do is among what may happen.

use experiments::{MODELS, find};
use explorer::Grain;

use crate::brute::{check, choices, explore};
use crate::common::run;

/// Runs of each, enough to see what happens now and then.
const REPEATS: &str = "10";

#[test]
fn whatever_real_threads_end_with_is_possible() {
    for model in MODELS {
        let spec = model.spec();
        for given in choices(spec) {
            let Some(mut real) = check(spec.id, &given).unwrap().on_threads() else { continue };
            let experiment = find(spec.id).expect("only experiments run on threads");
            for (name, text) in &mut real {
                assert!(experiment.spec().param(name).is_some(), "{} {name}", spec.id);
                if *name == "repeats" {
                    REPEATS.clone_into(text);
                }
            }
            let real: Vec<_> = real.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let (_, conclusion) = run(spec.id, &real);
            let found = explore(spec.id, &given, Grain::Merged);
            let possible = found.values();
            for outcome in conclusion.outcome["distribution"].as_array().unwrap() {
                let value = outcome["value"].as_str().unwrap();
                assert!(possible.contains(value), "{} {given:?}: {value}", spec.id);
                let kinds = found.outcomes.keys().filter(|(known, _)| known == value);
                let kinds: Vec<&str> = kinds.map(|(_, kind)| kind.name()).collect();
                let kind = outcome["kind"].as_str().unwrap();
                // A livelock is no outcome of a schedule, but of there being no end.
                assert!(kind == "livelock" || kinds == [kind], "{} {value} {kind}", spec.id);
            }
        }
    }
}
