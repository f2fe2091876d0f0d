//! Who may go on: a button for each thread, or for each of its ways where it has a choice.

use machine::Move;
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
    /// The key that presses it.
    pub(super) key: Option<Key>,
}

/// A number key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// From 1 to 9.
    pub(super) number: usize,
    /// Whether Shift is held.
    pub(super) shift: bool,
}

/// The buttons. The key of a thread is its number, with Shift for its second way, unless keys are off.
pub(super) fn movers(explorer: &Explorer) -> Vec<Mover> {
    let (machine, cells) = (explorer.machine(), explorer.cells());
    let key = |thread: usize, shift: bool| {
        (explorer.keys && thread < 9).then_some(Key { number: thread + 1, shift })
    };
    let mut movers = Vec::new();
    for (thread, known) in machine.program().threads.iter().enumerate() {
        let name = known.name.clone();
        let ways = u8::try_from(explorer.ways(thread)).unwrap_or(u8::MAX);
        if ways == 0 {
            let what = why_not(machine, cells, thread).unwrap_or_default();
            movers.push(Mover { thread, name, by: None, what, key: key(thread, false) });
            continue;
        }
        for way in 0..ways {
            let index = u8::try_from(thread).unwrap_or(u8::MAX);
            let what = machine.way_name(cells, thread, way.into());
            let by = Some(Move { thread: index, way });
            let key = key(thread, way > 0).filter(|_| way < 2);
            movers.push(Mover { thread, name: name.clone(), by, what, key });
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
    let spelt = |shift: &str| {
        key.map(|key| format!("{}{}", if key.shift { shift } else { "" }, key.number))
    };
    html! {
        <button type="button" key={format!("{thread} {}", by.map_or(0, |by| by.way))}
            class={classes!("mover", thread_class(thread))} aria-disabled={disabled}
            aria-keyshortcuts={spelt("Shift+")} {onclick}>
            if let Some(shortcut) = spelt("⇧") {
                <kbd aria-hidden="true">{ shortcut }</kbd>
            }
            <span class="who">{ name }</span>
            <span class="unseen">{ ": " }</span>
            <span class="what">{ what }</span>
        </button>
    }
}
