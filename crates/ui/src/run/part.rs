//! What draws runs as a part of the page that is loaded when it is needed.

use yew::prelude::*;

use super::chart::{Lanes, Source};
use super::conclude::conclude;
use super::result::{Live, finished};
use crate::action::{Effect, File};
use crate::part::RunPart;
use crate::state::State;

/// What it does.
pub static RUN: RunPart = RunPart {
    conclude,
    record: |record| serde_json::to_string(record).expect("a record is plain data"),
    download,
    live: |Live { recording, resources, repeats }| {
        let source = Source::Live(recording.clone(), resources.clone());
        html! { <Lanes {source} repeats={*repeats} /> }
    },
    report: finished,
};

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
