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

/// Both fields.
#[component]
pub(crate) fn SignIn(props: &SignInProps) -> Html {
    let SignInProps { login, dispatch } = props;
    let typed = |change: fn(&mut Login, String)| {
        let login = login.clone();
        dispatch.reform(move |event: InputEvent| {
            let mut login = login.clone();
            change(&mut login, event.target_unchecked_into::<HtmlInputElement>().value());
            Action::SignIn(login)
        })
    };
    html! {
        <>
            <div class="field">
                <div class="field-head"><label for="broker-user">{ "User" }</label></div>
                <div class="field-input">
                    <input id="broker-user" type="text" autocomplete="off" spellcheck="false"
                        value={login.user.clone()} oninput={typed(|login, text| login.user = text)} />
                </div>
            </div>
            <div class="field">
                <div class="field-head"><label for="broker-password">{ "Password" }</label></div>
                <div class="field-input">
                    <input id="broker-password" type="password" autocomplete="off" aria-describedby="broker-help"
                        value={login.password.clone()} oninput={typed(|login, text| login.password = text)} />
                </div>
                <p class="hint" id="broker-help">
                    { "Of the broker. They are kept until you leave the page, and are in no link." }
                </p>
            </div>
        </>
    }
}
