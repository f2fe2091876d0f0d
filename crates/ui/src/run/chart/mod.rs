//! Charts as plain SVG: each with a caption, a text for those who do not see it, and its data. Only the
//! timeline of a run that is drawn while it is on is a canvas.
//!
//! Positions along the page are percentages and text is never scaled, so a chart is as readable on a
//! phone as on a slide without anything being measured.

mod axis;
mod bars;
mod depth;
mod figure;
mod histogram;
mod lanes;
mod outcomes;
mod plane;
mod samples;
mod scale;
mod shape;
mod speed_up;
mod throughput;
mod timeline;
mod turns;
mod waits_for;

pub(crate) use bars::{Bar, bars};
pub(crate) use depth::{Of, depth};
pub(crate) use figure::{show_code, table};
pub(crate) use histogram::histogram;
pub(crate) use lanes::{Lanes, Source};
pub(crate) use samples::Samples;
pub(crate) use speed_up::{SpeedUp, drawing};
pub(crate) use throughput::throughput;
pub(crate) use timeline::Timeline;
pub(crate) use turns::{holders, turns};
pub(crate) use waits_for::waits_for;
