//! From what was typed to what can run or be explored.

use std::collections::BTreeMap;

#[cfg(feature = "models")]
use experiments::Model;
use experiments::{Experiment, Fields, Machine, ParamError, Spec};

#[cfg(feature = "models")]
use crate::checked::ModelPlan;
use crate::checked::{Checked, Plan};
use crate::entry::{Entry, Params};
use crate::link::VERSION;

/// The key of a schedule in the link to a model.
pub(crate) const SCHEDULE: &str = "schedule";

/// An experiment or a model and the texts typed for its parameters, possibly wrong.
#[derive(Clone)]
pub struct Draft {
    entry: Entry,
    given: BTreeMap<&'static str, String>,
    schedule: String,
}

impl Draft {
    /// An experiment with nothing typed yet.
    #[must_use]
    pub fn new(experiment: &'static dyn Experiment) -> Self {
        Self::of(Entry::Run(experiment))
    }

    /// A model with nothing typed yet.
    #[cfg(feature = "models")]
    #[must_use]
    pub fn of_model(model: &'static dyn Model) -> Self {
        Self::of(Entry::Explore(model))
    }

    /// An entry with nothing typed yet.
    #[must_use]
    pub fn of(entry: Entry) -> Self {
        Self { entry, given: BTreeMap::new(), schedule: String::new() }
    }

    /// The experiment or model.
    #[must_use]
    pub fn entry(&self) -> Entry {
        self.entry
    }

    /// What a person sees of it and may set.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.entry.spec()
    }

    /// Types `text` for the parameter `name`; `false` if there is none of that name.
    pub fn set(&mut self, name: &str, text: impl Into<String>) -> bool {
        let found = self.spec().param(name);
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

    /// The schedule that came with the link to a model, as it stood there; empty if none did.
    #[must_use]
    pub fn schedule(&self) -> &str {
        &self.schedule
    }

    /// Sets the schedule of a model; `false` if this is an experiment, which has none.
    pub fn set_schedule(&mut self, text: impl Into<String>) -> bool {
        let is_model = !matches!(self.entry, Entry::Run(_));
        if is_model {
            self.schedule = text.into();
        }
        is_model
    }

    /// The text to show for `name`: the one typed, or else the default on `machine`.
    #[must_use]
    pub fn text(&self, name: &str, machine: Machine) -> String {
        self.fields(machine).text(name)
    }

    /// Checks every parameter. A schedule is not looked at: only the program can tell what it does.
    ///
    /// # Errors
    ///
    /// Every [`ParamError`] found, at most one for each parameter.
    pub fn check(&self, machine: Machine) -> Result<Checked, Vec<ParamError>> {
        let params = self.entry.check(self.fields(machine))?;
        let link = self.link_of(&params, machine);
        Ok(match (self.entry, params) {
            (Entry::Run(experiment), Params::Run(params)) => {
                Checked::Run(Plan { experiment, params, link, machine })
            }
            #[cfg(feature = "models")]
            (Entry::Explore(model), Params::Explore(params)) => {
                let schedule = self.schedule.clone();
                Checked::Explore(ModelPlan { model, params, link, schedule })
            }
            #[cfg(feature = "models")]
            _ => unreachable!("an entry checks its own parameters"),
        })
    }

    /// The plan, if this is an experiment whose parameters are accepted.
    #[must_use]
    pub fn plan(&self, machine: Machine) -> Option<Plan> {
        match self.check(machine) {
            Ok(Checked::Run(plan)) => Some(plan),
            _ => None,
        }
    }

    /// The plan, if this is a model whose parameters are accepted.
    #[cfg(feature = "models")]
    #[must_use]
    pub fn model_plan(&self, machine: Machine) -> Option<ModelPlan> {
        match self.check(machine) {
            Ok(Checked::Explore(plan)) => Some(plan),
            _ => None,
        }
    }

    /// The canonical link: parameters in the order of the spec, and only those that differ from
    /// their default. One whose default depends on the machine is named whenever it was given, so
    /// that the link means the same everywhere.
    fn link_of(&self, params: &Params, machine: Machine) -> String {
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
        format!("#/{}?{query}", self.entry.path())
    }

    /// A link that opens this draft with every text as it was typed, right or wrong; what was left empty
    /// is left out.
    #[must_use]
    pub fn typed_link(&self) -> String {
        let typed = self.given.iter().map(|(name, text)| (*name, text.as_str()));
        let schedule = Some((SCHEDULE, self.schedule.as_str()));
        let pairs = typed.chain(schedule).filter(|(_, text)| !text.is_empty());
        let version = VERSION.to_string();
        let pairs = [("v", version.as_str())].into_iter().chain(pairs);
        let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>());
        let query = query.expect("pairs of texts have a form");
        format!("#/{}?{query}", self.entry.path())
    }

    fn fields(&self, machine: Machine) -> Fields<'_> {
        Fields::new(self.spec().params, &self.given, machine)
    }
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.entry == other.entry && self.given == other.given && self.schedule == other.schedule
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?} {}", self.entry.path(), self.given, self.schedule)
    }
}
