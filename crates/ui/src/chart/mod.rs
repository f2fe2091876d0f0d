//! Charts as plain SVG: each with a caption, a text for those who do not see it, and its data.
//!
//! Positions along the page are percentages and text is never scaled, so a chart is as readable on a
//! phone as on a slide without anything being measured.

mod axis;
mod figure;
mod samples;
mod scale;
mod speed_up;
mod timeline;

pub(crate) use samples::Samples;
pub(crate) use speed_up::SpeedUp;
pub(crate) use timeline::Timeline;
