//! Below the results: the code.

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use super::page::PageProps;
use crate::action::Action;
use crate::listing::{PYTHON, RUST, path_of};

/// The program in two languages.
pub(super) fn lesson(props: &PageProps) -> Html {
    html! {
        <div class="lesson">
            <section aria-labelledby="code">
                <h2 id="code">{ "The code" }</h2>
                { code(props, PYTHON, "as one would write it today") }
                { code(props, RUST, "as it runs here") }
            </section>
        </div>
    }
}

/// A listing, which is read when it is opened, and shown by the part that colors it.
fn code(props: &PageProps, listing: (&'static str, &str), remark: &str) -> Html {
    let (path, dispatch) = (path_of(&props.state, listing.1), props.dispatch.clone());
    let (key, opened) = (path.clone(), path.clone());
    let ontoggle = move |event: Event| {
        if event.target_unchecked_into::<HtmlDetailsElement>().open() {
            dispatch.emit(Action::Read(opened.clone()));
        }
    };
    html! {
        <details {key} class="code" {ontoggle}>
            <summary><strong>{ listing.0 }</strong>{ format!(", {remark}") }</summary>
            if let Some(part) = props.state.parts.files.here() {
                { (part.listing)(props, listing.0, path) }
            } else {
                <p class="hint" role="status">{ "Reading …" }</p>
            }
        </details>
    }
}
