//! Compressed copies beside the files of the site, made once so that no request waits for them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use brotli::enc::{BrotliCompress, BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};

use crate::Outcome;

/// How the names of files end that become smaller.
const COMPRESSIBLE: [&str; 9] = ["wasm", "js", "css", "html", "json", "svg", "py", "rs", "marks"];
/// Brotli's strongest for modules, which are most of what is sent: three per cent less than its
/// strongest but one, which takes half the time.
const WASM_QUALITY: i32 = 11;
/// Brotli's strongest but one, for everything else.
const OTHER_QUALITY: i32 = 10;

/// Writes `<file>.br` and `<file>.gz` beside every file below `folder` that becomes smaller by it, on
/// all cores.
///
/// # Errors
///
/// A file cannot be read or written.
pub fn compress(folder: &Path) -> Outcome {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    // Large ones first, so that no core is left with one of them in the end.
    files.sort_by_key(|(path, size)| (std::cmp::Reverse(*size), path.clone()));
    let next = AtomicUsize::new(0);
    let work = || -> Outcome {
        while let Some((path, _)) = files.get(next.fetch_add(1, Relaxed)) {
            compress_one(path)?;
        }
        Ok(())
    };
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("compressing never panics"))
    })
}

/// Adds the compressible files below `folder` with their sizes.
fn collect(folder: &Path, files: &mut Vec<(PathBuf, u64)>) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| COMPRESSIBLE.iter().any(|name| end == *name)) {
            files.push((path, entry.metadata()?.len()));
        }
    }
    Ok(())
}

fn compress_one(path: &Path) -> Outcome {
    let content = fs::read(path)?;
    let is_wasm = path.extension().is_some_and(|end| end == "wasm");
    let quality = if is_wasm { WASM_QUALITY } else { OTHER_QUALITY };
    for (ending, packed) in [(".br", brotli(&content, quality)?), (".gz", gzip(&content)?)] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        if packed.len() < content.len() {
            fs::write(name, packed)?;
        }
    }
    Ok(())
}

/// `content` as brotli.
pub(crate) fn brotli(content: &[u8], quality: i32) -> Outcome<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality,
        lgwin: 24, // the largest that every browser knows
        size_hint: content.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    BrotliCompress(&mut &content[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn compressible_files_have_copies_that_unpack_to_them_and_others_have_none() {
        let folder = std::env::temp_dir().join(format!("xtask-compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("lab")).unwrap();
        let text = "let x = 1;\n".repeat(100);
        fs::write(folder.join("lab/a.js"), &text).unwrap();
        fs::write(folder.join("b.js"), "1").unwrap(); // any header is longer
        fs::write(folder.join("_headers"), &text).unwrap();
        compress(&folder).unwrap();

        let mut unpacked = Vec::new();
        let brotli = fs::read(folder.join("lab/a.js.br")).unwrap();
        brotli::BrotliDecompress(&mut &brotli[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        let gzip = fs::read(folder.join("lab/a.js.gz")).unwrap();
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        let mut names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["_headers", "b.js", "lab"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
