//! What the page shows, and how.

/// What the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The map of the course.
    Course,
    /// An experiment or a model.
    Subject,
    /// The list of levels; from there it goes back to the map, or to an experiment.
    Levels {
        /// Whether to the map.
        over_course: bool,
    },
}

/// How the page is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The whole page.
    Page,
    /// One experiment without navigation, for a slide.
    Embed(Shape),
}

/// How much of an experiment is shown at once where there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Set-up and result.
    Whole,
    /// The result; the set-up is folded away.
    Picture,
    /// Of a model: one schedule and its steps, nothing else. Of a run, as [`Shape::Picture`].
    Step,
}

impl Layout {
    /// Whether it is one experiment without navigation.
    #[must_use]
    pub fn is_embed(self) -> bool {
        matches!(self, Self::Embed(_))
    }

    /// What the query's `embed=…` asks for; without a known word, the whole experiment.
    #[must_use]
    pub fn from_query(word: &str) -> Self {
        match word {
            "false" | "0" => Self::Page,
            "picture" => Self::Embed(Shape::Picture),
            "step" => Self::Embed(Shape::Step),
            _ => Self::Embed(Shape::Whole),
        }
    }

    /// Whether the set-up is folded away.
    pub(crate) fn folds(self) -> bool {
        matches!(self, Self::Embed(Shape::Picture | Shape::Step))
    }

    /// The names of its style.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Page => "full",
            Self::Embed(Shape::Whole) => "embed",
            Self::Embed(Shape::Picture) => "embed picture-first",
            Self::Embed(Shape::Step) => "embed step-only",
        }
    }
}

/// Colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Its name in the query and in storage.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The colors of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.name() == name)
    }
}
