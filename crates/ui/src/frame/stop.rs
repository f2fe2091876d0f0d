//! Stop, which hands the focus on when it goes.

use web_sys::Element;
use yew::prelude::*;

use super::keys::{focus, focused};
use crate::action::Action;

/// Properties of [`Stop`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct StopProps {
    /// Whether it was pressed already.
    pub(crate) pressed: bool,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The button. It goes when there is nothing left to stop: whoever is on it is on Run then.
#[component]
pub(crate) fn Stop(props: &StopProps) -> Html {
    let StopProps { pressed, dispatch } = props;
    let button = use_node_ref();
    {
        let button = button.clone();
        use_effect_with((), move |()| {
            move || {
                let button = button.cast::<Element>();
                if button.is_some() && button == focused() {
                    focus(".setup .run");
                }
            }
        });
    }
    html! {
        <button ref={button} type="button" class="stop" aria-disabled={pressed.then_some("true")}
            onclick={dispatch.reform(|_| Action::Stop)}>
            { "Stop" }
        </button>
    }
}
