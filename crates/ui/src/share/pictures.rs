//! Pictures of what is shown, as files.

use yew::prelude::*;

use crate::action::{Action, File};
use crate::explore::Explorer;
use crate::frame::page::PageProps;
use crate::picture::MOST_MOVING;
use crate::same::Same;
use crate::state::State;

/// The schedule that a picture shows: the steps that are done, or all of them if none is.
pub(crate) fn settled(explorer: &Explorer) -> Explorer {
    let at = if explorer.at == 0 { explorer.replay.steps().len() } else { explorer.at };
    let mut settled = Explorer { at, ..explorer.clone() };
    settled.replay = Same::new(settled.done());
    settled
}

/// Why there is nothing to draw, if so.
fn why_none(state: &State) -> Option<&'static str> {
    match state.shown_explorer() {
        Some(explorer) if explorer.replay.steps().is_empty() => {
            Some("Let a thread go on, or step through an outcome: then there is a picture.")
        }
        None if state.report().is_none() => Some("Run it first: then there is a picture."),
        _ => None,
    }
}

/// What can be had of it, or why nothing can.
pub(super) fn row(props: &PageProps) -> Html {
    let PageProps { state, dispatch, base_url } = props;
    let none = why_none(state);
    let button = |id: &'static str, label: &'static str, file: File, disabled: bool| {
        let base_url = base_url.to_string();
        let onclick = dispatch.reform(move |_| Action::Draw(file, base_url.clone()));
        html! {
            <button type="button" {id} {disabled} {onclick}
                aria-describedby={disabled.then_some("share-no-picture")}>
                <span class="unseen">{ "Download the picture as " }</span>{ label }
            </button>
        }
    };
    let steps = state.shown_explorer().map(|explorer| match explorer.at {
        0 => explorer.replay.steps().len(),
        at => at,
    });
    let is_long = steps.is_some_and(|steps| steps > MOST_MOVING);
    let why = match (none, steps) {
        (Some(why), _) => Some(why.to_owned()),
        (None, Some(steps)) if is_long => Some(format!(
            "An animated picture has {MOST_MOVING} steps at most, and these are {steps}."
        )),
        _ => None,
    };
    html! {
        <div class="share-pictures" role="group" aria-label="Picture of what is shown">
            <span class="head">{ "Picture" }</span>
            { button("share-svg", "SVG", File::Svg, none.is_some()) }
            { button("share-png", "PNG", File::Png, none.is_some()) }
            if steps.is_some() {
                { button("share-animated-svg", "Animated SVG", File::Animated, none.is_some() || is_long) }
            }
            if let Some(why) = why {
                <span class="hint" id="share-no-picture">{ why }</span>
            }
        </div>
    }
}
