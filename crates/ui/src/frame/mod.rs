//! What stands around every experiment: the bar, notices, the way to share, the lesson.

pub(crate) mod code;
pub(crate) mod icon;
pub(crate) mod keys;
mod lesson;
mod look_for;
pub(crate) mod notices;
pub(crate) mod page;
pub(crate) mod stop;
pub(crate) mod switch;
mod top_bar;
