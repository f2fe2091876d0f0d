//! From what was typed to what can run or be explored.

use experiments::{Computer, Experiment, Face, Fields, ParamError};
use trace::Few;

use crate::form::{SCHEDULE, VERSION};
use crate::plan::Plan;
use crate::subject::Subject;

/// A subject and the texts typed for its parameters, possibly wrong.
#[derive(Clone, PartialEq)]
pub struct Draft {
    subject: Subject,
    given: Few<&'static str, String>,
    schedule: String,
}

impl Draft {
    /// A subject with nothing typed yet.
    #[must_use]
    pub fn new(subject: Subject) -> Self {
        Self { subject, given: Few::new(), schedule: String::new() }
    }

    /// The experiment, and what is to be done with it.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The experiment.
    #[must_use]
    pub fn experiment(&self) -> &'static Experiment {
        self.subject.experiment
    }

    /// Types `text` for the parameter `name`; `false` if there is none of that name.
    pub fn set(&mut self, name: &str, text: impl Into<String>) -> bool {
        let found = self.subject.param(name);
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

    /// The schedule that came with the link to an exploration, as it stood there; empty if none did.
    #[must_use]
    pub fn schedule(&self) -> &str {
        &self.schedule
    }

    /// Sets the schedule of an exploration; `false` if this is a run, which has none.
    pub fn set_schedule(&mut self, text: impl Into<String>) -> bool {
        let takes = self.subject.is_explored();
        if takes {
            self.schedule = text.into();
        }
        takes
    }

    /// The text to show for `name`: the one typed, or else the default on `computer`.
    #[must_use]
    pub fn text(&self, name: &str, computer: Computer) -> String {
        self.fields(computer).text(name)
    }

    /// Checks every parameter. A schedule is not looked at: only the program can tell what it does.
    ///
    /// # Errors
    ///
    /// Every [`ParamError`] found, at most one for each parameter.
    pub fn check(&self, computer: Computer) -> Result<Plan, Vec<ParamError>> {
        let (subject, fields) = (self.subject, self.fields(computer));
        let params = subject.experiment.check(fields)?;
        let schedule = self.schedule.clone();
        let mut plan = Plan { subject, params, link: String::new(), computer, schedule };
        plan.link = self.link_of(&plan);
        Ok(plan)
    }

    /// The plan, if this is a run whose parameters are accepted.
    #[must_use]
    pub fn run_plan(&self, computer: Computer) -> Option<Plan> {
        self.check(computer).ok().filter(|plan| plan.subject.face == Face::Run)
    }

    /// The plan, if this is an exploration whose parameters are accepted.
    #[must_use]
    pub fn exploration_plan(&self, computer: Computer) -> Option<Plan> {
        self.check(computer).ok().filter(|plan| plan.subject.face == Face::Explore)
    }

    /// The canonical link: parameters in the order of the declaration, and only those that differ from
    /// their default. One whose default depends on the machine is named whenever it was given, so
    /// that the link means the same everywhere.
    fn link_of(&self, plan: &Plan) -> String {
        let fields = self.fields(plan.computer);
        let different = plan.values().into_iter().filter_map(|(name, value)| {
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
        format!("#/{}?{query}", self.subject.path())
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
        format!("#/{}?{query}", self.subject.path())
    }

    fn fields(&self, computer: Computer) -> Fields<'_> {
        self.subject.fields(&self.given, computer)
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?} {}", self.subject.path(), self.given, self.schedule)
    }
}
