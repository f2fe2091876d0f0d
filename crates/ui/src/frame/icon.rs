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
    /// A flag: levels to play.
    Flag,
    /// Lines below each other: lessons.
    List,
    /// To the first step.
    Start,
    /// An arrow to the left.
    Undo,
    /// An arrow to the right.
    Redo,
    /// To the last step.
    End,
    /// A triangle.
    Play,
    /// Two bars.
    Pause,
    /// A die.
    Dice,
    /// Two arrows towards each other.
    Shrink,
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
            Self::Flag => "M6 21V4M6 4.5h11l-2.5 4 2.5 4H6",
            Self::List => "M4 6.5h16M4 12h16M4 17.5h16",
            Self::Start => "M18 6l-8 6 8 6zM6 6v12",
            Self::Undo => "M15 6l-7 6 7 6",
            Self::Redo => "M9 6l7 6-7 6",
            Self::End => "M6 6l8 6-8 6zM18 6v12",
            Self::Play => "M7.5 5.5l10 6.5-10 6.5z",
            Self::Pause => "M8.5 6v12M15.5 6v12",
            Self::Dice => "M5 5h14v14H5zM9 9v.2M15 15v.2M12 12v.2M15 9v.2M9 15v.2",
            Self::Shrink => "M4 12h6M7.5 8.5L11 12l-3.5 3.5M20 12h-6M16.5 8.5L13 12l3.5 3.5",
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
