//! The page: one crate, split into a main module and modules that are loaded when they are asked for,
//! under a folder named by its content.
//!
//! The split points are the functions with `#[wasm_split]` in `crates/app`. The linker leaves its
//! relocations in the module, so that it can be cut: what only one split point reaches goes to its
//! module, what several reach to a chunk, and what the page's start reaches stays in the main module.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_split_cli_support::{Options, transform};

use crate::lab::{content_hash, files_below};
use crate::process::{cargo, run, step};
use crate::{Outcome, tools, workspace};

/// The files that each part of the page which is loaded later needs, relative to the site.
pub type Modules = BTreeMap<String, Vec<String>>;

/// The page as it stands in the site.
#[derive(Debug)]
pub struct Page {
    /// Its folder, relative to the site: `app/<hash>`.
    pub folder: String,
    /// Its parts.
    pub modules: Modules,
}

/// The loader of the modules, which the glue imports.
const LOADER: &str = "split.js";
/// What the loader says of a module that is loaded later, around the module's name: it streams, whatever
/// the host calls the module.
const STREAMED: [&str; 2] = [
    "() => {\n    const src = fetch(new URL(\"./",
    ".wasm\", import.meta.url));\n    src.catch(() => {});\n    \
     return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}",
];
/// What the names of modules begin with before they are the page's.
const SPLIT: &str = "split_";

/// Builds the page into `out/app/<hash>/`.
///
/// # Errors
///
/// A program is missing, or a build failed.
pub fn build(out: &Path) -> Outcome<Page> {
    let bindgen = tools::wasm_bindgen()?;
    let (cut, fresh) = (target_dir().join("cut"), out.join("app/fresh"));
    if cut.exists() {
        fs::remove_dir_all(&cut)?;
    }
    fs::create_dir_all(&cut)?;
    fs::create_dir_all(&fresh)?;
    step("page", || run(&mut cargo_page()))?;
    let modules = step("page, split", || {
        let modules = split(&cut)?;
        glue(&bindgen, &cut.join("main.wasm"), &fresh)?;
        collect(&cut, &fresh)?;
        Ok(modules)
    })?;
    let folder = format!("app/{}", content_hash(&fresh)?);
    fs::rename(&fresh, out.join(&folder))?;
    let modules = modules.into_iter().map(|(name, files)| {
        let path = |file: String| format!("{folder}/{}.wasm", module_name(&file));
        (name, files.into_iter().map(path).collect())
    });
    Ok(Page { modules: modules.collect(), folder })
}

/// The command that compiles the page: std built anew, to be small too, and what is needed to cut it. A
/// panic is a trap without words, and nothing is printed for programmers only: texts and code for that are
/// a tenth of a page. `web/breakdown.js` says that it happened, and where.
fn cargo_page() -> Command {
    let mut command = cargo(&["build", "--package=app", "--release", "--locked"]);
    command
        .args(["--target=wasm32-unknown-unknown", "-Zbuild-std=std"])
        .arg("-Zbuild-std-features=optimize_for_size")
        .arg("--target-dir")
        .arg(target_dir())
        .env("RUSTFLAGS", FLAGS.join(" "));
    command
}

/// What rustc is told beyond the profile.
const FLAGS: [&str; 5] = [
    "-Clink-arg=--emit-relocs",
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zfmt-debug=none",
    "-Zlocation-detail=none",
];

fn target_dir() -> PathBuf {
    workspace::target_dir().join("page")
}

/// Cuts what was compiled into `main.wasm`, the loader and the modules in the folder `cut`; returns the
/// modules, without their ending, for each name of a split point.
fn split(cut: &Path) -> Outcome<Modules> {
    let whole = fs::read(target_dir().join("wasm32-unknown-unknown/release/app.wasm"))?;
    let main = cut.join("main.wasm");
    let mut options = Options::new(&whole);
    options.output_dir = cut;
    options.main_out_path = &main;
    options.link_name = "./split.js";
    options.main_module = "./app.js";
    Ok(transform(options)?.prefetch_map.into_iter().collect())
}

