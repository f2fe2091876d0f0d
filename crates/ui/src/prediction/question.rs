//! The question of a lesson, and the fields that take an answer.

use experiments::Asks;
use plan::{Computer, Draft, Plan};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Said;
use super::answered::{YES, number, whether};
use crate::action::Action;
use crate::words::count_of;

/// Properties of [`Question`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct QuestionProps {
    /// What was typed for the parameters.
    pub(crate) draft: Draft,
    /// What is known of the computer.
    pub(crate) computer: Computer,
    /// What stands in the fields.
    pub(crate) said: Said,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// A question to answer before anything begins.
#[component]
pub(crate) fn Question(props: &QuestionProps) -> Html {
    let QuestionProps { draft, computer, said, dispatch } = props;
    let subject = draft.subject();
    let asks = subject.experiment.words().lesson(subject.face).asks;
    let plan = draft.check(*computer).ok();
    let text = said.get(&0).cloned().unwrap_or_default();
    let fields = match asks {
        Asks::Number { unit, .. } => field(&text, unit, dispatch),
        Asks::Schedules => field(&text, "schedules", dispatch),
        Asks::Endings => field(&text, "outcomes", dispatch),
        Asks::Chance => field(&text, "%", dispatch),
        Asks::Whether => {
            let choices = [(YES, whether(true)), ("no", whether(false))];
            choice(choices.into_iter(), &text, dispatch)
        }
        Asks::Ending(offered) => {
            let choices = offered.iter().map(|(kind, words)| (kind.name(), *words));
            choice(choices, &text, dispatch)
        }
        Asks::SpeedUp => match plan.as_ref().map(|plan| counts(plan, *computer)) {
            Some(counts) if counts.len() > 1 => sketch(&counts, said, dispatch),
            _ => field(&text, "×", dispatch),
        },
    };
    html! {
        <section class="question" aria-labelledby="question">
            <p class="asked" id="question">
                <span class="kicker">{ "Before you start" }</span>{ question(draft, plan.as_ref()) }
            </p>
            { fields }
        </section>
    }
}

/// What to ask. The question of a lesson names the counts that it comes with; others get one that fits any. That of a timed
/// lesson fits any, too, unless it has a figure in it.
fn question(draft: &Draft, plan: Option<&Plan>) -> &'static str {
    let as_it_comes = |plan: &Plan| {
        let untouched = Draft::new(draft.subject()).check(plan.computer());
        untouched.is_ok_and(|untouched| untouched.link() == plan.link())
    };
    let experiment = draft.experiment();
    let lesson = experiment.words().lesson(draft.subject().face).prediction;
    let fits_any =
        experiment.is_timed() && !lesson.contains(|letter: char| letter.is_ascii_digit());
    if fits_any || plan.is_none_or(as_it_comes) {
        lesson
    } else {
        "You have changed the set-up. What do you expect now?"
    }
}

/// The numbers of threads that are measured beside one.
fn counts(plan: &Plan, computer: Computer) -> Vec<u32> {
    let mut counts: Vec<u32> =
        plan.params().stages(computer).iter().map(|stage| stage.threads).collect();
    counts.dedup();
    counts.retain(|&threads| threads > 1);
    counts
}

/// One number.
fn field(text: &str, unit: &str, dispatch: &Callback<Action>) -> Html {
    let wrong = !text.trim().is_empty() && number(text).is_none();
    let oninput = dispatch.reform(|event: InputEvent| Action::Say {
        threads: 0,
        text: event.target_unchecked_into::<HtmlInputElement>().value(),
    });
    html! {
        <div class="answer">
            <label for="say">{ "You say" }</label>
            // Enter runs or explores, as in any other field.
            <span class="measured">
                <input id="say" form="setup" type="text" inputmode="decimal" autocomplete="off" value={text.to_owned()}
                    aria-describedby="question say-wrong" aria-invalid={wrong.then_some("true")} {oninput} />
                <span class="unit">{ unit }</span>
            </span>
            <p id="say-wrong" class="error">
                if wrong {
                    { format!("“{}” is no number.", text.trim()) }
                }
            </p>
        </div>
    }
}

/// One of a few words.
fn choice(
    choices: impl Iterator<Item = (&'static str, &'static str)>,
    chosen: &str,
    dispatch: &Callback<Action>,
) -> Html {
    html! {
        <div class="answer segments" role="radiogroup" aria-labelledby="question">
            for (word, label) in choices {
                <label>
                    <input type="radio" name="say" form="setup" value={word} checked={word == chosen}
                        onchange={dispatch.reform(move |_| Action::Say { threads: 0, text: word.to_owned() })} />
                    <span>{ label }</span>
                </label>
            }
        </div>
    }
}

/// A curve, drawn by a slider for each number of threads.
fn sketch(counts: &[u32], said: &Said, dispatch: &Callback<Action>) -> Html {
    let most = counts.iter().copied().max().unwrap_or(1);
    let slider = |&threads: &u32| {
        let text = said.get(&threads).and_then(|text| number(text));
        let oninput = dispatch.reform(move |event: InputEvent| Action::Say {
            threads,
            text: event.target_unchecked_into::<HtmlInputElement>().value(),
        });
        let shown = text.map_or("?".to_owned(), |times| format!("{times:.1}\u{a0}×"));
        html! {
            <label key={threads} class={text.is_none().then_some("unsaid")}>
                <output>{ &shown }</output>
                <input type="range" form="setup" min="0" max={most.to_string()} step="0.1"
                    value={text.unwrap_or(1.0).to_string()} aria-valuetext={shown} {oninput} />
                <span>{ count_of(threads, "thread") }</span>
            </label>
        }
    };
    html! {
        <div class="answer sketch" role="group" aria-labelledby="question">
            { for counts.iter().map(slider) }
        </div>
    }
}
