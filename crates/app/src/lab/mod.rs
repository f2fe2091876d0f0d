//! Labs as the page sees them: started, asked, stopped, thrown away.

mod assets;
mod handle;
mod next;
mod purpose;
mod shared;
mod start;
mod wire;

pub(crate) use assets::Assets;
pub(crate) use handle::{Lab, Watch};
pub(crate) use next::{Next, Offer};
pub(crate) use purpose::Purpose;
pub(crate) use shared::Quiet;
pub(crate) use wire::object;
