//! The link to this experiment, and the frame that shows it in a slide.

use yew::prelude::*;

use crate::action::Action;

/// Longer links are cut by some programs.
const LONG_LINK: usize = 2000;

/// Properties of [`SharePanel`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SharePanelProps {
    /// The canonical link, if the set-up can run.
    pub(crate) link: Option<String>,
    /// Title of the experiment.
    pub(crate) title: &'static str,
    /// What to say after copying.
    pub(crate) notice: Option<&'static str>,
    /// The page's address without query and fragment.
    pub(crate) base_url: AttrValue,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// What to hand to somebody else.
#[component]
pub(crate) fn SharePanel(props: &SharePanelProps) -> Html {
    let SharePanelProps { link, title, notice, base_url, dispatch } = props;
    let Some(link) = link else {
        return html! {
            <section id="share" class="share-panel" aria-labelledby="share-title">
                <h2 id="share-title">{ "Share this experiment" }</h2>
                <p>{ "Correct the marked fields first: a link holds only what can run." }</p>
            </section>
        };
    };
    let address = own_tab(base_url, link);
    let length = address.chars().count();
    html! {
        <section id="share" class="share-panel" aria-labelledby="share-title">
            <h2 id="share-title">{ "Share this experiment" }</h2>
            { copied("share-link", "Link", address, dispatch) }
            { copied("share-frame", "Frame for a slide or page", frame(base_url, link, title), dispatch) }
            if length > LONG_LINK {
                <p class="caution">
                    { format!("This link has {length} characters, and some programs cut links after {LONG_LINK}.") }
                </p>
            }
            <p class="hint">
                { "Everything is in the link; nothing is uploaded. " }
                <span role="status">{ *notice }</span>
            </p>
        </section>
    }
}

/// The address of `link` on the page at `base_url`.
pub(crate) fn own_tab(base_url: &AttrValue, link: &str) -> String {
    format!("{base_url}{link}")
}

fn copied(id: &'static str, label: &str, text: String, dispatch: &Callback<Action>) -> Html {
    let copy = text.clone();
    html! {
        <div class="copied">
            <label for={id}>{ label }</label>
            <input {id} type="text" readonly=true value={text} />
            <button type="button" onclick={dispatch.reform(move |_| Action::Copy(copy.clone()))}>
                { "Copy" }<span class="unseen">{ format!(" {}", label.to_ascii_lowercase()) }</span>
            </button>
        </div>
    }
}

fn frame(base_url: &AttrValue, link: &str, title: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe src=\"{}\" title=\"{}\" loading=\"lazy\" width=\"100%\" height=\"540\" \
         allow=\"cross-origin-isolated; fullscreen; clipboard-write\"></iframe>",
        escaped(&format!("{base_url}?embed{link}")),
        escaped(title),
    )
}
