//! Zip archives: the same bytes for the same content.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::lab::files_below;
use crate::{Outcome, suites};

/// Writes an archive of `files`, each a name and its bytes.
///
/// # Errors
///
/// It cannot be written.
pub fn write(out: &Path, files: Vec<(String, Vec<u8>)>) -> Outcome {
    let file = File::create(out)
        .map_err(|error| format!("{} cannot be written: {error}", out.display()))?;
    let mut zip = ZipWriter::new(file);
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    zip.finish()?;
    Ok(())
}

/// `cargo xtask zip`: the finished site, as [`zip_site`] does it; it is built if there is none.
///
/// # Errors
///
/// The site cannot be built, or as [`zip_site`].
pub fn zip_dist() -> Outcome {
    zip_site(&suites::dist()?)
}

/// The site in `dist` as `dist.zip` beside it, and what `sha256sum --check` compares it with.
///
/// # Errors
///
/// A file cannot be read or written.
pub fn zip_site(dist: &Path) -> Outcome {
    let mut files = Vec::new();
    for name in files_below(dist)? {
        files.push((name.clone(), fs::read(dist.join(&name))?));
    }
    files.sort();
    let out = dist.with_extension("zip");
    write(&out, files)?;
    let sum: String = Sha256::digest(fs::read(&out)?).iter().map(|b| format!("{b:02x}")).collect();
    let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fs::write(out.with_extension("zip.sha256"), format!("{sum}  {name}\n"))?;
    println!("{name}, {} kB, sha256 {sum}", fs::metadata(&out)?.len() / 1000);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::ZipArchive;

    #[test]
    fn a_site_is_an_archive_of_its_files_with_their_sum_beside_it() {
        let dist = std::env::temp_dir().join(format!("interleave-zip-{}", std::process::id()));
        fs::create_dir_all(dist.join("lab")).unwrap();
        fs::write(dist.join("index.html"), "page").unwrap();
        fs::write(dist.join("lab/a.js"), "1;").unwrap();
        zip_site(&dist).unwrap();
        let out = dist.with_extension("zip");
        let mut zip = ZipArchive::new(File::open(&out).unwrap()).unwrap();
        let names: Vec<String> = (0..zip.len())
            .map(|index| zip.by_index(index).unwrap().name().unwrap().into_owned())
            .collect();
        assert_eq!(names, ["index.html", "lab/a.js"]);
        let sum = fs::read_to_string(out.with_extension("zip.sha256")).unwrap();
        let (hex, name) = sum.trim_end().split_once("  ").unwrap();
        assert_eq!((hex.len(), name), (64, out.file_name().unwrap().to_str().unwrap()));
        fs::remove_dir_all(dist).unwrap();
    }
}
