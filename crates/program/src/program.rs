//! A program that was checked.

use std::ops::Deref;

use crate::check::check;
use crate::data::ProgramData;
use crate::error::ProgramError;

/// A program that can be carried out, because all that it is made of fits together.
///
/// What it is made of can be read, and not be changed; nobody who is given one checks again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program(ProgramData);

impl Program {
    /// The program that is made of `data`.
    ///
    /// # Errors
    ///
    /// The first thing that does not fit, or that is beyond a limit.
    pub fn new(data: ProgramData) -> Result<Self, ProgramError> {
        check(&data)?;
        Ok(Self(data))
    }

    /// What it is made of, to make another one of it.
    #[must_use]
    pub fn into_data(self) -> ProgramData {
        self.0
    }
}

impl Deref for Program {
    type Target = ProgramData;

    fn deref(&self) -> &ProgramData {
        &self.0
    }
}
