//! The catalogue: one file per experiment, with typed parameters, kernel and text.
