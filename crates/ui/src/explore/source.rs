//! The program, with a mark at the line that each thread stands before.

use yew::prelude::*;

use super::colors::thread_class;
use super::explorer::Explorer;
use super::tokens::tokens;
use crate::frame::code::colored;

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
    let names: Vec<&str> = program.threads.iter().map(|thread| thread.name.as_str()).collect();
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
                    { for groups(&names, &here).iter().map(|group| badge(&names, group)) }
                </span>
                <span class="line-number" aria-hidden="true">{ number }</span>
                <code>{ colored(tokens(text)) }</code>
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

/// One badge: the color of its thread, or none if it stands for several.
fn badge(names: &[&str], group: &[usize]) -> Html {
    let (first, last) = (group[0], group[group.len() - 1]);
    let color = (group.len() == 1).then(|| thread_class(first));
    let (title, text) = match group {
        [_] => (format!("{} is next here", names[first]), short(names[first])),
        _ => (
            format!("{} to {} are next here", names[first], names[last]),
            format!("{}–{}", short(names[first]), short(names[last])),
        ),
    };
    html! { <span class={classes!("badge", color)} {title}>{ text }</span> }
}

/// The threads of `here` in runs that one badge can name: neighbors, called the same but for
/// consecutive numbers. So eight threads need four badges at most.
fn groups<'t>(names: &[&str], here: &'t [usize]) -> Vec<&'t [usize]> {
    let numbered = |thread: usize| {
        let digits = names[thread].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |last| last + 1);
        let (kind, number) = names[thread].split_at_checked(digits)?;
        Some((kind, number.parse::<usize>().ok()?))
    };
    let follows = |&before: &usize, &after: &usize| match (numbered(before), numbered(after)) {
        (Some((kind, number)), Some(next)) => after == before + 1 && next == (kind, number + 1),
        _ => false,
    };
    here.chunk_by(follows).collect()
}

/// A name that fits on a badge: its number, or else its first letter.
fn short(name: &str) -> String {
    let number: String = name.chars().filter(char::is_ascii_digit).collect();
    if number.is_empty() { name.chars().take(1).collect() } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of threads 1 to 5 all but the third stand here: 1 and 2 follow each other, so do 4 and 5. A
    /// writer is no reader, whatever its number, and Ann and Bob have none.
    #[test]
    fn neighbors_of_one_name_share_a_badge() {
        let threads = ["Thread 1", "Thread 2", "Thread 3", "Thread 4", "Thread 5"];
        assert_eq!(groups(&threads, &[0, 1, 3, 4]), [&[0, 1][..], &[3, 4]]);
        assert_eq!(groups(&threads, &[0, 1, 2, 3, 4]), [&[0, 1, 2, 3, 4][..]]);
        let mixed = ["Reader 1", "Writer 2", "Ann", "Bob"];
        assert_eq!(groups(&mixed, &[0, 1, 2, 3]), [&[0][..], &[1], &[2], &[3]]);
        assert_eq!(groups(&mixed, &[]), Vec::<&[usize]>::new());
    }
}
