//! How many items were in the queue, or requests under way, and when.

use measure::format_ms;
use trace::Lane;
use yew::prelude::*;

use super::figure::figure;
use super::plane::{line, plane};
use super::scale::{Scale, time_unit};
use crate::order::order;

/// Points of the line.
const MAX_POINTS: usize = 1000;
/// Rows of the table.
const MAX_ROWS: usize = 500;

/// What there is more or less of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// Items in a queue.
    Queue,
    /// Requests under way.
    Requests,
}

/// How many there were after each change, over the time of the timeline; nothing if there never were any.
pub(crate) fn depth(lanes: &[Lane], of: Of) -> Html {
    let times =
        || lanes.iter().flat_map(|lane| [lane.events.first(), lane.events.last()]).flatten();
    let first_ms = times().map(|event| event.at_ms).fold(f64::INFINITY, f64::min);
    let last_ms = times().map(|event| event.at_ms).fold(first_ms, f64::max);
    let depths = depths(lanes, first_ms);
    let Some(most) = depths.iter().map(|(_, depth)| *depth).max() else { return Html::default() };
    let whole_ms = last_ms - first_ms;
    let (unit, per_ms) = time_unit(whole_ms);
    let x = Scale::new(0.0, whole_ms);
    let y = Scale::new(0.0, 1.1 * f64::from(most.max(1)));
    let axis = Scale::new(0.0, x.high * per_ms);
    let ticks = axis.ticks(6);
    let across: Vec<_> = ticks.values.iter().map(|&at| (axis.at(at), ticks.text(at))).collect();
    let steps = steps(&decimated(&depths), whole_ms);
    let points: Vec<_> = steps.iter().map(|&(at, depth)| (x.at(at), y.at(depth))).collect();
    let what = match of {
        Of::Queue => format!("Each step is one put or get. The queue was at most {most} deep."),
        Of::Requests => {
            format!("Each step is one request or answer. At most {most} were under way at once.")
        }
    };
    let more = depths.len() > MAX_POINTS;
    let drawn = if more { " Many steps are drawn as one; no peak is left out." } else { "" };
    let caption = what + drawn;
    let (id, title, head) = match of {
        Of::Queue => ("depth", "Items in the queue", &["Time in ms", "Items"]),
        Of::Requests => ("in-flight", "Requests under way", &["Time in ms", "Requests"]),
    };
    let label = format!("{title} over {}, at most {most}.", format_ms(whole_ms));
    let rows: Vec<Vec<String>> = depths
        .iter()
        .take(MAX_ROWS)
        .map(|(at_ms, depth)| vec![format!("{at_ms:.3}"), depth.to_string()])
        .collect();
    let remark = (depths.len() > MAX_ROWS).then(|| {
        format!(
            "The first {MAX_ROWS} of {} changes; the downloaded timeline has all.",
            depths.len()
        )
    });
    let plot = plane(y, &across, unit, line("measured", &points));
    figure((id, title), (caption, label), plot, (head, rows, remark))
}

/// Every depth that any thread left behind, in order of time, from `first_ms` on.
fn depths(lanes: &[Lane], first_ms: f64) -> Vec<(f64, u32)> {
    let depths: Vec<(f64, u32)> = lanes.iter().flat_map(Lane::depths).collect();
    let order = order(depths.len(), &|a, b| depths[a].0.total_cmp(&depths[b].0));
    order.into_iter().map(|index| (depths[index].0 - first_ms, depths[index].1)).collect()
}

/// No more than [`MAX_POINTS`] of them: of each stretch the first, the least, the greatest and the
/// last.
fn decimated(depths: &[(f64, u32)]) -> Vec<(f64, u32)> {
    if depths.len() <= MAX_POINTS {
        return depths.to_vec();
    }
    let mut few = Vec::with_capacity(MAX_POINTS);
    for part in depths.chunks(depths.len().div_ceil(MAX_POINTS / 4)) {
        let (mut least, mut greatest) = (0, 0);
        for (index, (_, depth)) in part.iter().enumerate() {
            if *depth < part[least].1 {
                least = index;
            }
            if *depth > part[greatest].1 {
                greatest = index;
            }
        }
        let last = part.len() - 1;
        let kept = [0, least.min(greatest), least.max(greatest), last];
        let is_new = |at: &usize| *at == 0 || kept[*at] != kept[*at - 1];
        few.extend((0..kept.len()).filter(is_new).map(|at| part[kept[at]]));
    }
    few
}

/// The corners of the line: each depth lasts until the next.
fn steps(depths: &[(f64, u32)], whole_ms: f64) -> Vec<(f64, f64)> {
    let ends = depths.iter().skip(1).map(|(at_ms, _)| *at_ms).chain([whole_ms]);
    depths
        .iter()
        .zip(ends)
        .flat_map(|(&(start, depth), end)| [(start, f64::from(depth)), (end, f64::from(depth))])
        .collect()
}

#[cfg(test)]
mod tests {
    use trace::{Event, EventKind};

    use super::*;

    fn lane(depths: &[(f64, u32)]) -> Lane {
        let event =
            |&(at_ms, subject)| Event { at_ms, kind: EventKind::Depth, subject, other: None };
        Lane::new("thread".to_owned(), depths.iter().map(event).collect(), 0)
    }

    #[test]
    fn depths_of_all_threads_stand_in_the_order_of_time() {
        let lanes = [lane(&[(5.0, 1), (7.0, 1)]), lane(&[(6.0, 2)])];
        assert_eq!(depths(&lanes, 5.0), [(0.0, 1), (1.0, 2), (2.0, 1)]);
    }

    #[test]
    fn a_depth_lasts_until_the_next() {
        let corners = [(0.0, 1.0), (2.0, 1.0), (2.0, 3.0), (4.0, 3.0)];
        assert_eq!(steps(&[(0.0, 1), (2.0, 3)], 4.0), corners);
    }

    /// 10 000 depths between 0 and 2, but for one peak of 9 and the last, 5: both are kept.
    #[test]
    fn few_points_keep_every_extreme() {
        let mut depths: Vec<(f64, u32)> =
            (0..10_000).map(|index| (f64::from(index), index as u32 % 3)).collect();
        depths[6789].1 = 9;
        depths[9999].1 = 5;
        let few = decimated(&depths);
        assert!(few.len() <= MAX_POINTS, "{}", few.len());
        assert!(few.contains(&(6789.0, 9)));
        assert_eq!(few.last(), Some(&(9999.0, 5)));
        assert!(few.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
