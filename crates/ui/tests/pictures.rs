//! Pictures of what is shown, as files: whole, alone, and saying what the page says.

mod common;

use std::rc::Rc;

use common::{between, open, page, render, report, step};
use roxmltree::Document;
use serde_json::json;
use ui::picture::PICTURES;
use ui::{Action, Effect, File, Form, Loaded, Part, Parts, Sharing, State, Theme, reduce};

const BASE: &str = "https://lab.example/";
const RUN: &str = "#/lost-update?v=1";
/// Both threads read, then both write: 1 is left of 2.
const SCHEDULE: &str = "#/explore/lost-update?v=1&schedule=m.ABAB.5ca168f5";

/// The file that comes of what is shown, and its name.
fn file(state: &State, file: File) -> (String, String) {
    let effects = reduce(state, Action::Draw(file, BASE.to_owned())).1;
    match effects.as_slice() {
        [Effect::Download { name, text } | Effect::Paint { name, svg: text }] => {
            let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
            let root = document.root_element();
            assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
            for absent in ["class=", "var(", "<script", "href", "light-dark", "currentColor"] {
                assert!(!text.contains(absent), "{absent}: {text}");
            }
            (name.clone(), text.clone())
        }
        other => panic!("{other:?}"),
    }
}

/// The page that shows a run with this verdict.
fn ran(text: &str) -> State {
    let outcomes = json!([
        { "value": "1", "kind": "lost-updates", "count": 15 },
        { "value": "2", "kind": "held", "count": 5 },
    ]);
    let mut report = (*report(RUN, "lost-updates", &[("distribution", outcomes)], vec![])).clone();
    report.record.verdict.text = text.to_owned();
    let mut state = page(RUN);
    state.keep(Rc::new(report));
    state
}

/// The ids of the elements of a picture.
fn ids(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).expect("a picture is XML");
    let ids = document.descendants().filter_map(|node| node.attribute("id"));
    ids.filter(|id| *id != "waiting").map(str::to_owned).collect()
}

#[test]
fn a_picture_of_a_run_says_what_came_of_it_where_and_how_to_see_it_again() {
    let (name, svg) = file(&ran("The counter is 1 & not 2."), File::Svg);
    assert_eq!(name, "lost-update.svg");
    for text in [
        ">Lost update</text>",
        ">Lost updates:</tspan> The counter is 1 &amp; not 2.</text>",
        ">Outcomes of 20 runs</text>",
        ">15 · Lost updates</text>",
        ">2 cores, Firefox",
        ">https://lab.example/#/lost-update?v=1</text>",
    ] {
        assert!(svg.replace('\u{a0}', " ").contains(text), "{text}: {svg}");
    }
    assert!(
        svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\"")
    );
    assert!(svg.contains("<title>Lost update. Lost updates: ") && svg.contains("<desc>"), "{svg}");
    assert!(!svg.contains("<style") && ids(&svg).is_empty(), "{svg}");
}

#[test]
fn points_are_twice_as_many() {
    let (name, svg) = file(&ran("It is so."), File::Png);
    assert_eq!(name, "lost-update.png");
    assert!(svg.contains(" width=\"2400\" height=\"1260\""), "{svg}");
}

/// The colors that were chosen for the link are those of the picture: the ground of the palette.
#[test]
fn a_picture_has_the_colors_that_were_chosen() {
    let palette = include_str!("../../../web/styles/palette.css");
    let (light, dark) = between(palette, "--ground: light-dark(", ")").split_once(", ").unwrap();
    for (theme, ground) in [(Theme::System, light), (Theme::Light, light), (Theme::Dark, dark)] {
        let mut state = ran("It is so.");
        state.share.theme = theme;
        let (_, svg) = file(&state, File::Svg);
        let paper = format!("<rect width=\"100%\" height=\"100%\" fill=\"{ground}\"/>");
        assert!(svg.contains(&paper), "{paper}: {svg}");
    }
}

