//! A lane for each request: waits for a connection, has one and waits for a worker of the service, has both and is served.

use serde_json::Value;
use trace::{Activity, Event, EventKind, Lane};

use super::number;

/// The resources that a request waits for, as `Needs::resources` lists them.
const CONNECTION: u32 = 0;
const WORKER: u32 = 1;

/// The lanes of these requests, each with the number of those under way whenever it changed.
pub(super) fn of(requests: &[Value]) -> Vec<Lane> {
    let mut lanes: Vec<Vec<Event>> = requests.iter().enumerate().map(events).collect();
    for (at_ms, count, index) in in_flight(requests) {
        let after = lanes[index].partition_point(|event| event.at_ms <= at_ms);
        lanes[index].insert(after, event(at_ms, EventKind::Depth, count));
    }
    let name = |request: &Value| format!("request {}", request["request"]);
    let lanes = requests.iter().zip(lanes);
    lanes.map(|(request, events)| Lane::new(name(request), events, 0)).collect()
}

fn event(at_ms: f64, kind: EventKind, subject: u32) -> Event {
    Event { at_ms, kind, subject, other: None }
}

fn events((index, request): (usize, &Value)) -> Vec<Event> {
    let [Some(sent_ms), Some(ended_ms)] = ["sent_ms", "ended_ms"].map(|name| number(request, name))
    else {
        return Vec::new();
    };
    let [Some(queued_ms), Some(served_ms)] =
        ["queued_ms", "served_ms"].map(|name| number(request, name))
    else {
        // It brought no number; nobody can say how far it came.
        let in_vain = event(sent_ms, EventKind::Begin(Activity::InVain), index as u32);
        return vec![in_vain, event(ended_ms, EventKind::End, index as u32)];
    };
    let waits = EventKind::Begin(Activity::Waiting);
    // Nobody can say how long the way back took: all of the way is drawn before.
    let served_at_ms = (ended_ms - served_ms).max(sent_ms);
    let came_at_ms = (served_at_ms - queued_ms).max(sent_ms);
    let index = index as u32;
    vec![
        event(sent_ms, waits, CONNECTION),
        event(came_at_ms, EventKind::End, CONNECTION),
        event(came_at_ms, EventKind::Acquired, CONNECTION),
        event(came_at_ms, waits, WORKER),
        event(served_at_ms, EventKind::End, WORKER),
        event(served_at_ms, EventKind::Acquired, WORKER),
        event(served_at_ms, EventKind::Begin(Activity::Work), index),
        event(ended_ms, EventKind::End, index),
        event(ended_ms, EventKind::Released, WORKER),
        event(ended_ms, EventKind::Released, CONNECTION),
    ]
}

/// When the number of requests under way changed: the time, the number since, and which request did it.
fn in_flight(requests: &[Value]) -> Vec<(f64, u32, usize)> {
    let ends = requests.iter().enumerate().flat_map(|(index, request)| {
        let end = |name, change| Some((number(request, name)?, change, index));
        [end("sent_ms", 1), end("ended_ms", -1)]
    });
    let mut ends: Vec<(f64, i32, usize)> = ends.flatten().collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut count = 0_i32;
    let counted = ends.into_iter().map(|(at_ms, change, index)| {
        count += change;
        (at_ms, count.unsigned_abs(), index)
    });
    counted.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_without_a_number_was_in_vain() {
        let lanes = of(&[json!({ "sent_ms": 1.0, "ended_ms": 5.0, "failure": "status 500" })]);
        let spans = lanes[0].spans();
        assert_eq!(spans.len(), 1);
        assert_eq!(
            (spans[0].activity, spans[0].start_ms, spans[0].end_ms),
            (Activity::InVain, 1.0, 5.0)
        );
    }

    /// The first is sent at 0 and served from 2 to 12; the second is sent at 1, waits from 2 to 12 for the worker,
    /// and is served until 22: one is under way from 0, two from 1, one from 12, none from 22.
    #[test]
    fn a_request_waits_and_is_served() {
        let request = |sent_ms: f64, queued_ms: f64, ended_ms: f64| json!({ "sent_ms": sent_ms, "queued_ms": queued_ms, "served_ms": 10.0, "ended_ms": ended_ms });
        let lanes = of(&[request(0.0, 0.0, 12.0), request(1.0, 10.0, 22.0)]);
        let depths: Vec<(f64, u32)> = lanes.iter().flat_map(Lane::depths).collect();
        assert_eq!(depths, [(0.0, 1), (12.0, 1), (1.0, 2), (22.0, 0)]);
        let spans: Vec<(f64, f64)> =
            lanes[1].spans().iter().map(|span| (span.start_ms, span.end_ms)).collect();
        assert_eq!(spans, [(1.0, 2.0), (2.0, 12.0), (12.0, 22.0)]);
    }
}
