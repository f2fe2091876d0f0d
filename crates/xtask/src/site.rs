//! The finished site in `dist/`: the page, the lab, and what stands in `web/`.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::process::step;
use crate::{Outcome, compress, lab, page, posters, scripts, styles, workspace};

/// The files below `web/` that are sent as they are, each in the root of the site.
const COPIED: [&str; 2] = ["icon.svg", "manifest.webmanifest"];
/// The scripts below `web/` of which the code is sent, each in the root of the site: the last is the element for pages of
/// others.
const SCRIPTS: [&str; 6] = [
    "automation.js",
    "breakdown.js",
    "isolate.js",
    "service.js",
    "sw.js",
    "interleave-lab/interleave-lab.js",
];
/// Where the content security policy stands in `index.html` and `_headers`.
const POLICY: &str = "{csp}";

/// The static pages of lessons, which sites that show links ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presets {
    /// None: nobody shows links to this site.
    None,
    /// Those of a site at an address, if it is known.
    Of(Option<String>),
}

/// Builds the site in release into `dist/`, for any static server at any sub-path, with compressed
/// copies for servers that send them. A build that fails leaves the site that was there.
///
/// # Errors
///
/// A program is missing, or a build failed.
pub fn dist(presets: &Presets) -> Outcome {
    let root = workspace::root();
    // Wherever cargo writes: what is built is moved to `dist`, which must be on the same disk.
    let staging = root.join("target/site");
    remove(&staging)?;
    fs::create_dir_all(&staging)?;
    step("dist", || build(&staging))?;
    if let Presets::Of(site) = presets {
        posters::presets(&staging, site.as_deref())?;
    }
    step("compress", || compress::compress(&staging))?;
    swap(&staging, &root.join("dist"), &root.join("target/site-before"))
}

/// Builds the whole site into the folder `out`.
fn build(out: &Path) -> Outcome {
    let web = workspace::root().join("web");
    let page = page::build(out)?;
    lab::build(out, &page.modules)?;
    for name in COPIED {
        fs::copy(web.join(name), out.join(name))
            .map_err(|error| format!("web/{name} cannot be copied: {error}"))?;
    }
    for path in SCRIPTS {
        let name = path.rsplit('/').next().unwrap_or(path);
        scripts::send(path, &out.join(name))?;
    }
    let styles = styles::joined_sheets()?;
    let name = format!("styles-{}.css", hex(&Sha256::digest(&styles)[..8]));
    fs::write(out.join(&name), styles)?;

    let html = fs::read_to_string(workspace::root().join("index.html"))?;
    let html = filled(&filled(&html, "{styles}", &name)?, "{app}", &page.folder)?;
    let policy = policy(&inline_script_hashes(&html));
    fs::write(out.join("index.html"), filled(&html, POLICY, &policy)?)?;

    let headers = fs::read_to_string(web.join("_headers"))?;
    // Without `frame-ancestors`, whose `*` would refuse pages that are opened from a file.
    let headers = filled(&headers, POLICY, &policy)?;
    fs::write(out.join("_headers"), headers)?;
    Ok(())
}

/// Puts `fresh` in the place of `old`, which stands at `aside` meanwhile and is then removed.
fn swap(fresh: &Path, old: &Path, aside: &Path) -> Outcome {
    remove(aside)?;
    if old.exists() {
        fs::rename(old, aside)?;
    }
    fs::rename(fresh, old)?;
    remove(aside)
}

fn remove(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `text` with `value` wherever it says `name`.
fn filled(text: &str, name: &str, value: &str) -> Outcome<String> {
    if text.contains(name) {
        return Ok(text.replace(name, value));
    }
    Err(format!("there is no {name} in {:?}", text.lines().next().unwrap_or_default()).into())
}

/// The content security policy that also admits the inline scripts with these hashes.
fn policy(hashes: &[String]) -> String {
    let inline: String = hashes.iter().map(|hash| format!(" '{hash}'")).collect();
    [
        "default-src 'none'",
        &format!("script-src 'self' 'wasm-unsafe-eval'{inline}"),
        "worker-src 'self' blob:", // a frame without an origin may start only workers that it has made
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "frame-src 'self'", // the preview of what is shared
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    .join("; ")
}

/// `sha256-…` of the text of every `<script>` without a `src`, in order.
fn inline_script_hashes(html: &str) -> Vec<String> {
    let scripts = html.split("<script").skip(1).filter_map(|rest| rest.split_once('>'));
    scripts
        .filter(|(attributes, _)| !attributes.contains(" src="))
        .filter_map(|(_, rest)| rest.split_once("</script>"))
        .map(|(text, _)| format!("sha256-{}", STANDARD.encode(Sha256::digest(text))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hash is that of `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`.
    const ALERT: &str = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";

    #[test]
    fn only_inline_scripts_are_hashed() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">alert(1)</script>";
        assert_eq!(inline_script_hashes(html), [ALERT]);
    }

    #[test]
    fn a_name_is_filled_in_wherever_it_stands_and_must_stand_somewhere() {
        let html = "<link href=\"{app}/a.js\"><script src=\"{app}/b.js\">";
        let expected = "<link href=\"app/0f/a.js\"><script src=\"app/0f/b.js\">";
        assert_eq!(filled(html, "{app}", "app/0f").unwrap(), expected);
        let error = filled("<p>\nnone", "{app}", "app/0f").unwrap_err().to_string();
        assert_eq!(error, "there is no {app} in \"<p>\"");
    }

    #[test]
    fn the_policy_admits_exactly_the_scripts_that_were_hashed() {
        let with = policy(&[ALERT.to_owned()]);
        assert!(with.contains(&format!("script-src 'self' 'wasm-unsafe-eval' '{ALERT}';")));
        assert!(!with.contains("unsafe-inline"));
    }

    #[test]
    fn a_new_site_takes_the_place_of_the_old_one_and_of_none() {
        let folder = std::env::temp_dir().join(format!("xtask-swap-{}", std::process::id()));
        let [fresh, old, aside] = ["fresh", "dist", "aside"].map(|name| folder.join(name));
        for text in ["first", "second"] {
            fs::create_dir_all(&fresh).unwrap();
            fs::write(fresh.join(text), text).unwrap();
            swap(&fresh, &old, &aside).unwrap();
            assert_eq!(lab::files_below(&folder).unwrap(), [format!("dist/{text}")]);
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
