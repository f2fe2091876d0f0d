//! The switch between real threads and every schedule of the same program.

use plan::{Draft, Entry, Machine};
use yew::prelude::*;

/// Properties of [`Switch`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SwitchProps {
    /// What is shown.
    pub(crate) draft: Draft,
    /// What is known of the machine.
    pub(crate) machine: Machine,
}

/// Two links; nothing where there is only one side.
#[component]
pub(crate) fn Switch(props: &SwitchProps) -> Html {
    let SwitchProps { draft, machine } = props;
    let Some(other) = twin(draft.entry()) else { return Html::default() };
    let link = carried(draft, other, *machine);
    let exploring = matches!(draft.entry(), Entry::Explore(_));
    let side = |text: &'static str, is_here: bool| {
        if is_here {
            html! { <span class="side" aria-current="page">{ text }</span> }
        } else {
            html! { <a class="side" href={link.clone()}>{ text }</a> }
        }
    };
    html! {
        <nav class="switch" aria-label="Ways to look at it">
            { side("Run on threads", !exploring) }
            { side("Explore every schedule", exploring) }
        </nav>
    }
}

/// The same on the other side, if it is there too.
pub(crate) fn twin(entry: Entry) -> Option<Entry> {
    match entry {
        Entry::Run(experiment) => experiments::find_model(experiment.spec().id).map(Entry::Explore),
        Entry::Explore(model) => {
            let id = model.spec().id;
            let all = experiments::CATALOGUE.iter();
            all.map(|experiment| Entry::Run(*experiment)).find(|entry| entry.spec().id == id)
        }
    }
}

/// The link to the model of an experiment; none if it has none, or if this is a model.
pub(crate) fn explorable(draft: &Draft, machine: Machine) -> Option<String> {
    let model = twin(draft.entry()).filter(|other| matches!(other, Entry::Explore(_)))?;
    Some(carried(draft, model, machine))
}

/// The link to `other` with the parameters that it shares with `draft`, as far as they are valid.
fn carried(draft: &Draft, other: Entry, machine: Machine) -> String {
    let mut next = Draft::of(other);
    for param in draft.spec().params.iter().filter(|param| draft.is_given(param.name)) {
        next.set(param.name, draft.text(param.name, machine));
    }
    let errors = next.check(machine).err().unwrap_or_default();
    for error in errors {
        next.clear(error.field);
    }
    next.check(machine)
        .map_or_else(|_| format!("#/{}", other.path()), |checked| checked.link().to_owned())
}
