//! Whether a part of the page is there.

/// Whether a part is there.
#[derive(Debug, PartialEq)]
pub enum Arrival<P: 'static> {
    /// It is.
    Here(&'static P),
    /// It is not.
    Not(Absence),
}

/// Why a part is not there.
#[derive(Clone, Debug, PartialEq)]
pub enum Absence {
    /// Nobody has asked for it.
    Away,
    /// It is being loaded.
    Coming,
    /// It could not be had, for this reason.
    Failed(String),
}

impl<P> Arrival<P> {
    /// The part, if it is there.
    #[must_use]
    pub fn here(&self) -> Option<&'static P> {
        match self {
            Self::Here(part) => Some(part),
            Self::Not(_) => None,
        }
    }

    pub(crate) fn absence(&self) -> Option<&Absence> {
        match self {
            Self::Here(_) => None,
            Self::Not(absence) => Some(absence),
        }
    }

    pub(crate) fn absence_mut(&mut self) -> Option<&mut Absence> {
        match self {
            Self::Here(_) => None,
            Self::Not(absence) => Some(absence),
        }
    }
}

impl<P> Default for Arrival<P> {
    fn default() -> Self {
        Self::Not(Absence::Away)
    }
}

impl<P> Clone for Arrival<P> {
    fn clone(&self) -> Self {
        match self {
            Self::Here(part) => Self::Here(part),
            Self::Not(absence) => Self::Not(absence.clone()),
        }
    }
}
