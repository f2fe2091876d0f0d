//! Who may go on: a button for each thread, or for each of its ways where it has a choice.

use explorer::Move;
use yew::prelude::*;

use super::colors::thread_class;
use super::ending::why_not;
use super::explorer::{Explorer, Walk};
use crate::action::Action;

/// One button.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mover {
    /// Index of the thread.
    pub(super) thread: usize,
    /// Its name.
    pub(super) name: String,
    /// The step; none if it cannot go on.
    pub(super) by: Option<Move>,
    /// What it would do, or why it cannot.
    pub(super) what: String,
    /// The key that presses it, from 1 to 9.
    pub(super) key: Option<usize>,
}

/// The buttons. The key of a thread is its number; further ways of one have the keys that are left.
pub(super) fn movers(explorer: &Explorer) -> Vec<Mover> {
    let (machine, cells) = (explorer.machine(), explorer.cells());
    let mut next_key = machine.threads();
    let mut key = |thread: usize, way: u8| {
        if way > 0 {
            next_key += 1;
        }
        let key = if way > 0 { next_key } else { thread + 1 };
        (key <= 9).then_some(key)
    };
    let mut movers = Vec::new();
    for (thread, known) in machine.program().threads.iter().enumerate() {
        let name = known.name.clone();
        let ways = u8::try_from(explorer.ways(thread)).unwrap_or(u8::MAX);
        if ways == 0 {
            let what = why_not(machine, cells, thread).unwrap_or_default();
            movers.push(Mover { thread, name, by: None, what, key: key(thread, 0) });
            continue;
        }
        let (_, step) = machine.next_step(cells, thread);
        for way in 0..ways {
            let index = u8::try_from(thread).unwrap_or(u8::MAX);
            let what = if ways > 1 { format!("{step}: way {}", way + 1) } else { step.clone() };
            let by = Some(Move { thread: index, way });
            movers.push(Mover { thread, name: name.clone(), by, what, key: key(thread, way) });
        }
    }
    movers
}

/// Properties of [`Movers`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct MoversProps {
    /// The schedule that is shown.
    pub(super) explorer: Explorer,
    /// Asked to do something.
    pub(super) dispatch: Callback<Action>,
}

/// The buttons beside each other. One that cannot be pressed says why, and keeps the focus.
#[component]
pub(super) fn Movers(props: &MoversProps) -> Html {
    html! {
        <div class="movers" role="group" aria-label="Who goes on next">
            { for movers(&props.explorer).into_iter().map(|mover| view(mover, &props.dispatch)) }
        </div>
    }
}

fn view(mover: Mover, dispatch: &Callback<Action>) -> Html {
    let Mover { thread, name, by, what, key } = mover;
    let dispatch = dispatch.clone();
    let onclick = move |_| {
        if let Some(by) = by {
            dispatch.emit(Action::Walk(Walk::Step(by)));
        }
    };
    let disabled = by.is_none().then_some("true");
    let shortcut = key.map(|key| key.to_string());
    html! {
        <button type="button" key={format!("{thread} {}", by.map_or(0, |by| by.way))}
            class={classes!("mover", thread_class(thread))} aria-disabled={disabled}
            aria-keyshortcuts={shortcut.clone()} {onclick}>
            if let Some(shortcut) = shortcut {
                <kbd aria-hidden="true">{ shortcut }</kbd>
            }
            <span class="who">{ name }</span>
            <span class="unseen">{ ": " }</span>
            <span class="what">{ what }</span>
        </button>
    }
}
