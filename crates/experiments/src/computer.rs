//! The machine that defaults are for.

/// What is known of the machine before anything runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Computer {
    /// Logical cores, as far as the browser tells.
    pub cores: u32,
}
