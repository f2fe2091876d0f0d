//! What went wrong, or cannot be done, at the top of the page.

use plan::LinkError;
use yew::prelude::*;

use crate::action::Action;
use crate::capability::{Capability, Missing};
use crate::course::COURSE_LINK;
use crate::frame::icon::{Icon, Picture};
use crate::job::RunError;
use crate::part::Part;
use crate::share::own_tab;

/// Properties of [`Notices`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct NoticesProps {
    /// What the opened link got wrong.
    pub(crate) link_problems: Vec<LinkError>,
    /// Why the last run did not finish.
    pub(crate) failure: Option<RunError>,
    /// A part of the page that could not be had, and why.
    pub(crate) missing: Option<(Part, String)>,
    /// What the browser allows.
    pub(crate) capability: Capability,
    /// Whether the set-up needs what the browser lacks.
    pub(crate) obstructed: bool,
    /// Methods of the experiment that run nevertheless.
    pub(crate) methods: Vec<&'static str>,
    /// Link to what can be explored instead.
    pub(crate) instead: Option<String>,
    /// Address of this page in a tab of its own, if it stands in a frame.
    pub(crate) own_tab: Option<String>,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// Link problems, a failure, a missing capability: each at most once.
#[component]
pub(crate) fn Notices(props: &NoticesProps) -> Html {
    let refused = matches!(props.failure, Some(RunError::Unsupported(_)));
    html! {
        <>
            if !props.link_problems.is_empty() {
                { link_problems(&props.link_problems, Html::default()) }
            }
            { for props.missing.as_ref().map(|missing| not_loaded(missing, &props.dispatch)) }
            // The element stays, so that a failure inside it is announced.
            <div role="alert">
                { for props.failure.as_ref().map(|failure| failed(props, failure)) }
            </div>
            if let (Some(missing), false) = (props.capability.missing(), refused) {
                { limited(props, missing) }
            }
        </>
    }
}

/// What to do about a part that could not be had.
pub(crate) fn not_loaded((part, why): &(Part, String), dispatch: &Callback<Action>) -> Html {
    let part = *part;
    html! {
        <section class="notice failed" role="alert">
            <Picture icon={Icon::Cross} />
            <div>
                <p><strong>{ format!("{} could not be loaded.", part.title()) }</strong></p>
                <p>{ why }</p>
                <p class="ways-out">
                    <button type="button" onclick={dispatch.reform(move |_| Action::Load(part))}>
                        { "Try again" }
                    </button>
                </p>
            </div>
        </section>
    }
}

/// What a link got wrong; `below` stands below it.
pub(crate) fn link_problems(problems: &[LinkError], below: Html) -> Html {
    let title = if problems.iter().any(LinkError::leads_nowhere) {
        "This link leads to no lesson."
    } else {
        "This link could not be read in full; nothing was run."
    };
    html! {
        <section class="notice caution" aria-labelledby="link-problems">
            <Picture icon={Icon::Warning} />
            <div>
                <p id="link-problems">
                    <strong>{ title }</strong>
                </p>
                <ul>
                    for problem in problems {
                        <li>{ problem.to_string() }</li>
                    }
                </ul>
                { below }
            </div>
        </section>
    }
}

/// A frame whose link leads nowhere: that, and the way out.
pub(super) fn lost(problems: &[LinkError], base_url: &AttrValue) -> Html {
    let way_out = html! {
        <p class="ways-out">
            <a target="_blank" rel="noopener" href={own_tab(base_url, COURSE_LINK)}>{ "All lessons" }</a>
        </p>
    };
    html! {
        <>
            <h1 class="unseen">{ "Interleave" }</h1>
            { link_problems(problems, way_out) }
        </>
    }
}

fn failed(props: &NoticesProps, failure: &RunError) -> Html {
    let (class, icon, title) = match failure {
        RunError::Stopped | RunError::ExplorationStopped => ("calm", Icon::Info, None),
        RunError::Unsupported(_) => ("failed", Icon::Cross, Some("This cannot run here.")),
        RunError::Failed(_) => ("failed", Icon::Cross, Some("The run did not finish.")),
    };
    html! {
        <section class={classes!("notice", class)}>
            <Picture {icon} />
            <div>
                if let Some(title) = title {
                    <p><strong>{ title }</strong></p>
                }
                <p>{ failure.text() }</p>
                if let (RunError::Unsupported(_), Some(missing)) = (failure, props.capability.missing()) {
                    { ways_out(props, missing) }
                }
            </div>
        </section>
    }
}

fn limited(props: &NoticesProps, missing: Missing) -> Html {
    let instead = props.capability.instead(&props.methods);
    html! {
        <section class="notice calm" aria-label="What this browser allows">
            <Picture icon={Icon::Info} />
            <div>
                <p>{ missing.text() }{ instead }</p>
                { ways_out(props, missing) }
            </div>
        </section>
    }
}

fn ways_out(props: &NoticesProps, missing: Missing) -> Html {
    let methods = props.methods.iter().filter(|_| props.obstructed);
    html! {
        <p class="ways-out">
            if let Some(own_tab) = props.own_tab.clone().filter(|_| missing.own_tab_may_help()) {
                <a target="_blank" rel="noopener" href={own_tab}>
                    { "Open in its own tab" }
                </a>
            }
            if let Some(link) = props.instead.clone().filter(|_| props.obstructed) {
                <a href={link}>{ "Explore every schedule" }</a>
            }
            for &method in methods {
                <button type="button" onclick={props.dispatch.reform(move |_| {
                    Action::Type { name: "method", text: method.to_owned() }
                })}>
                    { format!("Use method {method}") }
                </button>
            }
        </p>
    }
}
