//! The page: reads the address, probes the browser, mounts the views, and carries out effects.

#[cfg(target_arch = "wasm32")]
mod address;
#[cfg(target_arch = "wasm32")]
mod automation;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod embed;
#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(target_arch = "wasm32")]
mod lab;
#[cfg(target_arch = "wasm32")]
mod options;
#[cfg(target_arch = "wasm32")]
mod pack;
#[cfg(target_arch = "wasm32")]
mod paint;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod probe;
#[cfg(target_arch = "wasm32")]
mod root;
#[cfg(target_arch = "wasm32")]
mod runner;
#[cfg(target_arch = "wasm32")]
mod store;

/// Starts the page.
#[cfg(target_arch = "wasm32")]
fn main() {
    let layout = browser::layout();
    let theme = browser::theme();
    browser::use_theme(theme);
    let mut state = ui::State::new(probe::computer(), probe::capability(), layout, theme);
    state.framed = browser::is_framed();
    state.achieved = store::recalled();
    let store = store::Store::new(state);
    store.open(browser::fragment());
    root::mount(&store);
    automation::install(&store);
    store.prepare();
    embed::begin(&store);
    // A frame waits until somebody sees it.
    if browser::starts() && !browser::is_framed() {
        store.dispatch(store.state().start());
    }
}

/// The page runs in a browser only.
#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this program is a web page: build it with `cargo xtask dist`");
}
