//! One parameter as a field: label, input, unit, help, reset and error.

use experiments::{Allowed, ParamKind, ParamValue, ParamWords};
use measure::format_count;
use plan::{Computer, Draft, ParamError};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::action::Action;
use crate::frame::keys::focus;

/// More letters than these do not fit side by side.
const SEGMENT_LETTERS: usize = 26;

/// A word of a choice, and the words for it.
type Choice = (&'static str, &'static str);

/// Properties of [`Field`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FieldProps {
    /// The parameter's name in links.
    pub(crate) name: &'static str,
    /// What was typed.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
    /// What is wrong with it.
    pub(crate) error: Option<ParamError>,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// A field for any parameter.
#[component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    let (words, choices) = (props.words(), props.choices());
    let input = match props.allowed().kind {
        ParamKind::Choice(_) if is_short(&choices) => segments(props, &choices),
        ParamKind::Choice(_) => select(props, &choices),
        ParamKind::Integer { .. } => text_input(props, "numeric"),
        ParamKind::Real { .. } => text_input(props, "decimal"),
    };
    html! {
        <div class={classes!("field", format!("field-{}", props.name))}>
            <div class="field-head">
                { props.label(!choices.is_empty() && is_short(&choices)) }
                { props.help() }
                { props.reset() }
            </div>
            <div class="field-input">
                { input }
                if !words.unit.is_empty() {
                    <span class="unit">
                        <span class="readable">{ props.readable() }</span>{ words.unit }
                    </span>
                }
            </div>
            { props.remarks() }
        </div>
    }
}

impl FieldProps {
    /// What may be typed.
    pub(super) fn allowed(&self) -> Allowed {
        let subject = self.draft.subject();
        let found = subject.param(self.name).and_then(|param| param.on(subject.face));
        found.expect("a field is made from a parameter of the experiment")
    }

    /// What people read about it.
    fn words(&self) -> &'static ParamWords {
        self.draft.experiment().words().param(self.name)
    }

    /// The words on offer, and the words for them.
    fn choices(&self) -> Vec<Choice> {
        let words = self.words();
        self.allowed().choices().iter().map(|word| (*word, words.choice_label(word))).collect()
    }

    /// The text to show.
    pub(super) fn text(&self) -> String {
        self.draft.text(self.name, self.computer)
    }

    /// Whether it holds something else than its default.
    pub(super) fn differs(&self) -> bool {
        let mut untouched = self.draft.clone();
        untouched.clear(self.name);
        untouched.text(self.name, self.computer) != self.text()
    }

    /// Id of its input.
    pub(super) fn id(&self) -> String {
        format!("field-{}", self.name)
    }

    /// Ids of the texts that describe it.
    pub(super) fn described_by(&self) -> String {
        let error = self.error.as_ref().map(|_| format!("error-{} ", self.name));
        format!("{}help-{}", error.unwrap_or_default(), self.name)
    }

    /// The label; for a group of radio buttons it is no label element.
    pub(super) fn label(&self, group: bool) -> Html {
        let label = self.words().label;
        let id = format!("label-{}", self.name);
        if group {
            html! { <span class="label" {id}>{ label }</span> }
        } else {
            html! { <label {id} for={self.id()}>{ label }</label> }
        }
    }

    /// The button that puts the default back.
    pub(super) fn reset(&self) -> Html {
        let name = self.name;
        let label = self.words().label;
        let dispatch = self.dispatch.clone();
        // The button goes, the field stays.
        let onclick = move |_| {
            focus(&input(name));
            dispatch.emit(Action::Clear(name));
        };
        html! {
            if self.draft.is_given(name) && self.differs() {
                <button type="button" class="reset" aria-label={format!("Reset {label} to its default")}
                    {onclick}>
                    { "Reset" }
                </button>
            }
        }
    }

    /// What it changes, for whoever asks; browsers show and hide it by themselves.
    pub(super) fn help(&self) -> Html {
        let (ParamWords { label, help, .. }, id) = (self.words(), format!("help-{}", self.name));
        html! {
            <>
                <button type="button" class="about" popovertarget={id.clone()} aria-label={format!("About {label}")}>
                    { "?" }
                </button>
                <p class="help" popover="auto" {id}>{ *help }</p>
            </>
        }
    }

    /// What is wrong with it, below the input.
    pub(super) fn remarks(&self) -> Html {
        html! {
            if let Some(error) = &self.error {
                <p class="error" id={format!("error-{}", self.name)}>{ format!("{error}.") }</p>
            }
        }
    }

    /// The action that types `text` here.
    pub(super) fn typed(&self, text: String) -> Action {
        Action::Type { name: self.name, text }
    }

    /// The number itself, where it is too long to read at a glance.
    fn readable(&self) -> Option<String> {
        let values = self.draft.check(self.computer).map(|plan| plan.values());
        let values = values.unwrap_or_default();
        match values.into_iter().find(|(name, _)| *name == self.name) {
            Some((_, ParamValue::Integer(number))) if number >= 10_000 => {
                Some(format!("{} ", format_count(number)))
            }
            _ => None,
        }
    }
}

/// The input of a parameter, of several the one that is chosen.
pub(crate) fn input(name: &str) -> String {
    format!(".field-{name} :is(select, input:not([type=radio]), input:checked)")
}

fn text_input(props: &FieldProps, mode: &'static str) -> Html {
    let this = props.clone();
    let oninput = props.dispatch.reform(move |event: InputEvent| {
        this.typed(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    html! {
        <input id={props.id()} name={props.name} type="text" inputmode={mode} spellcheck="false" value={props.text()}
            aria-invalid={props.error.is_some().to_string()} aria-describedby={props.described_by()}
            {oninput} />
    }
}

fn select(props: &FieldProps, choices: &[Choice]) -> Html {
    let text = props.text();
    let unknown = choices.iter().all(|(value, _)| *value != text);
    let this = props.clone();
    let onchange = props.dispatch.reform(move |event: Event| {
        this.typed(event.target_unchecked_into::<HtmlSelectElement>().value())
    });
    // An option that a person has picked ignores its attribute from then on: a new key, a new option.
    let option = |value: &str, label: &str| {
        let selected = value == text;
        html! {
            <option key={format!("{value} {selected}")} value={value.to_owned()} {selected}>
                { label }
            </option>
        }
    };
    html! {
        <select id={props.id()} name={props.name} aria-invalid={props.error.is_some().to_string()}
            aria-describedby={props.described_by()} {onchange}>
            if unknown {
                { option(&text, &text) }
            }
            for (value, label) in choices {
                { option(value, label) }
            }
        </select>
    }
}

fn segments(props: &FieldProps, choices: &[Choice]) -> Html {
    let text = props.text();
    html! {
        <div class="segments" role="radiogroup" aria-labelledby={format!("label-{}", props.name)}
            aria-invalid={props.error.is_some().to_string()} aria-describedby={props.described_by()}>
            for &(value, label) in choices {
                <label>
                    <input type="radio" name={props.name} {value}
                        checked={value == text} onchange={
                            let this = props.clone();
                            props.dispatch.reform(move |_| this.typed(value.to_owned()))
                        } />
                    <span>{ label }</span>
                </label>
            }
        </div>
    }
}

/// Whether the choices fit beside each other.
fn is_short(choices: &[Choice]) -> bool {
    choices.iter().map(|(_, label)| label.chars().count()).sum::<usize>() <= SEGMENT_LETTERS
}
