//! What a picture shows.

/// What a poster shows.
#[derive(Clone, Debug)]
pub struct Content {
    /// What kind of thing it is, in a few words.
    pub kicker: String,
    /// Title of the lesson or the level.
    pub title: String,
    /// How the sentence is meant.
    pub tone: Tone,
    /// The word for what there is to see; empty if there is none.
    pub word: String,
    /// What there is to see, in a sentence or two.
    pub headline: String,
    /// A question beside the picture.
    pub question: Option<String>,
    /// The picture.
    pub picture: Option<Picture>,
    /// What else is known, in small letters.
    pub facts: String,
    /// The address that shows the same; empty if none is to be told.
    pub address: String,
}

/// How a sentence is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing was found out.
    Plain,
    /// All is well.
    Good,
    /// It ends well, but something is wrong with it.
    Flawed,
    /// Something went wrong.
    Bad,
}

/// A picture in units of its own.
#[derive(Clone, Debug)]
pub struct Picture {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
    /// Its elements.
    pub svg: String,
    /// How to read it, in a sentence; empty if it needs none.
    pub hint: String,
    /// What is told of each step while the picture moves; nothing if it stands still.
    pub told: Vec<String>,
}

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Size {
    /// What pages that show links ask for.
    pub const OPEN_GRAPH: Self = Self { width: 1200, height: 630 };
}

/// The headline with its word.
#[must_use]
pub fn said(content: &Content) -> String {
    match &*content.word {
        "" => content.headline.clone(),
        word => format!("{word}: {}", content.headline),
    }
}
