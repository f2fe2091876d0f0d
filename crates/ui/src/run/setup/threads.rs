//! The thread count: a number with steps of one, and a slider on which the cores are marked.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::FieldProps;
use crate::words::count_of;

/// The slider reaches at least this far.
const SLIDER_MIN: u64 = 8;
/// With at most this many steps each has a tick.
const MAX_TICKS: u64 = 32;

/// The field for the parameter `threads`.
#[component]
pub(crate) fn Threads(props: &FieldProps) -> Html {
    let (_, most) = props.allowed().limits().unwrap_or((1.0, 64.0));
    let (most, cores) = (most as u64, u64::from(props.computer.cores).max(1));
    let text = props.text();
    let shown = text.trim().parse::<u64>().unwrap_or(cores).clamp(1, most);
    let top = SLIDER_MIN.max(2 * cores).max(shown).min(most);
    // What is explored needs no cores.
    let is_explored = props.draft.subject().is_explored();
    let marked = (!is_explored).then_some(cores);
    let this = props.clone();
    let oninput = props.dispatch.reform(move |event: InputEvent| {
        this.typed(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let step = |label: &'static str, sign: &'static str, to: Option<u64>| {
        let this = props.clone();
        let onclick = props.dispatch.reform(move |_| this.typed(to.unwrap_or(1).to_string()));
        html! {
            <button type="button" aria-label={label} disabled={to.is_none()} {onclick}>{ sign }</button>
        }
    };
    html! {
        <div class="field field-threads">
            <div class="field-head">
                { props.label(false) }
                { props.help() }
                { props.reset() }
                <div class="stepper">
                    { step("One thread less", "−", (shown > 1).then(|| shown - 1)) }
                    <input id={props.id()} name={props.name} type="text" inputmode="numeric" spellcheck="false"
                        value={text} aria-invalid={props.error.is_some().to_string()}
                        aria-describedby={props.described_by()} oninput={oninput.clone()} />
                    { step("One thread more", "+", (shown < most).then_some(shown + 1)) }
                </div>
            </div>
            <div class="slider">
                <input type="range" min="1" max={top.to_string()} value={shown.to_string()}
                    aria-labelledby="label-threads" aria-describedby="help-threads" {oninput} />
                { marks(marked, top) }
            </div>
            { props.remarks() }
        </div>
    }
}

/// Ticks below the slider; the one at the number of cores is named.
fn marks(cores: Option<u64>, top: u64) -> Html {
    let at = |count: u64| 100.0 * (count - 1) as f64 / (top - 1) as f64;
    let x = |count: u64| format!("{:.2}%", at(count));
    let cores_at = cores.map(|cores| cores.min(top));
    let anchor = |cores_at: u64| match at(cores_at) {
        ..10.0 => "start",
        90.0.. => "end",
        _ => "middle",
    };
    let ends = [(1, "start"), (top, "end")];
    let far = |count: u64| cores_at.is_none_or(|cores_at| (at(count) - at(cores_at)).abs() > 22.0);
    html! {
        <svg class="marks" width="100%" height="26" aria-hidden="true">
            if top <= MAX_TICKS {
                for count in 1..=top {
                    <line x1={x(count)} x2={x(count)} y1="0" y2="4" />
                }
            }
            if let (Some(cores), Some(cores_at)) = (cores, cores_at) {
                <line class="cores" x1={x(cores_at)} x2={x(cores_at)} y1="0" y2="9" />
                <text class="cores" x={x(cores_at)} y="22" text-anchor={anchor(cores_at)}>
                    { count_of(u32::try_from(cores).unwrap_or(u32::MAX), "core") }
                </text>
            }
            for (count, anchor) in ends.into_iter().filter(|&(count, _)| far(count)) {
                <text x={x(count)} y="22" text-anchor={anchor}>{ count }</text>
            }
        </svg>
    }
}
