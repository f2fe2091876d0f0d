//! Below the results: what to look for, and the code.

use plan::Entry;
use yew::prelude::*;

/// Properties of [`Lesson`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LessonProps {
    /// The experiment or model.
    pub(crate) entry: Entry,
}

/// What to look for, and the program in two languages; a model shows its program itself.
#[component]
pub(crate) fn Lesson(props: &LessonProps) -> Html {
    let spec = props.entry.spec();
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
            if !spec.python.is_empty() {
                <section aria-labelledby="code">
                    <h2 id="code">{ "The code" }</h2>
                    { code("Python", "as one would write it today", spec.python, true) }
                    { code("Rust", "as it runs here", spec.rust, false) }
                </section>
            }
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
