//! What each thread did and when, on one canvas: a row for each thread, a band below it for what it
//! held, arrows where one gave way to another.
//!
//! Events become tracks once each ([`track`]), tracks become at most two rectangles for a column of
//! pixels ([`columns`]), and a frame is painted when something has changed ([`board`]): the page keeps
//! up with a run while it is on.

mod board;
mod columns;
mod cursor;
#[cfg(test)]
mod examples;
mod ink;
mod layout;
mod legend;
mod looking;
mod mail;
mod marks;
mod paint;
mod rows;
mod track;
mod tracks;

use std::rc::Rc;

use measure::{format_count, format_ms};
use trace::Recording;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use super::figure::{show_code, table};
use crate::action::Action;
use crate::run::report::Report;
use crate::same::Same;
use crate::words::percent;
use board::{Board, connect};
use cursor::sentence;
use looking::{Deed, Looking, ZOOM, after, is_key};
use tracks::Tracks;

/// What there is to do with it.
const HINT: &str = "Point at the chart, or use the arrow keys on it, to read what each did.";

/// Where the lanes come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The run under way, and the names of its resources.
    Live(Recording, Rc<[String]>),
    /// A finished run.
    Report(Same<Report>),
}

impl Source {
    /// Why what was recorded is not here, if so.
    fn absence(&self) -> Option<&'static str> {
        match self {
            Self::Report(report) if report.is_let_go() && report.theirs => Some(NOT_SENT),
            Self::Report(report) if report.is_let_go() => Some(LET_GO),
            _ => None,
        }
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Live(a, _), Self::Live(b, _)) => a == b,
            (Self::Report(a), Self::Report(b)) => a == b,
            _ => false,
        }
    }
}

/// Properties of [`Lanes`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LanesProps {
    /// What was recorded.
    pub(crate) source: Source,
    /// How often the run is repeated; the last repeat is recorded.
    pub(crate) repeats: u64,
    /// Whether the code is in sight.
    #[prop_or_default]
    pub(crate) docked: bool,
    /// Asked to light up lines of the code, which nobody is while the run is on.
    #[prop_or_default]
    pub(crate) dispatch: Option<Callback<Action>>,
}

