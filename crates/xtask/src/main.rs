//! `cargo xtask <command>`: reads the command line and calls the library.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xtask::broker::Broker;
use xtask::serve::{HeaderSet, Site};
use xtask::site::Presets;
use xtask::{
    Outcome, archive, bench, check, lab, page, posters, scorm, serve, site, suites, tidy, weight,
    workspace,
};

const USAGE: &str = "\
cargo xtask <command>

  dist                    build the site into dist/
      --site URL            with static pages of lessons for the site at this address
      --no-presets          without static pages of lessons
  zip                     the site in dist/ as dist.zip, with its SHA-256 beside it
  weigh [DIST]            what links download, in kB, and whether that is still within its budget
  serve <dir>             serve a folder on localhost
      --port N              default 8080
      --headers SET         isolated (default) or none
      --prefix /some/path   serve under this path
      --host ADDRESS        listen there in place of 127.0.0.1: 0.0.0.0 is everywhere
      --broker URL          pass WebSockets to `broker` on to RabbitMQ: ws://localhost:15674/ws
  poster LINK [OUT]       draw what a link shows, as OUT.svg and OUT.png
      --size WxH            default 1200x630
      --theme THEME         light (default) or dark
      --animated            steps of a schedule appear one after the other: OUT.svg
  scorm LINK              pack a link for a learning platform, SCORM 2004, with the site in dist/
      --site URL            show the page at this address, and pack no site
      --out FILE            default: the name of the experiment, .zip
      --title TEXT          default: the title on the page
  fmt                     format every file
  check                   format, tidy, clippy, documentation
  test [NAME...]          suites: check, site, host, loom, miri, fuzz, sphinx, e2e; default all
                          or a promise, a module of tests/e2e: page, stop, ...
                          or changed: what looks at the files changed since the last commit
  screenshots             take the pictures in docs/images from the site in dist/
  bench                   measure, and write docs/benchmarks.md
      --quick               only see that it works, and write nothing
  tidy                    the house rules that no other tool checks
  lab <out-dir>           build the lab into a folder
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Outcome {
    match arguments {
        ["dist", options @ ..] => site::dist(&read_presets(options)?),
        ["zip"] => archive::zip_dist(),
        ["poster", arguments @ ..] => posters::poster(arguments),
        ["weigh"] => weight::weigh(&workspace::root().join("dist")),
        ["weigh", dist] => weight::weigh(Path::new(dist)),
        ["serve", dir, options @ ..] => serve_until_interrupted(read_site(dir, options)?),
        ["scorm", link, options @ ..] => scorm::scorm(link, options),
        ["fmt"] => check::format(&[]),
        ["check"] => check::check(),
        ["test", names @ ..] => suites::test(names),
        ["screenshots"] => suites::screenshots(),
        ["bench", options @ ..] => bench::bench(options),
        ["tidy"] => tidy::tidy(&workspace::root()),
        ["lab", out] => lab::build(&std::path::absolute(out)?, &page::Modules::new()),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("unknown command {:?}\n\n{USAGE}", other.join(" ")).into()),
    }
}

fn read_presets(options: &[&str]) -> Outcome<Presets> {
    match options {
        [] => Ok(Presets::Of(None)),
        ["--no-presets"] => Ok(Presets::None),
        // Asked before the site is built, which takes minutes.
        ["--site", site]
            if ["https://", "http://"].iter().any(|scheme| site.starts_with(scheme)) =>
        {
            Ok(Presets::Of(Some((*site).to_owned())))
        }
        ["--site", site] => {
            Err(format!("site must begin with https:// or http://, got {site:?}").into())
        }
        other => Err(format!("unknown option {:?}\n\n{USAGE}", other.join(" ")).into()),
    }
}

fn read_site(dir: &str, options: &[&str]) -> Outcome<Site> {
    let mut site = Site { dir: PathBuf::from(dir), port: 8080, ..Site::default() };
    for pair in options.chunks(2) {
        match pair {
            ["--port", port] => {
                site.port = port.parse().map_err(|_| format!("port {port:?} is not 0 to 65535"))?;
            }
            ["--headers", "isolated"] => site.headers = HeaderSet::Isolated,
            ["--headers", "none"] => site.headers = HeaderSet::None,
            ["--prefix", prefix] if prefix.starts_with('/') => {
                site.prefix = prefix.trim_end_matches('/').to_owned();
            }
            ["--host", host] => {
                let host = host.parse().map_err(|_| format!("host {host:?} is no address"))?;
                site.host = Some(host);
            }
            ["--broker", broker] => site.broker = Some(Broker::read(broker)?),
            other => return Err(format!("unknown option {:?}\n\n{USAGE}", other.join(" ")).into()),
        }
    }
    if site.dir.is_dir() {
        return Ok(site);
    }
    Err(format!("{dir:?} is not a folder; `cargo xtask dist` builds dist").into())
}

#[tokio::main]
async fn serve_until_interrupted(site: Site) -> Outcome {
    let (port, prefix) = (site.port, site.prefix.clone());
    let server = serve::start(site).await.map_err(|error| {
        let hint = "choose another with --port N, or PORT=N ./run";
        format!("port {port} cannot be used: {error}; {hint}")
    })?;
    let slash = if prefix.is_empty() { "" } else { "/" };
    println!("Interleave is at http://localhost:{}{prefix}{slash}", server.addr().port());
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_serve_are_read_in_any_order() {
        let options = ["--headers", "none", "--port", "81", "--prefix", "/a/b/"];
        let site = read_site(".", &options).unwrap();
        assert_eq!((site.port, site.headers), (81, HeaderSet::None));
        assert_eq!(site.prefix, "/a/b");
    }

    #[test]
    fn a_mistyped_command_line_is_quoted_back() {
        for (arguments, quoted) in [
            (&["dits"][..], "unknown command \"dits\""),
            (&["test", "loon"], "unknown suite \"loon\""),
            (&["dist", "--sit"], "unknown option \"--sit\""),
            (&["dist", "--site", "lab"], "site must begin with https:// or http://, got \"lab\""),
            (&["poster"], "say which link"),
            (&["serve", ".", "--port", "70000"], "port \"70000\" is not 0 to 65535"),
            (&["scorm", "#/lock?v=1&kin=spin"], "lock has no parameter \"kin\""),
            (&["serve", ".", "--port"], "unknown option \"--port\""),
            (&["serve", "no/such/folder"], "\"no/such/folder\" is not a folder"),
        ] {
            let error = dispatch(arguments).unwrap_err().to_string();
            assert!(error.starts_with(quoted), "{error}");
        }
    }
}
