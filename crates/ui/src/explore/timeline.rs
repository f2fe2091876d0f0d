//! The schedule as lanes: a row for each thread, a block for each step, waits hatched, races joined.

use explorer::races;
use web_sys::Element;
use yew::prelude::*;

use super::colors::thread_class;
use super::explorer::{Explorer, Walk};
use super::table::TableProps;

/// Height of a lane, in pixels.
const LANE: usize = 34;
/// Height of a block within it.
const BLOCK: usize = 22;
/// Least width of a step.
const MIN_STEP: usize = 18;
/// Most width of a step, when there are few.
const MAX_STEP: usize = 176;
/// Width that the steps have together, if they can.
const WIDTH: usize = 720;
/// Steps that are drawn; of longer schedules, those around the current one.
const MAX_STEPS: usize = 240;
/// In longer schedules no races are looked for: each access is compared with each.
const MAX_RACES: usize = 600;
/// Space for the numbers of steps.
const AXIS: usize = 18;
/// A block is this wide at least if it has the name of its step, and a letter takes about as much.
const NAMED: usize = 56;
const LETTER: usize = 7;

/// The lanes. A block leads to the moment after its step.
#[component]
pub(super) fn Timeline(props: &TableProps) -> Html {
    let TableProps { explorer, dispatch } = props;
    let scroller = use_node_ref();
    let machine = explorer.machine();
    let threads = &machine.program().threads;
    let steps = explorer.replay.steps();
    let first = explorer.at.saturating_sub(MAX_STEPS / 2);
    let last = (first + MAX_STEPS).min(steps.len());
    let n = last - first;
    // Whoever waits after the last step waits in a column of its own.
    let columns = n + usize::from(last == steps.len());
    let width = (WIDTH / columns.max(1)).clamp(MIN_STEP, MAX_STEP);
    let height = threads.len() * LANE;
    let total = columns * width;
    let x = |step: usize| (step - first) * width;
    let now = x(explorer.at.max(first)).min(total);
    {
        let scroller = scroller.clone();
        use_effect_with(now, move |&now| {
            if let Some(scroller) = scroller.cast::<Element>() {
                keep_in_sight(&scroller, i32::try_from(now).unwrap_or(i32::MAX));
            }
        });
    }
    let go = |to: usize| dispatch.reform(move |_: MouseEvent| crate::Action::Walk(Walk::To(to)));
    html! {
        <div class="timeline">
            <div class="lane-names" aria-hidden="true">
                for (index, thread) in threads.iter().enumerate() {
                    <span class={thread_class(index)}>{ &thread.name }</span>
                }
            </div>
            <div class="lanes-scroll" tabindex="0" role="region" aria-label="Timeline"
                ref={scroller}>
                <svg width={total.to_string()} height={(height + AXIS).to_string()} role="img"
                    aria-label={description(explorer)}>
                    <defs>
                        <pattern id="waiting" width="6" height="6" patternUnits="userSpaceOnUse"
                            patternTransform="rotate(45)">
                            <rect class="wait-ground" width="6" height="6" />
                            <rect class="wait-stripe" width="2" height="6" />
                        </pattern>
                    </defs>
                    for index in 0..threads.len() {
                        <rect class="lane-track" x="0" y={(index * LANE + (LANE - 2) / 2).to_string()}
                            width={total.to_string()} height="2" />
                    }
                    { for waits(explorer, first, last).into_iter().map(|(thread, from, to)| html! {
                        <rect class="lane-wait" x={x(from).to_string()}
                            y={(thread * LANE + (LANE - BLOCK) / 2 + 4).to_string()}
                            width={((to - from) * width).to_string()} height={(BLOCK - 8).to_string()}>
                            <title>{ format!("{} waits", threads[thread].name) }</title>
                        </rect>
                    }) }
                    { for steps[first..last].iter().enumerate().map(|(index, step)| {
                        let number = first + index + 1;
                        let thread = usize::from(step.by.thread);
                        let undone = (number > explorer.at).then_some("undone");
                        let y = thread * LANE + (LANE - BLOCK) / 2;
                        html! {
                            <g class={classes!("block", thread_class(thread), undone)} onclick={go(number)}>
                                <title>{ format!("Step {number}: {}, {}", threads[thread].name, step.name) }</title>
                                <svg x={(x(first + index) + 1).to_string()} y={y.to_string()}
                                    width={(width - 2).to_string()} height={BLOCK.to_string()}>
                                    <rect width="100%" height="100%" rx="3" />
                                    if width >= NAMED.max(step.name.len() * LETTER + 8) {
                                        <text x="6" y="15">{ &step.name }</text>
                                    }
                                </svg>
                                if step.preempts {
                                    <path class="cut" d={format!("M{} {}v{}", x(first + index), y - 4, BLOCK + 8)} />
                                }
                            </g>
                        }
                    }) }
                    { for joined(explorer).into_iter().filter(|(a, b, _)| *a >= first && *b < last)
                        .map(|(a, b, what)| {
                            let thread = |step: usize| usize::from(steps[step].by.thread);
                            // From edge to edge, beside the names of steps.
                            let edge = |step: usize, other: usize| {
                                let middle = thread(step) * LANE + LANE / 2;
                                let down = thread(other) > thread(step);
                                let y = if down { middle + BLOCK / 2 } else { middle - BLOCK / 2 };
                                (x(step) + width / 2, y)
                            };
                            let ((x1, y1), (x2, y2)) = (edge(a, b), edge(b, a));
                            html! {
                                <g class="race">
                                    <title>{ format!("Data race on {what}: steps {} and {}", a + 1, b + 1) }</title>
                                    <path d={format!("M{x1} {y1}L{x2} {y2}")} />
                                    <circle cx={x1.to_string()} cy={y1.to_string()} r="3.5" />
                                    <circle cx={x2.to_string()} cy={y2.to_string()} r="3.5" />
                                </g>
                            }
                        }) }
                    <path class="lane-now" d={format!("M{} 0v{height}", x(explorer.at.max(first)).min(total - 1))} />
                    { for (first..last).filter(|step| every(n, *step)).map(|step| html! {
                        <text class="lane-number" x={(x(step) + width / 2).to_string()}
                            y={(height + 13).to_string()} text-anchor="middle">{ step + 1 }</text>
                    }) }
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

/// Whether a step has a number below it.
fn every(n: usize, step: usize) -> bool {
    let apart = match n {
        0..=40 => 1,
        41..=120 => 5,
        _ => 10,
    };
    (step + 1).is_multiple_of(apart)
}

/// Races of the steps that are done: indices of two steps, and the variable. One pair for each
/// variable and pair of threads is enough.
fn joined(explorer: &Explorer) -> Vec<(usize, usize, String)> {
    let done = explorer.done();
    if done.steps().len() > MAX_RACES {
        return Vec::new();
    }
    let thread = |step: usize| done.steps()[step].by.thread;
    let mut joined: Vec<(usize, usize, String)> = Vec::new();
    for race in races(&done) {
        let same = |(first, second, what): &(usize, usize, String)| {
            *what == race.what
                && thread(*first) == thread(race.first)
                && thread(*second) == thread(race.second)
        };
        if !joined.iter().any(same) {
            joined.push((race.first, race.second, race.what));
        }
    }
    joined
}

/// Stretches in which a thread waits: thread, and steps from and to.
fn waits(explorer: &Explorer, first: usize, last: usize) -> Vec<(usize, usize, usize)> {
    let (machine, states) = (explorer.machine(), explorer.replay.states());
    let mut waits = Vec::new();
    for thread in 0..machine.threads() {
        let mut since = None;
        for (step, cells) in states.iter().enumerate().take(last + 1).skip(first) {
            let blocked = machine.waits_for(cells, thread).is_some();
            match (blocked, since) {
                (true, None) => since = Some(step),
                (false, Some(from)) => {
                    waits.push((thread, from, step));
                    since = None;
                }
                _ => {}
            }
        }
        if let Some(from) = since {
            waits.push((thread, from, last + 1));
        }
    }
    waits
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
