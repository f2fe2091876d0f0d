//! What each thread did, and when.

use measure::format_ms;
use trace::wire::{ThreadRecord, thread_records};
use trace::{Activity, EventKind, Lane};
use yew::prelude::*;

use super::axis::TimeAxis;
use super::figure::{Figure, show_code};
use crate::action::Action;
use crate::run::report::Report;
use crate::same::Same;
use crate::words::{count_of, percent};

/// Spans nearer than this, in percent of the width, are drawn as one: half a pixel of 800.
const GAP: f64 = 0.0625;
/// Heads of the table.
const HEAD: &[&str] = &["Thread", "Begin in ms", "End in ms", "Length in ms", "Doing"];
/// Rows of the table; the downloaded timeline holds them all.
const MAX_ROWS: usize = 500;

/// A bar of the chart, in milliseconds from the first event.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bar {
    start_ms: f64,
    end_ms: f64,
    activity: Activity,
}

/// Properties of [`Timeline`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TimelineProps {
    /// The run.
    pub(crate) shown: Same<Report>,
    /// Whether the code is in sight.
    pub(crate) docked: bool,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// One lane for each thread. Bars are computing, gaps are waiting; who points at a bar sees its line in the code.
#[component]
pub(crate) fn Timeline(props: &TimelineProps) -> Html {
    let TimelineProps { shown, docked, dispatch } = props;
    let lanes = &shown.lanes;
    let spans: Vec<_> = lanes.iter().map(Lane::spans).collect();
    let first = spans.iter().flatten().map(|span| span.start_ms).fold(f64::INFINITY, f64::min);
    let last = spans.iter().flatten().map(|span| span.end_ms).fold(first, f64::max);
    if !first.is_finite() {
        return Html::default();
    }
    let bar = |span: &trace::Span| Bar {
        start_ms: span.start_ms - first,
        end_ms: span.end_ms - first,
        activity: span.activity,
    };
    let bars: Vec<Vec<Bar>> = spans.iter().map(|spans| spans.iter().map(bar).collect()).collect();
    let axis = TimeAxis::new(last - first, 6);
    let records = thread_records(lanes);
    let serial = bars.iter().flatten().any(|bar| bar.activity == Activity::SerialWork);
    let dropped: u64 = lanes.iter().map(|lane| lane.dropped).sum();
    let caption = format!(
        "The last repeat, from its first event. Bars are computing, gaps are waiting.{}{}",
        if serial { " Striped bars are the serial part." } else { "" },
        if dropped > 0 {
            format!(" {} events found no room and are missing.", measure::format_count(dropped))
        } else {
            String::new()
        },
    );
    let label = label(&records, last - first);
    let mut rows: Vec<Vec<String>> = lanes
        .iter()
        .zip(&bars)
        .flat_map(|(lane, bars)| bars.iter().map(|bar| table_row(&lane.name, bar)))
        .collect();
    let remark = (rows.len() > MAX_ROWS).then(|| {
        format!("The first {MAX_ROWS} of {} bars; the downloaded timeline has all.", rows.len())
    });
    rows.truncate(MAX_ROWS);
    let look_at = |index: usize| {
        move |activity: Activity| {
            let (shown, of) = (shown.clone(), EventKind::Begin(activity));
            dispatch.reform(move |_: PointerEvent| {
                let begun = shown.lanes[index].events.iter().position(|event| event.kind == of);
                let event = begun.unwrap_or_default();
                Action::LookAt(shown.cues(index, event..event + 1))
            })
        }
    };
    let figure = html! {
        <Figure id="timeline" title="Who computed when" {caption} {label} {rows} {remark}
            head={HEAD}>
            if serial {
                <svg class="defs" width="0" height="0">
                    <pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)">
                        <rect class="stripe-ground" width="6" height="6" />
                        <rect class="stripe" width="3" height="6" />
                    </pattern>
                </svg>
            }
            <div class={classes!("lanes", (lanes.len() > 16).then_some("many"))}>
                { for records.iter().zip(&bars).enumerate().filter(|(_, (_, bars))| !bars.is_empty())
                    .map(|(index, (record, bars))| lane(record, bars, &axis, look_at(index))) }
            </div>
            { axis.row("busy") }
        </Figure>
    };
    html! {
        <>
            { figure }
            <div class="below">{ show_code(*docked, dispatch) }</div>
        </>
    }
}

