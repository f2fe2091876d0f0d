//! Below the results: what to look for, and the code.

use yew::prelude::*;

/// Properties of [`Lesson`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LessonProps {
    /// Id of the experiment.
    pub(crate) experiment: &'static str,
}

/// What to look for, and the program in two languages.
#[component]
pub(crate) fn Lesson(props: &LessonProps) -> Html {
    let Some(experiment) = experiments::find(props.experiment) else { return Html::default() };
    let spec = experiment.spec();
    html! {
        <div class="lesson">
            <section aria-labelledby="look-for">
                <h2 id="look-for">{ "What to look for" }</h2>
                <ul class="look-for">
                    for text in spec.look_for {
                        <li>{ *text }</li>
                    }
                </ul>
            </section>
            <section aria-labelledby="code">
                <h2 id="code">{ "The code" }</h2>
                { code("Python", "as one would write it today", spec.python, true) }
                { code("Rust", "as it runs here", spec.rust, false) }
            </section>
        </div>
    }
}

fn code(language: &'static str, remark: &str, text: &'static str, open: bool) -> Html {
    html! {
        <details class="code" {open}>
            <summary><strong>{ language }</strong>{ format!(", {remark}") }</summary>
            <pre tabindex="0" role="region" aria-label={format!("Code in {language}")}>
                <code>{ text.trim_end() }</code>
            </pre>
        </details>
    }
}
