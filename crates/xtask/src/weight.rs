//! What a link downloads, and the budget for it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Outcome;
use crate::lab::files_below;

/// Kinds of links: until the page can be used, until the map of the course is shown, until a timed run begins, until one
/// begins in which threads meet, until that is drawn, until an exploration begins, and until runs begin in a frame.
const KINDS: usize = 8;
/// What each kind of link may download until then, in kB (1000 bytes) as brotli. Raise a figure only with
/// a reason; lower it when something became smaller.
const BUDGETS_KB: [(&str, f64); KINDS] = [
    ("usable", 214.0),
    ("map", 238.0),
    ("timed link", 400.0),
    ("meeting link", 336.0),
    ("drawn", 470.0),
    ("explore link", 514.0),
    ("timed frame", 317.0),
    ("meeting frame", 348.0),
];
/// How much more than its budget a link may download.
const TOLERANCE: f64 = 1.05;
/// The part of the page, and the link of the lab if there is one, that each kind needs, once the page can be used.
const NEEDED: [(Option<&str>, Option<&str>); KINDS - 1] = [
    (Some("course"), None),
    (Some("timed"), Some("timed")),
    (None, Some("meeting")),
    (Some("meeting"), Some("meeting")),
    (Some("explore"), Some("explorer")),
    (Some("embed"), Some("timed")),
    (Some("embed"), Some("meeting")),
];
/// The list of the files that are not named by the page itself.
const MANIFEST: &str = "lab-manifest.json";

/// Prints what each kind of link downloads from the site in `dist`, and compares it with the budgets.
///
/// # Errors
///
/// A file is missing, or a budget is exceeded by more than a twentieth.
pub fn weigh(dist: &Path) -> Outcome {
    let links = links(dist)?;
    let files: BTreeSet<&String> = links.iter().flatten().collect();
    let mut rows = Vec::new();
    for file in files {
        let bytes = bytes(dist, file)?;
        rows.push(Row { file, bytes, of: links.each_ref().map(|link| link.contains(file)) });
    }
    let totals = totals(&rows);
    print!("{}", table(&rows, totals));
    over_budget(totals)
}

/// The files of `dist` that a browser downloads for each of the kinds of links, in [`weigh`]'s order.
///
/// # Errors
///
/// The folder holds no site.
pub fn links(dist: &Path) -> Outcome<[BTreeSet<String>; KINDS]> {
    let manifest: Value = serde_json::from_str(&fs::read_to_string(dist.join(MANIFEST))?)?;
    let html = fs::read_to_string(dist.join("index.html"))?;
    let named = html.split('"').map(|text| text.trim_start_matches("./"));
    let code = |name: &&str| [".css", ".js", ".wasm"].iter().any(|end| name.ends_with(end));
    let mut usable: BTreeSet<String> = named.filter(code).map(str::to_owned).collect();
    usable.insert("index.html".to_owned());
    let [map, timed, meeting, drawn, explore, timed_frame, meeting_frame] =
        NEEDED.map(|(part, lab)| with_part(dist, &usable, &manifest, part, lab));
    Ok([usable, map?, timed?, meeting?, drawn?, explore?, timed_frame?, meeting_frame?])
}

