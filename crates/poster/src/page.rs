//! The page as HTML: posters say what the page says.

use std::rc::Rc;

use plan::Computer;
use ui::{Action, Capability, Layout, Page, PageProps, Parts, Screen, State, Theme, reduce};
use yew::{Callback, LocalServerRenderer};

/// The page, with all of its parts, after `link` was opened.
pub(crate) fn opened(link: &str, computer: Computer) -> State {
    let state = State::new(computer, Capability::Threads, Layout::Page, Theme::System);
    let state = State { parts: Parts::all(), screen: Screen::Subject, ..state };
    reduce(&state, Action::OpenLink(link.to_owned())).0
}

/// The page as HTML.
pub(crate) fn html(state: State) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("a runtime that waits for nothing needs nothing");
    runtime.block_on(async {
        let props =
            PageProps { state: Rc::new(state), dispatch: Callback::noop(), base_url: "".into() };
        LocalServerRenderer::<Page>::with_props(props).hydratable(false).render().await
    })
}
