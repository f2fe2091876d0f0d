//! The schedule as lanes: a row for each thread, a block for each step, waits hatched, races joined.

use web_sys::Element;
use yew::prelude::*;

use super::colors::thread_class;
use super::explorer::{Explorer, Walk};
use super::lanes::{AXIS, Lanes, MAX_STEPS, joined};
use super::table::TableProps;

/// The lanes. A block leads to the moment after its step.
#[component]
pub(super) fn Timeline(props: &TableProps) -> Html {
    let TableProps { explorer, dispatch } = props;
    let scroller = use_node_ref();
    let threads = &explorer.machine().program().threads;
    let lanes = Lanes::of(explorer);
    let now = lanes.now();
    {
        let scroller = scroller.clone();
        use_effect_with(now, move |&now| {
            if let Some(scroller) = scroller.cast::<Element>() {
                keep_in_sight(&scroller, i32::try_from(now).unwrap_or(i32::MAX));
            }
        });
    }
    let go = |to: usize| dispatch.reform(move |_: MouseEvent| crate::Action::Walk(Walk::To(to)));
    let shown = lanes.first..lanes.last;
    html! {
        <div class="timeline">
            <div class="lane-names" aria-hidden="true">
                for (index, thread) in threads.iter().enumerate() {
                    <span class={thread_class(index)}>{ &thread.name }</span>
                }
            </div>
            <div class="lanes-scroll" tabindex="0" role="region" aria-label="Timeline"
                ref={scroller}>
                <svg width={lanes.total().to_string()} height={(lanes.height() + AXIS).to_string()} role="img"
                    aria-label={description(explorer)}>
                    { Lanes::pattern() }
                    { lanes.tracks() }
                    { for lanes.waits().iter().map(|wait| lanes.wait(wait, 0)) }
                    { for shown.clone().map(|step| lanes.block(step, true, Some(go(step + 1)))) }
                    { for lanes.races().iter().map(|race| lanes.race(race)) }
                    { lanes.here() }
                    { for shown.map(|step| lanes.number(step)) }
                </svg>
            </div>
            { remarks(explorer) }
        </div>
    }
}

/// Scrolls sideways if a place is near the edge or beyond it.
fn keep_in_sight(scroller: &Element, place: i32) {
    let (from, seen) = (scroller.scroll_left(), scroller.client_width());
    let edge = seen / 6;
    if place < from + edge || place > from + seen - edge {
        scroller.set_scroll_left(place - seen / 2);
    }
}

/// The schedule in words.
fn description(explorer: &Explorer) -> String {
    let threads = &explorer.machine().program().threads;
    let steps = &explorer.replay.steps()[..explorer.at.min(MAX_STEPS)];
    if steps.is_empty() {
        return "No step is done yet.".to_owned();
    }
    let runs = steps.chunk_by(|a, b| a.by.thread == b.by.thread).map(|run| {
        let names: Vec<&str> = run.iter().map(|step| step.name.as_str()).collect();
        format!("{}: {}", threads[usize::from(run[0].by.thread)].name, names.join(", "))
    });
    format!("{}.", runs.collect::<Vec<_>>().join("; "))
}

fn remarks(explorer: &Explorer) -> Html {
    let races = joined(explorer);
    html! {
        <p class="hint remarks">
            { "A block is a step, hatching a wait; a bar before a block marks a preemption." }
            if let Some((first, second, what)) = races.first() {
                <span class="raced">
                    { format!(
                        " Steps {} and {} race for {what}: nothing orders them.",
                        first + 1,
                        second + 1
                    ) }
                </span>
            }
        </p>
    }
}
