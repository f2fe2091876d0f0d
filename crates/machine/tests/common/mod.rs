//! What tests make up.

mod code;
mod data;
mod numbers;

pub(crate) use data::any_program;
