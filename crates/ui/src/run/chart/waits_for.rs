//! Who waits for what, and who holds it: the ring of a deadlock, or those whom nobody will wake.

use std::f64::consts::{FRAC_PI_2, PI};

use serde_json::Value as Json;
use yew::prelude::*;

use super::figure::figure;
use super::shape::Value::{Part, Pixels, Word};
use super::shape::{circle, shape, text};
use crate::words::count_of;

/// Rings of up to so many threads have room for names inside and words beside the arrows.
const FEW: usize = 2;
/// Letters of a word that fit into a node then; longer names need more room beside one, too.
const FIT: usize = 9;
/// How much nodes at the sides are spread.
const SPREAD: f64 = 0.05;
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
    node: f64,
    /// Distance of an arrow's tip from the middle of its node.
    tip: f64,
}

/// The diagram; nothing without ties.
pub(crate) fn waits_for(cycle: &[Json]) -> Html {
    let ties: Vec<Tie> = cycle.iter().filter_map(tie).collect();
    let Some(first) = ties.first() else { return Html::default() };
    let n = u32::try_from(ties.len()).unwrap_or(u32::MAX);
    let is_ring = ties.iter().all(|tie| tie.holder.is_some());
    let caption = match (is_ring, n) {
        (false, 1) => format!("Nobody is left who could wake {}.", first.thread),
        (false, _) => format!("Nobody is left who could wake these {n} threads."),
        (true, 1) => "The thread waits for what it holds itself.".to_owned(),
        (true, _) => {
            format!("A ring of {}: each waits for what the next one holds.", count_of(n, "thread"))
        }
    };
    let label = ties.iter().map(sentence).collect::<Vec<_>>().join("; ");
    let cells = |tie: &Tie| {
        let holder = tie.holder.clone().unwrap_or_else(|| "nobody".to_owned());
        vec![tie.thread.clone(), tie.resource.clone(), holder]
    };
    let rows: Vec<Vec<String>> = ties.iter().map(cells).collect();
    if is_ring {
        let ring = ring(&ties);
        return figure(
            ("waits-for", TITLE),
            (caption, format!("{label}.")),
            ring,
            (HEAD, rows, None),
        );
    }
    let list = html! {
        <ul class="ties">
            for tie in &ties {
                <li><strong>{ &tie.thread }</strong>{ rest(tie) }</li>
            }
        </ul>
    };
    figure(("waits-for", TITLE), (caption, String::new()), list, (&[], Vec::new(), None))
}

fn tie(value: &Json) -> Option<Tie> {
    let word = |name: &str| value.get(name).and_then(Json::as_str).map(str::to_owned);
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
    let fits = |tie: &Tie| tie.thread.split(' ').all(|word| word.len() <= FIT);
    let short = ties.iter().all(fits);
    let few = ties.len() <= FEW && short;
    let sizes = if few {
        Sizes { reach: (33.0, 36.0), node: 32.0, tip: 41.0 }
    } else {
        // Long names have room beside the ring on a phone too.
        let across = if short { 29.0 } else { 21.0 };
        Sizes { reach: (across, 40.0), node: 10.0, tip: 14.0 }
    };
    let n = 2 * ties.len();
    // A single thread stands left of its resource, a ring begins at the top.
    let begin = if n == 2 { PI } else { -FRAC_PI_2 };
    let angle = |steps: f64| {
        let angle = begin + 2.0 * PI * steps / n as f64;
        // The ellipse is wide: what stands at its sides moves apart.
        angle + SPREAD * libm::sin(2.0 * angle)
    };
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
        let keys = &["class", "x1", "y1", "x2", "y2", "transform", "marker-end"];
        let ends = [Part(x1), Part(y1), Part(x2), Part(y2)];
        let values =
            [Word(class), ends[0], ends[1], ends[2], ends[3], Word(shift), Word("url(#tip)")];
        let arrow = shape("line", keys, &values);
        html! {
            <>
                { arrow }
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
            <svg class={if n == 2 { "ring pair" } else { "ring" }} width="100%">
                <marker id="tip" orient="auto" markerUnits="userSpaceOnUse" overflow="visible"
                    refX={sizes.tip.to_string()}>
                    <path class="tip" d="M0 0L-8 -4V4Z" />
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

/// The place at this angle, clockwise from the right, in percent.
fn place(angle: f64, part: f64, sizes: &Sizes) -> (f64, f64) {
    let (x, y) = (sizes.reach.0 * libm::cos(angle), sizes.reach.1 * libm::sin(angle));
    (50.0 + part * x, 50.0 + part * y)
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
    let word = if waits { "waits for" } else { "held by" };
    if n == 2 {
        let dy = if waits { -18.0 } else { 26.0 };
        return text("", (50.0, 50.0), (0.0, dy), "middle", word);
    }
    text("", place(angle, 0.86, sizes), (0.0, 4.0), anchor(angle), word)
}

/// A circle for a thread, a square for a resource, the name in it or outside of it.
fn node(name: &str, is_thread: bool, angle: f64, few: bool, sizes: &Sizes) -> Html {
    let at @ (x, y) = place(angle, 1.0, sizes);
    let drawn = if is_thread {
        circle("thread", at, sizes.node)
    } else {
        // A group in its place, because a place in percent cannot be moved by pixels.
        let square = [Pixels(-sizes.node), Pixels(2.0 * sizes.node)];
        let keys = &["class", "x", "y", "width", "height", "rx"];
        let [side, corner] = [square[1], Pixels(5.0)];
        let values = [Word("resource"), square[0], square[0], side, side, corner];
        let mut place = shape("svg", &["x", "y"], &[Part(x), Part(y)]);
        place.add_child(shape("rect", keys, &values).into());
        place
    };
    let (first, second) = match name.rsplit_once(' ') {
        Some((first, second)) if few => (first, Some(second)),
        _ => (name, None),
    };
    let (dx, dy, anchor) = if few {
        (0.0, if second.is_some() { -3.0 } else { 4.0 }, "middle")
    } else {
        let anchor = anchor(angle);
        // At the top and at the bottom a long name stands clear of those beside it.
        let is_wide = anchor == "middle" && name.len() > FIT;
        let far = sizes.node + if is_wide { 15.0 } else { 7.0 };
        (far * libm::cos(angle), 4.0 + far * libm::sin(angle), anchor)
    };
    html! {
        <>
            { circle("halo", at, sizes.tip - 1.0) }
            { drawn }
            { text("node", at, (dx, dy), anchor, first) }
            if let Some(second) = second {
                { text("node", at, (0.0, 12.0), "middle", second) }
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
        let sizes = Sizes { reach: (29.0, 39.0), node: 12.0, tip: 18.0 };
        let top = place(-FRAC_PI_2, 1.0, &sizes);
        assert_eq!(top, (50.0, 11.0));
        assert_eq!([anchor(0.0), anchor(PI), anchor(FRAC_PI_2)], ["start", "end", "middle"]);
    }
}
