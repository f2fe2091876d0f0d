//! Plans: parameters that were accepted.

use std::fmt;
use std::sync::Arc;

use experiments::{Computer, ParamValue, Params};

use crate::form::SCHEDULE;
use crate::subject::Subject;

/// A subject with parameters that it accepted. A value of this type can always run, or be explored,
/// whichever its face is for.
#[derive(Clone)]
pub struct Plan {
    pub(crate) subject: Subject,
    pub(crate) params: Arc<dyn Params>,
    pub(crate) link: String,
    pub(crate) computer: Computer,
    pub(crate) schedule: String,
}

impl Plan {
    /// The experiment, and what is to be done with it.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The checked parameters.
    #[must_use]
    pub fn params(&self) -> &dyn Params {
        &*self.params
    }

    /// Every parameter with its value, in the order of links.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, ParamValue)> {
        self.subject.experiment.values(self.subject.face, self.params())
    }

    /// The canonical link to this plan, starting with `#/`, without a schedule; equal plans have equal
    /// links.
    #[must_use]
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The canonical link with a schedule.
    #[must_use]
    pub fn link_with(&self, schedule: &str) -> String {
        format!("{}&{SCHEDULE}={schedule}", self.link)
    }

    /// The schedule of the link, unchecked; empty if it has none.
    #[must_use]
    pub fn schedule(&self) -> &str {
        &self.schedule
    }

    /// The machine that defaults were taken from.
    #[must_use]
    pub fn computer(&self) -> Computer {
        self.computer
    }
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        (&self.link, &self.schedule, self.computer)
            == (&other.link, &other.schedule, other.computer)
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.link, self.schedule)
    }
}
