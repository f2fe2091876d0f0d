//! What every poster keeps: it stands alone, is whole, and says what it is about.

use experiments::LEVELS;
use machine::Replay;
use poster::{Size, Theme, animated, png, poster, presets};
use roxmltree::Document;

/// The poster of a link, once it has been looked at.
fn drawn(link: &str, theme: Theme) -> String {
    let svg =
        poster(link, Size::OPEN_GRAPH, theme).unwrap_or_else(|error| panic!("{link}: {error}"));
    stands_alone(&svg, link);
    svg
}

/// It is XML without anything that only a page can make sense of, and refers to nothing that is not there.
fn stands_alone(svg: &str, link: &str) {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{link}: {error}"));
    for absent in [
        "class=",
        "style",
        "var(",
        "light-dark",
        "currentColor",
        "foreignObject",
        "href",
        "<script",
    ] {
        assert!(!svg.contains(absent), "{link}: {absent}");
    }
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    for reference in svg.split("url(#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(ids.contains(&reference), "{link}: {reference}");
    }
    for node in document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
    {
        // What is drawn without a color is black, on dark ground too.
        assert!(node.attribute("fill").is_some(), "{link}: {node:?}");
        let size = node.attribute("font-size").and_then(|size| size.parse::<f64>().ok());
        assert!(size.is_some_and(|size| (9.0..=60.0).contains(&size)), "{link}: {node:?}");
    }
    assert!(
        svg.contains(" font-family=\"sans-serif\"") && svg.contains(">Interleave</text>"),
        "{link}"
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
}

/// Width and height of a PNG stand behind its signature, the length and the name of its first chunk: at byte 16 and 20.
fn size_of(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn the_poster_of_every_program_stands_alone_in_both_themes() {
    for subject in presets::subjects().filter(|subject| subject.is_explored()) {
        let link = format!("#/{}?v=1", subject.path());
        let title = escaped(subject.experiment.words().title);
        let [light, dark] = [Theme::Light, Theme::Dark].map(|theme| drawn(&link, theme));
        assert!(light.contains(&format!(">{title}</text>")) && light != dark, "{link}");
        assert_eq!(light, drawn(&link, Theme::Light), "{link}: the same on every machine");
        assert!(
            !light.contains(" ms") && !light.contains('\u{b5}'),
            "{link}: no time of this machine"
        );
    }
}

#[test]
fn the_poster_of_every_level_has_its_task_and_no_solution() {
    for level in LEVELS {
        let link = format!("#/challenge/{}", level.id);
        let svg = drawn(&link, Theme::Dark);
        assert!(svg.contains(&format!(">{}</text>", escaped(level.title))), "{link}");
        assert!(!svg.contains("schedules") && !svg.contains("As it should be"), "{link}");
    }
}

/// In turn, one thread after the other, the counter ends at 2; anything but that is told.
#[test]
fn the_poster_of_a_level_that_somebody_made_has_its_title_as_text() {
    let link = "#/explore/lost-update?v=1&goal=value.1&title=%3Cb%3EOne%3C%2Fb%3E+is+%22lost%22";
    let svg = drawn(link, Theme::Light);
    assert!(svg.contains(">&lt;b&gt;One&lt;/b&gt; is &quot;lost&quot;</text>"), "{svg}");
    assert!(svg.contains("Make it end with 1.") && !svg.contains("<b>"), "{svg}");
    assert!(svg.contains("read value") && !svg.contains("Lost updates"), "{svg}");
    let untitled = drawn("#/explore/deadlock?v=1&goal=deadlock", Theme::Dark);
    assert!(untitled.contains(">Deadlock</text>"), "{untitled}");
    assert!(untitled.contains("Make it end with “Deadlock”."), "{untitled}");
}

/// Two threads read 0 and 0, then write 1 and 1: of two increments one is left.
#[test]
fn a_program_without_a_schedule_shows_the_shortest_one_that_fails() {
    let svg = drawn("#/explore/lost-update?v=1", Theme::Light);
    assert!(svg.contains(">Lost updates:</tspan> counter is 1, and should be 2.</text>"), "{svg}");
    let facts = "All 6 schedules explored: 8 states, 2 outcomes, 1 of them wrong.";
    assert!(svg.replace('\u{a0}', " ").contains(facts), "{svg}");
    assert_eq!(svg.matches(">read value, increase value</text>").count(), 2);
}

/// In turn both threads read, then write: 1 is left.
#[test]
fn a_schedule_in_the_link_is_the_one_that_is_shown() {
    let one = "#/explore/lost-update?v=1&schedule=m.ABAB.5ca168f5";
    let svg = drawn(one, Theme::Light);
    assert!(svg.contains("counter is 1, and should be 2."));
    let order = |svg: &str| {
        let steps = svg.split("<title>Step ").skip(1).filter_map(|rest| rest.split(", ").next());
        steps.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(order(&svg), ["1: thread 1", "2: thread 2", "3: thread 1", "4: thread 2"]);
}

/// Two threads that take turns: 2 · 40 increments in 160 steps, of which the last 120 are drawn; and the first 5 of them.
#[test]
fn a_long_schedule_shows_its_end_and_a_short_one_goes_on() {
    let link = "#/explore/lost-update?v=1&increments=40";
    let draft = plan::open(link).draft.unwrap();
    let plan = draft.exploration_plan(plan::Computer { cores: 2 }).unwrap();
    for (most, first, headline) in
        [(1000, "41", ">Lost updates:</tspan> "), (5, "1", ">The first 5 steps of a schedule")]
    {
        let mut replay = Replay::new(plan.machine(true).into());
        while replay.steps().len() < most && !replay.is_over() {
            let turn = (replay.steps().len() % 2) as u8;
            let moves = replay.moves();
            let by = moves.iter().find(|by| by.thread == turn).unwrap_or(&moves[0]);
            replay.push(*by).unwrap();
        }
        let svg = drawn(&plan.link_with(&replay.written().to_string()), Theme::Light);
        assert!(svg.contains(headline), "{svg}");
        assert!(svg.contains(&format!("<title>Step {first}: ")), "{svg}");
        assert!(!svg.contains("<title>Step 40: "), "{svg}");
    }
}

/// The shortest schedule that loses an update has four steps, each of which appears; points are those of the end.
#[test]
fn a_schedule_can_move_and_nothing_else_can() {
    let link = "#/explore/lost-update?v=1";
    let svg = animated(link, Size::OPEN_GRAPH, Theme::Dark).unwrap();
    Document::parse(&svg).unwrap();
    assert_eq!(svg.matches("<g id=\"step-").count(), 4, "{svg}");
    assert!(svg.contains("@keyframes step-4{0%{opacity:0}48%{opacity:1}}"), "{svg}");
    assert!(svg.contains(">Lost updates:</tspan> counter is 1, and should be 2.</text>"), "{svg}");
    assert_eq!(size_of(&png(&svg).unwrap()), (1200, 630));
    for link in ["#/lost-update?v=1", "#/challenge/one-is-lost"] {
        let error = animated(link, Size::OPEN_GRAPH, Theme::Dark).unwrap_err().to_string();
        assert!(error.starts_with("only a schedule of a program can be animated"), "{error}");
    }
    // Two threads that increase 16 times in two steps each take 64.
    let draft = plan::open("#/explore/lost-update?v=1&increments=16").draft.unwrap();
    let plan = draft.exploration_plan(plan::Computer { cores: 2 }).unwrap();
    let mut replay = Replay::new(plan.machine(true).into());
    while let Some(&by) = replay.moves().first() {
        replay.push(by).unwrap();
    }
    let long = plan.link_with(&replay.written().to_string());
    let error = animated(&long, Size::OPEN_GRAPH, Theme::Dark).unwrap_err().to_string();
    assert_eq!(error, "an animated picture has at most 60 steps, got 64");
}

#[test]
fn a_schedule_that_does_not_fit_is_refused() {
    for (schedule, reason) in [
        ("m.ABAB.00000000", "This schedule was written for another version"),
        ("m.A", "The schedule of this link cannot be read"),
    ] {
        let link = format!("#/explore/lost-update?v=1&schedule={schedule}");
        let error = poster(&link, Size::OPEN_GRAPH, Theme::Light).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn a_run_is_carried_out_by_real_threads_and_by_processes() {
    for (link, text) in [
        ("#/deadlock?v=1", ">Deadlock:</tspan> "),
        ("#/lost-update?v=1&fix=lock&increments=20", "increments were counted"),
        ("#/integrate?v=1&threads=2&n=1000&repeats=2", ">thread 2</text>"),
        ("#/integrate?v=1&threads=2&n=1000&method=processes&repeats=2", ">process 2</text>"),
        ("#/queue?v=1&items=4", "consumer 1"),
    ] {
        let svg = drawn(link, Theme::Light);
        assert!(
            svg.contains(text) && svg.contains(">A run of real threads</text>"),
            "{link}: {svg}"
        );
    }
}

#[test]
fn a_sweep_shows_its_curve() {
    let svg = drawn("#/integrate?v=1&threads=2&n=1000&sweep=on&repeats=2", Theme::Light);
    assert!(svg.contains("<polyline points=") && svg.contains(">measured</text>"), "{svg}");
}

#[test]
fn what_no_machine_can_run_by_itself_shows_its_lesson() {
    for link in
        ["#/web-service?v=1", "#/task-queue?v=1&transport=rabbitmq", "#/integrate?v=1&method=tasks"]
    {
        let svg = drawn(link, Theme::Light);
        assert!(
            svg.contains("?</text>") && !svg.contains("A run of real threads"),
            "{link}: {svg}"
        );
    }
}

#[test]
fn a_picture_of_points_has_the_size_that_is_asked_for() {
    for (width, height) in [(1200, 630), (600, 315), (800, 800), (320, 640)] {
        let size = Size { width, height };
        let svg = poster("#/explore/deadlock?v=1", size, Theme::Dark).unwrap();
        stands_alone(&svg, "deadlock");
        assert_eq!(size_of(&png(&svg).unwrap()), (width, height));
    }
}

#[test]
fn every_lesson_and_level_has_a_page_whose_files_are_small() {
    let folder = std::env::temp_dir().join(format!("poster-presets-{}", std::process::id()));
    let site = presets::Site::at("https://lab.example").unwrap();
    presets::write(&folder, &site).unwrap();
    let lessons = presets::subjects().map(|subject| (subject.path(), "?v=1"));
    let levels = LEVELS.iter().map(|level| (format!("challenge/{}", level.id), ""));
    for (path, behind) in lessons.chain(levels) {
        let read = |file: &str| std::fs::read(folder.join("p").join(&path).join(file)).unwrap();
        let [png, svg] = ["poster.png", "poster.svg"].map(read);
        assert_eq!(size_of(&png), (1200, 630));
        assert!(png.len() + svg.len() < 90_000, "{path}: {} + {} bytes", png.len(), svg.len());
        stands_alone(&String::from_utf8(svg).unwrap(), &path);
        let page = String::from_utf8(read("index.html")).unwrap();
        let there = format!("<a href=\"https://lab.example/#/{path}{behind}\">");
        assert!(page.contains(&there), "{page}");
        let said: serde_json::Value = serde_json::from_slice(&read("oembed.json")).unwrap();
        assert_eq!((&said["type"], &said["version"]), (&"rich".into(), &"1.0".into()));
    }
    std::fs::remove_dir_all(folder).unwrap();
}
