//! Keys of the explorer: wherever the focus is, except where somebody types or chooses.

use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::explorer::{Explorer, Walk};
use super::movers::movers;

/// Elements that have use for every key themselves.
const BUSY: &str = "input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable], \
                    [role=application]";
/// Elements that have use for keys that move.
const MOVED: &str = "input";

/// What a key means, apart from where the focus is; keys that move the page do so unless it is
/// `inside` the stage.
pub(super) fn meaning(explorer: &Explorer, key: &str, inside: bool) -> Option<Walk> {
    let last = explorer.replay.steps().len();
    match key {
        "Backspace" | "ArrowLeft" => Some(Walk::Undo),
        "ArrowRight" => Some(Walk::Redo),
        "Home" if inside => Some(Walk::To(0)),
        "End" if inside => Some(Walk::To(last)),
        _ => {
            let number: usize = key.parse().ok()?;
            let pressed = movers(explorer).into_iter().find(|mover| mover.key == Some(number));
            pressed?.by.map(Walk::Step)
        }
    }
}

/// Calls `on_walk` for keys while the component is on the page.
#[hook]
pub(super) fn use_keys(explorer: &Explorer, on_walk: Callback<Walk>) {
    let latest = use_mut_ref(|| (explorer.clone(), on_walk.clone()));
    *latest.borrow_mut() = (explorer.clone(), on_walk);
    use_effect_with((), move |()| {
        let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let (explorer, on_walk) = latest.borrow().clone();
            if let Some(walk) = pressed(&explorer, &event) {
                event.prevent_default();
                on_walk.emit(walk);
            }
        });
        let window = web_sys::window();
        if let Some(window) = &window {
            // A window takes any listener.
            let _ = window
                .add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = window {
                let function = listener.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback("keydown", function);
            }
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
    if within(BUSY) {
        return None;
    }
    let key = event.key();
    let moves = key.starts_with("Arrow") || key == "Home" || key == "End";
    if moves && within(MOVED) {
        return None;
    }
    meaning(explorer, &key, within(".stage"))
}

#[cfg(test)]
mod tests {
    use explorer::{Grain, Move};

    use super::*;

    fn lost_update() -> Explorer {
        let machine = plan::Machine { cores: 2 };
        let draft = plan::open("#/explore/lost-update?v=1").draft.expect("there is such a model");
        Explorer::new(&draft.model_plan(machine).expect("its defaults are right"), Grain::Merged)
    }

    #[test]
    fn a_number_lets_its_thread_go_on_and_no_other_number_does_anything() {
        let explorer = lost_update();
        let by = Move { thread: 1, way: 0 };
        assert_eq!(meaning(&explorer, "2", false), Some(Walk::Step(by)));
        assert_eq!(meaning(&explorer, "3", false), None);
        assert_eq!(meaning(&explorer, "0", false), None);
    }

    #[test]
    fn the_ends_of_the_schedule_are_reached_from_the_stage_only() {
        let explorer = lost_update();
        assert_eq!(meaning(&explorer, "Home", true), Some(Walk::To(0)));
        assert_eq!(meaning(&explorer, "Home", false), None);
        assert_eq!(meaning(&explorer, "ArrowLeft", false), Some(Walk::Undo));
        assert_eq!(meaning(&explorer, "Enter", true), None);
    }
}
