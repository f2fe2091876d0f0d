//! What every chart has around it: title, caption, picture, data.

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::action::Action;
use crate::frame::keys::focus;

/// Properties of [`Figure`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FigureProps {
    /// Start of the ids inside.
    pub(super) id: &'static str,
    /// What is shown, in a few words.
    pub(super) title: &'static str,
    /// One sentence, or a few, on how to read it.
    pub(super) caption: String,
    /// What there is to see, for those who do not; empty if the picture consists of text.
    pub(super) label: String,
    /// The picture.
    pub(super) children: Html,
    /// The heads of the table, if the data is not shown elsewhere.
    #[prop_or_default]
    pub(super) head: &'static [&'static str],
    /// Its rows.
    #[prop_or_default]
    pub(super) rows: Vec<Vec<String>>,
    /// A remark below the table.
    #[prop_or_default]
    pub(super) remark: Option<String>,
}

/// Rows of a table that is there before it is opened; one with thousands of cells would be laid out with every run.
const READY_ROWS: usize = 32;

/// A chart with its surroundings.
#[component]
pub(super) fn Figure(props: &FigureProps) -> Html {
    let FigureProps { id, title, caption, label, children, head, rows, remark } = props;
    let is_open = use_state(|| false);
    let ontoggle = {
        let is_open = is_open.clone();
        move |event: Event| is_open.set(event.target_unchecked_into::<HtmlDetailsElement>().open())
    };
    html! {
        <figure class={classes!("chart", format!("chart-{id}"))}>
            <figcaption>
                <h3>{ *title }</h3>
                <p>{ caption }</p>
            </figcaption>
            if label.is_empty() {
                <div class="picture">{ children.clone() }</div>
            } else {
                <div class="picture" role="img" aria-label={label.clone()}>{ children.clone() }</div>
            }
            if !head.is_empty() {
                <details class="data" {ontoggle}>
                    <summary>{ "Show data" }</summary>
                    if *is_open || rows.len() <= READY_ROWS {
                        { table(title, head, rows) }
                        if let Some(remark) = remark {
                            <p class="hint">{ remark }</p>
                        }
                    }
                </details>
            }
        </figure>
    }
}

/// A button that shows the code in sight of a timeline, or hides it. The first one of the page has the focus then: the code
/// has one too, and goes with it.
pub(crate) fn show_code(docked: bool, dispatch: &Callback<Action>) -> Html {
    let dispatch = dispatch.clone();
    let onclick = move |_: MouseEvent| {
        dispatch.emit(Action::Dock);
        focus(".show-code");
    };
    let label = if docked { "Hide the code" } else { "Show the code" };
    html! { <button type="button" class="show-code" {onclick}>{ label }</button> }
}

/// A chart with its data as a table: heads, rows, and a remark below.
pub(super) fn figure(
    (id, title): (&'static str, &'static str),
    (caption, label): (String, String),
    children: Html,
    (head, rows, remark): (&'static [&'static str], Vec<Vec<String>>, Option<String>),
) -> Html {
    html! { <Figure {id} {title} {caption} {label} {head} {rows} {remark}>{ children }</Figure> }
}

/// A table that scrolls within itself.
pub(crate) fn table(title: &str, head: &[&str], rows: &[Vec<String>]) -> Html {
    html! {
        <div class="table-wrap" tabindex="0" role="region" aria-label={format!("Data of {title}")}>
            <table>
                <thead>
                    <tr>
                        for name in head {
                            <th scope="col">{ *name }</th>
                        }
                    </tr>
                </thead>
                <tbody>
                    for row in rows {
                        <tr>
                            for cell in row {
                                <td>{ cell }</td>
                            }
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}
