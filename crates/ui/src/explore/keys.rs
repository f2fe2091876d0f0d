//! Keys of the explorer: while the focus is in it, or nowhere, except where somebody types or chooses.

use web_sys::wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::explorer::{Explorer, View, Walk};
use super::movers::{Key, movers};
use crate::frame::keys::{TYPING, focus, is_focus_lost, use_keydown};

/// Where the explorer is, and elements that only say where one is.
const HERE: &str = ".explorer, .explorer *, body, h1";
/// Elements that have use for arrow keys.
const MOVED: &str = "input:not([type=checkbox])";

/// What a key means, apart from where the focus is. Where no schedule is shown, or none to go along,
/// Home and End move the page, as they do elsewhere.
pub(super) fn meaning(explorer: &Explorer, key: &str) -> Option<Walk> {
    let last = explorer.replay.steps().len();
    let shown = last > 0 && explorer.view != View::Outcomes;
    match key {
        "Backspace" | "ArrowLeft" => Some(Walk::Undo),
        "ArrowRight" => Some(Walk::Redo),
        "Home" if shown => Some(Walk::To(0)),
        "End" if shown => Some(Walk::To(last)),
        _ => {
            let (shift, digits) =
                key.strip_prefix("Shift+").map_or((false, key), |rest| (true, rest));
            let key = Some(Key { number: digits.parse().ok()?, shift });
            let pressed = movers(explorer).into_iter().find(|mover| mover.key == key);
            pressed?.by.map(Walk::Step)
        }
    }
}

/// Calls `on_walk` for keys while the component is on the page.
#[hook]
pub(super) fn use_keys(explorer: &Explorer, on_walk: Callback<Walk>) {
    use_lost_focus(explorer.view);
    let explorer = explorer.clone();
    use_keydown(Callback::from(move |event: KeyboardEvent| {
        if let Some(walk) = pressed(&explorer, &event) {
            event.prevent_default();
            on_walk.emit(walk);
        }
    }));
}

/// What the stage showed may have taken the focus with it: then whoever may go on has it.
#[hook]
fn use_lost_focus(view: View) {
    let before = use_mut_ref(|| view);
    use_effect_with(view, move |&view| {
        let before = before.replace(view);
        if before == View::Outcomes && view != before && is_focus_lost() {
            focus(".movers button:not([aria-disabled])");
        }
    });
}

fn pressed(explorer: &Explorer, event: &KeyboardEvent) -> Option<Walk> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| {
        target.as_ref().is_some_and(|at| at.closest(selector).ok().flatten().is_some())
    };
    let is_here = target.as_ref().is_none_or(|at| at.matches(HERE).unwrap_or_default());
    if within(TYPING) || !is_here {
        return None;
    }
    let mut key = event.key();
    if event.shift_key() && key.parse::<u8>().is_err() {
        // What Shift makes of a number depends on the keyboard.
        if let Some(digit) = event.code().strip_prefix("Digit") {
            key = format!("Shift+{digit}");
        }
    }
    if key.starts_with("Arrow") && within(MOVED) {
        return None;
    }
    meaning(explorer, &key)
}

#[cfg(test)]
mod tests {
    use machine::{Grain, Move};

    use super::*;
    use crate::same::Same;

    fn lost_update() -> Explorer {
        let machine = plan::Computer { cores: 2 };
        let draft = plan::open("#/explore/lost-update?v=1").draft.expect("there is such a model");
        Explorer::new(
            &draft.exploration_plan(machine).expect("its defaults are right"),
            Grain::Merged,
        )
    }

    #[test]
    fn a_number_lets_its_thread_go_on_and_no_other_number_does_anything() {
        let explorer = lost_update();
        let by = Move { thread: 1, way: 0 };
        assert_eq!(meaning(&explorer, "2"), Some(Walk::Step(by)));
        assert_eq!(meaning(&explorer, "3"), None);
        assert_eq!(meaning(&explorer, "0"), None);
        assert_eq!(meaning(&explorer, "Shift+2"), None);
    }

    /// A schedule of 2 steps, one of which is undone.
    #[test]
    fn home_and_end_lead_to_the_ends_of_the_schedule_while_it_is_shown() {
        let mut explorer = lost_update();
        assert_eq!(meaning(&explorer, "Home"), None);
        assert_eq!(meaning(&explorer, "End"), None);
        let mut replay = explorer.done();
        for thread in [0, 1] {
            replay.push(Move { thread, way: 0 }).expect("each has two steps");
        }
        explorer.replay = Same::new(replay);
        explorer.at = 1;
        assert_eq!(meaning(&explorer, "Home"), Some(Walk::To(0)));
        assert_eq!(meaning(&explorer, "End"), Some(Walk::To(2)));
        explorer.view = View::Outcomes;
        assert_eq!(meaning(&explorer, "Home"), None);
    }

    #[test]
    fn arrows_go_back_and_forth_and_other_keys_are_left_alone() {
        let explorer = lost_update();
        assert_eq!(meaning(&explorer, "ArrowLeft"), Some(Walk::Undo));
        assert_eq!(meaning(&explorer, "ArrowRight"), Some(Walk::Redo));
        assert_eq!(meaning(&explorer, "Enter"), None);
    }
}
