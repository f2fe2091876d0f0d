//! Name, menu of lessons, theme and share.

use yew::prelude::*;

use crate::action::Action;
use crate::course::COURSE_LINK;
use crate::frame::icon::{Icon, Picture};
use crate::frame::keys::focus;
use crate::state::{Screen, Theme};

/// Properties of [`TopBar`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TopBarProps {
    /// What is on the page.
    pub(crate) screen: Screen,
    /// Whether the menu is open.
    pub(crate) menu: bool,
    /// Colors in use.
    pub(crate) theme: Theme,
    /// Whether the share panel is open.
    pub(crate) sharing: bool,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// The bar above the page.
#[component]
pub(crate) fn TopBar(props: &TopBarProps) -> Html {
    let TopBarProps { screen, menu, theme, sharing, dispatch } = props;
    let next = following(*theme);
    let theme_label =
        format!("Theme: {}. Switch to {}", name(*theme), name(next).to_ascii_lowercase());
    let playing = matches!(screen, Screen::Levels { .. });
    html! {
        <header class="top">
            // The address has a meaning of its own, so that this is no link to a place on the page.
            <button type="button" class="skip" onclick={|_: MouseEvent| { focus("main h1"); }}>
                { skip(*screen) }
            </button>
            <a class="name" href={COURSE_LINK} onclick={dispatch.reform(|_| Action::CloseMenu)}
                aria-current={(*screen == Screen::Course).then_some("page")}>
                <Picture icon={Icon::Weave} /><span>{ "Interleave" }</span>
            </a>
            if *screen == Screen::Course {
                <span class="gap"></span>
            } else {
                <button type="button" class="quiet lessons" aria-expanded={menu.to_string()} aria-controls="menu"
                    onclick={dispatch.reform(|_| Action::ToggleMenu)}>
                    <Picture icon={Icon::List} /><span>{ "Lessons" }</span>
                </button>
            }
            <button type="button" class="quiet challenges" aria-expanded={playing.to_string()}
                title="Challenges: be the scheduler"
                onclick={dispatch.reform(|_| Action::OpenChallenges)}>
                <Picture icon={Icon::Flag} /><span>{ "Challenges" }</span>
            </button>
            <button type="button" class="quiet theme" aria-label={theme_label.clone()} title={theme_label}
                onclick={dispatch.reform(move |_| Action::SetTheme(next))}>
                <Picture icon={Icon::Theme} /><span>{ name(*theme) }</span>
            </button>
            if *screen == Screen::Subject {
                <button type="button" class="quiet share" aria-expanded={sharing.to_string()}
                    aria-controls="share" onclick={dispatch.reform(|_| Action::ToggleShare)}>
                    <Picture icon={Icon::Share} /><span>{ "Share" }</span>
                </button>
            }
        </header>
    }
}

/// What stands behind the bar.
fn skip(screen: Screen) -> &'static str {
    match screen {
        Screen::Course => "Skip to the lessons",
        Screen::Subject => "Skip to the experiment",
        Screen::Levels { .. } => "Skip to the levels",
    }
}

fn following(theme: Theme) -> Theme {
    match theme {
        Theme::System => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::System,
    }
}

fn name(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "System",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
    }
}
