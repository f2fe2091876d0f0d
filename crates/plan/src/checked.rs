//! Plans: parameters that were accepted.

use std::sync::Arc;

use experiments::{Experiment, Machine, ParamValue, Runnable};
#[cfg(feature = "models")]
use experiments::{Explorable, Model};

#[cfg(feature = "models")]
use crate::draft::SCHEDULE;

/// A draft whose parameters were accepted.
#[derive(Clone, Debug, PartialEq)]
pub enum Checked {
    /// It can run.
    Run(Plan),
    /// It can be explored.
    #[cfg(feature = "models")]
    Explore(ModelPlan),
}

impl Checked {
    /// The canonical link, starting with `#/`, without a schedule; equal plans have equal links.
    #[must_use]
    pub fn link(&self) -> &str {
        match self {
            Self::Run(plan) => plan.link(),
            #[cfg(feature = "models")]
            Self::Explore(plan) => plan.link(),
        }
    }

    /// Every parameter with its value, in the order of the spec.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, ParamValue)> {
        match self {
            Self::Run(plan) => plan.params.values(),
            #[cfg(feature = "models")]
            Self::Explore(plan) => plan.params.values(),
        }
    }
}

/// An experiment with parameters that it accepted. A value of this type can always run.
#[derive(Clone)]
pub struct Plan {
    pub(crate) experiment: &'static dyn Experiment,
    pub(crate) params: Arc<dyn Runnable>,
    pub(crate) link: String,
    pub(crate) machine: Machine,
}

impl Plan {
    /// The experiment.
    #[must_use]
    pub fn experiment(&self) -> &'static dyn Experiment {
        self.experiment
    }

    /// The checked parameters.
    #[must_use]
    pub fn params(&self) -> &dyn Runnable {
        &*self.params
    }

    /// The canonical link to this plan, starting with `#/`; equal plans have equal links.
    #[must_use]
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The machine that defaults were taken from.
    #[must_use]
    pub fn machine(&self) -> Machine {
        self.machine
    }
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        self.link == other.link && self.machine == other.machine
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.link)
    }
}

/// A model with parameters that it accepted. A value of this type can always be explored.
#[cfg(feature = "models")]
#[derive(Clone)]
pub struct ModelPlan {
    pub(crate) model: &'static dyn Model,
    pub(crate) params: Arc<dyn Explorable>,
    pub(crate) link: String,
    pub(crate) schedule: String,
}

#[cfg(feature = "models")]
impl ModelPlan {
    /// The model.
    #[must_use]
    pub fn model(&self) -> &'static dyn Model {
        self.model
    }

    /// The checked parameters.
    #[must_use]
    pub fn params(&self) -> &dyn Explorable {
        &*self.params
    }

    /// The canonical link to this plan, starting with `#/`, without a schedule; equal plans have
    /// equal links.
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
}

#[cfg(feature = "models")]
impl PartialEq for ModelPlan {
    fn eq(&self, other: &Self) -> bool {
        self.link == other.link && self.schedule == other.schedule
    }
}

#[cfg(feature = "models")]
impl std::fmt::Debug for ModelPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.link, self.schedule)
    }
}
