//! Stopping, and letting others go first.

/// Somebody asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// The time, and a chance for others: exploration blocks nobody for long.
pub trait Pace {
    /// Milliseconds since exploration began.
    fn elapsed_ms(&self) -> f64;

    /// Called every few hundred states with the states found so far; lets others go first when it is
    /// time to.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] ends the exploration.
    fn pause(&self, states: usize) -> impl Future<Output = Result<(), Interrupted>>;
}
