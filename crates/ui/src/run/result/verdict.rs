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
}

/// Icon, word and sentence; the color only repeats them.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let (icon, word) = match VerdictKind::from_name(&props.kind) {
        Some(VerdictKind::Held) => (Icon::Check, VerdictKind::Held.title()),
        Some(kind) => (Icon::Cross, kind.title()),
        None => (Icon::Info, props.kind.as_str()),
    };
    html! {
        <div class={classes!("verdict", format!("verdict-{}", props.kind))}>
            <p class="word"><Picture {icon} />{ word }</p>
            <p class="text">{ &props.text }</p>
        </div>
    }
}
