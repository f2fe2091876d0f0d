//! `cargo xtask scorm`: a link as a package for learning platforms, SCORM 2004.

mod manifest;
mod subject;

use std::fs;
use std::path::{Path, PathBuf};

use self::subject::Subject;
use crate::lab::files_below;
use crate::{Outcome, archive, suites, workspace};

/// The page that the platform shows, and what it consists of, from `web/scorm/`.
const PAGE: &str = "index.html";
const SCRIPT: &str = "scorm.js";
/// Where the site stands in the package.
const SITE: &str = "site";
/// The manifest, which every package has in its root.
const MANIFEST: &str = "imsmanifest.xml";

/// What a package holds.
#[derive(Clone, Debug)]
pub struct Package {
    subject: Subject,
    /// What people read on the platform.
    title: String,
    site: Site,
}

/// Where the page in the frame comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// From the package, into which this folder goes.
    Inside(PathBuf),
    /// From the page at this address.
    Hosted(String),
}

impl Package {
    /// A package of `link`, called `title`, or by the title that the link has on the page.
    ///
    /// # Errors
    ///
    /// The link opens no experiment, no exploration and no level, or something in it is wrong; the address is none,
    /// the folder holds no page, or the title is empty, longer than 200 characters or has control characters.
    pub fn new(link: &str, title: Option<&str>, site: Site) -> Outcome<Self> {
        let subject = Subject::of(link)?;
        let title = title.unwrap_or(&subject.title).trim().to_owned();
        let n = title.chars().count();
        if n == 0 || n > 200 || title.chars().any(char::is_control) {
            let limits = "1 to 200 characters, none of them a control character";
            return Err(format!("title must have {limits}, got {title:?}").into());
        }
        match &site {
            Site::Inside(folder) if !folder.join("index.html").is_file() => {
                Err(format!("{} holds no site", folder.display()).into())
            }
            Site::Hosted(url) if !is_page(url) => {
                let form = "https://host/path/, without ? and #";
                Err(format!("site must be the address of a page, {form}, got {url:?}").into())
            }
            _ => Ok(Self { subject, title, site }),
        }
    }

    /// The address in the frame.
    fn frame(&self) -> String {
        let page = match &self.site {
            Site::Inside(_) => format!("{SITE}/index.html"),
            Site::Hosted(url) => url.clone(),
        };
        format!("{page}?embed{}", self.subject.link)
    }

    /// Writes the package, the same bytes for the same content.
    ///
    /// # Errors
    ///
    /// A file cannot be read or written.
    pub fn write(&self, out: &Path) -> Outcome {
        let ours = workspace::root().join("web/scorm");
        let page = fs::read_to_string(ours.join(PAGE))?;
        let page = page.replace("{frame}", &escaped(&self.frame()));
        let page = page.replace("{title}", &escaped(&self.title));
        let mut files = vec![
            (PAGE.to_owned(), page.into_bytes()),
            (SCRIPT.to_owned(), fs::read(ours.join(SCRIPT))?),
        ];
        if let Site::Inside(folder) = &self.site {
            for name in files_below(folder)?.into_iter().filter(|name| is_wanted(name)) {
                let bytes = fs::read(folder.join(&name))?;
                files.push((format!("{SITE}/{name}"), bytes));
            }
        }
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let manifest = manifest::text(&self.title, &self.frame(), &names);
        files.insert(0, (MANIFEST.to_owned(), manifest.into_bytes()));

        archive::write(out, files)
    }
}

/// `cargo xtask scorm LINK` with these options.
///
/// # Errors
///
/// An option is unknown, or as [`Package::new`] and [`Package::write`].
pub fn scorm(link: &str, options: &[&str]) -> Outcome {
    let (mut title, mut out, mut site) = (None, None, None);
    for pair in options.chunks(2) {
        match *pair {
            ["--title", text] => title = Some(text),
            ["--out", path] => out = Some(PathBuf::from(path)),
            ["--site", url] => site = Some(Site::Hosted(url.to_owned())),
            _ => return Err(format!("unknown option {:?}", pair.join(" ")).into()),
        }
    }
    let subject = Subject::of(link)?; // what is wrong with the link is said first
    let site = site.map_or_else(|| suites::dist().map(Site::Inside), Ok)?;
    let package = Package::new(link, title, site)?;
    let out = out.unwrap_or_else(|| format!("{}.zip", subject.name).into());
    package.write(&out)?;
    let kib = fs::metadata(&out)?.len().div_ceil(1024);
    println!("{} ({kib} KiB): {}, {}", out.display(), package.title, package.subject.link);
    Ok(())
}

/// No copies that a server would send, and no headers, which a platform does not.
fn is_wanted(name: &str) -> bool {
    name != "_headers" && ![".br", ".gz"].iter().any(|end| name.ends_with(end))
}

fn is_page(url: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !url.contains(|c: char| "?#\"<>{}".contains(c) || c.is_whitespace() || c.is_control())
}

/// As text or as the value of an attribute, in HTML and XML.
fn escaped(text: &str) -> String {
    let with = |text: String, (from, to): (&str, &str)| text.replace(from, to);
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")]
        .into_iter()
        .fold(text.to_owned(), with)
}

#[cfg(test)]
mod tests;
