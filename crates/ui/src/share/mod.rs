//! What is handed to somebody else: what it shows, and the text that shows it where they are.

mod form;
mod panel;
mod pictures;
mod qr;

pub use form::{Form, text};
pub(crate) use panel::{code, panel};
pub(crate) use pictures::settled;

use yew::prelude::*;

use crate::action::Effect;
use crate::frame::page::PageProps;
use crate::part::Part;
use crate::presentation::{Screen, Shape, Theme};
use crate::state::State;
use crate::theirs;

/// What somebody wants to hand on, and how it shall look there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// What kind of text.
    pub form: Form,
    /// How much a frame shows.
    pub shape: Shape,
    /// The colors; those of the other person's system by default.
    pub theme: Theme,
    /// Whether it begins by itself once it is seen.
    pub starts: bool,
    /// Whether it carries the result of the run that is shown.
    pub result: bool,
}

impl Default for Sharing {
    fn default() -> Self {
        Self {
            form: Form::Link,
            shape: Shape::Whole,
            theme: Theme::System,
            starts: false,
            result: false,
        }
    }
}

/// Opens the panel, or closes it.
pub(crate) fn toggle(state: &mut State) -> Vec<Effect> {
    state.menu = false;
    state.sharing = !state.sharing;
    state.screen = Screen::Subject;
    state.notice = None;
    if !state.sharing {
        state.challenge.making = None;
        return vec![];
    }
    let shown = state.address().map(Effect::ShowLink);
    shown.into_iter().chain(theirs::pack(state)).collect()
}

/// The address of `link` on the page at `base_url`.
pub(crate) fn own_tab(base_url: &str, link: &str) -> String {
    format!("{base_url}{link}")
}

/// What to hand to somebody else, once its part is there.
pub(crate) fn share(props: &PageProps) -> Html {
    let is_awaited = props.state.parts.is_awaited(Part::Files);
    html! {
        <section id="share" class="share-panel" aria-labelledby="share-title">
            <h2 id="share-title">{ "Share this experiment" }</h2>
            if let Some(part) = props.state.parts.files.here() {
                { (part.share)(props) }
            } else if is_awaited {
                <p role="status">{ format!("{} is on its way …", Part::Files.title()) }</p>
            }
        </section>
    }
}
