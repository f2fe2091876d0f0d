//! Who waits for what, and who holds it: the ring of a deadlock, or those whom nobody will wake.

use std::f64::consts::{FRAC_PI_2, PI};

use serde_json::Value;
use yew::prelude::*;

use super::figure::Figure;
use crate::words::count_of;

/// Rings of up to so many threads have room for names inside and words beside the arrows.
const FEW: usize = 2;
/// Title of the chart.
const TITLE: &str = "Who waits for whom";
/// Heads of the table.
const HEAD: &[&str] = &["Thread", "Waits for", "Held by"];

/// A thread that waits, the resource it waits for, and the thread that holds that.
#[derive(Clone, Debug, PartialEq)]
struct Tie {
    thread: String,
    resource: String,
    holder: Option<String>,
}

/// Sizes of a ring, in pixels where they are not percentages.
struct Sizes {
    /// From the middle to the nodes, in percent of width and height.
    reach: (f64, f64),
    /// Radius of a circle, half the side of a square.
    node: (f64, f64),
    /// Distance of an arrow's tip from the middle of its node.
    tip: f64,
}

/// The diagram; nothing without ties.
pub(crate) fn waits_for(cycle: &[Value]) -> Html {
    let ties: Vec<Tie> = cycle.iter().filter_map(tie).collect();
    let Some(first) = ties.first() else { return Html::default() };
    let n = u32::try_from(ties.len()).unwrap_or(u32::MAX);
    let is_ring = ties.iter().all(|tie| tie.holder.is_some());
    let caption = match (is_ring, n) {
        (false, 1) => format!("Nobody is left who could wake {}.", first.thread),
        (false, _) => format!("Nobody is left who could wake these {n} threads."),
        (true, 1) => format!("{} waits for what it holds itself.", first.thread),
        (true, _) => format!(
            "A ring of {}: each waits for what the next one holds, so that none ever goes on.",
            count_of(n, "thread")
        ),
    };
    let label = ties.iter().map(sentence).collect::<Vec<_>>().join("; ");
    let cells = |tie: &Tie| {
        let holder = tie.holder.clone().unwrap_or_else(|| "nobody".to_owned());
        vec![tie.thread.clone(), tie.resource.clone(), holder]
    };
    let rows: Vec<Vec<String>> = ties.iter().map(cells).collect();
    if is_ring {
        html! {
            <Figure id="waits-for" title={TITLE} {caption} label={format!("{label}.")} {rows} head={HEAD}>
                { ring(&ties) }
            </Figure>
        }
    } else {
        html! {
            <Figure id="waits-for" title={TITLE} {caption} label={String::new()}>
                <ul class="ties">
                    for tie in &ties {
                        <li><strong>{ &tie.thread }</strong>{ rest(tie) }</li>
                    }
                </ul>
            </Figure>
        }
    }
}

fn tie(value: &Value) -> Option<Tie> {
    let word = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let resource = word("resource").unwrap_or_else(|| "a signal".to_owned());
    Some(Tie { thread: word("thread")?, resource, holder: word("holder") })
}

fn rest(tie: &Tie) -> String {
    match &tie.holder {
        Some(holder) if *holder == tie.thread => {
            format!(" waits for {}, which it holds itself", tie.resource)
        }
        Some(holder) => format!(" waits for {}, held by {holder}", tie.resource),
        None => format!(" waits for {}, and nobody will signal it", tie.resource),
    }
}

fn sentence(tie: &Tie) -> String {
    format!("{}{}", tie.thread, rest(tie))
}

/// Threads and what they wait for, in turn around an ellipse, with arrows from each to the next.
fn ring(ties: &[Tie]) -> Html {
    let few = ties.len() <= FEW;
    let sizes = if few {
        Sizes { reach: (33.0, 36.0), node: (34.0, 30.0), tip: 41.0 }
    } else {
        Sizes { reach: (29.0, 39.0), node: (12.0, 11.0), tip: 18.0 }
    };
    let n = 2 * ties.len();
    // A single thread stands left of its resource, a ring begins at the top.
    let begin = if n == 2 { PI } else { -FRAC_PI_2 };
    let angle = |steps: f64| begin + 2.0 * PI * steps / n as f64;
    let arrow = |index: usize| {
        let (from, to) = (angle(index as f64), angle(index as f64 + 1.0));
        let waits = index.is_multiple_of(2);
        let class = if waits { "waits" } else { "holds" };
        // Two arrows between the same nodes stand beside each other.
        let shift = match (n, waits) {
            (2, true) => "translate(0,-11)",
            (2, false) => "translate(0,11)",
            _ => "",
        };
        let [(x1, y1), (x2, y2)] = [from, to].map(|angle| place(angle, 1.0, &sizes));
        html! {
            <>
                <line {class} {x1} {y1} {x2} {y2} transform={shift} marker-end="url(#tip)" />
                if few {
                    { word(index, n, angle(index as f64 + 0.5), &sizes) }
                }
            </>
        }
    };
    let drawn = |index: usize| {
        let tie = &ties[index / 2];
        let name = if index.is_multiple_of(2) { &tie.thread } else { &tie.resource };
        node(name, index.is_multiple_of(2), angle(index as f64), few, &sizes)
    };
    html! {
        <>
            <svg class="ring" width="100%">
                <marker id="tip" orient="auto" markerUnits="userSpaceOnUse" overflow="visible"
                    refX={sizes.tip.to_string()}>
                    <path class="tip" d="M0 0L-9 -4.5V4.5Z" />
                </marker>
                { for (0..n).map(arrow) }
                { for (0..n).map(drawn) }
            </svg>
            if !few {
                <ul class="legend">
                    { key("waits", "waits for") }
                    { key("holds", "held by") }
                </ul>
            }
        </>
    }
}

