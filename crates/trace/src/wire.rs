//! The forms that cross a worker boundary or reach a user's disk: stage runs and run records.
//!
//! Text form is JSON. Floating-point numbers keep every bit (`float_roundtrip`), so a value that
//! was computed in a worker is the same value on the page.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use crate::curve::{AmdahlRecord, Curve, CurvePoint, UslRecord};
use crate::event::EventKind;
pub use crate::exploration::{
    EXPLORATION_SCHEMA, ExplorationRecord, ExploreOptions, FindingRecord, OutcomeRecord,
};
use crate::lane::Lane;
pub use crate::message::{Fault, LabReply, LabRequest, Login};
use crate::span::Span;

/// Version of [`RunRecord`]; raised when a field changes its meaning.
pub const RECORD_SCHEMA: u32 = 1;

/// Durations of one variant in one stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Samples {
    /// What ran: the name of a method, or `"sequential"` for the baseline.
    pub variant: String,
    /// Threads (or processes) that took part.
    pub threads: u32,
    /// Wall time of each repeat in milliseconds, in the order measured.
    pub wall_ms: Vec<f64>,
    /// Wall time of each warm-up run in milliseconds; a warm-up run may do less work.
    pub warm_up_ms: Vec<f64>,
}

/// Everything one lab reports about one stage of a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StageRun {
    /// Threads (or processes) of the lab.
    pub threads: u32,
    /// One entry for each variant, the method first.
    pub samples: Vec<Samples>,
    /// The experiment's own figures, by name.
    pub figures: Map<String, Value>,
    /// One lane for each thread, from the repeat that was recorded. They cross as numbers, see
    /// [`Lane::numbers`], while the run is on.
    #[serde(skip)]
    pub lanes: Vec<Lane>,
}

impl StageRun {
    /// The durations of `variant` in milliseconds, or none.
    #[must_use]
    pub fn wall_ms(&self, variant: &str) -> &[f64] {
        self.samples.iter().find(|s| s.variant == variant).map_or(&[], |s| &s.wall_ms)
    }

    /// A figure that is a number.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.figures.get(name).and_then(Value::as_f64)
    }
}

/// Where a run took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Environment {
    /// The browser's own name for itself.
    pub user_agent: String,
    /// Logical cores as the browser reports them.
    pub cores: u32,
    /// Whether the page is cross-origin isolated.
    pub isolated: bool,
    /// Smallest step of the clock in microseconds.
    pub timer_step_us: f64,
    /// Version of this program.
    pub app_version: String,
}

/// Verdict on the wire, see [`crate::Verdict`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictRecord {
    /// Stable word, see [`crate::VerdictKind::name`].
    pub kind: String,
    /// One sentence.
    pub text: String,
}

/// What one thread did in the last repeat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadRecord {
    /// The thread's name, as shown.
    pub name: String,
    /// Milliseconds spent computing.
    pub busy_ms: f64,
    /// Milliseconds between the first begin and the last end of any thread that this thread did
    /// not compute.
    pub waiting_ms: f64,
    /// Tasks finished, or resources acquired where it acquired any.
    pub steps: u64,
}

/// How much was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceRecord {
    /// Events kept.
    pub events: u64,
    /// Events that found the ring full.
    pub dropped: u64,
}

/// A finished run, as the automation interface returns it and as it is downloaded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// [`RECORD_SCHEMA`].
    pub schema: u32,
    /// The link that runs this again, starting with `#/`.
    pub link: String,
    /// Stable id of the experiment.
    pub experiment: String,
    /// Every parameter by its name in links, defaults included.
    pub params: Map<String, Value>,
    /// Where it ran.
    pub environment: Environment,
    /// `"threads"`, `"processes"` or `"single"`.
    pub backend: String,
    /// What it shows.
    pub verdict: VerdictRecord,
    /// Named figures of the experiment, units in the names.
    pub outcome: Map<String, Value>,
    /// Every duration measured.
    pub samples: Vec<Samples>,
    /// What each thread did in the last repeat.
    pub threads: Vec<ThreadRecord>,
    /// How much was recorded.
    pub trace: TraceRecord,
}

/// Sums up each lane over the time in which any lane was active.
#[must_use]
pub fn thread_records(lanes: &[Lane]) -> Vec<ThreadRecord> {
    let spans: Vec<Vec<Span>> = lanes.iter().map(Lane::spans).collect();
    let first = spans.iter().flatten().map(|s| s.start_ms).fold(f64::INFINITY, f64::min);
    let last = spans.iter().flatten().map(|s| s.end_ms).fold(f64::NEG_INFINITY, f64::max);
    let whole_ms = (last - first).max(0.0);
    let sum = |lane: &Lane, spans: &Vec<Span>| {
        let busy = spans.iter().filter(|span| span.activity.is_busy());
        let busy_ms: f64 = busy.clone().map(|s| s.end_ms - s.start_ms).sum();
        let tasks = busy.filter(|span| span.ends).count();
        let acquired = |event: &&crate::Event| event.kind == EventKind::Acquired;
        let acquired = lane.events.iter().filter(acquired).count();
        ThreadRecord {
            name: lane.name.clone(),
            busy_ms,
            waiting_ms: (whole_ms - busy_ms).max(0.0),
            steps: if acquired > 0 { acquired } else { tasks } as u64,
        }
    };
    lanes.iter().zip(&spans).map(|(lane, spans)| sum(lane, spans)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Activity, Event, EventKind};

    fn lane(name: &str, times: &[(f64, f64)]) -> Lane {
        let begin = EventKind::Begin(Activity::Work);
        let events: Vec<Event> = times
            .iter()
            .flat_map(|&(start, end)| {
                [(start, begin), (end, EventKind::End)].map(|(at_ms, kind)| Event {
                    at_ms,
                    kind,
                    subject: 0,
                    other: None,
                })
            })
            .collect();
        Lane::new(name.to_owned(), events, 0)
    }

    /// Thread 1 computes 0..4 ms, thread 2 computes 1..2 and 3..6 ms: the whole is 0..6 ms, so
    /// thread 1 is busy for 4 and waits for 2, thread 2 is busy for 1 + 3 and waits for 2.
    #[test]
    fn waiting_is_the_rest_of_the_time_in_which_any_thread_was_active() {
        let records =
            thread_records(&[lane("1", &[(0.0, 4.0)]), lane("2", &[(1.0, 2.0), (3.0, 6.0)])]);
        assert_eq!((records[0].busy_ms, records[0].waiting_ms, records[0].steps), (4.0, 2.0, 1));
        assert_eq!((records[1].busy_ms, records[1].waiting_ms, records[1].steps), (4.0, 2.0, 2));
    }

    #[test]
    fn a_stage_run_keeps_every_bit_of_its_numbers_on_the_wire() {
        let value = f64::from_bits(0x4074_d555_5555_5557); // near 1000/3, an odd last bit
        let run = StageRun {
            threads: 2,
            samples: vec![],
            figures: Map::from_iter([("value".to_owned(), value.into())]),
            lanes: vec![],
        };
        let text = serde_json::to_string(&run).unwrap();
        let back: StageRun = serde_json::from_str(&text).unwrap();
        assert_eq!(back, run);
        assert_eq!(back.figure("value").map(f64::to_bits), Some(value.to_bits()));
    }
}
