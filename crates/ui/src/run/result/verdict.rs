//! The one sentence.

use trace::VerdictKind;
use yew::prelude::*;

use crate::frame::icon::{Icon, Picture};

/// Properties of [`Verdict`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct VerdictProps {
    /// The word, as records spell it.
    pub(crate) kind: String,
    /// The sentence.
    pub(crate) text: String,
    /// Why its times are not to be believed, if they contradict what was set up.
    pub(crate) doubt: Option<String>,
}

/// Icon, word and sentence; the color only repeats them.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let (icon, word) = match VerdictKind::from_name(&props.kind) {
        Some(VerdictKind::Held) if props.doubt.is_some() => {
            (Icon::Warning, "As it should be, but for the time")
        }
        Some(VerdictKind::Held) => (Icon::Check, VerdictKind::Held.title()),
        Some(kind) => (Icon::Cross, kind.title()),
        None => (Icon::Info, props.kind.as_str()),
    };
    let doubted = props.doubt.as_ref().map(|_| "doubted");
    html! {
        <div class={classes!("verdict", format!("verdict-{}", props.kind), doubted)}>
            <p class="word"><Picture {icon} />{ word }</p>
            <p class="text">{ &props.text }</p>
            { for props.doubt.iter().map(|doubt| html! { <p class="why">{ doubt }</p> }) }
        </div>
    }
}