/// A verdict may be somebody else's, from a link.
#[test]
fn hostile_texts_stay_texts() {
    let hostile = "</text><script>alert(1)</script> & \" ' ]]> \u{0}\u{1b} &amp;";
    let (_, svg) = file(&ran(hostile), File::Svg);
    let document = Document::parse(&svg).unwrap();
    let title = document
        .descendants()
        .find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title")));
    let title = title.and_then(|title| title.text()).unwrap();
    let shown = "</text><script>alert(1)</script> & \" ' ]]> \u{fffd}\u{fffd} &amp;";
    assert_eq!(title, format!("Lost update. Lost updates: {shown}"));
    let drawn = svg.contains("&lt;/text&gt;&lt;script&gt;");
    assert!(drawn && !svg.contains("<script"), "{svg}");
}

/// Four steps 1.2 s apart, as much before the first and to the ending, which stays for 4 s: 10 s, of which a step is 12 %.
#[test]
fn an_animated_schedule_has_a_group_for_each_step_which_begins_in_its_time() {
    let (name, svg) = file(&open(SCHEDULE), File::Animated);
    assert_eq!(name, "lost-update-animated.svg");
    let steps: Vec<String> = ids(&svg).into_iter().filter(|id| id.starts_with("step-")).collect();
    assert_eq!(steps, ["step-1", "step-2", "step-3", "step-4"]);
    for (rule, percent) in [
        ("step-1", "12%"),
        ("step-2", "24%"),
        ("step-3", "36%"),
        ("step-4", "48%"),
        ("ending", "60%"),
    ] {
        let begins = format!("@keyframes {rule}{{0%{{opacity:0}}{percent}{{opacity:1}}}}");
        assert!(svg.contains(&begins), "{begins}: {svg}");
        assert!(svg.contains(&format!("#{rule}{{animation:{rule} 10000ms step-end infinite}}")));
    }
    assert!(svg.contains("<style>@media (prefers-reduced-motion:no-preference){"), "{svg}");
    for told in [
        "1 of 4 · thread 1: read value, increase value · counter = 0",
        "2 of 4 · thread 2: read value, increase value · counter = 0",
        "3 of 4 · thread 1: write back value · counter = 1",
        "4 of 4 · thread 2: write back value · counter = 1",
    ] {
        assert!(svg.contains(&format!(">{told}</text>")), "{told}: {svg}");
    }
    // Who shows no motion shows the last line only.
    let document = Document::parse(&svg).unwrap();
    let hidden = document.descendants().filter(|node| node.attribute("opacity") == Some("0"));
    let hidden: Vec<_> = hidden.filter_map(|node| node.attribute("id")).collect();
    assert_eq!(hidden, ["told-0", "told-1", "told-2", "told-3"]);
    assert!(svg.contains(">Lost updates:</tspan> counter is 1, and should be 2.</text>"), "{svg}");
    let address = "https://lab.example/#/explore/lost-update?v=1&amp;schedule=m.ABAB.5ca168f5";
    assert!(svg.contains(&format!(">{address}</text>")), "{svg}");
    let (name, still) = file(&open(SCHEDULE), File::Svg);
    assert_eq!(name, "lost-update-schedule.svg");
    assert!(!still.contains("<style") && ids(&still).is_empty(), "{still}");
    assert_eq!(still.matches("<title>Step ").count(), 4);
}

/// One of two trains has done two steps, and takes one back: what was undone is no part of the picture, as it is none of the link.
#[test]
fn a_schedule_is_drawn_as_far_as_it_is_done() {
    let state = step(&step(&open("#/explore/deadlock?v=1"), 1), 1);
    let state = common::walk(&state, ui::Walk::Undo);
    let (_, svg) = file(&state, File::Svg);
    assert_eq!(svg.matches("<title>Step ").count(), 1, "{svg}");
    assert!(svg.contains(">The first step of a schedule that goes on.</text>"), "{svg}");
}

