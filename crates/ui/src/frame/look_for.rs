//! What to look for, beside the picture.

use plan::Subject;
use yew::prelude::*;

/// A list of what to look for in `subject`.
pub(super) fn look_for(subject: Subject) -> Html {
    html! {
        <section class="look-for" aria-labelledby="look-for">
            <h2 id="look-for">{ "What to look for" }</h2>
            <ul>
                for text in subject.experiment.words().lesson(subject.face).look_for {
                    <li>{ *text }</li>
                }
            </ul>
        </section>
    }
}
