//! The finished site in `dist/`: Trunk builds the page and, as its last step, calls back here.

use std::fs;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::process::{run, step};
use crate::{Outcome, compress, lab, tools, workspace};

/// Builds the site in release into `dist/`, for any static server at any sub-path, with compressed
/// copies for servers that send them.
///
/// # Errors
///
/// A program is missing, or a build failed.
pub fn dist() -> Outcome {
    let bindgen = tools::wasm_bindgen()?;
    let folder = bindgen.parent().expect("a program lies in a folder");
    step("dist", || {
        run(Command::new(tools::trunk()?)
            .args(["build", "--release", "--locked"])
            .current_dir(workspace::root())
            // std for the page is built to be small too; the hook takes this back for what it builds.
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
            .env_remove("NO_COLOR") // Trunk reads any value but true and false as a mistake
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            .env("TRUNK_TOOLS_WASM_BINDGEN", workspace::wasm_bindgen_version()?)
            .env("PATH", tools::path_with(&[folder])))
    })?;
    step("compress", || compress::compress(&workspace::root().join("dist")))
}

/// Trunk's last step: adds the lab to the staging folder and writes the content security policy.
///
/// # Errors
///
/// It was not called by Trunk, or a build failed.
pub fn post_build() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR");
    let staging = staging.ok_or("TRUNK_STAGING_DIR is not set; Trunk calls post-build")?;
    let staging = Path::new(&staging);
    lab::build(staging)?;
    for entry in fs::read_dir(staging)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            fs::write(&path, without_custom_sections(&fs::read(&path)?))?;
        }
    }

    let page = staging.join("index.html");
    let html = fs::read_to_string(&page)?;
    let policy = policy(&inline_script_hashes(&html));
    fs::write(page, with_policy(&html, &policy)?)?;

    let headers = fs::read_to_string(workspace::root().join("web/_headers"))?;
    // Browsers honor `frame-ancestors` in the header only.
    let headers = headers.replace("{csp}", &format!("{policy}; frame-ancestors *"));
    fs::write(staging.join("_headers"), headers)?;
    Ok(())
}

/// A WebAssembly module without its custom sections: names of functions, for debuggers, are a third
/// of its bytes. Trunk has no option for it.
///
/// A module is eight bytes and then sections: an id, a length as LEB128, and so many bytes (W3C,
/// *WebAssembly Core Specification*, 2022, 5.5.2). Custom sections have id 0.
fn without_custom_sections(module: &[u8]) -> Vec<u8> {
    let (header, mut rest) = module.split_at(8);
    let mut kept = header.to_vec();
    while let [id, after_id @ ..] = rest {
        let n_length = 1 + after_id.iter().take_while(|byte| **byte >= 0x80).count();
        let digits = after_id[..n_length].iter().rev();
        let length = digits.fold(0, |length, digit| length << 7 | usize::from(digit & 0x7f));
        let (section, next) = rest.split_at(1 + n_length + length);
        if *id != 0 {
            kept.extend_from_slice(section);
        }
        rest = next;
    }
    kept
}

/// The content security policy that also admits the inline scripts with these hashes.
fn policy(hashes: &[String]) -> String {
    let inline: String = hashes.iter().map(|hash| format!(" '{hash}'")).collect();
    [
        "default-src 'none'",
        &format!("script-src 'self' 'wasm-unsafe-eval'{inline}"),
        "worker-src 'self' blob:", // the pool starts its threads from a blob
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
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

/// `html` with `policy` as the content of its content security policy element.
fn with_policy(html: &str, policy: &str) -> Outcome<String> {
    let missing = "index.html has no <meta http-equiv=\"Content-Security-Policy\" content=\"\">";
    let (before, rest) = html.split_once("\"Content-Security-Policy\"").ok_or(missing)?;
    let (between, rest) = rest.split_once("content=\"").ok_or(missing)?;
    let (_, after) = rest.split_once('"').ok_or(missing)?;
    Ok(format!("{before}\"Content-Security-Policy\"{between}content=\"{policy}\"{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hash is that of `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`.
    const ALERT: &str = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";

    /// Header, a custom section of 2 bytes, a type section of 128 bytes (length 80 01), another
    /// custom one.
    #[test]
    fn only_custom_sections_are_left_out_of_a_module() {
        let header = *b"\0asm\x01\0\0\0";
        let types = [&[1, 0x80, 0x01][..], &[7; 128]].concat();
        let module = [&header[..], &[0, 2, 1, b'x'], &types, &[0, 1, 0]].concat();
        assert_eq!(without_custom_sections(&module), [&header[..], &types].concat());
    }

    #[test]
    fn only_inline_scripts_are_hashed() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">alert(1)</script>";
        assert_eq!(inline_script_hashes(html), [ALERT]);
    }

    #[test]
    fn the_policy_replaces_the_placeholder_and_nothing_else() {
        let html = "<meta content=\"a\"><meta http-equiv=\"Content-Security-Policy\" content=\"\">";
        let expected =
            "<meta content=\"a\"><meta http-equiv=\"Content-Security-Policy\" content=\"p 'q'\">";
        assert_eq!(with_policy(html, "p 'q'").unwrap(), expected);
        assert!(with_policy("<p>none</p>", "p").is_err());
    }

    #[test]
    fn the_policy_admits_exactly_the_scripts_that_were_hashed() {
        let with = policy(&[ALERT.to_owned()]);
        assert!(with.contains(&format!("script-src 'self' 'wasm-unsafe-eval' '{ALERT}';")));
        assert!(!with.contains("unsafe-inline"));
    }
}
