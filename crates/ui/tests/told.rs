//! What those hear who do not see the schedule, and which keys they have.

mod common;

use common::{open, step, walk};
use ui::{Action, Explorer, Sampling, Speed, State, View, Walk, reduce};

const LINK: &str = "#/explore/lost-update?v=1";

fn explorer(state: &State) -> &Explorer {
    state.explorer.as_ref().expect("a model is shown")
}

/// After a step of each of these threads, by number.
fn after(link: &str, threads: &[u8]) -> State {
    threads.iter().fold(open(link), |state, &thread| step(&state, thread))
}

/// With a lock, whoever has it is the only one who may go on: after the first step all others follow.
#[test]
fn what_was_made_last_is_told_from_its_first_step_on() {
    let told = |state: &State| explorer(state).told;
    let state = after(LINK, &[1, 2]);
    assert_eq!((told(&open(LINK)), told(&state)), (None, Some(2)));
    let back = walk(&state, Walk::Undo);
    assert_eq!((told(&back), told(&walk(&back, Walk::To(0)))), (Some(1), Some(0)));
    assert_eq!(told(&walk(&back, Walk::Show(View::Graph))), Some(1));
    let forced = walk(&open("#/explore/lost-update?v=1&fix=lock"), Walk::Auto(true));
    assert_eq!((told(&forced), told(&step(&forced, 2))), (None, Some(1)));
    let link = state.link().expect("the draft is right");
    assert_eq!(told(&open(&link)), None, "nobody made these steps");
    assert_eq!(told(&walk(&state, Walk::Random(Sampling::Uniform))), None, "its end is said");
}

#[test]
fn what_is_played_is_told_unless_nobody_could_listen() {
    for (speed, told) in [(Speed::Slow, Some(1)), (Speed::Normal, Some(1)), (Speed::Fast, None)] {
        let state = walk(&walk(&after(LINK, &[1, 2]), Walk::Speed(speed)), Walk::Play);
        assert_eq!(explorer(&reduce(&state, Action::Tick).0).told, told);
    }
}

#[test]
fn number_keys_stay_off_for_every_other_program() {
    let state = walk(&open(LINK), Walk::Keys(false));
    let (other, _) = reduce(&state, Action::OpenLink("#/explore/deadlock?v=1".to_owned()));
    assert!(!explorer(&other).keys && explorer(&open(LINK)).keys);
}