/// 40 increments of two threads are 160 steps.
#[tokio::test]
async fn a_schedule_that_is_too_long_to_move_is_drawn_and_the_limit_is_said() {
    let mut state = open("#/explore/lost-update?v=1&increments=40");
    for turn in 0..61 {
        state = step(&state, 1 + turn % 2);
    }
    state.sharing = true;
    let html = render(state.clone()).await;
    let panel = between(&html, "id=\"share\"", "</section>");
    assert!(
        panel.contains("An animated picture has 60 steps at most, and these are 61."),
        "{panel}"
    );
    file(&state, File::Svg);
    let (state, effects) = reduce(&state, Action::Draw(File::Animated, BASE.to_owned()));
    assert_eq!((effects, state.notice), (vec![], Some("This schedule is too long to move.")));
    file(&common::walk(&state, ui::Walk::Undo), File::Animated);
}

#[tokio::test]
async fn where_there_is_nothing_to_draw_the_panel_says_what_to_do() {
    for (link, what) in [
        (RUN, "Run it first: then there is a picture."),
        (
            "#/explore/deadlock?v=1",
            "Let a thread go on, or step through an outcome: then there is a picture.",
        ),
    ] {
        let (state, _) = reduce(&open(link), Action::ToggleShare);
        let html = render(state.clone()).await;
        let panel = between(&html, "id=\"share\"", "</section>");
        assert!(panel.contains(what), "{panel}");
        assert!(common::tag(panel, "id=\"share-svg\"").contains("disabled"), "{panel}");
        let (state, effects) = reduce(&state, Action::Draw(File::Png, BASE.to_owned()));
        assert!(effects.is_empty() && state.notice.is_some(), "{effects:?}");
    }
    let html = render(reduce(&ran("So."), Action::ToggleShare).0).await;
    let panel = between(&html, "id=\"share\"", "</section>");
    assert!(!common::tag(panel, "id=\"share-png\"").contains("disabled"), "{panel}");
    assert!(!panel.contains("Animated SVG"), "{panel}");
}

/// The part comes once, and what was wanted is made as soon as it is there; if it cannot be had, nothing is.
#[tokio::test]
async fn what_draws_is_loaded_when_a_picture_is_wanted() {
    let mut state = ran("So.");
    state.parts.pictures = ui::Arrival::default();
    let draw = || Action::Draw(File::Svg, BASE.to_owned());
    let (state, effects) = reduce(&state, draw());
    assert_eq!(effects, [Effect::Load(Part::Pictures)]);
    let html = render(State { sharing: true, ..state.clone() }).await;
    assert!(between(&html, "id=\"share\"", "</section>").contains(">It is on its way …</span>"));
    let away = reduce(&state, Action::NotLoaded(Part::Files, "No.".to_owned())).0;
    assert!(away.wanted.is_some());
    let away = reduce(&state, Action::NotLoaded(Part::Pictures, "No.".to_owned())).0;
    assert_eq!(away.wanted, None);
    assert_eq!(reduce(&away, draw()).1, [Effect::Load(Part::Pictures)]);
    let (state, effects) = reduce(&state, Action::Loaded(Loaded::Pictures(&PICTURES)));
    assert!(matches!(&effects[..], [Effect::Download { .. }]), "{effects:?}");
    assert_eq!((state.wanted, state.parts), (None, Parts::all()));
}

/// 45 bytes make a code of version 4: 33 modules, 4 around, 8 pixels each.
#[test]
fn the_code_of_a_link_is_a_file_of_its_own() {
    let mut state = page("#/integrate?v=1&threads=2&n=1e7");
    state.share = Sharing { form: Form::Qr, ..state.share };
    let (name, svg) = file(&state, File::Qr);
    assert_eq!(name, "integrate-qr.svg");
    assert!(svg.contains(" width=\"328\" height=\"328\" viewBox=\"0 0 41 41\""), "{svg}");
    assert!(
        svg.contains("<desc>https://lab.example/#/integrate?v=1&amp;threads=2</desc>"),
        "{svg}"
    );
}

#[test]
fn whoever_cannot_paint_is_told_what_to_take_instead() {
    let state = reduce(&ran("So."), Action::NotPainted).0;
    assert_eq!(
        state.notice,
        Some("The browser could not paint the picture: take the SVG instead.")
    );
}