/// The timeline, with a line that says what is under the cursor, and the data as a table.
#[component]
pub(crate) fn Lanes(props: &LanesProps) -> Html {
    let resources = match &props.source {
        Source::Live(_, resources) => &**resources,
        Source::Report(shown) => shown.resources.as_slice(),
    };
    let is_live = matches!(props.source, Source::Live(..));
    let canvas = use_node_ref();
    let board = use_mut_ref(Board::default);
    match &props.source {
        Source::Live(recording, _) => board.borrow_mut().tracks.follow(recording),
        Source::Report(shown) => board.borrow_mut().show(shown),
    }
    let looking = use_state(|| Looking::first(&board.borrow()));
    {
        let mut board = board.borrow_mut();
        (board.view, board.cursor) = (looking.view, looking.cursor);
    }
    {
        let (board, canvas) = (board.clone(), canvas.clone());
        use_effect_with((), move |()| connect(board, canvas));
    }
    {
        let board = board.clone();
        use_effect(move || board.borrow_mut().request());
    }
    let act = {
        let (board, looking) = (board.clone(), looking.clone());
        let LanesProps { source, dispatch, .. } = props.clone();
        Callback::from(move |deed: Deed| {
            let before = *looking;
            let next = after(&board.borrow(), before, &deed);
            if next != before {
                looking.set(next);
            }
            let cursor = next.cursor.filter(|_| next.cursor != before.cursor);
            if let (Source::Report(shown), Some(dispatch), Some((lane, index))) =
                (&source, &dispatch, cursor)
            {
                let events = board.borrow().tracks.all[lane].events(index);
                dispatch.emit(Action::LookAt(shown.cues(lane, events)));
            }
        })
    };
    let onkeydown = {
        let act = act.clone();
        move |event: KeyboardEvent| {
            let is_chord = event.ctrl_key() || event.alt_key() || event.meta_key();
            if !is_chord && is_key(&event.key()) {
                event.prevent_default();
                act.emit(Deed::Key(event.key()));
            }
        }
    };
    let onpointer = act.reform(|event: PointerEvent| {
        let [x, y] = [event.offset_x(), event.offset_y()].map(f64::from);
        let is_gone = event.type_() == "pointercancel";
        Deed::Point(event.pointer_id(), (x, y), event.buttons() == 1 && !is_gone)
    });
    let ontransitionend = {
        let board = board.clone();
        move |_| board.borrow_mut().request()
    };
    let board = board.borrow();
    let tracks = &board.tracks;
    let is_empty = tracks.whole_ms().is_none();
    let said = match looking.cursor {
        Some(cursor) => sentence(tracks, resources, cursor),
        None if is_empty || is_live => String::new(),
        None => HINT.to_owned(),
    };
    let press = |label: &'static str, factor: Option<f64>, disabled: bool| {
        let onclick = act.reform(move |_| Deed::Zoom(factor));
        html! { <button type="button" {disabled} {onclick}>{ label }</button> }
    };
    let ontoggle = act.reform(|event: Event| {
        Deed::Open(event.target_unchecked_into::<HtmlDetailsElement>().open())
    });
    html! {
        <figure class="chart chart-lanes">
            <figcaption>
                <h3>{ "Who did what" }</h3>
                <p>
                    { caption(tracks, props.repeats, is_live, props.source.absence()) }
                    if looking.view.is_some() && looking.view == Looking::first(&board).view {
                        { " In view is the moment it happened: All shows the rest." }
                    }
                </p>
            </figcaption>
            <div class="picture">
                // The style sheet gives it a transition of its color, which ends when colors change.
                <canvas ref={canvas} tabindex="0" role="application" aria-label={label(tracks)}
                    hidden={is_empty} {onkeydown} onpointermove={onpointer.clone()}
                    onpointerup={onpointer.clone()} onpointercancel={onpointer.clone()}
                    onpointerdown={onpointer} {ontransitionend} />
            </div>
            { legend::legend(tracks, resources) }
            <div class="below">
                <p class="said" role="status">{ said }</p>
                if !is_live && !is_empty {
                    <div class="zoom" role="group" aria-label="Zoom">
                        { press("Zoom in", Some(1.0 / ZOOM), false) }
                        { press("Zoom out", Some(ZOOM), looking.view.is_none()) }
                        { press("All", None, looking.view.is_none()) }
                    </div>
                    { for props.dispatch.iter().map(|dispatch| show_code(props.docked, dispatch)) }
                }
            </div>
            if !is_live && !is_empty {
                <details class="data" {ontoggle}>
                    <summary>{ "Show data" }</summary>
                    if looking.is_open {
                        { table("Who did what", rows::HEAD, &rows::rows(tracks, resources)) }
                        <p class="hint">{ rows::remark(tracks) }</p>
                    }
                </details>
            }
        </figure>
    }
}

/// Of an earlier run, which is kept without its recording.
const LET_GO: &str =
    "What its threads recorded is kept for the last two runs only. Run it again to see it.";

/// Of a run that somebody sent: only its figures came with it.
const NOT_SENT: &str =
    "What its threads recorded stayed where it ran. Run it here to see such a picture.";

fn caption(tracks: &Tracks, repeats: u64, is_live: bool, absence: Option<&'static str>) -> String {
    let mut text = match (is_live, repeats, tracks.whole_ms()) {
        (true, 2.., None) => format!("The last of {repeats} repeats is drawn here when it is on."),
        (true, _, None) => "It is drawn here as soon as there is something to draw.".to_owned(),
        (true, ..) => "The run is on: time goes to the right.".to_owned(),
        (false, _, None) => absence.unwrap_or("Nothing was recorded.").to_owned(),
        (false, 2.., _) => format!("The last of {repeats} repeats, from its first event."),
        (false, ..) => "From the first event.".to_owned(),
    };
    match tracks.dropped {
        0 => {}
        1 => text += " 1 event found no room and is missing in between.",
        dropped => {
            let dropped = format_count(dropped);
            text += &format!(" {dropped} events found no room and are missing in between.");
        }
    }
    text
}

fn label(tracks: &Tracks) -> String {
    let Some(whole_ms) = tracks.whole_ms() else { return "Timeline".to_owned() };
    let each = tracks.rows().into_iter().map(|row| {
        let track = &tracks.all[row];
        let part = if whole_ms > 0.0 { track.busy_ms / whole_ms } else { 0.0 };
        format!("{} ran {} of the time", track.name, percent(part))
    });
    format!("Timeline of {}. {}.", format_ms(whole_ms), each.collect::<Vec<_>>().join("; "))
}
