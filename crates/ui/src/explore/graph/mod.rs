//! The state graph, as a part of the page that is loaded when it is shown.

mod drawn;
mod layout;
mod state;
mod view;
mod way;

use yew::prelude::*;

use self::view::Graph;
use self::way::way_to;
use crate::explore::part::EXPLORE;
use crate::part::GraphPart;

/// What it does.
pub static GRAPH: GraphPart = GraphPart {
    of: &EXPLORE,
    draw: |explorer, dispatch| {
        html! { <Graph explorer={explorer.clone()} dispatch={dispatch.clone()} /> }
    },
    way_to,
};
