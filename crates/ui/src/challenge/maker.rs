//! Where a level is made: its goal and its title, and what they come to.

use std::cmp::Ordering;

use machine::Outcome;
use measure::format_count;
use plan::{Aim, MAX_TITLE, MAX_VALUE, Plan};
use trace::VerdictKind;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::make::{Choice, Handed, Making, of};
use super::state::Par;
use crate::action::Action;
use crate::explore::MAX_STATES;
use crate::frame::icon::{Icon, Picture};
use crate::frame::keys::{focused, lead_to};
use crate::frame::page::PageProps;
use crate::order::order;
use crate::part::ExplorePart;
use crate::words::count_of;

/// Values that can be chosen at most; any can be typed.
const MOST_VALUES: usize = 40;

/// Properties of [`Maker`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct MakerProps {
    plan: Plan,
    making: Making,
    /// The level, or what is wrong with it.
    level: Result<Handed, String>,
    part: &'static ExplorePart,
    dispatch: Callback<Action>,
}

/// In the panel with what is handed on, if a level of the program can be made.
pub(crate) fn maker(props: &PageProps, part: &'static ExplorePart) -> Html {
    let PageProps { state, dispatch, .. } = props;
    let making = state.challenge.making.clone();
    let level = (part.handed)(state).filter(|_| !state.challenge.is_on());
    let (Some(plan), Some(making), Some(level)) = (state.exploration_plan(), making, level) else {
        return Html::default();
    };
    html! { <Maker {plan} {making} {level} {part} dispatch={dispatch.clone()} /> }
}

/// The fields of a level, and what is known of it.
#[component]
fn Maker(props: &MakerProps) -> Html {
    let MakerProps { plan, making, level, part, dispatch } = props;
    let known = use_memo(plan.clone(), |plan| (part.known)(plan));
    let foretold =
        use_memo((plan.clone(), making.goal.aim()), |(_, aim)| (part.foretold)(&known, aim));
    let (icon, class, text) = said(level, &foretold);
    let ends = known.ends.as_deref().unwrap_or_default();
    let nothing_yet = making.goal == Choice::Typed(String::new());
    let set = |making: &Making, change: fn(&mut Making, String)| {
        let making = making.clone();
        dispatch.reform(move |event: InputEvent| {
            let mut making = making.clone();
            change(&mut making, event.target_unchecked_into::<HtmlInputElement>().value());
            Action::Make(Some(making))
        })
    };
    // Whoever pressed a button elsewhere goes on here.
    use_effect_with((), |()| {
        let inside = focused().and_then(|element| element.closest("#share").ok().flatten());
        if inside.is_none() {
            lead_to("#level-goal");
        }
    });
    let typed = match &making.goal {
        Choice::Typed(value) => Some(value.clone()),
        Choice::Ending(_) => None,
    };
    html! {
        <fieldset class="maker">
            <legend class="unseen">{ "The level" }</legend>
            <div class="share-choices">
                { goals(making, ends, dispatch) }
                if let Some(value) = typed {
                    <label class="choice">
                        <span>{ "Value" }</span>
                        <input id="level-value" type="text" maxlength={MAX_VALUE.to_string()} {value}
                            autocomplete="off" spellcheck="false" size="8"
                            oninput={set(making, |making, value| making.goal = Choice::Typed(value))} />
                    </label>
                }
                <label class="choice wide">
                    <span>{ "Title, if you like" }</span>
                    <input id="level-name" type="text" maxlength={MAX_TITLE.to_string()}
                        value={making.title.clone()} autocomplete="off"
                        oninput={set(making, |making, title| making.title = title)} />
                </label>
            </div>
            <div class="made">
                <p class={if nothing_yet { "hint" } else { class }} role="status">
                    if nothing_yet {
                        { "Type the value: any will do, also one that cannot be reached." }
                    } else {
                        <Picture {icon} /><span>{ text }</span>
                    }
                </p>
                if let Ok(level) = level {
                    <button type="button" onclick={
                        let link = level.link.clone();
                        dispatch.reform(move |_| Action::PlayOwn(link.clone()))
                    }>{ "Try it" }</button>
                }
            </div>
        </fieldset>
    }
}

