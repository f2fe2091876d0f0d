//! Static pages for lessons and levels: what sites that show links ask for, and a way into the laboratory.

use std::fs;
use std::io;
use std::path::Path;

use experiments::{CATALOGUE, Face, LEVELS};
use plan::Subject;
use serde_json::{Value, json};
use thiserror::Error;

use ui::picture::{Content, SITE, escaped, said};

pub use crate::site::Site;

use crate::{NotDrawn, Refused, Size, Theme, drawn, of_lesson, of_level, png};

/// The folder of the pages, within the site.
pub(crate) const FOLDER: &str = "p";
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
    /// A lesson or a level has no poster.
    #[error("{0}: {1}")]
    Poster(String, Refused),
    /// A poster cannot be drawn.
    #[error(transparent)]
    Picture(#[from] NotDrawn),
    /// A file cannot be written.
    #[error("{0} cannot be written: {1}")]
    File(String, io::Error),
}

/// A lesson or a level as it comes.
struct Preset {
    /// Its path in links, and in the folder.
    path: String,
    /// What stands behind the address of the site in a link to it.
    link: String,
    title: String,
    description: String,
}

impl Preset {
    fn lesson(subject: Subject, content: &Content) -> Self {
        let what = if subject.is_explored() { ": every schedule" } else { "" };
        let path = subject.path();
        let link = format!("#/{path}?v=1");
        Self { path, link, title: format!("{}{what}", content.title), description: told(content) }
    }

    fn level(id: &str, content: &Content) -> Self {
        let path = format!("challenge/{id}");
        let link = format!("#/{path}");
        Self { path, link, title: content.title.clone(), description: told(content) }
    }
}

/// A sentence or two for a preview.
fn told(content: &Content) -> String {
    match &content.question {
        Some(question) => format!("{} {question}", said(content)),
        None => said(content),
    }
}

/// Every lesson in each of its faces, in the order of the course.
pub fn subjects() -> impl Iterator<Item = Subject> {
    let faces = |experiment| [Face::Run, Face::Explore].map(|face| Subject { experiment, face });
    CATALOGUE.iter().flat_map(faces).filter(|subject| subject.experiment.has(subject.face))
}

/// Writes the page of each lesson and of each level into the folder `p` of `out`: the page, its poster, and what it says to
/// sites that embed it.
///
/// # Errors
///
/// [`NotMade`].
pub fn write(out: &Path, site: &Site) -> Result<(), NotMade> {
    for subject in subjects() {
        let content = of_lesson(subject).map_err(|error| NotMade::Poster(subject.path(), error))?;
        write_one(out, site, &Preset::lesson(subject, &content), &content)?;
    }
    for (level, number) in LEVELS.iter().zip(1..) {
        let content =
            of_level(level, number).map_err(|error| NotMade::Poster(level.id.to_owned(), error))?;
        write_one(out, site, &Preset::level(level.id, &content), &content)?;
    }
    Ok(())
}

fn write_one(out: &Path, site: &Site, preset: &Preset, content: &Content) -> Result<(), NotMade> {
    let svg = drawn(content, Size::OPEN_GRAPH, Theme::Light);
    let folder = out.join(FOLDER).join(&preset.path);
    let failed = |error| NotMade::File(folder.display().to_string(), error);
    fs::create_dir_all(&folder).map_err(failed)?;
    for (name, bytes) in [
        ("poster.png", png(&svg)?),
        ("poster.svg", svg.into_bytes()),
        ("index.html", page(preset, site).into_bytes()),
        ("oembed.json", oembed(preset, site).to_string().into_bytes()),
    ] {
        fs::write(folder.join(name), bytes).map_err(failed)?;
    }
    Ok(())
}

/// The page: tags for whoever shows links, and the way on, which a browser follows by itself.
fn page(preset: &Preset, site: &Site) -> String {
    let there = format!("{}{}", site.address(&preset.path, ""), preset.link);
    let [title, description, there] =
        [&preset.title, &preset.description, &there].map(|text| escaped(text));
    let [picture, oembed] =
        ["poster.png", "oembed.json"].map(|file| escaped(&site.beside(&preset.path, file)));
    let Size { width, height } = Size::OPEN_GRAPH;
    // An address of its own is an absolute one, or none.
    let own = if site.is_known() {
        let own = escaped(&site.beside(&preset.path, ""));
        format!(
            "<link rel=\"canonical\" href=\"{own}\">\n<meta property=\"og:url\" content=\"{own}\">\n"
        )
    } else {
        String::new()
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
fn oembed(preset: &Preset, site: &Site) -> Value {
    let (width, height) = FRAME;
    let source = format!("{}?embed{}", site.address(&preset.path, ""), preset.link);
    let html = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         style=\"border: 0\" allow=\"cross-origin-isolated; fullscreen; clipboard-write\"></iframe>",
        escaped(&source),
        escaped(&preset.title)
    );
    json!({
        "version": "1.0",
        "type": "rich",
        "title": preset.title,
        "provider_name": SITE,
        "provider_url": site.address(&preset.path, ""),
        "html": html,
        "width": width,
        "height": height,
        "thumbnail_url": site.beside(&preset.path, "poster.png"),
        "thumbnail_width": Size::OPEN_GRAPH.width,
        "thumbnail_height": Size::OPEN_GRAPH.height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(path: &str) -> Preset {
        let (title, description) = ("A & B".to_owned(), "Who is \"first\"?".to_owned());
        Preset { path: path.to_owned(), link: format!("#/{path}?v=1"), title, description }
    }

    /// From `p/explore/lock/` it is three folders up to the site, from `p/lock/` two.
    #[test]
    fn addresses_are_relative_until_the_site_is_known() {
        let known = Site::at("https://lab.example/course").unwrap();
        let relative = Site::default();
        let root = |path: &str, site: &Site| site.address(path, "");
        assert_eq!(root("explore/lock", &relative), "../../../");
        assert_eq!(root("lock", &relative), "../../");
        assert_eq!(root("lock", &known), "https://lab.example/course/");
        assert_eq!(relative.beside("lock", "poster.png"), "poster.png");
        let absolute = "https://lab.example/course/p/lock/poster.png";
        assert_eq!(known.beside("lock", "poster.png"), absolute);
        let html = page(&lesson("lock"), &known);
        assert!(html.contains(&format!("<meta property=\"og:image\" content=\"{absolute}\">")));
        assert!(
            html.contains("<link rel=\"canonical\" href=\"https://lab.example/course/p/lock/\">")
        );
        assert!(!page(&lesson("lock"), &relative).contains("canonical"));
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
