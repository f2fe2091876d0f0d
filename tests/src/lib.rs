//! Shared by the promises: browsers, pages, servers.

mod browser;
mod each;
mod engine;
mod idle;
mod machine;
mod process;
mod rabbit;
mod room;
mod site;
mod visit;

pub use browser::{Browser, PageError};
pub use each::{SOAK_SECONDS, alone_in_each_engine, alone_side_by_side, for_each_engine};
pub use engine::Engine;
pub use machine::eventually;
pub use rabbit::{Celery, Rabbit};
pub use site::{Served, find_file};
pub use thirtyfour::{By, Key};
pub use xtask::serve::{HeaderSet, Page, Site};
