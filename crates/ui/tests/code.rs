//! Listings: their colors, the numbers in them, and copying them.

mod common;

use common::{between, count, open, page, render};
use ui::{Action, Effect, Part, Parts, State, reduce};

const PYTHON: &str = "code/lost-update/program.py";
/// The first line is `THREADS = `, 10 bytes that are plain, and a number.
const TEXT: &str = "THREADS = 2\nINCREMENTS = 100\nwith lock:\n    count()  # µ\n";
const MARKS: &str = "10p1n14p3n1p4k11p5f4p4c";

/// After this was read.
fn with(state: &State, path: &str, text: &str) -> State {
    reduce(state, Action::HasRead(path.to_owned(), Ok(text.into()))).0
}

/// The page of a listing with these marks.
fn listing(link: &str, marks: &str) -> State {
    with(&with(&open(link), PYTHON, TEXT), &format!("{PYTHON}.marks"), marks)
}

/// The code of the listing that is open.
async fn code(state: &State) -> String {
    let html = render(state.clone()).await;
    let region = html.split_once("aria-label=\"Code in Python\"").expect("a listing is open").1;
    between(region, "<code>", "</code>").to_owned()
}

#[tokio::test]
async fn tokens_have_the_classes_of_their_kinds() {
    let code = code(&listing("#/lost-update", MARKS)).await;
    let expected = "THREADS = <span class=\"code-number\">2</span>\n\
        INCREMENTS = <span class=\"code-number\">100</span>\n\
        <span class=\"code-keyword\">with</span> lock:\n    <span class=\"code-function\">count</span>()  \
        <span class=\"code-comment\"># µ</span>";
    assert_eq!(code, expected);
}

/// Marks that were not read, that are of a longer text or of a shorter one, cut a character, or are none.
#[tokio::test]
async fn the_text_is_there_without_marks_that_fit() {
    for marks in ["", "1000k", "3k", "10p1n14p3n1p4k11p5f4p3c1p", "<html>"] {
        assert_eq!(code(&listing("#/lost-update", marks)).await, TEXT.trim_end(), "{marks}");
    }
    let unread = with(&open("#/lost-update"), PYTHON, TEXT);
    let why = Err("gone".to_owned());
    let failed = reduce(&unread, Action::HasRead(format!("{PYTHON}.marks"), why)).0;
    // Nor need the part be there that colors it: it is loaded with the first listing.
    let alone = State { parts: Parts::default(), ..unread.clone() };
    let (read, effects) = reduce(&alone, Action::Read("code/lock/run.rs".to_owned()));
    assert!(effects.contains(&Effect::Load(Part::Files)), "{effects:?}");
    assert!(render(read).await.contains("THREADS = 2"));
    for state in [unread, failed] {
        assert_eq!(code(&state).await, TEXT.trim_end());
    }
}

#[tokio::test]
async fn numbers_follow_the_parameters_while_they_are_right() {
    let state = listing("#/lost-update?v=1&threads=5&increments=7", MARKS);
    let numbers =
        ["THREADS = <span class=\"code-number\">5<", "INCREMENTS = <span class=\"code-number\">7<"];
    let shown = code(&state).await;
    assert!(numbers.iter().all(|number| shown.contains(number)), "{shown}");

    let wrong = Action::Type { name: "threads", text: "many".to_owned() };
    let shown = code(&reduce(&state, wrong).0).await;
    assert!(shown.contains("THREADS = <span class=\"code-number\">2<"), "{shown}");
}

/// As Python groups digits, so does a program whose number is what is set.
#[tokio::test]
async fn digits_that_are_grouped_stay_so() {
    let path = "code/integrate/program.py";
    let marks = format!("{path}.marks");
    let shown = |link: &str| with(&with(&page(link), path, "N = 10_000_000"), &marks, "4p10n");
    assert!(code(&shown("#/integrate")).await.ends_with("10_000_000</span>"));
    assert!(code(&shown("#/integrate?v=1&n=2000")).await.ends_with(">2000</span>"));
}

#[tokio::test]
async fn a_copy_is_said_beside_what_was_copied_and_until_something_changes() {
    let rust = with(&listing("#/lost-update", MARKS), "code/lost-update/run.rs", "fn run() {}");
    let copy = Action::CopyListing(PYTHON.to_owned(), "text".to_owned());
    let (copying, effects) = reduce(&rust, copy.clone());
    assert_eq!(effects, [Effect::Copy("text".to_owned())]);
    let copied = reduce(&copying, Action::Copied(true)).0;
    let html = render(copied.clone()).await;
    assert_eq!(count(&html, "Copied."), 1);
    assert!(between(&html, "program.py</code>", "<button").contains("Copied."), "{html}");

    // A second time it is said anew; and not among what is shared, nor of other numbers.
    assert_eq!(reduce(&copied, copy).0.notice, None);
    let shared = reduce(&reduce(&copied, Action::ToggleShare).0, Action::Copied(true)).0;
    assert!(!between(&render(shared).await, "id=\"share\"", "</section>").contains("Copied."));
    let typed = Action::Type { name: "threads", text: "3".to_owned() };
    assert!(!render(reduce(&copied, typed).0).await.contains("Copied."));
}
