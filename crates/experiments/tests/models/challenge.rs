//! Levels of the challenge: their links open, and what is reachable is known.

use std::collections::BTreeSet;

use experiments::{Face, Goal, LEVELS, Level};
use machine::Grain;

use crate::brute::{check, default_text, explore, model};

/// The levels that no schedule reaches: correct programs, and one that can lose much but not so much.
const OUT_OF_REACH: [&str; 10] = [
    "six-become-one",
    "lose-in-spite-of-the-lock",
    "orderly-trains",
    "numbered-forks",
    "endless-corridor",
    "one-too-many",
    "peterson",
    "lost-in-the-queue",
    "look-before-you-wait",
    "known-tasks",
];

/// The model and the parameters that a link names.
fn read(level: &Level) -> (&'static str, Vec<(&'static str, &'static str)>) {
    let rest = level.link.strip_prefix("#/explore/").expect("a link to a model");
    let (id, query) = rest.split_once("?v=1").expect("a link of version 1");
    let model = model(id);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pair = |pair: &'static str| {
        let (name, value) = pair.split_once('=').expect("a name and a value");
        let param = model
            .param(Face::Explore, name)
            .unwrap_or_else(|| panic!("{id} has a parameter {name}"));
        (param.name, value)
    };
    (model.id, pairs.map(pair).collect())
}

#[test]
fn links_of_levels_are_canonical() {
    for level in LEVELS {
        let (id, given) = read(level);
        let model = model(id);
        let place = |name: &str| model.params(Face::Explore).position(|param| param.name == name);
        assert!(given.is_sorted_by_key(|(name, _)| place(name)), "{}", level.link);
        let values = check(id, &given).unwrap_or_else(|e| panic!("{}: {e:?}", level.link));
        let values = model.values(Face::Explore, &*values);
        for (name, text) in given {
            assert_ne!(default_text(model, name), text, "{}: {name}", level.link);
            let value = values.iter().find(|(known, _)| *known == name).unwrap().1;
            assert_eq!(value.to_string(), text, "{}", level.link);
        }
    }
}

#[test]
fn levels_have_names_and_words_of_their_own() {
    let ids: BTreeSet<&str> = LEVELS.iter().map(|level| level.id).collect();
    assert_eq!(ids.len(), LEVELS.len());
    for level in LEVELS {
        assert!(level.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", level.id);
        assert!(level.task.ends_with('.'), "{}", level.task);
        assert!(level.hint.ends_with(['.', '?']), "{}", level.hint);
    }
}

#[test]
fn nineteen_levels_can_be_reached_and_ten_cannot() {
    let mut missed = Vec::new();
    for level in LEVELS {
        let (id, given) = read(level);
        let outcomes = explore(id, &given, Grain::Merged).outcomes;
        let reached = outcomes.keys().any(|(value, kind)| match level.goal {
            Goal::Value(wanted) => value == wanted,
            Goal::Kind(wanted) => *kind == wanted,
        });
        if !reached {
            missed.push(level.id);
        }
    }
    assert_eq!(missed, OUT_OF_REACH);
    assert_eq!(LEVELS.len() - missed.len(), 19);
}
