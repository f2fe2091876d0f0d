//! How an outcome is drawn, be it of a model or of real threads: its icon, its word, and its part of all.

use trace::VerdictKind;
use yew::prelude::*;

use crate::frame::icon::{Icon, Picture};

/// The class of a kind of outcome.
pub(crate) fn kind_class(kind: Option<VerdictKind>) -> &'static str {
    match kind {
        Some(VerdictKind::Held) => "ends-held",
        Some(VerdictKind::TimedOut) | None => "ends-late",
        Some(_) => "ends-wrong",
    }
}

/// The icon of a kind of outcome.
pub(crate) fn kind_icon(kind: Option<VerdictKind>) -> Icon {
    match kind {
        Some(VerdictKind::Held) => Icon::Check,
        Some(VerdictKind::TimedOut) | None => Icon::Info,
        Some(_) => Icon::Cross,
    }
}

/// The head of a row: the outcome as a person reads it, and the word for its kind if that is another.
pub(crate) fn row_head(kind: Option<VerdictKind>, title: &str, word: &str) -> Html {
    html! {
        <th scope="row" class={kind_class(kind)}>
            <span class="result"><Picture icon={kind_icon(kind)} />{ title }</span>
            if title != word {
                <small>{ word }</small>
            }
        </th>
    }
}

/// A part of all, from 0 to 1, as a bar.
pub(crate) fn share(kind: Option<VerdictKind>, part: f64) -> Html {
    html! {
        <svg class={classes!("part", kind_class(kind))} width="100%" height="6" aria-hidden="true">
            <rect class="all" width="100%" height="6" />
            <rect width={format!("{:.2}%", 100.0 * part.clamp(0.0, 1.0))} height="6" />
        </svg>
    }
}
