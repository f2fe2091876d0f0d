//! Every link in the documents opens what it names, and every way from one to another leads there.

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

/// The lines of `text` outside of blocks of code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<&str> = None;
    text.lines().filter(move |line| {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            None if ticks.len() >= 3 => fence = Some(ticks),
            Some(open) if open == line.trim_end() => fence = None,
            None => return true,
            Some(_) => {}
        }
        false
    })
}

/// What a heading is called in an address, as GitHub does it.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let is_kept = |c: &char| c.is_alphanumeric() || " -_".contains(*c);
    heading.chars().filter(is_kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Other files, and headings in them, to which `text` leads; not other sites.
fn ways(text: &str) -> Vec<String> {
    let text = prose(text).collect::<Vec<_>>().join("\n");
    let ends = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let ways = ends.map(|(way, _)| way.to_owned());
    ways.filter(|way| !way.contains("://")).collect()
}

#[test]
fn every_way_from_a_document_leads_to_a_file_and_to_a_heading_in_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let more = ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name));
    let (mut count, mut findings) = (0, Vec::new());
    for path in documents().into_iter().chain(more) {
        let text = fs::read_to_string(&path).expect("a document is text");
        for way in ways(&text) {
            count += 1;
            let (file, heading) = way.split_once('#').unwrap_or((&way, ""));
            let there =
                if file.is_empty() { path.clone() } else { path.with_file_name("").join(file) };
            let has_heading = || {
                let text = fs::read_to_string(&there).unwrap_or_default();
                prose(&text).any(|line| line.starts_with('#') && anchor(line) == heading)
            };
            if !there.exists() || !heading.is_empty() && !has_heading() {
                findings.push(format!("{}: {way}", path.display()));
            }
        }
    }
    assert!(count > 30, "only {count} ways were found");
    assert_eq!(findings, [""; 0], "{findings:#?}");
}

#[test]
fn a_heading_is_called_as_github_calls_it_and_code_leads_nowhere() {
    assert_eq!(anchor("## One slide of reveal.js"), "one-slide-of-revealjs");
    let text = "[a](b.md#c)\n```md\n[no](x)\n```\n![d](e.png), [f](https://g/) and [h](#i)";
    assert_eq!(ways(text), ["b.md#c", "e.png", "#i"]);
}