/// The place at this angle, clockwise from the right, as attributes.
fn place(angle: f64, part: f64, sizes: &Sizes) -> (String, String) {
    let x = 50.0 + part * sizes.reach.0 * libm::cos(angle);
    let y = 50.0 + part * sizes.reach.1 * libm::sin(angle);
    (format!("{x:.2}%"), format!("{y:.2}%"))
}

/// Where a text beside something at this angle begins: outside.
fn anchor(angle: f64) -> &'static str {
    match libm::cos(angle) {
        ..-0.25 => "end",
        0.25.. => "start",
        _ => "middle",
    }
}

/// What an arrow means, outside of it.
fn word(index: usize, n: usize, angle: f64, sizes: &Sizes) -> Html {
    let waits = index.is_multiple_of(2);
    let text = if waits { "waits for" } else { "held by" };
    if n == 2 {
        let dy = if waits { "-18" } else { "26" };
        return html! { <text x="50%" y="50%" {dy} text-anchor="middle">{ text }</text> };
    }
    let (x, y) = place(angle, 0.86, sizes);
    html! { <text {x} {y} dy="4" text-anchor={anchor(angle)}>{ text }</text> }
}

/// A circle for a thread, a square for a resource, the name in it or outside of it.
fn node(name: &str, is_thread: bool, angle: f64, few: bool, sizes: &Sizes) -> Html {
    let (x, y) = place(angle, 1.0, sizes);
    let halo = (sizes.tip - 1.0).to_string();
    let (radius, half) = sizes.node;
    let side = (2.0 * half).to_string();
    let (first, second) = match name.rsplit_once(' ') {
        Some((first, second)) if few => (first, Some(second)),
        _ => (name, None),
    };
    let (sin, far) = (libm::sin(angle), radius + 7.0);
    let (dx, dy, anchor) = match (few, anchor(angle)) {
        (true, _) => (0.0, if second.is_some() { -3.0 } else { 4.0 }, "middle"),
        (false, "start") => (far, 4.0, "start"),
        (false, "end") => (-far, 4.0, "end"),
        (false, _) => (0.0, 4.0 + sin.signum() * (far + 5.0), "middle"),
    };
    html! {
        <>
            <circle class="halo" cx={x.clone()} cy={y.clone()} r={halo} />
            if is_thread {
                <circle class="thread" cx={x.clone()} cy={y.clone()} r={radius.to_string()} />
            } else {
                <rect class="resource" x={x.clone()} y={y.clone()} width={side.clone()} height={side} rx="5"
                    transform={format!("translate(-{half},-{half})")} />
            }
            <text class="node" x={x.clone()} y={y.clone()} dx={dx.to_string()} dy={dy.to_string()}
                text-anchor={anchor}>
                { first }
            </text>
            if let Some(second) = second {
                <text class="node" {x} {y} dy="12" text-anchor="middle">{ second }</text>
            }
        </>
    }
}

fn key(class: &'static str, text: &'static str) -> Html {
    html! {
        <li>
            <svg width="28" height="12" aria-hidden="true"><line {class} x2="28" y1="6" y2="6" /></svg>
            { text }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie_of(holder: Option<&str>) -> Tie {
        let [thread, resource] = ["thread 1", "lock"].map(str::to_owned);
        Tie { thread, resource, holder: holder.map(str::to_owned) }
    }

    #[test]
    fn a_tie_is_said_in_words() {
        let says = |holder, text: &str| assert_eq!(sentence(&tie_of(holder)), text);
        says(Some("thread 2"), "thread 1 waits for lock, held by thread 2");
        says(Some("thread 1"), "thread 1 waits for lock, which it holds itself");
        says(None, "thread 1 waits for lock, and nobody will signal it");
    }

    /// At the top, x is in the middle and y is 39 % above it.
    #[test]
    fn the_ring_begins_at_the_top() {
        let sizes = Sizes { reach: (29.0, 39.0), node: (12.0, 11.0), tip: 18.0 };
        let top = place(-FRAC_PI_2, 1.0, &sizes);
        assert_eq!(top, ("50.00%".to_owned(), "11.00%".to_owned()));
        assert_eq!([anchor(0.0), anchor(PI), anchor(FRAC_PI_2)], ["start", "end", "middle"]);
    }
}
