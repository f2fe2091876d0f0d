//! A speed-up curve as a table, and the laws fitted to it as sentences.

use measure::{format_factor, format_ms};
use trace::wire::{AmdahlRecord, Curve, CurvePoint, UslRecord};
use yew::prelude::*;

use crate::words::percent;

/// Properties of [`Laws`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LawsProps {
    /// The curve.
    pub(crate) curve: Curve,
}

/// Every point of the curve, and what the fits say.
#[component]
pub(crate) fn Laws(props: &LawsProps) -> Html {
    let Curve { points, amdahl, usl, best_threads, .. } = &props.curve;
    let amdahl = amdahl.as_ref().map(amdahl_sentence);
    let usl = usl.as_ref().map(usl_sentence);
    html! {
        <div class="laws">
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="curve-table">
                <table>
                    <caption id="curve-table">{ "What was measured at each thread count" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Threads" }</th>
                            <th scope="col">{ "Median" }</th>
                            <th scope="col">{ "Speed-up" }</th>
                            <th scope="col">{ "95 % interval" }</th>
                            <th scope="col">{ "Efficiency" }</th>
                            <th scope="col"><abbr title="experimentally determined serial fraction">
                                { "Karp–Flatt" }
                            </abbr></th>
                        </tr>
                    </thead>
                    <tbody>
                        { for points.iter().map(|point| row(point, *best_threads)) }
                    </tbody>
                </table>
            </div>
            <ul class="fits">
                { for [amdahl, usl].into_iter().flatten().map(|text| html! { <li>{ text }</li> }) }
            </ul>
        </div>
    }
}

fn row(point: &CurvePoint, best: u32) -> Html {
    let is_best = point.threads == best;
    html! {
        <tr class={is_best.then_some("best")}>
            <th scope="row">
                { point.threads }
                if is_best {
                    <span class="tag">{ "enough" }</span>
                }
            </th>
            <td>{ format_ms(point.median_ms) }</td>
            <td>{ format_factor(point.speed_up) }</td>
            <td>
                { format!("{} to {}", format_factor(point.speed_up_low), format_factor(point.speed_up_high)) }
            </td>
            <td>{ percent(point.efficiency) }</td>
            <td>{ point.karp_flatt.map_or("–".to_owned(), percent) }</td>
        </tr>
    }
}

fn amdahl_sentence(fit: &AmdahlRecord) -> String {
    let interval = fit
        .interval
        .map_or(String::new(), |(low, high)| format!(" ({} to {})", percent(low), percent(high)));
    format!("Amdahl: serial part {}{interval}.", percent(fit.serial_fraction))
}

fn usl_sentence(fit: &UslRecord) -> String {
    let peak = match fit.peak_threads {
        Some(peak) if peak < 1.5 => ", peak at 1 thread".to_owned(),
        Some(peak) => format!(", peak at {peak:.0} threads"),
        None => ", no peak".to_owned(),
    };
    format!(
        "Universal scalability law: contention {}, coherency {}{peak}.",
        percent(fit.contention),
        percent(fit.coherency)
    )
}
