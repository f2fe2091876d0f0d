//! The timeline as Chrome trace-event JSON, which Perfetto opens.

use serde_json::{Value, json};

use crate::lane::Lane;

/// The timeline of one stage as a JSON object in the trace-event format.
///
/// `resources` names what was waited for and held, by number; what threads held is a process of its
/// own, with the same threads. Complete events (`"ph": "X"`), times in microseconds from the first event. Source: *Trace Event
/// Format*, Google, 2016 (the object form with `traceEvents`).
#[must_use]
pub fn chrome_trace(title: &str, lanes: &[Lane], resources: &[String]) -> Value {
    let start_ms =
        lanes.iter().flat_map(Lane::spans).map(|span| span.start_ms).fold(f64::INFINITY, f64::min);
    let mut events = vec![json!({
        "ph": "M", "pid": 1, "name": "process_name", "args": { "name": title },
    })];
    for (tid, lane) in lanes.iter().enumerate() {
        events.push(json!({
            "ph": "M", "pid": 1, "tid": tid, "name": "thread_name", "args": { "name": lane.name },
        }));
        events.extend(lane.spans().into_iter().map(|span| {
            let args = if span.activity.is_busy() {
                json!({ "first_block": span.subject })
            } else {
                let thread = |index: Option<u8>| Some(lanes.get(usize::from(index?))?.name.clone());
                let resource = resources.get(span.subject as usize);
                json!({
                    "for": resource, "held_by": thread(span.holder),
                    "ended_by": thread(span.ended_by),
                })
            };
            json!({
                "ph": "X", "pid": 1, "tid": tid, "name": span.activity.name(), "cat": "run",
                "ts": (span.start_ms - start_ms) * 1e3,
                "dur": (span.end_ms - span.start_ms) * 1e3,
                "args": args,
            })
        }));
        events.extend(lane.holds().into_iter().map(|hold| {
            json!({
                "ph": "X", "pid": 2, "tid": tid, "cat": "held",
                "name": resources.get(hold.subject as usize),
                "ts": (hold.start_ms - start_ms) * 1e3,
                "dur": (hold.end_ms - hold.start_ms) * 1e3,
            })
        }));
    }
    json!({ "traceEvents": events, "displayTimeUnit": "ms" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Activity, Event, EventKind};

    #[test]
    fn a_span_of_two_milliseconds_becomes_an_event_of_2000_microseconds() {
        let work = EventKind::Begin(Activity::Work);
        let events = [
            Event { at_ms: 5.0, kind: work, subject: 3, other: None },
            Event { at_ms: 7.0, kind: EventKind::End, subject: 3, other: None },
        ];
        let trace =
            chrome_trace("integrate", &[Lane::new("thread 1".to_owned(), events.to_vec(), 0)], &[]);
        let span = &trace["traceEvents"][2];
        assert_eq!((span["ts"].as_f64(), span["dur"].as_f64()), (Some(0.0), Some(2000.0)));
        assert_eq!(trace["traceEvents"][1]["args"]["name"], "thread 1");
    }
}
