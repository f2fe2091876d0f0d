//! A speed-up curve as a table, and the laws fitted to it as sentences.

use measure::{format_factor, format_ms};
use trace::wire::{AmdahlRecord, Curve, CurvePoint, UslRecord};
use yew::prelude::*;

use crate::words::percent;

const AMDAHL: &str = "Amdahl";
const USL: &str = "Universal scalability law";

/// Properties of [`Laws`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LawsProps {
    /// The curve.
    pub(crate) curve: Curve,
}

/// Every point of the curve, and what the fits say.
#[component]
pub(crate) fn Laws(props: &LawsProps) -> Html {
    let curve = &props.curve;
    let amdahl = curve.amdahl.as_ref().map(amdahl_sentence);
    let usl = curve.usl.as_ref().map(usl_sentence);
    let fits = [
        amdahl.or_else(|| not_fitted(AMDAHL, curve.amdahl_reason.as_deref())),
        usl.or_else(|| not_fitted(USL, curve.usl_reason.as_deref())),
    ];
    // An experiment that sets the serial part asks for no best count, but for its prediction.
    let standing = curve.standing.as_deref().filter(|_| curve.predicted_serial_fraction.is_none());
    let tag = |point: &CurvePoint| standing.filter(|_| point.threads == curve.best_threads);
    html! {
        <div class="laws">
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="curve-table">
                <table>
                    <caption id="curve-table">
                        { "What was measured at each thread count: medians in turn, and their ratio" }
                    </caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Threads" }</th>
                            <th scope="col">{ "Sequential" }</th>
                            <th scope="col">{ "With threads" }</th>
                            <th scope="col">{ "Speed-up" }</th>
                            <th scope="col">{ "95 % interval" }</th>
                            <th scope="col">{ "Efficiency" }</th>
                            <th scope="col">{ "Serial part (Karp–Flatt)" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for curve.points.iter().map(|point| row(point, tag(point))) }
                    </tbody>
                </table>
            </div>
            <ul class="fits">
                { for fits.into_iter().flatten().map(|text| html! { <li>{ text }</li> }) }
            </ul>
        </div>
    }
}

/// One point; `tag` is what its count is called, if it is the one to take.
fn row(point: &CurvePoint, tag: Option<&str>) -> Html {
    html! {
        <tr class={tag.map(|_| "best")}>
            <th scope="row">
                { point.threads }
                if let Some(tag) = tag {
                    <span class="tag">{ tag }</span>
                }
            </th>
            <td>{ format_ms(point.sequential_ms) }</td>
            <td>{ format_ms(point.median_ms) }</td>
            <td>{ format_factor(point.speed_up) }</td>
            <td>{ range(point.speed_up_low, point.speed_up_high).unwrap_or("–".to_owned()) }</td>
            <td>{ percent(point.efficiency) }</td>
            <td>{ point.karp_flatt.map_or("–".to_owned(), percent) }</td>
        </tr>
    }
}

/// The interval of a speed-up; nothing for one without width, which single samples have, and equal
/// ones.
pub(super) fn range(low: f64, high: f64) -> Option<String> {
    (low < high).then(|| format!("{} to {}", format_factor(low), format_factor(high)))
}

fn amdahl_sentence(fit: &AmdahlRecord) -> String {
    format!("{AMDAHL}: serial part {}.", with_interval(fit.serial_fraction, fit.interval))
}

fn usl_sentence(fit: &UslRecord) -> String {
    let peak = match (fit.peak_threads, fit.coherency_interval) {
        (Some(_), Some((low, _))) if low <= 0.0 => ", no certain peak".to_owned(),
        (Some(peak), _) if peak < 1.5 => ", peak at 1 thread".to_owned(),
        (Some(peak), _) => format!(", peak at {peak:.0} threads"),
        (None, _) => ", no peak".to_owned(),
    };
    format!(
        "{USL}: contention {}, coherency {}{peak}.",
        with_interval(fit.contention, fit.contention_interval),
        with_interval(fit.coherency, fit.coherency_interval),
    )
}

/// A fraction and its 95 % interval.
fn with_interval(value: f64, interval: Option<(f64, f64)>) -> String {
    let interval = interval
        .map_or(String::new(), |(low, high)| format!(" ({} to {})", percent(low), percent(high)));
    format!("{}{interval}", percent(value))
}

fn not_fitted(law: &str, reason: Option<&str>) -> Option<String> {
    reason.map(|reason| format!("{law}: not fitted, because {reason}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_is_worded_with_its_intervals_or_the_reason_why_it_is_missing() {
        let fit = AmdahlRecord { serial_fraction: 0.25, interval: Some((0.2, 0.3)) };
        let serial = "Amdahl: serial part 25.0\u{a0}% (20.0\u{a0}% to 30.0\u{a0}%).";
        assert_eq!(amdahl_sentence(&fit), serial);
        let reason = measure::NoFit::Scatter.to_string();
        assert_eq!(
            not_fitted(AMDAHL, Some(&reason)).as_deref(),
            Some("Amdahl: not fitted, because the points scatter too much.")
        );
        assert_eq!(not_fitted(AMDAHL, None), None);
    }

    #[test]
    fn a_peak_is_named_only_if_the_coherency_is_surely_above_zero() {
        let mut fit = UslRecord {
            contention: 0.0,
            contention_interval: None,
            coherency: 0.02,
            coherency_interval: Some((0.01, 0.03)),
            rate: 1.0,
            peak_threads: Some(7.07),
        };
        assert!(usl_sentence(&fit).ends_with(
            "contention 0.0\u{a0}%, coherency 2.0\u{a0}% \
            (1.0\u{a0}% to 3.0\u{a0}%), peak at 7 threads."
        ));
        fit.coherency_interval = Some((0.0, 0.04));
        assert!(usl_sentence(&fit).ends_with(", no certain peak."));
    }
}
