//! The build and test side of Interleave, as a library: `cargo xtask` and the tests share it.

pub mod archive;
pub mod bench;
mod beside;
pub mod broker;
pub mod browsers;
pub mod check;
pub mod choose;
pub mod compress;
mod connection;
pub mod lab;
pub mod listings;
pub mod page;
pub mod posters;
pub mod process;
pub mod scorm;
mod scripts;
pub mod serve;
mod service;
pub mod site;
pub mod styles;
pub mod suites;
pub mod table;
pub mod tidy;
mod tokens;
pub mod tools;
pub mod weight;
pub mod workspace;

/// The result of a task; the error is a sentence for the person at the terminal.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
