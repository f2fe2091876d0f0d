//! One entry of the catalogue, and what the files of its folder supply.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use trace::Few;

use crate::Stage;
use crate::computer::Computer;
use crate::declare::Declared;
use crate::error::ParamError;
use crate::face::Face;
use crate::fields::Fields;
use crate::group::Group;
use crate::param::{Param, ParamValue};
use crate::report::{Tell, Words};

/// What the runs of an experiment on threads are; each kind has a lab of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// Timed: nothing moves on the page meanwhile.
    Timed,
    /// Threads meet, which is drawn while they do.
    Meeting,
    /// The same, beside processes that do the same.
    Compared,
}

/// One entry of the catalogue.
#[derive(Clone, Copy)]
pub struct Experiment {
    /// Stable name in links, kebab case, never used again for something else.
    pub id: &'static str,
    /// The lesson it belongs to.
    pub group: Group,
    params: &'static [Param],
    runs: Runs,
    accept: fn(Fields<'_>) -> Accepted,
    words: fn() -> &'static Words,
}

impl Experiment {
    /// The entry whose checked parameters are a `P`.
    pub(crate) const fn new<P: Declared + Params + Tell + 'static>(
        id: &'static str,
        group: Group,
    ) -> Self {
        Self {
            id,
            group,
            params: P::PARAMS,
            runs: Runs::Meeting,
            accept: accept::<P>,
            words: P::words,
        }
    }

    /// The same, whose runs are timed: nothing moves on the page meanwhile, and their figures are times.
    pub(crate) const fn timed(self) -> Self {
        Self { runs: Runs::Timed, ..self }
    }

    /// The same, in whose runs threads meet, which is drawn while they do.
    pub(crate) const fn meeting(self) -> Self {
        Self { runs: Runs::Meeting, ..self }
    }

    /// The same, whose runs go on in processes too.
    pub(crate) const fn processes(self) -> Self {
        let runs = match self.runs {
            Runs::Timed => Runs::Timed,
            Runs::Meeting | Runs::Compared => Runs::Compared,
        };
        Self { runs, ..self }
    }

    /// What its runs on threads are.
    #[must_use]
    pub fn runs(&self) -> Runs {
        self.runs
    }

    /// Whether its runs are timed; else threads meet in them, which is drawn while they do.
    #[must_use]
    pub fn is_timed(&self) -> bool {
        self.runs == Runs::Timed
    }

    /// Whether it runs, or can be explored: if it has parameters for that.
    #[must_use]
    pub fn has(&self, face: Face) -> bool {
        self.params(face).next().is_some()
    }

    /// The parameters of a face, thread count first.
    pub fn params(&self, face: Face) -> impl Iterator<Item = &'static Param> {
        self.params.iter().filter(move |param| param.on(face).is_some())
    }

    /// The parameter called `name` in links to `face`.
    #[must_use]
    pub fn param(&self, face: Face, name: &str) -> Option<&'static Param> {
        self.params(face).find(|param| param.name == name)
    }

    /// The texts `given` for the parameters of `face` on `computer`.
    #[must_use]
    pub fn fields<'a>(
        &self,
        face: Face,
        given: &'a Few<&'static str, String>,
        computer: Computer,
    ) -> Fields<'a> {
        Fields::new(self.params, face, given, computer)
    }

    /// Checks the given texts; what is not given takes its default.
    ///
    /// # Errors
    ///
    /// Every [`ParamError`] found, at most one for each field.
    pub fn check(&self, fields: Fields<'_>) -> Accepted {
        (self.accept)(fields)
    }

    /// The parameters of `face` with their values in `params`, which this experiment has accepted.
    #[must_use]
    pub fn values(&self, face: Face, params: &dyn Params) -> Vec<(&'static str, ParamValue)> {
        let all = self.params.iter().zip(params.values());
        all.filter(|(param, _)| param.on(face).is_some())
            .map(|(param, value)| (param.name, value))
            .collect()
    }

    /// What people read about it.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        (self.words)()
    }
}

fn accept<P: Declared + Params + 'static>(mut fields: Fields<'_>) -> Accepted {
    let mut params = P::read(&mut fields);
    params.check(&mut fields);
    fields.finish()?;
    Ok(Arc::new(params))
}

impl PartialEq for Experiment {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Experiment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Parameters that were accepted, or everything that was refused.
type Accepted = Result<Arc<dyn Params>, Vec<ParamError>>;

/// Checked parameters: a value of this type can always do what its face is for.
pub trait Params: Needs + Values + Any {}

impl<P: Needs + Values + Any> Params for P {}

/// The values of checked parameters.
pub trait Values {
    /// Every parameter's value, whatever the face, in the order of the declaration.
    fn values(&self) -> Vec<ParamValue>;
}

impl<P: Declared> Values for P {
    fn values(&self) -> Vec<ParamValue> {
        Declared::values(self)
    }
}

/// What checked parameters ask of a lab.
pub trait Needs: fmt::Debug + Send + Sync {
    /// Refuses what only several parameters together make wrong, and settles what follows from others.
    fn check(&mut self, fields: &mut Fields<'_>) {
        let _ = fields;
    }

    /// Threads that take part.
    fn threads(&self) -> u32;

    /// The labs that are needed, one after the other.
    fn stages(&self, computer: Computer) -> Vec<Stage> {
        let _ = computer;
        vec![Stage::threads(self.threads())]
    }

    /// What thread `index` is called, in a run as in the program that is explored.
    fn thread_name(&self, index: usize) -> String {
        format!("thread {}", index + 1)
    }

    /// Names of the resources that events of a run speak of, by their numbers.
    fn resources(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether a broker asks who is there: a name and a password are no parameters.
    fn asks_for_login(&self) -> bool {
        false
    }
}
