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
    Embed,
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
