//! Posters of lessons: the small picture of the map, large, and the question.

use plan::{Computer, Subject};

use ui::picture::{Content, Picture, Tone, of_class};

use crate::page::{html, opened};

/// Measures of the pictures of the map.
const MINIATURE: (f64, f64) = (160.0, 64.0);
/// The map shows the same whatever the computer is.
const ANY: Computer = Computer { cores: 2 };

/// The poster of a lesson.
pub(crate) fn of(subject: Subject) -> Content {
    let words = subject.experiment.words();
    let lesson = words.lesson(subject.face);
    Content {
        kicker: if subject.is_explored() { "Every schedule" } else { "Real threads" }.to_owned(),
        title: words.title.to_owned(),
        tone: Tone::Plain,
        word: String::new(),
        headline: lesson.summary.to_owned(),
        question: Some(lesson.prediction.to_owned()),
        picture: miniature(subject),
        facts: String::new(),
        address: String::new(),
    }
}

/// The picture that the map has of it.
fn miniature(subject: Subject) -> Option<Picture> {
    let map = html(opened("#/", ANY));
    let heading = format!("<h3><a href=\"#/{}?v=1\">", subject.path());
    let heading = if map.contains(&heading) {
        heading
    } else {
        format!("<h3><a href=\"#/{}?v=1\">", subject.other()?.path())
    };
    let (before, _) = map.split_once(&heading)?;
    let card = before.rfind("<li ")?;
    let svg = of_class(&map[card..], "miniature")?;
    let svg = svg.replacen(
        "<svg",
        &format!("<svg width=\"{}\" height=\"{}\"", MINIATURE.0, MINIATURE.1),
        1,
    );
    Some(Picture {
        width: MINIATURE.0,
        height: MINIATURE.1,
        svg,
        hint: String::new(),
        told: vec![],
    })
}
