//! From what was typed to what can run.

use std::collections::BTreeMap;
use std::sync::Arc;

use experiments::{Experiment, Fields, Machine, ParamError, Runnable};

use crate::link::VERSION;

/// An experiment and the texts typed for its parameters, possibly wrong.
#[derive(Clone)]
pub struct Draft {
    experiment: &'static dyn Experiment,
    given: BTreeMap<&'static str, String>,
}

impl Draft {
    /// An experiment with nothing typed yet.
    #[must_use]
    pub fn new(experiment: &'static dyn Experiment) -> Self {
        Self { experiment, given: BTreeMap::new() }
    }

    /// The experiment.
    #[must_use]
    pub fn experiment(&self) -> &'static dyn Experiment {
        self.experiment
    }

    /// Types `text` for the parameter `name`; `false` if the experiment has none of that name.
    pub fn set(&mut self, name: &str, text: impl Into<String>) -> bool {
        let found = self.experiment.spec().param(name);
        if let Some(param) = found {
            self.given.insert(param.name, text.into());
        }
        found.is_some()
    }

    /// Takes back what was typed for `name`, so that its default holds again.
    pub fn clear(&mut self, name: &str) {
        self.given.remove(name);
    }

    /// Whether something was typed for `name`.
    #[must_use]
    pub fn is_given(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// The text to show for `name`: the one typed, or else the default on `machine`.
    #[must_use]
    pub fn text(&self, name: &str, machine: Machine) -> String {
        self.fields(machine).text(name)
    }

    /// Checks every parameter.
    ///
    /// # Errors
    ///
    /// Every [`ParamError`] found, at most one for each parameter.
    pub fn check(&self, machine: Machine) -> Result<Plan, Vec<ParamError>> {
        let params: Arc<dyn Runnable> = self.experiment.check(self.fields(machine))?.into();
        let link = self.link_of(&*params, machine);
        Ok(Plan { experiment: self.experiment, params, link, machine })
    }

    /// The canonical link: parameters in the order of the spec, and only those that differ from
    /// their default. One whose default depends on the machine is named whenever it was given, so
    /// that the link means the same everywhere.
    fn link_of(&self, params: &dyn Runnable, machine: Machine) -> String {
        let fields = self.fields(machine);
        let different = params.values().into_iter().filter_map(|(name, value)| {
            let text = value.to_string();
            let named = match fields.portable_default(name) {
                Some(default) => default != text,
                None => self.is_given(name),
            };
            named.then_some((name, text))
        });
        let pairs = [("v", VERSION.to_string())].into_iter().chain(different);
        let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>());
        let query = query.expect("pairs of texts have a form");
        format!("#/{}?{query}", self.experiment.spec().id)
    }

    fn fields(&self, machine: Machine) -> Fields<'_> {
        Fields::new(self.experiment.spec().params, &self.given, machine)
    }
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.experiment.spec().id == other.experiment.spec().id && self.given == other.given
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.experiment.spec().id, self.given)
    }
}

/// An experiment with parameters that it accepted. A value of this type can always run.
#[derive(Clone)]
pub struct Plan {
    experiment: &'static dyn Experiment,
    params: Arc<dyn Runnable>,
    link: String,
    machine: Machine,
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
