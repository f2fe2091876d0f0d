//! Parts of the page that are loaded when they are needed: what a run shows, the explorer, its state graph, the map of
//! the course.
//!
//! A part is a table of functions, and the rest of the page calls what stands behind them through that
//! table only. So none of it need be there when the page opens: `app` loads a part when it is asked to
//! ([`Effect::Load`]), and hands its table over ([`Action::Loaded`]).

use experiments::{Experiment, Runs};

pub use crate::arrival::{Absence, Arrival};
pub use crate::tables::{
    Answer, CoursePart, ExplorePart, FilesPart, GraphPart, Make, PicturesPart, RunPart,
};

/// The name of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What runs of one kind show.
    Runs(Runs),
    /// Every schedule, and levels.
    Explore,
    /// All states of a program, drawn.
    Graph,
    /// The map of the course.
    Course,
    /// Files to download, and code in its colors.
    Files,
    /// Pictures to download.
    Pictures,
}

impl Part {
    /// What draws runs of `experiment`.
    #[must_use]
    pub fn of_runs(experiment: &Experiment) -> Self {
        Self::Runs(experiment.runs())
    }

    /// What is missing without it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Runs(_) => "What draws results",
            Self::Explore => "The explorer",
            Self::Graph => "The state graph",
            Self::Course => "The map of the course",
            Self::Files => "What makes files and links, and colors code",
            Self::Pictures => "What makes pictures",
        }
    }
}

/// A part that has been loaded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loaded {
    /// [`Part::Runs`].
    Runs(Runs, &'static RunPart),
    /// [`Part::Explore`].
    Explore(&'static ExplorePart),
    /// [`Part::Graph`].
    Graph(&'static GraphPart),
    /// [`Part::Course`].
    Course(&'static CoursePart),
    /// [`Part::Files`].
    Files(&'static FilesPart),
    /// [`Part::Pictures`].
    Pictures(&'static PicturesPart),
}

/// Which parts are there.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Parts {
    /// [`Part::Runs`], in the order of the kinds.
    runs: [Arrival<RunPart>; 3],
    /// [`Part::Explore`].
    pub explore: Arrival<ExplorePart>,
    /// [`Part::Graph`].
    pub graph: Arrival<GraphPart>,
    /// [`Part::Course`].
    pub course: Arrival<CoursePart>,
    /// [`Part::Files`].
    pub files: Arrival<FilesPart>,
    /// [`Part::Pictures`].
    pub pictures: Arrival<PicturesPart>,
}

impl Parts {
    /// All of them, where nothing need be loaded.
    #[must_use]
    pub fn all() -> Self {
        Self {
            runs: [&crate::TIMED, &crate::MEETING, &crate::COMPARED].map(Arrival::Here),
            explore: Arrival::Here(&crate::EXPLORE),
            graph: Arrival::Here(&crate::GRAPH),
            course: Arrival::Here(&crate::COURSE),
            files: Arrival::Here(&crate::FILES),
            pictures: Arrival::Here(&crate::picture::PICTURES),
        }
    }

    /// What draws runs of that kind.
    #[must_use]
    pub fn runs(&self, runs: Runs) -> &Arrival<RunPart> {
        &self.runs[runs as usize]
    }

    /// What draws runs of `experiment`, if it is there.
    #[must_use]
    pub fn run(&self, experiment: &Experiment) -> Option<&'static RunPart> {
        self.runs(experiment.runs()).here()
    }

    /// What makes files of that part, if it is there.
    pub(crate) fn make(&self, part: Part) -> Option<Make> {
        match part {
            Part::Pictures => self.pictures.here().map(|part| part.make),
            _ => self.files.here().map(|part| part.make),
        }
    }

    /// Takes in a part.
    pub(crate) fn arrive(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::Runs(runs, part) => self.runs[runs as usize] = Arrival::Here(part),
            Loaded::Explore(part) => self.explore = Arrival::Here(part),
            Loaded::Graph(part) => self.graph = Arrival::Here(part),
            Loaded::Course(part) => self.course = Arrival::Here(part),
            Loaded::Files(part) => self.files = Arrival::Here(part),
            Loaded::Pictures(part) => self.pictures = Arrival::Here(part),
        }
    }

    /// Takes note that a part could not be had.
    pub(crate) fn fail(&mut self, part: Part, why: String) {
        if let Some(absence) = self.absence_mut(part) {
            *absence = Absence::Failed(why);
        }
    }

    /// Whether somebody has to load it now; from then on it is on its way.
    pub(crate) fn must_load(&mut self, part: Part) -> bool {
        let Some(absence @ Absence::Away) = self.absence_mut(part) else { return false };
        *absence = Absence::Coming;
        true
    }

    /// Why a part could not be had, if so.
    pub(crate) fn failure(&self, part: Part) -> Option<&str> {
        match self.absence(part)? {
            Absence::Failed(why) => Some(why),
            Absence::Away | Absence::Coming => None,
        }
    }

    /// Whether a part is neither there nor known not to be had.
    #[must_use]
    pub fn is_awaited(&self, part: Part) -> bool {
        matches!(self.absence(part), Some(Absence::Away | Absence::Coming))
    }

    /// Forgets that a part could not be had.
    pub(crate) fn retry(&mut self, part: Part) {
        if let Some(absence @ Absence::Failed(_)) = self.absence_mut(part) {
            *absence = Absence::Away;
        }
    }

    /// Why a part is not there, if it is not.
    fn absence(&self, part: Part) -> Option<&Absence> {
        match part {
            Part::Runs(runs) => self.runs[runs as usize].absence(),
            Part::Explore => self.explore.absence(),
            Part::Graph => self.graph.absence(),
            Part::Course => self.course.absence(),
            Part::Files => self.files.absence(),
            Part::Pictures => self.pictures.absence(),
        }
    }

    fn absence_mut(&mut self, part: Part) -> Option<&mut Absence> {
        match part {
            Part::Runs(runs) => self.runs[runs as usize].absence_mut(),
            Part::Explore => self.explore.absence_mut(),
            Part::Graph => self.graph.absence_mut(),
            Part::Course => self.course.absence_mut(),
            Part::Files => self.files.absence_mut(),
            Part::Pictures => self.pictures.absence_mut(),
        }
    }
}
