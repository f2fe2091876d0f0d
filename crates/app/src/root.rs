//! Mounts the views on the page and keeps them in step with the store.

use std::rc::Rc;

use ui::{Action, Page, State};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::browser;
use crate::store::Store;

/// Properties of [`Root`].
#[derive(Clone, Properties)]
struct RootProps {
    store: Store,
}

impl PartialEq for RootProps {
    /// There is one store.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The page's views with the store's state.
#[component]
fn Root(props: &RootProps) -> Html {
    let store = props.store.clone();
    let state: UseStateHandle<Rc<State>> = use_state(|| store.state());
    let (setter, listened) = (state.setter(), store.clone());
    // During the first rendering, not in an effect after it: a script may open a link in between.
    use_memo((), move |()| listened.on_change(move |_, next| setter.set(next.clone())));
    let dispatch = Callback::from(move |action: Action| store.dispatch(action));
    html! { <Page state={(*state).clone()} {dispatch} base_url={browser::base_url()} /> }
}

/// Shows the page in place of the text that stood there while it loaded, and follows the address
/// when a person changes its fragment.
pub(crate) fn mount(store: &Store) {
    let document = browser::window().document().expect("a page has a document");
    let host = document.get_element_by_id("app").expect("index.html has #app");
    host.set_text_content(None);
    host.set_class_name("");
    // Neither call fails on an element that stands in the document.
    let _ = host.remove_attribute("aria-busy");
    yew::Renderer::<Root>::with_root_and_props(host, RootProps { store: store.clone() }).render();

    let store = store.clone();
    let follow = Closure::<dyn FnMut()>::new(move || {
        store.open(browser::fragment());
        store.prepare();
    });
    let follow = follow.into_js_value();
    let listening =
        browser::window().add_event_listener_with_callback("hashchange", follow.unchecked_ref());
    listening.expect("a window has events");
}