/// The main module with its JavaScript, in the folder `out`.
fn glue(bindgen: &Path, main: &Path, out: &Path) -> Outcome {
    let arguments = [
        "--target=web",
        "--no-typescript",
        "--keep-lld-exports", // the modules share its table of functions
        "--remove-name-section",
        "--remove-producers-section",
        "--out-name=app",
        "--out-dir",
    ];
    run(Command::new(bindgen).args(arguments).arg(out).arg(main))
}

/// Moves the loader and the modules from `cut` to `out`, and leaves out of all modules what no browser
/// needs.
fn collect(cut: &Path, out: &Path) -> Outcome {
    let files = files_below(cut)?;
    let modules = files.iter().filter_map(|file| file.strip_suffix(".wasm"));
    let modules: Vec<&str> = modules.filter(|name| *name != "main").collect();
    for module in &modules {
        let file = format!("{}.wasm", module_name(module));
        fs::copy(cut.join(format!("{module}.wasm")), out.join(file))?;
    }
    let ours = fs::read_to_string(workspace::root().join("web/load-module.js"))?;
    let loader = loader(&fs::read_to_string(cut.join(LOADER))?, &modules)?;
    fs::write(out.join(LOADER), loader + &ours)?;
    for file in files_below(out)?.iter().filter(|file| file.ends_with(".wasm")) {
        let path = out.join(file);
        fs::write(&path, without_custom_sections(&fs::read(&path)?))?;
    }
    Ok(())
}

/// The name of a module in the site.
fn module_name(module: &str) -> &str {
    module.strip_prefix(SPLIT).unwrap_or(module)
}

/// The loader with calls of `fetched` in `web/load-module.js` where it loads `modules`.
fn loader(made: &str, modules: &[&str]) -> Outcome<String> {
    let [before, after] = STREAMED;
    let mut loader = made.to_owned();
    for module in modules {
        let streamed = format!("{before}{module}{after}");
        if loader.matches(&streamed).count() != 1 {
            return Err(format!("the loader of modules does not load {module} as expected").into());
        }
        let ours = format!("() => fetched(\"{}.wasm\")", module_name(module));
        loader = loader.replace(&streamed, &ours);
    }
    if loader.contains("Streaming") {
        return Err("the loader of modules loads one that is not there".into());
    }
    Ok(loader)
}

/// A WebAssembly module without its custom sections: names of functions, for debuggers, are a third
/// of its bytes.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Header, a custom section of 2 bytes, a type section of 128 bytes (length 80 01), another
    /// custom one.
    #[test]
    fn only_custom_sections_are_left_out_of_a_module() {
        let header = *b"\0asm\x01\0\0\0";
        let types = [&[1, 0x80, 0x01][..], &[7; 128]].concat();
        let module = [&header[..], &[0, 2, 1, b'x'], &types, &[0, 1, 0]].concat();
        assert_eq!(without_custom_sections(&module), [&header[..], &types].concat());
    }

    /// As the tool writes it for a chunk and for a split point.
    #[test]
    fn the_loader_loads_every_module_under_its_name_in_the_site() {
        let [before, after] = STREAMED;
        let load = |module: &str| format!("makeLoad({before}{module}{after}\n, [])");
        let made = format!("const __chunk_1 = {};\n{}", load("chunk_1"), load("split_run"));
        let expected = "const __chunk_1 = makeLoad(() => fetched(\"chunk_1.wasm\")\n, []);\n\
                        makeLoad(() => fetched(\"run.wasm\")\n, [])";
        assert_eq!(loader(&made, &["chunk_1", "split_run"]).unwrap(), expected);
    }

    #[test]
    fn a_loader_that_is_made_in_another_way_is_an_error() {
        let [before, after] = STREAMED;
        let one = format!("{before}split_run{after}");
        let unknown = loader(&one, &["split_explore"]).unwrap_err().to_string();
        assert_eq!(unknown, "the loader of modules does not load split_explore as expected");
        assert!(loader(&format!("{one}{one}"), &["split_run"]).is_err(), "it is loaded twice");
        assert!(loader(&one, &[]).is_err(), "its module is not there");
    }
}
