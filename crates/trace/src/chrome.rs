//! The timeline as Chrome trace-event JSON, which Perfetto opens.

use serde_json::{Value, json};

use crate::event::Activity;
use crate::wire::Lane;

/// The timeline of one stage as a JSON object in the trace-event format.
///
/// Complete events (`"ph": "X"`), times in microseconds from the first event. Source: *Trace Event
/// Format*, Google, 2016 (the object form with `traceEvents`).
#[must_use]
pub fn chrome_trace(title: &str, lanes: &[Lane]) -> Value {
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
            let name = match span.activity {
                Activity::Work => "work",
                Activity::SerialWork => "serial work",
            };
            json!({
                "ph": "X", "pid": 1, "tid": tid, "name": name, "cat": "run",
                "ts": (span.start_ms - start_ms) * 1e3,
                "dur": (span.end_ms - span.start_ms) * 1e3,
                "args": { "first_block": span.subject },
            })
        }));
    }
    json!({ "traceEvents": events, "displayTimeUnit": "ms" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, EventKind};

    #[test]
    fn a_span_of_two_milliseconds_becomes_an_event_of_2000_microseconds() {
        let work = EventKind::Begin(Activity::Work);
        let events = [
            Event { at_ms: 5.0, kind: work, subject: 3 },
            Event { at_ms: 7.0, kind: EventKind::End, subject: 3 },
        ];
        let trace = chrome_trace("integrate", &[Lane::new("thread 1".to_owned(), &events, 0)]);
        let span = &trace["traceEvents"][2];
        assert_eq!((span["ts"].as_f64(), span["dur"].as_f64()), (Some(0.0), Some(2000.0)));
        assert_eq!(trace["traceEvents"][1]["args"]["name"], "thread 1");
    }
}
