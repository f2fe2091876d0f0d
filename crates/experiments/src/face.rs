//! The two ways to meet an experiment.

/// What is done with an experiment. A link names it: the id alone, or `explore/` and the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// It runs, on real threads or processes.
    Run,
    /// Every schedule of its program is explored.
    Explore,
}
