//! What draws runs, as parts of the page that are loaded when they are needed.

use trace::wire::RunRecord;
use yew::prelude::*;

use super::chart::{Lanes, Source};
use super::conclude;
use super::result::{Live, meeting, timed};
use crate::action::{Effect, File};
use crate::part::RunPart;
use crate::state::State;

/// Timed runs: nothing is drawn while they are on.
pub static TIMED: RunPart = RunPart {
    conclude: conclude::timed,
    record,
    download,
    live: |_| Html::default(),
    report: timed,
};

/// Runs in which threads meet.
pub static MEETING: RunPart = RunPart {
    conclude: conclude::meeting,
    record,
    download,
    live: |Live { recording, resources, repeats }| {
        let source = Source::Live(recording.clone(), resources.clone());
        html! { <Lanes {source} repeats={*repeats} /> }
    },
    report: meeting,
};

fn record(record: &RunRecord) -> String {
    serde_json::to_string(record).expect("a record is plain data")
}

fn download(state: &State, file: File) -> Option<Effect> {
    let report = state.report()?;
    let id = &report.record.experiment;
    let (name, value) = match file {
        File::Record => (format!("{id}.json"), serde_json::to_value(&report.record)),
        File::Timeline => (
            format!("{id}-timeline.json"),
            Ok(trace::chrome_trace(&report.record.link, &report.lanes, &report.resources)),
        ),
    };
    let value = value.expect("a record is plain data");
    let text = serde_json::to_string_pretty(&value).expect("a value has a text");
    Some(Effect::Download { name, text })
}
