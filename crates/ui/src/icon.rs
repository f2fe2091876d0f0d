//! Small pictures beside words; they carry no meaning of their own.

use yew::prelude::*;

/// Which picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// Three woven threads: the program.
    Weave,
    /// A tick.
    Check,
    /// A cross.
    Cross,
    /// An exclamation mark in a triangle.
    Warning,
    /// The letter i.
    Info,
    /// Sun and moon.
    Theme,
    /// An arrow that leaves a box.
    Share,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Weave => "",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Cross => "M6.5 6.5l11 11M17.5 6.5l-11 11",
            Self::Warning => "M12 4L2.8 20h18.4zM12 10v5M12 17.4v.2",
            Self::Info => "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v5M12 7.8v.2",
            Self::Theme => {
                "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 3.5v17M12 8h5M12 12h8M12 16h5"
            }
            Self::Share => "M12 15V4M8 7.5L12 3.5l4 4M5 12v8h14v-8",
        }
    }
}

/// Properties of [`Picture`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PictureProps {
    /// Which one.
    pub(crate) icon: Icon,
}

/// One icon, hidden from assistive technology.
#[component]
pub(crate) fn Picture(props: &PictureProps) -> Html {
    if props.icon == Icon::Weave {
        return html! {
            <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
                <rect width="32" height="32" rx="7" />
                <path class="strand-3" d="M4 12C10 3 14 29 20 20S27 12 28 12" />
                <path class="strand-1" d="M4 20C10 29 14 3 20 12S27 20 28 20" />
                <path class="strand-2" d="M4 16C9 8 13 8 16 16S24 24 28 16" />
            </svg>
        };
    }
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d={props.icon.path()} />
        </svg>
    }
}
