//! What draws runs, as parts of the page that are loaded when they are needed.

use trace::wire::RunRecord;
use yew::prelude::*;

use super::chart::{Lanes, Source};
use super::conclude::{conclude, theirs};
use super::result::{Live, meeting, timed};
use crate::action::{Effect, File};
use crate::frame::code::{docked, listing};
use crate::json;
use crate::part::{FilesPart, RunPart};
use crate::prediction::of_run;
use crate::share::{code, panel};
use crate::state::State;

/// Timed runs: nothing is drawn while they are on.
pub static TIMED: RunPart = RunPart {
    conclude: |plan, answers, environment, was_hidden| {
        conclude(plan, answers, environment, was_hidden, |params| params.timed())
    },
    record,
    theirs: |plan, record| theirs(plan, record, |params| params.timed()),
    live: |_| Html::default(),
    report: timed,
    answered: of_run,
};

/// Runs in which threads meet.
pub static MEETING: RunPart = RunPart {
    conclude: |plan, answers, environment, was_hidden| {
        conclude(plan, answers, environment, was_hidden, |params| params.meeting())
    },
    record,
    theirs: |plan, record| theirs(plan, record, |params| params.meeting()),
    live,
    report: meeting,
    answered: of_run,
};

/// Such runs of what is compared with processes.
pub static COMPARED: RunPart = RunPart {
    conclude: |plan, answers, environment, was_hidden| {
        conclude(plan, answers, environment, was_hidden, |params| params.compared())
    },
    record,
    theirs: |plan, record| theirs(plan, record, |params| params.compared()),
    live,
    report: meeting,
    answered: of_run,
};

fn live(Live { recording, resources, repeats }: &Live) -> Html {
    let source = Source::Live(recording.clone(), resources.clone());
    html! { <Lanes {source} repeats={*repeats} /> }
}

fn record(record: &RunRecord) -> String {
    serde_json::to_string(record).expect("a record is plain data")
}

/// Files made from runs.
pub static FILES: FilesPart = FilesPart { read, make, listing, docked, share: panel };

fn read(text: &str) -> Result<RunRecord, String> {
    json::of_text(text).map_err(|why| format!("it is no record of a run ({why})"))
}

fn make(state: &State, file: File, base_url: &str) -> Result<Effect, &'static str> {
    if file == File::Qr {
        return code(state, base_url);
    }
    let report = state.report().ok_or("There is no result yet.")?;
    let id = &report.record.experiment;
    let (name, value) = match file {
        File::Timeline => (
            format!("{id}-timeline.json"),
            Ok(trace::chrome_trace(&report.record.link, &report.lanes, &report.resources)),
        ),
        _ => (format!("{id}.json"), serde_json::to_value(&report.record)),
    };
    let value = value.expect("a record is plain data");
    let text = serde_json::to_string_pretty(&value).expect("a value has a text");
    Ok(Effect::Download { name, text })
}
