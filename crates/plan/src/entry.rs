//! What a link can name: an experiment that runs on threads, or a model that is explored.

use std::sync::Arc;

use experiments::{Experiment, Fields, ParamError, ParamValue, Runnable, Spec};
#[cfg(feature = "models")]
use experiments::{Explorable, Model};

/// What stands before the id of a model in a link.
#[cfg(feature = "models")]
pub(crate) const EXPLORE: &str = "explore/";

/// An entry of one of the two catalogues.
#[derive(Clone, Copy)]
pub enum Entry {
    /// An experiment, which runs.
    Run(&'static dyn Experiment),
    /// A model, which is explored.
    #[cfg(feature = "models")]
    Explore(&'static dyn Model),
}

/// Parameters that their entry accepted.
#[derive(Clone)]
pub(crate) enum Params {
    Run(Arc<dyn Runnable>),
    #[cfg(feature = "models")]
    Explore(Arc<dyn Explorable>),
}

impl Entry {
    /// The entry that stands as `path` in a link: an id, or `explore/` and an id.
    #[must_use]
    pub fn find(path: &str) -> Option<Self> {
        #[cfg(feature = "models")]
        if let Some(id) = path.strip_prefix(EXPLORE) {
            return experiments::find_model(id).map(Self::Explore);
        }
        experiments::find(path).map(Self::Run)
    }

    /// What a person sees and may set.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        match self {
            Self::Run(experiment) => experiment.spec(),
            #[cfg(feature = "models")]
            Self::Explore(model) => model.spec(),
        }
    }

    /// How a link names it.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Run(experiment) => experiment.spec().id.to_owned(),
            #[cfg(feature = "models")]
            Self::Explore(model) => format!("{EXPLORE}{}", model.spec().id),
        }
    }

    pub(crate) fn check(self, fields: Fields<'_>) -> Result<Params, Vec<ParamError>> {
        Ok(match self {
            Self::Run(experiment) => Params::Run(experiment.check(fields)?.into()),
            #[cfg(feature = "models")]
            Self::Explore(model) => Params::Explore(model.check(fields)?.into()),
        })
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.path() == other.path()
    }
}

impl Params {
    pub(crate) fn values(&self) -> Vec<(&'static str, ParamValue)> {
        match self {
            Self::Run(params) => params.values(),
            #[cfg(feature = "models")]
            Self::Explore(params) => params.values(),
        }
    }
}
