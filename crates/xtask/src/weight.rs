//! What a link downloads, and the budget for it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Outcome;
use crate::lab::files_below;

/// What each kind of link may download before it shows what it is about, in kB (1000 bytes) as brotli.
/// Raise a figure only with a reason; lower it when something became smaller.
const BUDGETS_KB: [(&str, f64); 3] =
    [("usable", 411.0), ("run link", 580.0), ("explore link", 712.0)];
/// How much more than its budget a link may download.
const TOLERANCE: f64 = 1.05;
/// The names of the page's parts and of the lab's links that `explore link` and `run link` need; the
/// first one that is there.
const EXPLORE: (&str, &[&str]) = ("explore", &["explorer", "processes"]);
const RUN: (&str, &[&str]) = ("run", &["threads"]);
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

/// The files of `dist` that a browser downloads until the page can be used, until a run of threads
/// begins, and until an exploration begins: the kinds of links in [`weigh`]'s order.
///
/// # Errors
///
/// The folder holds no site.
pub fn links(dist: &Path) -> Outcome<[BTreeSet<String>; 3]> {
    let manifest: Value = serde_json::from_str(&fs::read_to_string(dist.join(MANIFEST))?)?;
    let html = fs::read_to_string(dist.join("index.html"))?;
    let named = html.split('"').map(|text| text.trim_start_matches("./"));
    let code = |name: &&str| [".css", ".js", ".wasm"].iter().any(|end| name.ends_with(end));
    let mut usable: BTreeSet<String> = named.filter(code).map(str::to_owned).collect();
    usable.insert("index.html".to_owned());
    let run = with_lab(dist, &usable, &manifest, RUN)?;
    let explore = with_lab(dist, &usable, &manifest, EXPLORE)?;
    Ok([usable, run, explore])
}

/// `usable`, with a part of the page and the first of these links of the lab that is there.
fn with_lab(
    dist: &Path,
    usable: &BTreeSet<String>,
    manifest: &Value,
    (part, labs): (&str, &[&str]),
) -> Outcome<BTreeSet<String>> {
    let mut files = usable.clone();
    let modules = manifest["page"][part].as_array().into_iter().flatten();
    files.extend(modules.filter_map(Value::as_str).map(str::to_owned));
    files.insert(MANIFEST.to_owned());
    files.insert(manifest["worker"].as_str().ok_or("the lab has no worker")?.to_owned());
    let glue = labs.iter().find_map(|name| manifest[*name]["glue"].as_str());
    let folder = glue.and_then(|glue| Some(glue.rsplit_once('/')?.0));
    let folder = folder.ok_or_else(|| format!("the lab has none of {labs:?}"))?;
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
    of: [bool; 3],
}

/// The bytes of each kind of link.
fn totals(rows: &[Row]) -> [u64; 3] {
    let of = |kind: usize| rows.iter().filter(move |row| row.of[kind]).map(|row| row.bytes).sum();
    [of(0), of(1), of(2)]
}

/// The rows, heavy ones first, in kB; what they come to, and the budgets.
fn table(rows: &[Row], totals: [u64; 3]) -> String {
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

fn write_row(text: &mut String, [usable, run, explore]: [String; 3], name: &str) {
    let line = writeln!(text, "{usable:>9}{run:>11}{explore:>15}  {name}");
    line.expect("a string takes every text");
}

fn kb(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e3)
}

/// An error that names the kinds of links that download more than they may.
fn over_budget(totals: [u64; 3]) -> Outcome {
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
            "page": { "explore": ["app/0f/chunk_1.wasm", "app/0f/explore.wasm"] },
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
            ("lab/1e/worker.js", 32),
            ("lab/1e/threads/lab.js", 64),
            ("lab/1e/threads/snippets/help.js", 128),
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
    fn weights(dist: &Path) -> [u64; 3] {
        links(dist).unwrap().map(|files| {
            let sized = files.iter().filter(|file| *file != "index.html" && *file != MANIFEST);
            sized.map(|file| bytes(dist, file).unwrap()).sum()
        })
    }

    /// The page: 1 + 2 + 4. A run: + 32 + 64 + 128. An exploration: + 8 + 16 + 32, and + 256 or + 512.
    #[test]
    fn a_link_downloads_the_page_and_the_part_and_the_lab_that_it_needs() {
        for (name, labs, explore) in [
            ("old", &["threads", "processes"][..], 7 + 8 + 16 + 32 + 256),
            ("new", &["threads", "processes", "explorer"], 7 + 8 + 16 + 32 + 512),
        ] {
            let dist = site(name, labs);
            assert_eq!(weights(&dist), [7, 7 + 32 + 64 + 128, explore]);
            fs::remove_dir_all(dist).unwrap();
        }
    }

    #[test]
    fn a_site_without_a_lab_is_an_error_that_says_so() {
        let dist = site("none", &["processes"]);
        let error = links(&dist).unwrap_err().to_string();
        assert_eq!(error, "the lab has none of [\"threads\"]");
        fs::remove_dir_all(dist).unwrap();
    }

    #[test]
    fn only_what_exceeds_its_budget_by_more_than_a_twentieth_is_an_error() {
        let [usable, run, explore] = BUDGETS_KB.map(|(_, budget)| budget * 1e3);
        let [usable, run, explore] = [usable * 1.04, run * 0.5, explore * 1.06];
        let error = over_budget([usable as u64, run as u64, explore as u64]).unwrap_err();
        let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].starts_with("  explore link: "), "{lines:?}");
        over_budget([usable as u64, run as u64, 0]).unwrap();
    }

    #[test]
    fn the_table_has_heavy_files_first_and_adds_them_up() {
        let rows = [
            Row { file: "a", bytes: 1_000, of: [true, true, true] },
            Row { file: "b", bytes: 2_500, of: [false, true, false] },
        ];
        let totals = totals(&rows);
        assert_eq!(totals, [1_000, 3_500, 1_000]);
        let table = table(&rows, totals);
        let lines: Vec<&str> = table.lines().map(str::trim).collect();
        assert_eq!(lines[0], "usable   run link   explore link  kB as brotli");
        assert_eq!(lines[1], "2.5                 b");
        assert_eq!(lines[3], "1.0        3.5            1.0  together");
    }
}
