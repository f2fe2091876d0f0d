//! What vanishes when threads may not be interrupted anywhere.

use std::collections::BTreeSet;

use experiments::{Face, of_face};
use machine::Grain;

use crate::brute::{choices, explore};

fn under(
    given: &[(&'static str, &'static str)],
    word: &'static str,
) -> Vec<(&'static str, &'static str)> {
    [given, &[("preemption", word)]].concat()
}

/// Nothing becomes possible that was not: who may be interrupted less often can do less.
#[test]
fn no_outcome_is_new_under_the_gil_or_at_await() {
    for model in of_face(Face::Explore) {
        let Some(preemption) = model.param(Face::Explore, "preemption") else { continue };
        let words = preemption.on(Face::Explore).expect("it is explored").choices();
        for given in &choices(model) {
            let anywhere = explore(model.id, &under(given, "anywhere"), Grain::Merged).values();
            for word in words {
                let fewer = explore(model.id, &under(given, word), Grain::Merged).values();
                // Who waits busily and never lets go keeps all others from ending: that is new.
                let new: BTreeSet<_> = fewer.difference(&anywhere).collect();
                assert!(
                    new.iter().all(|value| *value == "livelock"),
                    "{} {given:?} {word}: {new:?}",
                    model.id
                );
            }
        }
    }
}

/// Two threads that add 1 each; the letters are steps of theirs.
///
/// * *Anywhere*, each reads (r) and writes (w): 4!/(2!2!) = 6 orders, of which rw rw twice lose nothing.
/// * *Under the GIL* with an operator, nobody comes between r and w: 2 orders, and 2 is the total.
/// * With a call between r and w, the GIL may be handed over there: the 6 orders are back.
/// * A call is no await: 2 orders.
#[test]
fn an_increment_is_lost_where_a_thread_is_interrupted_between_read_and_write() {
    for (increase, word, schedules, least) in [
        ("operator", "anywhere", 6, "1"),
        ("operator", "gil", 2, "2"),
        ("operator", "await", 2, "2"),
        ("function", "anywhere", 6, "1"),
        ("function", "gil", 6, "1"),
        ("function", "await", 2, "2"),
    ] {
        let found = explore("lost-update", &under(&[("increase", increase)], word), Grain::Merged);
        assert_eq!(found.schedules(), Some(schedules), "{increase} {word}");
        let least_found = found.values().into_iter().next().expect("it ends");
        assert_eq!(least_found, least, "{increase} {word}");
    }
}

/// With two increments each, the jump back of the loop is a place to interrupt, and r w stays whole: of
/// 4!/(2!2!) = 6 orders none loses anything.
#[test]
fn the_jump_back_of_a_loop_is_a_place_to_interrupt() {
    let given = under(&[("increments", "2")], "gil");
    let found = explore("lost-update", &given, Grain::Merged);
    assert_eq!((found.schedules(), found.values()), (Some(6), BTreeSet::from(["4".to_owned()])));
}

/// Who checks and then acts is not interrupted in between by either, so that no coin is paid twice.
#[test]
fn a_check_and_the_act_after_it_stay_together_without_a_call_between() {
    for (word, least) in [("anywhere", "-1"), ("gil", "0"), ("await", "0")] {
        let found = explore("atomicity", &under(&[], word), Grain::Merged);
        assert!(found.values().contains(least), "{word}");
        assert_eq!(found.values().len(), if word == "anywhere" { 2 } else { 1 }, "{word}");
    }
}
