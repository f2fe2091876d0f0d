//! The course at a glance: a map of all lessons, the same as a menu, and what was finished of it.

mod achieved;
mod card;
mod map;
mod menu;
mod miniature;
mod search;

pub use achieved::Achieved;

use crate::part::CoursePart;

/// The link to the map.
pub const COURSE_LINK: &str = "#/";

/// What the part does.
pub static COURSE: CoursePart = CoursePart { map: map::map, menu: menu::menu };
