//! How an experiment declares its parameters: once, for both faces.

use crate::face::Face;

/// One parameter. Each face has limits and a default of its own; a face without them does not offer it.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name in links.
    pub name: &'static str,
    run: Option<Allowed>,
    explore: Option<Allowed>,
}

/// What may be given for a parameter, and what holds if nothing is.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// What may be given.
    pub kind: ParamKind,
    /// What holds if nothing is given.
    pub default: DefaultValue,
}

impl Param {
    /// What may be given where it `runs`, where it is `explored`, or both.
    const fn of(run: Option<Allowed>, explore: Option<Allowed>) -> Self {
        Self { name: "", run, explore }
    }

    /// The same, called `name`.
    pub(crate) const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// What may be given in `face`, if it is offered there.
    #[must_use]
    pub fn on(&self, face: Face) -> Option<Allowed> {
        match face {
            Face::Run => self.run,
            Face::Explore => self.explore,
        }
    }

    /// What may be given in `face`; where it is not offered its default holds, which is that of the other.
    pub(crate) fn anywhere(&self, face: Face) -> Allowed {
        let found = self.on(face).or(self.run).or(self.explore);
        found.expect("a parameter is offered somewhere")
    }
}

/// A parameter of real runs only.
pub(crate) const fn run(allowed: Allowed) -> Param {
    Param::of(Some(allowed), None)
}

/// A parameter of explorations only.
pub(crate) const fn explore(allowed: Allowed) -> Param {
    Param::of(None, Some(allowed))
}

/// A parameter of both, with the same limits.
pub(crate) const fn both(allowed: Allowed) -> Param {
    Param::of(Some(allowed), Some(allowed))
}

/// A parameter of both: what may be given for a run, and for an exploration.
pub(crate) const fn each(run: Allowed, explore: Allowed) -> Param {
    Param::of(Some(run), Some(explore))
}

/// A whole number within limits, both included; a fixed default.
pub(crate) const fn whole(min: u64, max: u64, default: &'static str) -> Allowed {
    Allowed { kind: ParamKind::Integer { min, max }, default: DefaultValue::Fixed(default) }
}

/// A finite number within limits, both included; a fixed default.
pub(crate) const fn real(min: f64, max: f64, default: &'static str) -> Allowed {
    Allowed { kind: ParamKind::Real { min, max }, default: DefaultValue::Fixed(default) }
}

/// One of the words of `T`; a fixed default.
pub(crate) const fn word<T: Choice>(default: &'static str) -> Allowed {
    Allowed { kind: ParamKind::Choice(T::WORDS), default: DefaultValue::Fixed(default) }
}

/// How often the whole run is repeated.
pub(crate) const fn repeats(default: &'static str) -> Param {
    run(whole(1, 1000, default))
}

impl Allowed {
    /// The same with another default.
    pub(crate) const fn or(self, default: DefaultValue) -> Self {
        Self { default, ..self }
    }

    /// The words on offer, if this is a choice.
    #[must_use]
    pub fn choices(&self) -> &'static [&'static str] {
        match self.kind {
            ParamKind::Choice(words) => words,
            ParamKind::Integer { .. } | ParamKind::Real { .. } => &[],
        }
    }

    /// The least and greatest value, if this is a number.
    #[must_use]
    pub fn limits(&self) -> Option<(f64, f64)> {
        match self.kind {
            ParamKind::Integer { min, max } => Some((min as f64, max as f64)),
            ParamKind::Real { min, max } => Some((min, max)),
            ParamKind::Choice(_) => None,
        }
    }
}

/// What may be given for a parameter.
#[derive(Clone, Copy, Debug)]
pub enum ParamKind {
    /// A whole number within limits, both included.
    Integer {
        /// Least value.
        min: u64,
        /// Greatest value.
        max: u64,
    },
    /// A finite number within limits, both included.
    Real {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// One of some words.
    Choice(&'static [&'static str]),
}

/// What holds if nothing is given.
#[derive(Clone, Copy, Debug)]
pub enum DefaultValue {
    /// Always the same text.
    Fixed(&'static str),
    /// The number of cores of the machine.
    Cores,
    /// It is the sum of two other parameters.
    Sum(&'static str, &'static str),
    /// It is what another parameter leaves of a sum that was given, within its own limits, or else
    /// this text.
    Rest {
        /// The sum.
        sum: &'static str,
        /// The other parameter; none takes half of the sum, rounded up.
        other: Option<&'static str>,
        /// If the sum is not given.
        otherwise: &'static str,
    },
    /// It follows the choice made for another parameter.
    Follows {
        /// That parameter.
        param: &'static str,
        /// Its value and the text to use.
        table: &'static [(&'static str, &'static str)],
    },
}

/// A parameter that is one of some words.
pub(crate) trait Choice: Copy + 'static {
    /// The words in links.
    const WORDS: &'static [&'static str];

    /// The value that is spelt `word`, which is one of those on offer.
    fn of(word: &str) -> Self;

    /// Its word in links.
    fn word(self) -> &'static str;
}

/// A checked value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ParamValue {
    /// A whole number.
    Integer(u64),
    /// A finite number.
    Real(f64),
    /// One of the words on offer.
    Word(&'static str),
}

impl std::fmt::Display for ParamValue {
    /// The one text that links use for this value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(number) => write!(f, "{number}"),
            Self::Real(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl From<ParamValue> for serde_json::Value {
    fn from(value: ParamValue) -> Self {
        match value {
            ParamValue::Integer(number) => number.into(),
            ParamValue::Real(number) => number.into(),
            ParamValue::Word(word) => word.into(),
        }
    }
}
