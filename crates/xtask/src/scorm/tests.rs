//! Tests of packages: what is in them, and what cannot be packed.

use std::collections::BTreeMap;
use std::io::Read;

use roxmltree::{Document, Node};
use zip::ZipArchive;

use std::fs::File;

use super::*;

const CP: &str = "http://www.imsglobal.org/xsd/imscp_v1p1";
const ADLCP: &str = "http://www.adlnet.org/xsd/adlcp_v1p3";

/// A folder of its own, in which `site` is a page with a script, their compressed copies, and headers.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xtask-scorm-{name}-{}", std::process::id()));
    fs::create_dir_all(folder.join("site/app/0f")).unwrap();
    for file in ["index.html", "index.html.br", "_headers", "app/0f/a.js", "app/0f/a.js.gz"] {
        fs::write(folder.join("site").join(file), file).unwrap();
    }
    folder
}

/// The files of a package by name.
fn files(path: &Path) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let name = file.name().unwrap().into_owned();
        files.insert(name, text);
    }
    files
}

/// The only child of `node` that is called `name`.
fn only<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Node<'a, 'i> {
    let mut found = node.children().filter(|child| child.has_tag_name((CP, name)));
    let first = found.next().unwrap_or_else(|| panic!("there is a {name}"));
    assert_eq!(found.next(), None, "one {name}");
    first
}

