//! The style sheet of the page: the sheets in `web/styles/`, joined in the order of `web/styles.css`.

use std::collections::BTreeMap;
use std::fs;

use crate::lab::files_below;
use crate::{Outcome, workspace};

/// How `web/styles.css` names a sheet; a browser that is given that file itself finds them too.
const IMPORT: [&str; 2] = ["@import \"styles/", "\";"];

/// The style sheet of the page.
///
/// # Errors
///
/// A sheet is missing or not named.
pub fn joined_sheets() -> Outcome<String> {
    let web = workspace::root().join("web");
    let mut sheets = BTreeMap::new();
    for name in files_below(&web.join("styles"))? {
        let text = fs::read_to_string(web.join("styles").join(&name))?;
        sheets.insert(name, text);
    }
    joined(&fs::read_to_string(web.join("styles.css"))?, &sheets)
}

/// The rules of `sheets`, which are given by name, in the order in which `list` imports them.
fn joined(list: &str, sheets: &BTreeMap<String, String>) -> Outcome<String> {
    let [before, after] = IMPORT;
    let imports = list.split(before).skip(1).map(|rest| rest.split(after).next());
    let names: Vec<&str> = imports.flatten().collect();
    if let Some(name) = sheets.keys().find(|name| !names.contains(&name.as_str())) {
        return Err(format!("web/styles.css does not import web/styles/{name}").into());
    }
    let missing = |name: &str| format!("web/styles.css imports {name:?}, which is missing");
    let text = |name: &str| sheets.get(name).ok_or_else(|| missing(name));
    let texts: Vec<&String> = names.into_iter().map(text).collect::<Result<_, _>>()?;
    Ok(texts.into_iter().map(|sheet| bare(sheet)).collect())
}

/// A sheet without comments and indentation: a seventh of what is sent. No text in a sheet of ours
/// looks like a comment.
fn bare(sheet: &str) -> String {
    let after_comment = |part| match str::split_once(part, "*/") {
        Some((_, rest)) => rest,
        None => part,
    };
    let rules: String = sheet.split("/*").map(after_comment).collect();
    let lines = rules.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheets(names: &[&str]) -> BTreeMap<String, String> {
        let sheet =
            |name: &str| format!("/* A sheet. */\n{name} {{\n    margin: 0; /* None. */\n}}\n\n");
        names.iter().map(|name| ((*name).to_owned(), sheet(name))).collect()
    }

    #[test]
    fn rules_are_joined_in_the_order_of_the_list() {
        let list = "/* Order. */\n@import \"styles/z.css\";\n\n@import \"styles/a/b.css\";\n";
        let sheet = joined(list, &sheets(&["a/b.css", "z.css"])).unwrap();
        assert_eq!(sheet, "z.css {\nmargin: 0;\n}\na/b.css {\nmargin: 0;\n}\n");
    }

    /// Relative luminance of `#rrggbb` by WCAG 2.2.
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let part = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    /// WCAG 2.2 asks 4.5 : 1 of text. Listings stand on panels, the line of a program where a thread is on the ground.
    #[test]
    fn the_colors_of_code_are_legible_in_light_and_in_dark() {
        let palette = fs::read_to_string(workspace::root().join("web/styles/palette.css")).unwrap();
        let both = |name: &str| {
            let (_, rest) = palette.split_once(&format!("    --{name}: light-dark(")).unwrap();
            let (light, rest) = rest.split_once(", ").unwrap();
            [light, rest.split(')').next().unwrap()].map(luminance)
        };
        let names = palette.lines().filter_map(|line| line.trim().strip_prefix("--code-"));
        let names: Vec<_> = names.filter_map(|line| line.split(':').next()).collect();
        assert_eq!(names.len(), 6);
        for (name, ground) in names.iter().flat_map(|name| [(name, "panel"), (name, "ground")]) {
            for (text, ground) in both(&format!("code-{name}")).into_iter().zip(both(ground)) {
                let contrast = (text.max(ground) + 0.05) / (text.min(ground) + 0.05);
                assert!(contrast >= 4.5, "{name}: {contrast:.2}");
            }
        }
    }

    /// Who asks for less motion need not be given less: there is none. The end of the one transition, which is none to
    /// see, tells the painter of other colors.
    #[test]
    fn nothing_on_the_page_moves_by_itself() {
        let sheet = joined_sheets().unwrap();
        let moves = ["animation", "@keyframes", "transition", "smooth"];
        let found = sheet.lines().filter(|line| moves.iter().any(|word| line.contains(word)));
        let found: Vec<&str> =
            found.filter(|line| !line.starts_with("-webkit-font-smoothing")).collect();
        assert_eq!(found, ["transition: color 1ms;"]);
    }

    #[test]
    fn a_sheet_that_is_missing_or_not_named_is_an_error() {
        let list = "@import \"styles/a.css\";\n";
        let error = joined(list, &sheets(&["a.css", "b.css"])).unwrap_err().to_string();
        assert_eq!(error, "web/styles.css does not import web/styles/b.css");
        let error = joined(list, &sheets(&[])).unwrap_err().to_string();
        assert_eq!(error, "web/styles.css imports \"a.css\", which is missing");
    }
}