/// `usable`, with a part of the page, and a link of the lab if there is one.
fn with_part(
    dist: &Path,
    usable: &BTreeSet<String>,
    manifest: &Value,
    part: Option<&str>,
    lab: Option<&str>,
) -> Outcome<BTreeSet<String>> {
    let mut files = usable.clone();
    if let Some(part) = part {
        let modules = manifest["page"][part].as_array();
        let modules = modules.ok_or_else(|| format!("the page has no part {part}"))?;
        files.extend(modules.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    let Some(lab) = lab else { return Ok(files) };
    files.insert(MANIFEST.to_owned());
    files.insert(manifest["worker"].as_str().ok_or("the lab has no worker")?.to_owned());
    let folder = manifest[lab]["glue"].as_str().and_then(|glue| Some(glue.rsplit_once('/')?.0));
    let folder = folder.ok_or_else(|| format!("the lab has no link {lab}"))?;
    let below = files_below(&dist.join(folder))?.into_iter().filter(|name| !is_copy(name));
    files.extend(below.map(|name| format!("{folder}/{name}")));
    Ok(files)
}

fn is_copy(name: &str) -> bool {
    [".br", ".gz"].iter().any(|end| name.ends_with(end))
}

/// The bytes of `file` as brotli, or as it is if that is no smaller.
fn bytes(dist: &Path, file: &str) -> Outcome<u64> {
    let brotli = fs::metadata(dist.join(format!("{file}.br")));
    let found = brotli.or_else(|_| fs::metadata(dist.join(file)));
    Ok(found.map_err(|error| format!("{file} cannot be weighed: {error}"))?.len())
}

/// A file, and which kinds of links download it.
struct Row<'name> {
    file: &'name str,
    bytes: u64,
    of: [bool; KINDS],
}

/// The bytes of each kind of link.
fn totals(rows: &[Row]) -> [u64; KINDS] {
    let of = |kind: usize| rows.iter().filter(move |row| row.of[kind]).map(|row| row.bytes).sum();
    std::array::from_fn(of)
}

/// The rows, heavy ones first, in kB; what they come to, and the budgets.
fn table(rows: &[Row], totals: [u64; KINDS]) -> String {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.bytes), row.file));
    let mut text = String::new();
    let names = BUDGETS_KB.map(|(name, _)| name.to_owned());
    write_row(&mut text, names, "kB as brotli");
    for row in rows {
        let cell = |is_part: bool| if is_part { kb(row.bytes) } else { String::new() };
        write_row(&mut text, row.of.map(cell), row.file);
    }
    write_row(&mut text, totals.map(kb), "together");
    write_row(&mut text, BUDGETS_KB.map(|(_, budget)| format!("{budget:.1}")), "budget");
    text
}

fn write_row(text: &mut String, cells: [String; KINDS], name: &str) {
    for cell in cells {
        write!(text, "{cell:>14}").expect("a string takes every text");
    }
    writeln!(text, "  {name}").expect("a string takes every text");
}

fn kb(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e3)
}

