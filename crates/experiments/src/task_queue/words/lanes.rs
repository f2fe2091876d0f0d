//! A lane for each task: waits for a worker, waits with it for its turn, is worked on, perhaps cut off, and again.

use serde_json::Value;
use trace::{Activity, Event, EventKind, Lane};

/// The resources that a task waits for, as `Needs::resources` lists them.
const WORKER: u32 = 0;
const TURN: u32 = 1;

/// The lanes of these tasks.
pub(super) fn of(tasks: &[Value]) -> Vec<Lane> {
    let lane = |task: &Value| Lane::new(format!("task {}", task["task"]), events(task), 0);
    tasks.iter().map(lane).collect()
}

fn event(at_ms: f64, kind: EventKind, subject: u32) -> Event {
    Event { at_ms, kind, subject, other: None }
}

fn events(task: &Value) -> Vec<Event> {
    let at = |of: &Value, name: &str| of[name].as_f64();
    let Some(sent_ms) = at(task, "sent_ms") else { return Vec::new() };
    let waits = EventKind::Begin(Activity::Waiting);
    let mut events = vec![event(sent_ms, waits, WORKER)];
    for one in task["tries"].as_array().into_iter().flatten() {
        let Some(taken_ms) = at(one, "taken_ms") else { continue };
        let (begun_ms, ended_ms) = (at(one, "begun_ms"), at(one, "ended_ms"));
        events.push(event(taken_ms, EventKind::End, WORKER));
        events.push(event(taken_ms, waits, TURN));
        let worker = one["worker"].as_u64().unwrap_or_default() as u32;
        if let Some(begun_ms) = begun_ms {
            events.push(event(begun_ms, EventKind::End, TURN));
            let is_in_vain = one["in_vain"] == true;
            let activity = if is_in_vain { Activity::InVain } else { Activity::Work };
            events.push(event(begun_ms, EventKind::Begin(activity), worker));
        }
        let cut_ms = at(one, "cut_ms").filter(|_| ended_ms.is_none());
        if let Some(over_ms) = ended_ms {
            events.push(event(over_ms, EventKind::End, worker));
        }
        if let Some(cut_ms) = cut_ms {
            let subject = if begun_ms.is_some() { worker } else { TURN };
            events.push(event(cut_ms, EventKind::End, subject));
        }
        // It waits again, unless that was its end.
        if let Some(over_ms) = ended_ms.or(cut_ms) {
            events.push(event(over_ms, waits, WORKER));
        }
    }
    let waits_on = events.last().is_some_and(|last| last.kind == waits);
    if waits_on && task["end"] != "given-up" {
        events.pop();
    }
    events
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Sent at 0, taken at 1, begun at 2, cut off at 4; taken again at 6, begun at 7, done at 9: it waits from 0 to 1,
    /// with its worker from 1 to 2, is worked on from 2 to 4, waits from 4 to 6 and from 6 to 7, and is worked on from 7 to 9.
    #[test]
    fn a_task_that_was_cut_off_waits_again() {
        let tries = json!([
            { "worker": 1, "taken_ms": 1.0, "begun_ms": 2.0, "ended_ms": null, "cut_ms": 4.0 },
            { "worker": 2, "taken_ms": 6.0, "begun_ms": 7.0, "ended_ms": 9.0, "cut_ms": null },
        ]);
        let lanes = of(&[json!({ "task": 1, "sent_ms": 0.0, "tries": tries, "end": "done" })]);
        let spans: Vec<(f64, f64)> =
            lanes[0].spans().iter().map(|span| (span.start_ms, span.end_ms)).collect();
        assert_eq!(spans, [(0.0, 1.0), (1.0, 2.0), (2.0, 4.0), (4.0, 6.0), (6.0, 7.0), (7.0, 9.0)]);
    }
}
