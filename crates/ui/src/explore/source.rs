//! The program, with a mark at the line that each thread stands before.

use yew::prelude::*;

use super::colors::thread_class;
use super::explorer::Explorer;

/// Properties of [`Source`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct SourceProps {
    /// The program and where it stands.
    pub(super) explorer: Explorer,
}

/// The listing.
#[component]
pub(super) fn Source(props: &SourceProps) -> Html {
    let explorer = &props.explorer;
    let (machine, cells) = (explorer.machine(), explorer.cells());
    let program = machine.program();
    let last = explorer.at.checked_sub(1).map(|last| &explorer.replay.steps()[last]);
    let standing = |line: usize| -> Vec<usize> {
        let stands = |&thread: &usize| {
            !machine.is_done(cells, thread)
                && usize::from(machine.next_step(cells, thread).0) == line
        };
        (0..machine.threads()).filter(stands).collect()
    };
    let line = |(index, text): (usize, &String)| {
        let number = index + 1;
        let here = standing(number);
        let ran = last.filter(|step| usize::from(step.line) == number);
        let ran = ran.map(|step| thread_class(step.by.thread.into()));
        html! {
            <li class={classes!((!here.is_empty()).then_some("here"), ran.map(|_| "ran"), ran)}>
                <span class="badges">
                    for &thread in &here {
                        <span class={classes!("badge", thread_class(thread))}
                            title={format!("{} is next here", program.threads[thread].name)}>
                            { short(&program.threads[thread].name) }
                        </span>
                    }
                </span>
                <span class="line-number" aria-hidden="true">{ number }</span>
                <code>{ text }</code>
            </li>
        }
    };
    html! {
        <section class={classes!("source", (machine.threads() > 3).then_some("many"))} aria-labelledby="source-title">
            <h3 id="source-title">{ "The program" }</h3>
            <ol tabindex="0" aria-label="Lines of the program; numbers of threads stand before the line that they do next">
                { for program.source.iter().enumerate().map(line) }
            </ol>
        </section>
    }
}

/// A name that fits on a badge: its number, or else its first letter.
fn short(name: &str) -> String {
    let number: String = name.chars().filter(char::is_ascii_digit).collect();
    if number.is_empty() { name.chars().take(1).collect() } else { number }
}