/// An error that names the kinds of links that download more than they may.
fn over_budget(totals: [u64; KINDS]) -> Outcome {
    let over = BUDGETS_KB.iter().zip(totals).filter(|((_, budget), total)| {
        let limit = budget * TOLERANCE;
        *total as f64 / 1e3 > limit
    });
    let over: Vec<String> = over
        .map(|((name, budget), total)| format!("{name}: {} kB, budget {budget:.1} kB", kb(total)))
        .collect();
    if over.is_empty() {
        return Ok(());
    }
    Err(format!("links download too much\n  {}", over.join("\n  ")).into())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// A site in which every file has another power of two as its size.
    fn site(name: &str, labs: &[&str]) -> PathBuf {
        let dist = std::env::temp_dir().join(format!("xtask-weight-{name}-{}", std::process::id()));
        let html = r#"<link rel="icon" href="icon.svg"><link href="a.css"><script src="a.js">
            <link href="app/0f/app.js"><script>import start from "./app/0f/app.js"</script>"#;
        let mut manifest = serde_json::json!({
            "worker": "lab/1e/worker.js",
            "page": {
                "course": ["app/0f/course.wasm"],
                "embed": ["app/0f/embed.wasm"],
                "timed": [],
                "meeting": ["app/0f/chunk_1.wasm"],
                "explore": ["app/0f/chunk_1.wasm", "app/0f/explore.wasm"],
            },
        });
        for lab in labs {
            manifest[*lab] = serde_json::json!({ "glue": format!("lab/1e/{lab}/lab.js") });
        }
        let sizes = [
            ("a.css", 1),
            ("a.js", 2),
            ("a.js.gz", 1),
            ("app/0f/app.js", 16_000_000), // its brotli counts
            ("app/0f/app.js.br", 4),
            ("app/0f/chunk_1.wasm", 8),
            ("app/0f/explore.wasm", 16),
            ("app/0f/course.wasm", 2048),
            ("app/0f/embed.wasm", 4096),
            ("lab/1e/worker.js", 32),
            ("lab/1e/timed/lab.js", 64),
            ("lab/1e/timed/snippets/help.js", 128),
            ("lab/1e/meeting/lab.js", 1024),
            ("lab/1e/processes/lab.js", 256),
            ("lab/1e/explorer/lab.js", 512),
        ];
        for (file, size) in sizes {
            fs::create_dir_all(dist.join(file).parent().unwrap()).unwrap();
            fs::write(dist.join(file), vec![b'x'; size]).unwrap();
        }
        fs::write(dist.join("index.html"), html).unwrap();
        fs::write(dist.join(MANIFEST), manifest.to_string()).unwrap();
        dist
    }

    /// The bytes of each kind beside index.html and the manifest.
    fn weights(dist: &Path) -> [u64; KINDS] {
        links(dist).unwrap().map(|files| {
            let sized = files.iter().filter(|file| *file != "index.html" && *file != MANIFEST);
            sized.map(|file| bytes(dist, file).unwrap()).sum()
        })
    }

    /// The page: 1 + 2 + 4. The map: + 2048. A timed run: + 32 + 64 + 128. Where threads meet: + 32 + 1024, and
    /// drawn: + 8. An exploration: + 8 + 16 + 32 + 512. In a frame: + 4096.
    #[test]
    fn a_link_downloads_the_page_and_the_part_and_the_lab_that_it_needs() {
        let dist = site("whole", &["timed", "meeting", "processes", "explorer"]);
        let (timed, meeting) = (7 + 32 + 64 + 128, 7 + 32 + 1024);
        assert_eq!(
            weights(&dist),
            [
                7,
                7 + 2048,
                timed,
                meeting,
                meeting + 8,
                7 + 8 + 16 + 32 + 512,
                timed + 4096,
                meeting + 4096
            ]
        );
        fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn a_site_without_a_lab_is_an_error_that_says_so() {
        let dist = site("none", &["processes"]);
        let error = links(&dist).unwrap_err().to_string();
        assert_eq!(error, "the lab has no link timed");
        fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn only_what_exceeds_its_budget_by_more_than_a_twentieth_is_an_error() {
        let share = [1.04, 0.5, 0.5, 1.0, 1.0, 1.06, 1.0, 1.0];
        let of = |kind: usize| (BUDGETS_KB[kind].1 * 1e3 * share[kind]) as u64;
        let mut totals = std::array::from_fn(of);
        let error = over_budget(totals).unwrap_err();
        let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].starts_with("  explore link: "), "{lines:?}");
        totals[5] = 0;
        over_budget(totals).unwrap();
    }

    #[test]
    fn the_table_has_heavy_files_first_and_adds_them_up() {
        let rows = [
            Row { file: "a", bytes: 1_000, of: [true; KINDS] },
            Row { file: "b", bytes: 2_500, of: std::array::from_fn(|kind| kind == 1) },
        ];
        let totals = totals(&rows);
        assert_eq!(totals, [1_000, 3_500, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000]);
        let table = table(&rows, totals);
        let lines: Vec<&str> = table.lines().map(str::trim).collect();
        let cells = |line: usize| lines[line].split_whitespace().collect::<Vec<_>>();
        assert_eq!(lines[0].split_whitespace().next(), Some("usable"));
        assert_eq!(cells(1), ["2.5", "b"]);
        assert_eq!(cells(2), ["1.0", "1.0", "1.0", "1.0", "1.0", "1.0", "1.0", "1.0", "a"]);
        assert_eq!(cells(3), ["1.0", "3.5", "1.0", "1.0", "1.0", "1.0", "1.0", "1.0", "together"]);
    }
}
