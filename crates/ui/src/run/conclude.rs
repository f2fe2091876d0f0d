//! From the stages of a finished run to its record and report.

use experiments::{Conclude, Params, Stage};
use measure::Warning;
use plan::{Computer, Plan};
use trace::wire::{
    Environment, RECORD_SCHEMA, RunRecord, Samples, StageRun, TraceRecord, VerdictRecord,
    thread_records,
};

use super::report::Report;
use crate::json;
use crate::part::Answer;

/// Lanes that are left out of a record if nothing happened there: of those who only look after others.
const IDLE: [&str; 2] = ["coordinator", "parent"];

/// Said where a stage that needs shared memory was left out.
const LEFT_OUT: &str =
    "This page shares no memory between workers, so what needs threads was left out.";

/// The report of `plan`, whose stages went as the `answers` say; `told` is what is said of such runs.
///
/// # Errors
///
/// An answer cannot be read.
pub(super) fn conclude(
    plan: &Plan,
    answers: Vec<Answer>,
    environment: Environment,
    was_hidden: bool,
    told: fn(&dyn Params) -> &dyn Conclude,
) -> Result<Report, String> {
    let mut runs = read(answers)?;
    let told = told(plan.params());
    let conclusion = told.conclude(&runs, plan.computer());
    let doubt = told.doubt(&conclusion.outcome, plan.computer());
    let stages = plan.params().stages(plan.computer());
    let experiment = plan.subject().experiment;
    let mut warnings = warnings(&runs, experiment.is_timed(), &environment, was_hidden);
    if runs.len() < stages.len() {
        warnings.push(LEFT_OUT.to_owned());
    }
    let backend = backend(&stages);
    let samples: Vec<Samples> = runs.iter_mut().flat_map(|run| run.samples.drain(..)).collect();
    let last = runs.pop().unwrap_or_default();
    warnings.extend(told.remark(&last));
    let lanes: Vec<_> = told
        .lanes(&last)
        .unwrap_or(last.lanes)
        .into_iter()
        .filter(|lane| lane.n_events() > 0 || !IDLE.contains(&lane.name.as_str()))
        .collect();
    let moment = told.moment(&lanes);
    let parts = lanes.iter().enumerate().map(|(index, lane)| told.part(index, &lane.name));
    let parts = parts.collect();
    let values = plan.values().into_iter();
    let record = RunRecord {
        schema: RECORD_SCHEMA,
        link: plan.link().to_owned(),
        experiment: experiment.id.to_owned(),
        params: values.map(|(name, value)| (name.to_owned(), value.into())).collect(),
        environment,
        backend: backend.to_owned(),
        verdict: VerdictRecord {
            kind: conclusion.verdict.kind.name().to_owned(),
            text: conclusion.verdict.text,
        },
        outcome: conclusion.outcome,
        samples,
        threads: thread_records(&lanes),
        trace: TraceRecord {
            events: lanes.iter().map(|lane| lane.n_events() as u64).sum(),
            dropped: lanes.iter().map(|lane| lane.dropped).sum(),
        },
    };
    let params = plan.params();
    let threads = (0..params.threads() as usize).map(|index| params.thread_name(index)).collect();
    let (resources, shows) = (params.resources(), told.shows());
    let theirs = false;
    Ok(Report { record, lanes, threads, resources, parts, moment, shows, warnings, doubt, theirs })
}

/// The report of a run of `plan` that somebody else made, of which nothing is known but its record.
///
/// # Errors
///
/// It is of another form, or of another plan.
pub(super) fn theirs(
    plan: &Plan,
    record: RunRecord,
    told: fn(&dyn Params) -> &dyn Conclude,
) -> Result<Report, String> {
    if record.schema != RECORD_SCHEMA {
        return Err(format!(
            "its schema is {}, and this page reads {RECORD_SCHEMA}",
            record.schema
        ));
    }
    if record.link != plan.link() || record.experiment != plan.subject().experiment.id {
        return Err(format!("it is of another run, {}", record.link));
    }
    let told = told(plan.params());
    let (shows, theirs) = (told.shows(), true);
    let doubt = told.doubt(&record.outcome, Computer { cores: record.environment.cores });
    let (lanes, threads, resources, parts, warnings, moment) = Default::default();
    Ok(Report { record, lanes, threads, resources, parts, moment, shows, warnings, doubt, theirs })
}

fn read(answers: Vec<Answer>) -> Result<Vec<StageRun>, String> {
    let runs = answers.into_iter().map(|Answer { text, lanes }| {
        let run: StageRun = json::of_text(&text)?;
        Ok(StageRun { lanes, ..run })
    });
    runs.collect()
}

fn backend(stages: &[Stage]) -> &'static str {
    stages.last().expect("a plan has at least one stage").backend.name()
}

fn warnings(
    runs: &[StageRun],
    measured: bool,
    environment: &Environment,
    was_hidden: bool,
) -> Vec<String> {
    let timer_step_us = environment.timer_step_us;
    let about_page = [
        was_hidden.then_some(Warning::PageHidden),
        (!environment.isolated).then_some(Warning::NotIsolated { timer_step_us }),
    ];
    let about_samples = runs.iter().filter(|_| measured).flat_map(|run| {
        run.samples.iter().flat_map(|samples| {
            // A curve shows by itself what more threads than cores bring.
            let threads = if runs.len() == 1 { samples.threads } else { 1 };
            measure::warnings(&samples.wall_ms, timer_step_us, threads, environment.cores)
        })
    });
    let mut kinds = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for warning in about_page.into_iter().flatten().chain(about_samples) {
        let kind = std::mem::discriminant(&warning);
        if !kinds.contains(&kind) {
            kinds.push(kind);
            texts.push(warning.text());
        }
    }
    texts
}
