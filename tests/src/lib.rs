//! Shared by the promises: browsers, pages, servers.

mod browser;
mod each;
mod engine;
mod machine;
mod process;
mod site;

pub use browser::{Browser, PageError};
pub use each::for_each_engine;
pub use engine::Engine;
pub use machine::{eventually, n_workers, page_mebibytes, time_until_idle};
pub use site::{Served, find_file};
pub use thirtyfour::By;
pub use xtask::serve::{HeaderSet, Page, Site};