/// The bars of one thread; `look_at` makes what happens when somebody points at one of this activity.
fn lane(
    record: &ThreadRecord,
    bars: &[Bar],
    axis: &TimeAxis,
    look_at: impl Fn(Activity) -> Callback<PointerEvent>,
) -> Html {
    let [work, serial] = [Activity::Work, Activity::SerialWork].map(look_at);
    let drawn = |bar: Bar| {
        let (start, end) = (axis.at(bar.start_ms), axis.at(bar.end_ms));
        let (class, onpointerover) = match bar.activity {
            Activity::SerialWork => ("serial-work", serial.clone()),
            _ => ("work", work.clone()),
        };
        html! {
            <rect {class} {onpointerover} x={format!("{start:.3}%")} width={format!("{:.3}%", (end - start).max(GAP))}
                height="100%" />
        }
    };
    html! {
        <div class="row lane">
            <span class="row-name">{ &record.name }</span>
            <svg class="row-plot" width="100%" height="100%">
                <rect class="track" width="100%" height="100%" />
                { axis.lines() }
                { for merged(bars, axis).into_iter().map(drawn) }
            </svg>
            <span class="row-value">{ percent(busy(record)) }</span>
        </div>
    }
}

/// Bars of the same kind that are closer than anybody can see, made one.
fn merged(bars: &[Bar], axis: &TimeAxis) -> Vec<Bar> {
    let mut merged: Vec<Bar> = Vec::new();
    for &bar in bars {
        match merged.last_mut() {
            Some(last)
                if last.activity == bar.activity
                    && axis.at(bar.start_ms) - axis.at(last.end_ms) < GAP =>
            {
                last.end_ms = last.end_ms.max(bar.end_ms);
            }
            _ => merged.push(bar),
        }
    }
    merged
}

/// The part of the time in which a thread computed.
fn busy(record: &ThreadRecord) -> f64 {
    let whole = record.busy_ms + record.waiting_ms;
    if whole > 0.0 { record.busy_ms / whole } else { 0.0 }
}

fn label(records: &[ThreadRecord], whole_ms: f64) -> String {
    let each = records.iter().filter(|record| record.steps > 0).map(|record| {
        let tasks = count_of(u32::try_from(record.steps).unwrap_or(u32::MAX), "task");
        format!("{} computed {} of the time, in {tasks}", record.name, percent(busy(record)))
    });
    format!("Timeline of {}. {}.", format_ms(whole_ms), each.collect::<Vec<_>>().join("; "))
}

fn table_row(name: &str, bar: &Bar) -> Vec<String> {
    vec![
        name.to_owned(),
        format!("{:.3}", bar.start_ms),
        format!("{:.3}", bar.end_ms),
        format!("{:.3}", bar.end_ms - bar.start_ms),
        bar.activity.name().to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(start_ms: f64, end_ms: f64, activity: Activity) -> Bar {
        Bar { start_ms, end_ms, activity }
    }

    /// Of 1000 ms, 0.0625 % are 0.625 ms: a gap of 0.5 ms closes, one of 1 ms stays, and work never
    /// merges with serial work.
    #[test]
    fn bars_merge_only_where_nobody_can_see_the_gap() {
        let axis = TimeAxis::new(1000.0, 5);
        let (work, serial) = (Activity::Work, Activity::SerialWork);
        let bars = [
            bar(0.0, 10.0, serial),
            bar(10.0, 20.0, work),
            bar(20.5, 30.0, work),
            bar(31.0, 40.0, work),
        ];
        let expected = [bar(0.0, 10.0, serial), bar(10.0, 30.0, work), bar(31.0, 40.0, work)];
        assert_eq!(merged(&bars, &axis), expected);
    }
}
