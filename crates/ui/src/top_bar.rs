//! Name, lesson picker, theme and share.

use experiments::{CATALOGUE, Group};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::action::Action;
use crate::icon::{Icon, Picture};
use crate::state::Theme;

/// Properties of [`TopBar`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TopBarProps {
    /// Id of the experiment on the page.
    pub(crate) experiment: &'static str,
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
    let TopBarProps { experiment, theme, sharing, dispatch } = props;
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
                    for (group, entries) in groups() {
                        <optgroup label={group.title()}>
                            for spec in entries {
                                <option key={format!("{} {}", spec.id, spec.id == *experiment)}
                                    value={spec.id} selected={spec.id == *experiment}>
                                    { spec.title }
                                </option>
                            }
                        </optgroup>
                    }
                </select>
            </label>
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

/// The catalogue by lesson, both in the order of the course.
fn groups() -> Vec<(Group, Vec<&'static experiments::Spec>)> {
    let mut groups: Vec<(Group, Vec<&'static experiments::Spec>)> = Vec::new();
    for spec in CATALOGUE.iter().map(|experiment| experiment.spec()) {
        match groups.iter_mut().find(|(group, _)| *group == spec.group) {
            Some((_, entries)) => entries.push(spec),
            None => groups.push((spec.group, vec![spec])),
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
