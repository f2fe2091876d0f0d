//! Static pages for lessons: what sites that show links ask for, and a way into the laboratory.

use std::fs;
use std::io;
use std::path::Path;

use experiments::{CATALOGUE, Face};
use plan::Subject;
use serde_json::{Value, json};
use thiserror::Error;

use ui::picture::{Content, SITE, escaped, said};

use crate::{NotDrawn, Refused, Size, Theme, drawn, of_lesson, png};

/// The folder of the pages, within the site.
const FOLDER: &str = "p";
/// Size of the frame that is proposed to other pages.
const FRAME: (u32, u32) = (960, 540);
/// What a page may load: its own picture.
const POLICY: &str = "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'";

/// Why the pages cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NotMade {
    /// The address of the site is none.
    #[error(
        "site must be an address that begins with https:// or http:// and has neither query nor fragment, got {0:?}"
    )]
    Site(String),
    /// A lesson has no poster.
    #[error("{0}: {1}")]
    Lesson(String, Refused),
    /// A poster cannot be drawn.
    #[error(transparent)]
    Picture(#[from] NotDrawn),
    /// A file cannot be written.
    #[error("{0} cannot be written: {1}")]
    File(String, io::Error),
}

/// Where the site will be; addresses are relative if it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site(Option<String>);

impl Site {
    /// The site at this address.
    ///
    /// # Errors
    ///
    /// It is no address of a folder.
    pub fn at(address: &str) -> Result<Self, NotMade> {
        let behind = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        let is_good = behind.is_some_and(|behind| {
            !behind.is_empty() && !behind.contains(['?', '#', '"', '<', '>', ' ', '\''])
        });
        if !is_good {
            return Err(NotMade::Site(address.chars().take(80).collect()));
        }
        Ok(Self(Some(format!("{}/", address.trim_end_matches('/')))))
    }

    /// The address of a place in the site, from the page of a lesson.
    fn address(&self, lesson: &Lesson, place: &str) -> String {
        match &self.0 {
            Some(site) => format!("{site}{place}"),
            None => format!("{}{place}", "../".repeat(lesson.path.split('/').count() + 1)),
        }
    }

    /// The address of a file beside the page of a lesson.
    fn beside(&self, lesson: &Lesson, file: &str) -> String {
        match &self.0 {
            Some(site) => format!("{site}{FOLDER}/{}/{file}", lesson.path),
            None => file.to_owned(),
        }
    }
}

/// What is said of a lesson.
struct Lesson {
    /// Its path in links.
    path: String,
    title: String,
    description: String,
}

impl Lesson {
    fn new(subject: Subject, content: &Content) -> Self {
        let what = if subject.is_explored() { ": every schedule" } else { "" };
        let description = match &content.question {
            Some(question) => format!("{} {question}", said(content)),
            None => said(content),
        };
        Self { path: subject.path(), title: format!("{}{what}", content.title), description }
    }

    /// What stands behind the address of the site in a link to it.
    fn link(&self) -> String {
        format!("#/{}?v=1", self.path)
    }
}

/// Every lesson in each of its faces, in the order of the course.
pub fn subjects() -> impl Iterator<Item = Subject> {
    let faces = |experiment| [Face::Run, Face::Explore].map(|face| Subject { experiment, face });
    CATALOGUE.iter().flat_map(faces).filter(|subject| subject.experiment.has(subject.face))
}

/// Writes the page of each lesson into the folder `p` of `out`: the page, its poster, and what it says to sites that embed it.
///
/// # Errors
///
/// [`NotMade`].
pub fn write(out: &Path, site: &Site) -> Result<(), NotMade> {
    for subject in subjects() {
        let content = of_lesson(subject).map_err(|error| NotMade::Lesson(subject.path(), error))?;
        let lesson = Lesson::new(subject, &content);
        let svg = drawn(&content, Size::OPEN_GRAPH, Theme::Light);
        let folder = out.join(FOLDER).join(&lesson.path);
        let failed = |error| NotMade::File(folder.display().to_string(), error);
        fs::create_dir_all(&folder).map_err(failed)?;
        let oembed = oembed(&lesson, site).to_string();
        for (name, bytes) in [
            ("poster.png", png(&svg)?),
            ("poster.svg", svg.into_bytes()),
            ("index.html", page(&lesson, site).into_bytes()),
            ("oembed.json", oembed.into_bytes()),
        ] {
            fs::write(folder.join(name), bytes).map_err(failed)?;
        }
    }
    Ok(())
}

