//! The switch between real threads and every schedule of the same program.

use plan::{Computer, Draft, Subject};
use yew::prelude::*;

/// Properties of [`Switch`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SwitchProps {
    /// What is shown.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
}

/// Two links; nothing where there is only one side.
#[component]
pub(crate) fn Switch(props: &SwitchProps) -> Html {
    let SwitchProps { draft, computer } = props;
    let Some(other) = draft.subject().other() else { return Html::default() };
    let link = carried(draft, other, *computer);
    let exploring = draft.subject().is_explored();
    let side = |text: &'static str, is_here: bool| {
        if is_here {
            html! { <span class="side" aria-current="page">{ text }</span> }
        } else {
            html! { <a class="side" href={link.clone()}>{ text }</a> }
        }
    };
    html! {
        <nav class="switch" aria-label="Ways to look at it">
            { side("Run", !exploring) }
            { side("Explore every schedule", exploring) }
        </nav>
    }
}

/// The link to the model of an experiment; none if it has none, or if this is a model.
pub(crate) fn explorable(draft: &Draft, computer: Computer) -> Option<String> {
    let model = draft.subject().other().filter(|other| other.is_explored())?;
    Some(carried(draft, model, computer))
}

/// The link to `other` with the parameters that it shares with `draft`, as far as they are valid.
fn carried(draft: &Draft, other: Subject, computer: Computer) -> String {
    let mut next = Draft::new(other);
    for param in draft.subject().params().filter(|param| draft.is_given(param.name)) {
        next.set(param.name, draft.text(param.name, computer));
    }
    let errors = next.check(computer).err().unwrap_or_default();
    for error in errors {
        next.clear(error.field);
    }
    next.check(computer)
        .map_or_else(|_| format!("#/{}", other.path()), |plan| plan.link().to_owned())
}
