//! What a link names: an experiment, and what is to be done with it.

use experiments::{Computer, Experiment, Face, Fields, Param};
use trace::Few;

/// What stands before the id in a link to an exploration.
pub(crate) const EXPLORE: &str = "explore/";

/// What finds an experiment by its id, if it has a face: [`experiments::find`], or one that knows only those of a
/// kind.
pub type Find = fn(&str, Face) -> Option<&'static Experiment>;

/// An experiment in one of its faces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subject {
    /// The experiment.
    pub experiment: &'static Experiment,
    /// What is to be done with it; the experiment has this face.
    pub face: Face,
}

impl Subject {
    /// What stands as `path` in a link: an id, or `explore/` and an id.
    #[must_use]
    pub fn find(path: &str) -> Option<Self> {
        Self::find_by(experiments::find, path)
    }

    /// The same, if `find` knows the experiment.
    pub(crate) fn find_by(find: Find, path: &str) -> Option<Self> {
        let explored = path.strip_prefix(EXPLORE).map(|id| (id, Face::Explore));
        let (id, face) = explored.unwrap_or((path, Face::Run));
        find(id, face).map(|experiment| Self { experiment, face })
    }

    /// How a link names it.
    #[must_use]
    pub fn path(self) -> String {
        let before = if self.face == Face::Explore { EXPLORE } else { "" };
        format!("{before}{}", self.experiment.id)
    }

    /// The other face of the same experiment, if it has one.
    #[must_use]
    pub fn other(self) -> Option<Self> {
        let face = match self.face {
            Face::Run => Face::Explore,
            Face::Explore => Face::Run,
        };
        self.experiment.has(face).then_some(Self { face, ..self })
    }

    /// Whether it is explored.
    #[must_use]
    pub fn is_explored(self) -> bool {
        self.face == Face::Explore
    }

    /// Its parameters, thread count first.
    pub fn params(self) -> impl Iterator<Item = &'static Param> {
        self.experiment.params(self.face)
    }

    /// Its parameter of that name.
    #[must_use]
    pub fn param(self, name: &str) -> Option<&'static Param> {
        self.experiment.param(self.face, name)
    }

    pub(crate) fn fields<'a>(
        self,
        given: &'a Few<&'static str, String>,
        computer: Computer,
    ) -> Fields<'a> {
        self.experiment.fields(self.face, given, computer)
    }
}
