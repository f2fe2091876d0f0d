//! A name and a password for a broker: no parameters, so that they are in no link and no record.

use trace::wire::Login;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::action::Action;

/// Properties of [`SignIn`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SignInProps {
    /// What was typed.
    pub(crate) login: Login,
    /// Asked to do something.
    pub(crate) dispatch: Callback<Action>,
}

/// Both fields. Each time both are read, because whoever keeps passwords fills them in at once.
#[component]
pub(crate) fn SignIn(props: &SignInProps) -> Html {
    let SignInProps { login, dispatch } = props;
    let fields = [use_node_ref(), use_node_ref()];
    let typed = {
        let fields = fields.clone();
        let text = |field: &NodeRef| field.cast().map(|input: HtmlInputElement| input.value());
        dispatch.reform(move |_: InputEvent| {
            let [user, password] = fields.each_ref().map(|field| text(field).unwrap_or_default());
            Action::SignIn(Login { user, password })
        })
    };
    let [user, password] = fields;
    html! {
        <>
            <div class="field">
                <div class="field-head"><label for="broker-user">{ "User" }</label></div>
                <div class="field-input">
                    <input ref={user} id="broker-user" type="text" autocomplete="off" spellcheck="false"
                        value={login.user.clone()} oninput={typed.clone()} />
                </div>
            </div>
            <div class="field">
                <div class="field-head"><label for="broker-password">{ "Password" }</label></div>
                <div class="field-input">
                    <input ref={password} id="broker-password" type="password" autocomplete="off"
                        aria-describedby="broker-help" value={login.password.clone()} oninput={typed} />
                </div>
                <p class="hint" id="broker-help">
                    { "Of the broker. They are kept until you leave the page, and are in no link." }
                </p>
            </div>
        </>
    }
}
