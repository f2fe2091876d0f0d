//! Every link in the documents opens what it names.

use std::fs;
use std::path::{Path, PathBuf};

use experiments::LEVELS;
use plan::{Computer, OwnLevel};

/// The documents that people read, relative to the root.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = vec![root.join("README.md"), root.join("web/interleave-lab/README.md")];
    found.push(root.join("sphinx/README.md"));
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("docs is a folder") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md" || end == "html") {
                found.push(path);
            }
        }
    }
    found
}

/// The links in `text`, from `#/` to the first character that none has; placeholders are left out.
fn links(text: &str) -> Vec<String> {
    let text = text.replace("&amp;", "&");
    let is_part = |c: char| c.is_ascii_alphanumeric() || "?=&-._%/".contains(c);
    let mut found = Vec::new();
    for (at, _) in text.match_indices("#/") {
        let rest = &text[at + 2..];
        let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        let link = rest[..end].trim_end_matches(['.', '/', '?']);
        let is_placeholder =
            rest[end..].starts_with(['{', '…', '<']) || link.contains('.') && !link.contains('?');
        if !link.is_empty() && !is_placeholder {
            found.push(format!("#/{link}"));
        }
    }
    found
}

/// What is wrong with a link, if anything.
fn wrong(link: &str) -> Option<String> {
    if let Some(id) = link.strip_prefix("#/challenge/") {
        let is_level = id == "id" || LEVELS.iter().any(|level| level.id == id);
        return (!is_level).then(|| format!("there is no level {id}"));
    }
    if ["#/challenges", "#/explore", "#/challenge"].contains(&link) {
        return None;
    }
    if plan::program_of(link).is_some() {
        let problems = OwnLevel::read(link, Computer { cores: 4 }).err()?;
        return problems.first().map(ToString::to_string);
    }
    let opened = plan::open(link);
    if let Some(problem) = opened.problems.first() {
        return Some(problem.to_string());
    }
    let draft = opened.draft.expect("a link without a problem opens something");
    let errors = draft.check(Computer { cores: 4 }).err()?;
    errors.first().map(ToString::to_string)
}

#[test]
fn every_link_in_the_documents_opens_what_it_names() {
    let mut count = 0;
    let mut findings = Vec::new();
    for path in documents() {
        let text = fs::read_to_string(&path).expect("a document is text");
        for link in links(&text) {
            count += 1;
            findings.extend(wrong(&link).map(|why| format!("{}: {link}: {why}", path.display())));
        }
    }
    assert!(count > 30, "only {count} links were found");
    assert_eq!(findings, [""; 0], "{findings:#?}");
}

#[test]
fn links_are_found_in_html_and_in_prose_and_placeholders_are_not() {
    let text = "see `#/lock?v=1&amp;kind=spin`, #/… and #/deadlock?v=1&threads={n}; (#/gil).";
    assert_eq!(links(text), ["#/lock?v=1&kind=spin", "#/gil"]);
}
