//! What is handed to somebody else: what it shows, and the text that shows it where they are.

mod form;
mod panel;
mod qr;

pub use form::{Form, text};
pub(crate) use panel::panel;

use crate::presentation::{Shape, Theme};

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
}

impl Default for Sharing {
    fn default() -> Self {
        Self { form: Form::Link, shape: Shape::Whole, theme: Theme::System, starts: false }
    }
}

/// The address of `link` on the page at `base_url`.
pub(crate) fn own_tab(base_url: &str, link: &str) -> String {
    format!("{base_url}{link}")
}