#[test]
fn the_manifest_names_one_sco_and_exactly_the_files_that_are_there() {
    let folder = folder("manifest");
    let out = folder.join("a.zip");
    let site = Site::Inside(folder.join("site"));
    let title = "Races & <locks>, \"both\" {frame}";
    let package = Package::new("#/lost-update?v=1&threads=4", Some(title), site).unwrap();
    package.write(&out).unwrap();
    let files = files(&out);

    let document = Document::parse(&files[MANIFEST]).unwrap();
    let manifest = document.root_element();
    assert!(manifest.has_tag_name((CP, "manifest")));
    let metadata = only(manifest, "metadata");
    assert_eq!(only(metadata, "schema").text(), Some("ADL SCORM"));
    assert_eq!(only(metadata, "schemaversion").text(), Some("2004 4th Edition"));
    let organizations = only(manifest, "organizations");
    let organization = only(organizations, "organization");
    assert_eq!(organizations.attribute("default"), organization.attribute("identifier"));
    let item = only(organization, "item");
    for titled in [organization, item] {
        assert_eq!(only(titled, "title").text(), Some(title));
    }
    let resource = only(only(manifest, "resources"), "resource");
    assert_eq!(item.attribute("identifierref"), resource.attribute("identifier"));
    assert_eq!(resource.attribute("type"), Some("webcontent"));
    assert_eq!(resource.attribute((ADLCP, "scormType")), Some("sco"));
    assert_eq!(resource.attribute("href"), Some("index.html"));

    let listed = resource.children().filter(|child| child.has_tag_name((CP, "file")));
    let mut listed: Vec<_> = listed.filter_map(|file| file.attribute("href")).collect();
    listed.sort_unstable();
    let expected = ["index.html", "scorm.js", "site/app/0f/a.js", "site/index.html"];
    assert_eq!(listed, expected);
    let there: Vec<_> = files.keys().filter(|name| *name != MANIFEST).collect();
    assert_eq!(there, expected);

    let mut ids: Vec<_> =
        document.descendants().filter_map(|node| node.attribute("identifier")).collect();
    let n = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((n, ids.len()), (4, 4), "{ids:?}");
    assert!(ids.iter().all(|id| id.starts_with(|c: char| c.is_ascii_alphabetic())));
    let page = &files["index.html"];
    assert!(page.contains("<iframe src=\"site/index.html?embed#/lost-update?v=1&amp;threads=4\""));
    assert!(page.contains("<title>Races &amp; &lt;locks&gt;, &quot;both&quot; {frame}</title>"));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_same_package_has_the_same_bytes_and_a_hosted_one_is_small() {
    let folder = folder("bytes");
    let write = |name: &str, site: Site| {
        let out = folder.join(name);
        Package::new("#/challenge/both-count", None, site).unwrap().write(&out).unwrap();
        fs::read(out).unwrap()
    };
    let inside = || Site::Inside(folder.join("site"));
    assert_eq!(write("a.zip", inside()), write("b.zip", inside()));
    write("c.zip", Site::Hosted("https://host/lab/".to_owned()));
    let hosted = files(&folder.join("c.zip"));
    assert_eq!(
        hosted.keys().collect::<Vec<_>>(),
        [MANIFEST, PAGE, SCRIPT].map(str::to_owned).iter().collect::<Vec<_>>()
    );
    assert!(hosted[PAGE].contains("src=\"https://host/lab/?embed#/challenge/both-count\""));
    assert!(hosted[MANIFEST].contains("<title>Both count</title>"));
    fs::remove_dir_all(folder).unwrap();
}

/// `threads` of `lost-update` goes to 64. The schedule lets a train go on that waits.
#[test]
fn a_link_that_would_not_open_is_refused_with_the_reason() {
    for (link, reason) in [
        ("lost-update", "link must begin with \"#/\" and an experiment, got \"lost-update\""),
        ("#/lost-updates", "no experiment is called \"lost-updates\""),
        ("#/lost-update?v=1&thread=2", "lost-update has no parameter \"thread\""),
        ("#/lost-update?v=9", "v is 9, and this page reads links up to v=1"),
        ("#/lost-update?v=1&threads=65", "threads"),
        ("#/challenge/both-counts", "no level is called \"both-counts\""),
        ("#/challenges", "no experiment is called \"challenges\""),
        ("#/explore/deadlock?v=1&schedule=m.AB", "schedule: "),
        (
            "#/explore/deadlock?v=1&goal=value.",
            "the value of goal must have 1 to 60 characters, got 0",
        ),
        ("#/deadlock?v=1&goal=deadlock", "goal is for links that begin with \"#/explore/\""),
        (
            "#/explore/deadlock?v=1&schedule=m.ABA.00000000",
            "schedule: step 3: train 1 cannot go on: it waits for section B, which train 2 holds",
        ),
    ] {
        let site = Site::Hosted("https://host/".to_owned());
        let error = Package::new(link, None, site).unwrap_err().to_string();
        assert!(error.starts_with(reason), "{link}: {error}");
    }
    let of = |link: &str| Subject::of(link).unwrap();
    let run = of("#/lost-update?v=1&repeats=20&threads=3");
    assert_eq!(
        (run.link.as_str(), run.title.as_str(), run.name.as_str()),
        ("#/lost-update?v=1&threads=3", "Lost update", "lost-update")
    );
    let schedule = "#/explore/lost-update?v=1&threads=3&increments=2&schedule=m.AB4A3C4.ac2384f3";
    let explored = of(schedule);
    assert_eq!(explored.link, schedule);
    assert_eq!(
        (explored.title.as_str(), explored.name.as_str()),
        ("Lost update, every schedule", "explore-lost-update")
    );
    let level = of("#/explore/lost-update?goal=value.1&v=1&title=One%20is%20lost");
    assert_eq!(level.link, "#/explore/lost-update?v=1&goal=value.1&title=One+is+lost");
    assert_eq!((level.title.as_str(), level.name.as_str()), ("One is lost", "level-lost-update"));
    let untitled = of("#/explore/deadlock?v=1&goal=deadlock");
    assert_eq!(untitled.title, "Make it end with “Deadlock”.");
}

#[test]
fn what_else_is_wrong_is_named_with_its_limit() {
    for (title, site, reason) in [
        (Some(" "), "https://host/", "title must have 1 to 200 characters"),
        (Some("a\u{7}"), "https://host/", "title must have 1 to 200 characters"),
        (
            None,
            "host/path",
            "site must be the address of a page, https://host/path/, without ? and #, got \"host/path\"",
        ),
        (None, "https://host/?embed", "site must be the address of a page"),
        (None, "javascript:alert(1)", "site must be the address of a page"),
        (None, "https:///path", "site must be the address of a page"),
    ] {
        let error = Package::new("#/lock", title, Site::Hosted(site.to_owned())).unwrap_err();
        assert!(error.to_string().starts_with(reason), "{error}");
    }
    let nowhere = Site::Inside("no/such/folder".into());
    let error = Package::new("#/lock", None, nowhere).unwrap_err().to_string();
    assert_eq!(error, "no/such/folder holds no site");
    let error = scorm("#/lock", &["--speed", "3"]).unwrap_err().to_string();
    assert_eq!(error, "unknown option \"--speed 3\"");
}
