//! Name, lesson picker, theme and share.

use experiments::{CATALOGUE, Group, MODELS, Spec};
use plan::Entry;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::action::Action;
use crate::explore::twin;
use crate::icon::{Icon, Picture};
use crate::state::Theme;

/// Properties of [`TopBar`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TopBarProps {
    /// The experiment or model on the page.
    pub(crate) entry: Entry,
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
    let TopBarProps { entry, playing, theme, sharing, dispatch } = props;
    let is_model = matches!(entry, Entry::Explore(_));
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
                    for (group, entries) in groups(is_model) {
                        <optgroup label={group.title()}>
                            { for entries.into_iter().map(|other| option(other, *entry)) }
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

fn option(other: Entry, shown: Entry) -> Html {
    let spec = other.spec();
    let selected = spec.id == shown.spec().id;
    html! {
        <option key={format!("{} {selected}", other.path())} value={other.path()} {selected}>
            { spec.title }
        </option>
    }
}

/// Both catalogues by lesson, in the order of the course. Who explores goes on exploring where that
/// is possible; what can only be explored stands last.
fn groups(explore: bool) -> Vec<(Group, Vec<Entry>)> {
    let side = |entry: Entry| if explore { twin(entry).unwrap_or(entry) } else { entry };
    let experiments = CATALOGUE.iter().map(|experiment| side(Entry::Run(*experiment)));
    let models = MODELS.iter().map(|model| Entry::Explore(*model));
    let only_models = models.filter(|entry| twin(*entry).is_none());
    let mut groups: Vec<(Group, Vec<Entry>)> = Vec::new();
    for entry in experiments.chain(only_models) {
        let spec: &Spec = entry.spec();
        match groups.iter_mut().find(|(group, _)| *group == spec.group) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((spec.group, vec![entry])),
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
