//! Whose turn it was: one strip, from the turns that a scheduler gave, or from who held the one lock.

use measure::format_ms;
use trace::Lane;
use yew::prelude::*;

use super::figure::figure;
use super::shape::{rect, text};
use crate::order::order;

/// Pieces of the strip; more are finer than the eye.
const MOST: usize = 400;
/// Colors of threads, which begin again after the last.
const COLORS: [&str; 8] = [
    "thread-1", "thread-2", "thread-3", "thread-4", "thread-5", "thread-6", "thread-7", "thread-8",
];
/// Pieces that have room for their numbers.
const MOST_NUMBERS: usize = 36;

/// One turn: whose, from where to where, as parts of the strip.
#[derive(Clone, Debug, PartialEq)]
struct Turn {
    who: u64,
    from: f64,
    to: f64,
}

/// The strip of turns that were given by number, all of the same length.
pub(crate) fn turns(order: &[serde_json::Value]) -> Html {
    let order: Vec<u64> = order.iter().filter_map(serde_json::Value::as_u64).take(MOST).collect();
    if order.is_empty() {
        return Html::default();
    }
    let part = |index: usize| index as f64 / order.len() as f64;
    let turn = |(index, &who)| Turn { who, from: part(index), to: part(index + 1) };
    let strip: Vec<Turn> = order.iter().enumerate().map(turn).collect();
    let rows =
        order.iter().enumerate().map(|(at, who)| vec![(at + 1).to_string(), who.to_string()]);
    let caption = "Tasks by their numbers, one turn after the other.".to_owned();
    let label = format!("{} turns: {}", order.len(), listed(&order));
    let data = (&["Turn", "Task"][..], rows.collect(), None);
    figure(("turns", "Whose turn it was"), (caption, label), pieces(&strip), data)
}

/// The strip of who held the one lock when, over the time of the timeline.
pub(crate) fn holders(lanes: &[Lane]) -> Html {
    let times =
        || lanes.iter().flat_map(|lane| [lane.events.first(), lane.events.last()]).flatten();
    let first_ms = times().map(|event| event.at_ms).fold(f64::INFINITY, f64::min);
    let last_ms = times().map(|event| event.at_ms).fold(first_ms, f64::max);
    let whole_ms = (last_ms - first_ms).max(1e-3);
    let of = |(index, lane): (usize, &Lane)| {
        let holds = lane.holds().into_iter().map(move |hold| (index as u64 + 1, hold));
        holds.collect::<Vec<_>>()
    };
    let holds: Vec<_> = lanes.iter().enumerate().flat_map(of).collect();
    if holds.is_empty() {
        return Html::default();
    }
    let sorted = order(holds.len(), &|a, b| holds[a].1.start_ms.total_cmp(&holds[b].1.start_ms));
    let turn = |index: usize| {
        let (who, hold) = &holds[index];
        let part = |at_ms: f64| ((at_ms.min(last_ms) - first_ms) / whole_ms).clamp(0.0, 1.0);
        Turn { who: *who, from: part(hold.start_ms), to: part(hold.end_ms) }
    };
    let all: Vec<Turn> = sorted.into_iter().map(turn).collect();
    let n_turns = all.len();
    let strip = joined(all);
    let row = |turn: &Turn| {
        let at = |part: f64| format!("{:.3}", part * whole_ms);
        vec![at(turn.from), at(turn.to), lanes[turn.who as usize - 1].name.clone()]
    };
    let caption = format!(
        "The lock over {}, in the color of whoever held it: {} times in all.",
        format_ms(whole_ms),
        measure::format_count(n_turns as u64)
    );
    let label =
        format!("Held in turn by {}", listed(&strip.iter().map(|t| t.who).collect::<Vec<_>>()));
    let data = (&["From ms", "To ms", "Held by"][..], strip.iter().map(row).collect(), None);
    figure(("turns", "Who held the lock"), (caption, label), pieces(&strip), data)
}

/// Turns of one thread that follow each other closely are one piece, until there are few enough.
fn joined(mut turns: Vec<Turn>) -> Vec<Turn> {
    let mut gap = 1e-3;
    while turns.len() > MOST {
        let mut fewer: Vec<Turn> = Vec::new();
        for turn in turns {
            match fewer.last_mut() {
                Some(last)
                    if turn.from - last.to <= gap
                        && (last.who == turn.who || turn.to - last.from < gap) =>
                {
                    last.to = turn.to;
                }
                _ => fewer.push(turn),
            }
        }
        (turns, gap) = (fewer, 2.0 * gap);
    }
    turns
}

/// The first of them, for those who do not see the strip.
fn listed(who: &[u64]) -> String {
    const SAID: usize = 20;
    let names: Vec<String> = who.iter().take(SAID).map(u64::to_string).collect();
    format!("{}{}", names.join(", "), if who.len() > SAID { " …" } else { "" })
}

fn pieces(strip: &[Turn]) -> Html {
    let piece = |turn: &Turn| {
        let color = COLORS[(turn.who.max(1) as usize - 1) % COLORS.len()];
        let (from, wide) = (1e2 * turn.from, 1e2 * (turn.to - turn.from));
        html! {
            <>
                { Html::from(rect(color, (from, 0.0), (wide, 1e2))) }
                if strip.len() <= MOST_NUMBERS {
                    { text("number", (from + wide / 2.0, 50.0), (0.0, 5.0), "middle", &turn.who.to_string()) }
                }
            </>
        }
    };
    html! { <svg class="strip">{ for strip.iter().map(piece) }</svg> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_short_turns_become_few_pieces_that_cover_the_same() {
        let turn = |index: u32| {
            let part = |at: u32| f64::from(at) / 10_000.0;
            Turn { who: u64::from(index % 2 + 1), from: part(index), to: part(index + 1) }
        };
        let strip = joined((0..10_000).map(turn).collect());
        assert!(strip.len() <= MOST);
        assert_eq!((strip[0].from, strip.last().map(|turn| turn.to)), (0.0, Some(1.0)));
        assert!(strip.windows(2).all(|pair| pair[0].to <= pair[1].from));
    }

    #[test]
    fn turns_of_two_stay_apart_while_there_is_room() {
        let turn = |who, from, to| Turn { who, from, to };
        let strip = vec![turn(1, 0.0, 0.5), turn(2, 0.5, 1.0)];
        assert_eq!(joined(strip.clone()), strip);
    }
}
