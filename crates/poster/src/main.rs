//! `cargo xtask poster LINK [OUT] [--size WxH] [--theme light|dark] [--animated]` and `cargo xtask presets OUT [--site URL]`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use poster::presets::{self, Site};
use poster::{Size, Theme, animated, png, poster};

const USAGE: &str = "usage: poster LINK [OUT] [--size WxH] [--theme light|dark] [--animated]
       poster --presets OUT [--site URL]

OUT is a file, OUT.svg or OUT.png, or both if it has no such ending; default poster.
An animated poster is OUT.svg";
/// Sizes of posters, in pixels.
const SIZES: std::ops::RangeInclusive<u32> = 200..=8000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match carry_out(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn carry_out(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    if let ["--presets", out, options @ ..] = arguments {
        let site = match options {
            [] => Site::default(),
            ["--site", address] => Site::at(address)?,
            other => return Err(unknown(other)),
        };
        return Ok(presets::write(Path::new(out), &site)?);
    }
    let asked = Asked::read(arguments)?;
    let draw = if asked.animated { animated } else { poster };
    let svg = draw(asked.link, asked.size, asked.theme)?;
    for ending in asked.endings() {
        let path = asked.file(ending);
        let bytes = if ending == "png" { png(&svg)? } else { svg.clone().into_bytes() };
        fs::write(&path, bytes)
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

fn unknown(options: &[&str]) -> Box<dyn Error> {
    format!("unknown option {:?}\n\n{USAGE}", options.join(" ")).into()
}

/// What somebody asks for.
struct Asked<'a> {
    link: &'a str,
    out: PathBuf,
    size: Size,
    theme: Theme,
    animated: bool,
}

impl<'a> Asked<'a> {
    fn read(arguments: &[&'a str]) -> Result<Self, Box<dyn Error>> {
        let [link, rest @ ..] = arguments else { return Err(USAGE.into()) };
        let (out, mut options) = match rest {
            [out, options @ ..] if !out.starts_with("--") => (*out, options),
            options => ("poster", options),
        };
        let mut asked = Self {
            link,
            out: out.into(),
            size: Size::OPEN_GRAPH,
            theme: Theme::Light,
            animated: false,
        };
        while !options.is_empty() {
            match options {
                ["--size", size, ..] => asked.size = read_size(size)?,
                ["--theme", "light", ..] => asked.theme = Theme::Light,
                ["--theme", "dark", ..] => asked.theme = Theme::Dark,
                ["--animated", rest @ ..] => {
                    asked.animated = true;
                    options = rest;
                    continue;
                }
                other => return Err(unknown(other)),
            }
            options = &options[2..];
        }
        if asked.animated && asked.endings().is_empty() {
            return Err("points do not move: OUT must end in .svg, or have no ending".into());
        }
        Ok(asked)
    }

    /// The files that are asked for, by their endings.
    fn endings(&self) -> Vec<&'static str> {
        let own = self.out.extension();
        let all = ["svg", "png"].into_iter();
        let named: Vec<_> =
            all.clone().filter(|ending| own.is_some_and(|own| own == *ending)).collect();
        let named = if named.is_empty() { all.collect() } else { named };
        // Points do not move.
        named.into_iter().filter(|ending| !(self.animated && *ending == "png")).collect()
    }

    /// The file with this ending.
    fn file(&self, ending: &str) -> PathBuf {
        if self.out.extension().is_some_and(|own| own == ending) {
            return self.out.clone();
        }
        let mut name = self.out.clone().into_os_string();
        name.push(format!(".{ending}"));
        name.into()
    }
}

fn read_size(text: &str) -> Result<Size, Box<dyn Error>> {
    let size = text.split_once('x').and_then(|(width, height)| {
        let [width, height] =
            [width, height].map(|side| side.parse().ok().filter(|side| SIZES.contains(side)));
        Some(Size { width: width?, height: height? })
    });
    let (low, high) = (SIZES.start(), SIZES.end());
    size.ok_or_else(|| {
        format!("size must be WxH with {low} to {high} pixels each, got {text:?}").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_any_order() {
        let asked =
            Asked::read(&["#/lock", "a.b", "--theme", "dark", "--size", "600x315"]).unwrap();
        assert_eq!((asked.theme, asked.size), (Theme::Dark, Size { width: 600, height: 315 }));
        assert_eq!(asked.endings(), ["svg", "png"]);
        assert_eq!(asked.file("svg"), PathBuf::from("a.b.svg"));
        let asked = Asked::read(&["#/lock", "a", "--animated", "--theme", "dark"]).unwrap();
        assert_eq!(
            (asked.animated, asked.theme, asked.endings()),
            (true, Theme::Dark, vec!["svg"])
        );
        let asked = Asked::read(&["#/lock", "a.png"]).unwrap();
        assert_eq!((asked.endings(), asked.file("png")), (vec!["png"], PathBuf::from("a.png")));
        assert_eq!(Asked::read(&["#/lock"]).unwrap().out, PathBuf::from("poster"));
    }

    #[test]
    fn what_is_mistyped_is_quoted_back() {
        for (arguments, quoted) in [
            (&[][..], "usage: poster LINK"),
            (&["#/lock", "a", "--them", "dark"], "unknown option \"--them dark\""),
            (&["#/lock", "--theme", "blue"], "unknown option \"--theme blue\""),
            (&["#/lock", "--size"], "unknown option \"--size\""),
            (
                &["#/lock", "--size", "1200"],
                "size must be WxH with 200 to 8000 pixels each, got \"1200\"",
            ),
            (
                &["#/lock", "--size", "12x630"],
                "size must be WxH with 200 to 8000 pixels each, got \"12x630\"",
            ),
            (&["#/lock", "a.png", "--animated"], "points do not move: OUT must end in .svg"),
            (&["#/lock", "a", "--animated"], "only a schedule of a program can be animated"),
            (&["--presets", "a", "--site", "lab"], "site must be an address"),
            (&["lock"], "the link cannot be read: "),
        ] {
            let error = carry_out(arguments).unwrap_err().to_string();
            assert!(error.starts_with(quoted), "{error}");
        }
    }
}
