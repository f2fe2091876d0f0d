//! Name, lesson picker, theme and share.

use experiments::{CATALOGUE, Group};
use plan::{Face, Subject};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::action::Action;
use crate::frame::icon::{Icon, Picture};
use crate::state::Theme;

/// Properties of [`TopBar`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TopBarProps {
    /// What is on the page.
    pub(crate) subject: Subject,
    /// Whether the list of levels is shown instead.
    pub(crate) playing: bool,
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
    let TopBarProps { subject, playing, theme, sharing, dispatch } = props;
    let onchange = dispatch.reform(|event: Event| {
        Action::Pick(event.target_unchecked_into::<HtmlSelectElement>().value())
    });
    let next = following(*theme);
    let theme_label =
        format!("Theme: {}. Switch to {}", name(*theme), name(next).to_ascii_lowercase());
    html! {
        <header class="top">
            <span class="name"><Picture icon={Icon::Weave} />{ "Interleave" }</span>
            <label class="picker">
                <span>{ "Experiment" }</span>
                <select {onchange}>
                    for (group, subjects) in groups(subject.face) {
                        <optgroup label={group.title()}>
                            { for subjects.into_iter().map(|other| option(other, *subject)) }
                        </optgroup>
                    }
                </select>
            </label>
            <button type="button" class="quiet challenges" aria-expanded={playing.to_string()}
                title="Challenges: be the scheduler"
                onclick={dispatch.reform(|_| Action::OpenChallenges)}>
                <Picture icon={Icon::Flag} /><span>{ "Challenges" }</span>
            </button>
            <button type="button" class="quiet theme" aria-label={theme_label.clone()} title={theme_label}
                onclick={dispatch.reform(move |_| Action::SetTheme(next))}>
                <Picture icon={Icon::Theme} /><span>{ name(*theme) }</span>
            </button>
            <button type="button" class="quiet share" aria-expanded={sharing.to_string()}
                aria-controls="share" onclick={dispatch.reform(|_| Action::ToggleShare)}>
                <Picture icon={Icon::Share} /><span>{ "Share" }</span>
            </button>
        </header>
    }
}

fn option(other: Subject, shown: Subject) -> Html {
    let selected = other.experiment == shown.experiment;
    html! {
        <option key={format!("{} {selected}", other.path())} value={other.path()} {selected}>
            { other.experiment.words().title }
        </option>
    }
}

/// The catalogue by lesson, in the order of the course. Who explores goes on exploring where that is
/// possible.
fn groups(face: Face) -> Vec<(Group, Vec<Subject>)> {
    let mut groups: Vec<(Group, Vec<Subject>)> = Vec::new();
    for experiment in CATALOGUE {
        let subject = Subject { experiment, face };
        let subject = if experiment.has(face) { Some(subject) } else { subject.other() };
        let subject = subject.expect("an experiment has a face");
        match groups.iter_mut().find(|(group, _)| *group == experiment.group) {
            Some((_, subjects)) => subjects.push(subject),
            None => groups.push((experiment.group, vec![subject])),
        }
    }
    groups
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
