//! What can be done with a schedule as a whole: back and forth, at random, play, shrink.

use machine::Replay;
use measure::format_count;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::explorer::{Explorer, Sampling, Speed, Walk};
use super::numbers::counted;
use super::walk::pct;
use crate::action::Action;
use crate::frame::icon::{Icon, Picture};

/// Properties of [`Tools`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ToolsProps {
    /// The schedule that is shown.
    pub(super) explorer: Explorer,
    /// Whether a level is played: then nothing finds a schedule by itself.
    pub(super) in_level: bool,
    /// Asked to do something.
    pub(super) dispatch: Callback<Action>,
}

/// The samplers on offer: value, label, sampler.
const SAMPLINGS: [(&str, &str, Sampling); 3] = [
    ("uniform", "uniformly", Sampling::Uniform),
    ("pct-2", "interrupted once (PCT)", Sampling::Pct(2)),
    ("pct-3", "interrupted twice (PCT)", Sampling::Pct(3)),
];

/// The row of tools.
#[component]
pub(super) fn Tools(props: &ToolsProps) -> Html {
    let ToolsProps { explorer, in_level, dispatch } = props;
    let sampling = use_state(Sampling::default);
    let (at, all) = (explorer.at, explorer.replay.steps().len());
    let over = explorer.outcome().is_some();
    let unshrinkable = !over || at == 0;
    // A button that cannot be pressed now keeps the focus.
    let to = |walk: Walk, disabled: bool| {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| {
            if !disabled {
                dispatch.emit(Action::Walk(walk.clone()));
            }
        }
    };
    let off = |disabled: bool| disabled.then_some("true");
    let tool = |icon: Icon, label: &'static str, key: &'static str, walk: Walk, disabled: bool| {
        html! {
            <button type="button" class="tool" aria-label={label} title={format!("{label} ({key})")}
                aria-disabled={off(disabled)} onclick={to(walk, disabled)}>
                <Picture {icon} />
            </button>
        }
    };
    let onsample = {
        let sampling = sampling.clone();
        move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            let known = SAMPLINGS.into_iter().find(|(name, ..)| *name == value);
            sampling.set(known.map_or(Sampling::Uniform, |(.., sampling)| sampling));
        }
    };
    let onspeed = dispatch.reform(|event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        let speed = Speed::ALL.into_iter().find(|&speed| speed_name(speed) == value);
        Action::Walk(Walk::Speed(speed.unwrap_or_default()))
    });
    let onauto = dispatch.reform(|event: Event| {
        let checked = event.target_unchecked_into::<HtmlInputElement>().checked();
        Action::Walk(Walk::Auto(checked))
    });
    let onkeys = dispatch.reform(|event: Event| {
        Action::Walk(Walk::Keys(event.target_unchecked_into::<HtmlInputElement>().checked()))
    });
    let (icon, label, walk) = if explorer.playing {
        (Icon::Pause, "Pause", Walk::Pause)
    } else {
        (Icon::Play, "Play", Walk::Play)
    };
    html! {
        <div class="tools">
            <div class="joined" role="group" aria-label="Back and forth">
                { tool(Icon::Start, "To the start", "Home", Walk::To(0), at == 0) }
                { tool(Icon::Undo, "One step back", "←", Walk::Undo, at == 0) }
                { tool(Icon::Redo, "One step forward again", "→", Walk::Redo, at == all) }
                { tool(Icon::End, "To the end", "End", Walk::To(all), at == all) }
            </div>
            if !*in_level {
                <div class="joined">
                    <button type="button" class="tool worded" title="Step by step, on its own"
                        aria-disabled={off(all == 0)} onclick={to(walk, all == 0)}>
                        <Picture {icon} /><span>{ label }</span>
                    </button>
                    <select class="tool" aria-label="Speed" onchange={onspeed}>
                        for speed in Speed::ALL {
                            <option value={speed_name(speed)} selected={speed == explorer.speed}>
                                { speed_name(speed) }
                            </option>
                        }
                    </select>
                </div>
                <div class="joined">
                    <button type="button" class="tool worded" aria-disabled={off(over)}
                        title="On from here to the end, by chance"
                        onclick={to(Walk::Random(*sampling), over)}>
                        <Picture icon={Icon::Dice} /><span>{ "Random" }</span>
                    </button>
                    <select class="tool" aria-label="How to choose at random" onchange={onsample}>
                        for (value, label, choice) in SAMPLINGS {
                            <option {value} selected={choice == *sampling}>{ label }</option>
                        }
                    </select>
                </div>
                <button type="button" class="tool worded" aria-disabled={off(unshrinkable)}
                    title="The same outcome with the fewest preemptions"
                    onclick={to(Walk::Shrink, unshrinkable)}>
                    <Picture icon={Icon::Shrink} /><span>{ "Shrink" }</span>
                </button>
            }
            <label class="check" title="Steps that leave no choice are made at once">
                <input type="checkbox" checked={explorer.auto} onchange={onauto} />
                { "Run forced steps" }
            </label>
            <label class="check" title="A number lets its thread go on, unless the focus is outside the explorer">
                <input type="checkbox" class="number-keys" checked={explorer.keys} onchange={onkeys} />
                { "Number keys" }
            </label>
            if let (Sampling::Pct(depth), false) = (*sampling, *in_level) {
                <Bound explorer={explorer.clone()} {depth} />
            }
        </div>
    }
}

/// Properties of [`Bound`].
#[derive(Clone, PartialEq, Properties)]
struct BoundProps {
    explorer: Explorer,
    depth: usize,
}

/// What a PCT schedule promises.
#[component]
fn Bound(props: &BoundProps) -> Html {
    let bound = pct(&props.explorer, props.depth).bound();
    html! {
        <p class="hint bound">
            { format!(
                "PCT is probabilistic concurrency testing: from the start, one schedule finds a bug that \
                 takes {} in the right place with a chance of at least 1 in {}.",
                counted(props.depth as u64 - 1, "interruption"),
                format_count((1.0 / bound).round() as u64)
            ) }
        </p>
    }
}

fn speed_name(speed: Speed) -> &'static str {
    match speed {
        Speed::Slow => "slow",
        Speed::Normal => "normal",
        Speed::Fast => "fast",
    }
}

/// Where one stands, in a few words.
pub(super) fn position(explorer: &Explorer) -> String {
    let replay: &Replay = &explorer.replay;
    let all = replay.steps().len();
    let of = if explorer.at == all { String::new() } else { format!(" of {all}") };
    let preemptions = match explorer.preemptions() {
        1 => "1 preemption".to_owned(),
        n => format!("{n} preemptions"),
    };
    match (explorer.at, all) {
        (0, 0) => "At the start".to_owned(),
        (0, all) => format!("At the start of {}", counted(all as u64, "step")),
        (at, _) => format!("Step {at}{of}, {preemptions}"),
    }
}
