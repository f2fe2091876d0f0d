//! A finished run, ready to be shown.

use std::ops::Range;
use std::rc::Rc;

use experiments::shows::Shows;
use experiments::{Cue, Experiment, Face, Moment, Words, cues};
use plan::Computer;
use serde_json::Value;
use trace::Lane;
use trace::wire::{Curve, RunRecord};

use crate::frame::switch::explorable;

/// Everything the page shows about one finished run; derived from what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The record, as it is downloaded.
    pub record: RunRecord,
    /// The timeline of the last stage's last repeat.
    pub lanes: Vec<Lane>,
    /// What its threads are called, by their numbers.
    pub threads: Vec<String>,
    /// Names of the resources that events speak of, by their numbers.
    pub resources: Vec<String>,
    /// The part that each thread plays, in the order of the lanes.
    pub parts: Vec<&'static str>,
    /// The moment that decided the last repeat, if there was one.
    pub moment: Option<Moment>,
    /// What runs of its experiment show.
    pub shows: &'static Shows,
    /// Whether somebody else made it: then nothing is known but the record.
    pub theirs: bool,
    /// Reasons not to trust a number, one sentence each.
    pub warnings: Vec<String>,
    /// Why none of its times is to be believed, if they contradict what was set up.
    pub doubt: Option<String>,
}

impl Report {
    /// The same without what its threads recorded, which is by far the most of it.
    pub(crate) fn without_lanes(&self) -> Self {
        Self { lanes: vec![], ..self.clone() }
    }

    /// What a thread was doing during these of its events, and what happened meanwhile, for the lines of the program.
    pub(crate) fn cues(&self, lane: usize, events: Range<usize>) -> Rc<Vec<Cue>> {
        let Some(Lane { events: all, .. }) = self.lanes.get(lane) else { return Rc::default() };
        let part = self.parts.get(lane).copied().unwrap_or_default();
        Rc::new(cues(all, events, &self.resources, part))
    }

    /// Whether its threads recorded something that is kept no longer, or never came here.
    pub(crate) fn is_let_go(&self) -> bool {
        self.lanes.is_empty() && self.record.trace.events > 0
    }

    /// The words of its experiment.
    pub(crate) fn words(&self) -> Option<&'static Words> {
        experiments::find(&self.record.experiment, Face::Run).map(Experiment::words)
    }

    /// Whether it was timed; else threads met in it.
    pub(crate) fn is_timed(&self) -> bool {
        experiments::find(&self.record.experiment, Face::Run).is_none_or(Experiment::is_timed)
    }

    /// The link to the model of its experiment, if it has one.
    pub(crate) fn model(&self) -> Option<String> {
        let computer = Computer { cores: self.record.environment.cores };
        explorable(&plan::open(&self.record.link).draft?, computer)
    }

    /// The speed-up curve, if the run measured one.
    #[must_use]
    pub fn curve(&self) -> Option<Curve> {
        serde_json::from_value(self.record.outcome.get("curve")?.clone()).ok()
    }

    /// A figure of the outcome that is a number.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<f64> {
        self.record.outcome.get(name)?.as_f64()
    }

    /// A figure of the outcome that is a list; empty if there is none.
    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.record.outcome.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// How often the run was repeated.
    pub(crate) fn repeats(&self) -> u64 {
        let own = self.record.samples.first();
        own.map_or(0, |samples| samples.wall_ms.len() as u64)
    }
}
