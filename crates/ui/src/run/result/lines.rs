//! The text as the threads wrote it.

use serde_json::Value;
use yew::prelude::*;

use crate::frame::icon::{Icon, Picture};

/// Lines that are shown; the record has them all.
const MAX_LINES: usize = 200;

/// The lines, those marked that more than one thread wrote; nothing if nothing was written.
pub(super) fn lines(lines: &[Value]) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let is_bad = |line: &&Value| line.get("ok").and_then(Value::as_bool) == Some(false);
    let bad = lines.iter().filter(is_bad).count();
    let caption = match (lines.len(), bad) {
        (1, 0) => "1 line, as a thread wrote it.".to_owned(),
        (all, 0) => format!("{all} lines, each written by one thread."),
        (all, bad) => format!("{bad} of {all} lines are jumbled: more than one thread wrote them."),
    };
    let line = |line: &Value| {
        let text = line.get("text").and_then(Value::as_str).unwrap_or_default();
        html! {
            <li class={is_bad(&line).then_some("jumbled")}>
                <span>{ text }</span>
                if is_bad(&line) {
                    <em><Picture icon={Icon::Cross} />{ "jumbled" }</em>
                }
            </li>
        }
    };
    html! {
        <figure class="chart chart-lines">
            <figcaption>
                <h3>{ "What was written" }</h3>
                <p>{ caption }</p>
            </figcaption>
            <ol class="lines" tabindex="0" aria-label="Lines as written">
                { for lines.iter().take(MAX_LINES).map(line) }
            </ol>
            if lines.len() > MAX_LINES {
                <p class="hint">
                    { format!("The first {MAX_LINES} of {} lines; the record has all.", lines.len()) }
                </p>
            }
        </figure>
    }
}
