//! Named values as bars, one below the other.

use yew::prelude::*;

use super::figure::figure;
use super::shape::rect;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bar {
    /// What it is of, left of the bar.
    pub(crate) name: String,
    /// Its length.
    pub(crate) value: f64,
    /// The value as text, right of the bar.
    pub(crate) text: String,
    /// Class that colors it.
    pub(crate) class: &'static str,
}

/// A chart of `bars`, all from zero; `children` stand below. Names and values are text, so there is
/// no table beside it.
pub(crate) fn bars(
    id: &'static str,
    title: &'static str,
    caption: String,
    bars: &[Bar],
    children: Html,
) -> Html {
    if bars.is_empty() {
        return Html::default();
    }
    let most = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
    let bar = |bar: &Bar| {
        let width = 100.0 * bar.value.max(0.0) / most;
        html! {
            <div class="row bar">
                <span class="row-name">{ &bar.name }</span>
                <svg class="row-plot" width="100%" height="100%" aria-hidden="true">
                    { rect("track", (0.0, 0.0), (100.0, 100.0)) }
                    { rect(bar.class, (0.0, 0.0), (width, 100.0)) }
                </svg>
                <span class="row-value">{ &bar.text }</span>
            </div>
        }
    };
    let rows = html! {
        <>
            { for bars.iter().map(bar) }
            { children }
        </>
    };
    figure((id, title), (caption, String::new()), rows, (&[], Vec::new(), None))
}