/// The page: tags for whoever shows links, and the way on, which a browser follows by itself.
fn page(lesson: &Lesson, site: &Site) -> String {
    let there = format!("{}{}", site.address(lesson, ""), lesson.link());
    let [title, description, there] =
        [&lesson.title, &lesson.description, &there].map(|text| escaped(text));
    let [picture, oembed] =
        ["poster.png", "oembed.json"].map(|file| escaped(&site.beside(lesson, file)));
    let Size { width, height } = Size::OPEN_GRAPH;
    // An address of its own is an absolute one, or none.
    let own = match &site.0 {
        Some(_) => {
            let own = escaped(&site.beside(lesson, ""));
            format!(
                "<link rel=\"canonical\" href=\"{own}\">\n<meta property=\"og:url\" content=\"{own}\">\n"
            )
        }
        None => String::new(),
    };
    format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">
<title>{title} · {SITE}</title>
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<meta name=\"description\" content=\"{description}\">
{own}<meta property=\"og:type\" content=\"website\">
<meta property=\"og:site_name\" content=\"{SITE}\">
<meta property=\"og:title\" content=\"{title}\">
<meta property=\"og:description\" content=\"{description}\">
<meta property=\"og:image\" content=\"{picture}\">
<meta property=\"og:image:type\" content=\"image/png\">
<meta property=\"og:image:width\" content=\"{width}\">
<meta property=\"og:image:height\" content=\"{height}\">
<meta property=\"og:image:alt\" content=\"{title}: {description}\">
<meta name=\"twitter:card\" content=\"summary_large_image\">
<meta name=\"twitter:title\" content=\"{title}\">
<meta name=\"twitter:description\" content=\"{description}\">
<meta name=\"twitter:image\" content=\"{picture}\">
<meta name=\"twitter:image:alt\" content=\"{title}: {description}\">
<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{oembed}\" title=\"{title}\">
<meta http-equiv=\"refresh\" content=\"0; url={there}\">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{description}</p>
<p><a href=\"{there}\">Open it in the laboratory</a></p>
<p><img src=\"poster.png\" width=\"{width}\" height=\"{height}\" alt=\"\"></p>
</main>
</body>
</html>
"
    )
}

/// What a site that embeds it is told, by the oEmbed specification 1.0.
fn oembed(lesson: &Lesson, site: &Site) -> Value {
    let (width, height) = FRAME;
    let source = format!("{}?embed{}", site.address(lesson, ""), lesson.link());
    let html = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         style=\"border: 0\" allow=\"cross-origin-isolated; fullscreen; clipboard-write\"></iframe>",
        escaped(&source),
        escaped(&lesson.title)
    );
    json!({
        "version": "1.0",
        "type": "rich",
        "title": lesson.title,
        "provider_name": SITE,
        "provider_url": site.address(lesson, ""),
        "html": html,
        "width": width,
        "height": height,
        "thumbnail_url": site.beside(lesson, "poster.png"),
        "thumbnail_width": Size::OPEN_GRAPH.width,
        "thumbnail_height": Size::OPEN_GRAPH.height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(path: &str) -> Lesson {
        let (title, description) = ("A & B".to_owned(), "Who is \"first\"?".to_owned());
        Lesson { path: path.to_owned(), title, description }
    }

    /// From `p/explore/lock/` it is three folders up to the site, from `p/lock/` two.
    #[test]
    fn addresses_are_relative_until_the_site_is_known() {
        let known = Site::at("https://lab.example/course").unwrap();
        let relative = Site::default();
        let root = |path: &str, site: &Site| site.address(&lesson(path), "");
        assert_eq!(root("explore/lock", &relative), "../../../");
        assert_eq!(root("lock", &relative), "../../");
        assert_eq!(root("lock", &known), "https://lab.example/course/");
        assert_eq!(relative.beside(&lesson("lock"), "poster.png"), "poster.png");
        let absolute = "https://lab.example/course/p/lock/poster.png";
        assert_eq!(known.beside(&lesson("lock"), "poster.png"), absolute);
        let html = page(&lesson("lock"), &known);
        assert!(html.contains(&format!("<meta property=\"og:image\" content=\"{absolute}\">")));
        assert!(
            html.contains("<link rel=\"canonical\" href=\"https://lab.example/course/p/lock/\">")
        );
        assert!(!page(&lesson("lock"), &relative).contains("canonical"));
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        for address in [
            "lab.example",
            "ftp://lab.example/",
            "https://",
            "https://lab.example/?a",
            "https://a/\"x",
        ] {
            let error = Site::at(address).unwrap_err().to_string();
            assert!(error.ends_with(&format!("got {address:?}")), "{error}");
        }
    }

    #[test]
    fn texts_do_not_leave_their_tags() {
        let html = page(&lesson("lock"), &Site::default());
        assert!(html.contains("<meta name=\"description\" content=\"Who is &quot;first&quot;?\">"));
        assert!(html.contains("<h1>A &amp; B</h1>"));
        for absent in ["<script", "style=", "<style", "onload"] {
            assert!(!html.contains(absent), "{absent}");
        }
        assert!(html.contains("content=\"0; url=../../#/lock?v=1\""));
    }

    /// What <https://oembed.com> asks of the type rich: type, version, html, width and height; and of a thumbnail its three
    /// fields together.
    #[test]
    fn embedders_are_told_what_the_specification_asks_for() {
        let said = oembed(&lesson("explore/lock"), &Site::at("https://lab.example").unwrap());
        assert_eq!((said["type"].as_str(), said["version"].as_str()), (Some("rich"), Some("1.0")));
        assert_eq!((said["width"].as_u64(), said["height"].as_u64()), (Some(960), Some(540)));
        let frame =
            "<iframe src=\"https://lab.example/?embed#/explore/lock?v=1\" title=\"A &amp; B\"";
        assert!(said["html"].as_str().unwrap().starts_with(frame), "{said}");
        let picture = "https://lab.example/p/explore/lock/poster.png";
        assert_eq!(said["thumbnail_url"].as_str(), Some(picture));
        assert_eq!(said["thumbnail_width"].as_u64(), Some(1200));
        assert_eq!(said["thumbnail_height"].as_u64(), Some(630));
    }
}
