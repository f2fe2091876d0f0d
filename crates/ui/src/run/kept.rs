//! The last runs of an experiment in this visit.

use std::rc::Rc;

use super::report::Report;
use crate::same::Same;

/// Runs that are kept of an experiment, and how many of them with all that their threads recorded.
const MOST: usize = 8;
const RECORDED: usize = 2;

/// The last runs of an experiment, of which one is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// At least one, the oldest first.
    runs: Vec<Same<Report>>,
    shown: usize,
}

impl Kept {
    /// The first run.
    pub(crate) fn new(report: Rc<Report>) -> Self {
        Self { runs: vec![Same(report)], shown: 0 }
    }

    /// The runs, the oldest first.
    #[must_use]
    pub fn runs(&self) -> &[Same<Report>] {
        &self.runs
    }

    /// Which of them is shown.
    #[must_use]
    pub fn place(&self) -> usize {
        self.shown
    }

    /// The run that is shown.
    #[must_use]
    pub fn shown(&self) -> &Same<Report> {
        &self.runs[self.shown]
    }

    /// Keeps another run, which is shown from now on.
    pub(crate) fn add(&mut self, report: Rc<Report>) {
        if self.runs.len() == MOST {
            self.runs.remove(0);
        }
        self.runs.push(Same(report));
        self.shown = self.runs.len() - 1;
        if let Some(old) = self.runs.len().checked_sub(RECORDED + 1) {
            self.runs[old] = Same(Rc::new(self.runs[old].without_lanes()));
        }
    }

    /// Shows another of them, by its place.
    pub(crate) fn show(&mut self, place: usize) {
        self.shown = place.min(self.runs.len() - 1);
    }
}