/// What can be chosen: the kinds of endings, their values, and any other value.
fn goals(making: &Making, ends: &[Outcome], dispatch: &Callback<Action>) -> Html {
    let (kinds, values) = options(making, ends);
    let all: Vec<Choice> =
        kinds.iter().chain(&values).map(|aim| Choice::Ending(aim.clone())).collect();
    let kept = making.clone();
    let onchange = dispatch.reform(move |event: Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        let chosen = usize::try_from(index).ok().and_then(|index| all.get(index).cloned());
        let goal = chosen.unwrap_or_else(|| Choice::Typed(String::new()));
        Action::Make(Some(Making { goal, ..kept.clone() }))
    });
    let option = |aim: &Aim| {
        let selected = making.goal == Choice::Ending(aim.clone());
        let label = match aim {
            Aim::Kind(kind) => kind.title(),
            Aim::Value(value) => value,
        };
        html! { <option {selected}>{ label }</option> }
    };
    html! {
        <label class="choice">
            <span>{ "Make it end with" }</span>
            <select id="level-goal" {onchange}>
                <optgroup label="Kind of ending">{ for kinds.iter().map(option) }</optgroup>
                if !values.is_empty() {
                    <optgroup label="Value">{ for values.iter().map(option) }</optgroup>
                }
                <option selected={matches!(making.goal, Choice::Typed(_))}>{ "Another value …" }</option>
            </select>
        </label>
    }
}

/// Kinds and values that can be chosen: those of the endings, and what is chosen even if there is none such.
fn options(making: &Making, ends: &[Outcome]) -> (Vec<Aim>, Vec<Aim>) {
    let mut values: Vec<Aim> = ends.iter().cloned().map(of).collect();
    if let Choice::Ending(aim) = &making.goal {
        values.push(aim.clone());
    }
    values.retain(|aim| matches!(aim, Aim::Value(_)));
    let order = order(values.len(), &|a, b| by_size(&values[a], &values[b]));
    let mut values: Vec<Aim> = order.into_iter().map(|index| values[index].clone()).collect();
    values.dedup();
    values.truncate(MOST_VALUES);
    let is_kind = |kind: &VerdictKind| {
        ends.iter().any(|end| end.kind == *kind) || making.goal == Choice::Ending(Aim::Kind(*kind))
    };
    let kinds = VerdictKind::ALL.into_iter().filter(is_kind).map(Aim::Kind).collect();
    (kinds, values)
}

/// Shorter values first, so that numbers stand by their size.
fn by_size(one: &Aim, other: &Aim) -> Ordering {
    let (Aim::Value(one), Aim::Value(other)) = (one, other) else { return Ordering::Equal };
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// What players will find, in a sentence.
fn said(
    level: &Result<Handed, String>,
    (par, ends): &(Par, String),
) -> (Icon, &'static str, String) {
    if let Err(why) = level {
        return (Icon::Warning, "caution", trace::capitalized(why) + ".");
    }
    match par {
        Par::Preemptions(par) => {
            let par = count_of(u32::try_from(*par).unwrap_or(u32::MAX), "preemption");
            (Icon::Check, "possible", format!("It can be reached. Par is {par}."))
        }
        Par::Impossible => {
            (Icon::Flag, "impossible", format!("Impossible, and whoever says so wins. {ends}"))
        }
        Par::Unknown => {
            let most = format_count(MAX_STATES as u64);
            let text = format!(
                "Nobody knows whether it can be reached: the program has more than {most} states. \
                 It can be played, without par, and nobody can call it impossible."
            );
            (Icon::Warning, "caution", text)
        }
    }
}
