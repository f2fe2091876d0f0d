"""Real documents, built by Sphinx as ``sphinx-build -W`` would, and what stands in them."""

import functools
import html.parser
import http.server
import threading
from pathlib import Path

import pytest
import segno
import sphinx
from sphinx.cmd.build import build_main

URL = "https://lab.example/course/"
CONF = f"""
extensions = ["sphinx_interleave"]
project = "Threads"
interleave_url = "{URL}"
numfig = True
html_theme = "basic"
"""
FULL = """
Threads
=======

.. interleave:: #/lost-update?v=1&threads=4
   :height: 480
   :title: Lost "updates"
   :poster: poster.png
   :theme: light
   :layout: picture
   :start:
   :load: click
   :align: center
   :name: races
   :class: wide

   Two threads and *a counter*.

   They read before they write.

See :numref:`races`, :ref:`the races <races>`.

.. interleave:: #/lock?v=1

The end.
"""


@pytest.fixture
def build(tmp_path, capsys):
    """Builds a document of these files; returns the folder of the output, and what was complained about."""

    def build(builder, index=FULL, conf=CONF, options=(), **more):
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        segno.make("a picture").save(str(source / "poster.png"))
        for name, text in {"conf.py": conf, "index.rst": index, **more}.items():
            (source / name).write_text(text, encoding="utf-8")
        output = tmp_path / builder
        trees = tmp_path / "trees"
        arguments = ["-b", builder, "-q", "-W", "--keep-going", "-d", str(trees), *options]
        code = build_main([*arguments, str(source), str(output)])
        return output, code, capsys.readouterr().err

    return build


class Page(html.parser.HTMLParser):
    """The tags of a page with their attributes, and for each the names of those it stands in."""

    def __init__(self, path):
        super().__init__()
        self.tags = []
        self.open = []
        self.feed(Path(path).read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes), tuple(self.open)))
        if tag not in ("meta", "link", "img", "br", "input", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def named(self, tag):
        return [(attributes, within) for name, attributes, within in self.tags if name == tag]


def test_a_page_has_the_element_with_every_option_and_a_link_for_whoever_has_no_script(build):
    output, code, errors = build("html")
    assert (code, errors) == (0, ""), errors
    page = Page(output / "index.html")
    (full, within), (plain, _) = page.named("interleave-lab")
    assert within[-1] == "figure"
    assert full == {
        "link": "#/lost-update?v=1&threads=4",
        "src": URL,
        "height": "480",
        "title": 'Lost "updates"',
        "theme": "light",
        "layout": "picture",
        "start": "",
        "load": "click",
    }
    assert plain == {"link": "#/lock?v=1", "src": URL}
    inside = [(tag, attributes) for tag, attributes, within in page.tags if "interleave-lab" in within]
    assert [tag for tag, _ in inside] == ["a", "img", "p", "a"]
    assert inside[0][1]["href"] == f"{URL}#/lost-update?v=1&threads=4"
    assert inside[1][1] | {"class": ""} == {"alt": 'Lost "updates"', "src": "_images/poster.png", "class": ""}
    assert (output / "_images/poster.png").exists()
    assert inside[3][1]["href"] == f"{URL}#/lock?v=1"
    figure = page.named("figure")[0][0]
    assert figure["id"] == "races" and set(figure["class"].split()) >= {"align-center", "wide"}
    text = (output / "index.html").read_text(encoding="utf-8")
    assert "Two threads and <em>a counter</em>." in text and "They read before" in text and "See <a" in text


def test_only_pages_with_an_experiment_load_the_script_and_they_load_it_once(build):
    index = f"{FULL}\n.. toctree::\n\n   words\n"
    output, code, errors = build("html", index, **{"words.rst": "Words\n=====\n\nNone here.\n"})
    assert (code, errors) == (0, ""), errors
    loaded = {
        name: [script for script, _ in Page(output / name).named("script") if "interleave" in script.get("src", "")]
        for name in ("index.html", "words.html", "search.html")
    }
    script = {"src": f"{URL}interleave-lab.js", "type": "module"}
    assert loaded == {"index.html": [script], "words.html": [], "search.html": []}


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_other_pages_have_it_too(build, builder):
    output, code, errors = build(builder)
    assert (code, errors) == (0, ""), errors
    page = Page(output / "index.html")
    assert len(page.named("interleave-lab")) == 2
    assert len([script for script, _ in page.named("script") if script.get("type") == "module"]) == 1


def test_print_has_the_poster_the_address_and_a_code_to_scan(build):
    output, code, errors = build("latex")
    assert (code, errors) == (0, ""), errors
    tex = next(output.glob("*.tex")).read_text(encoding="utf-8")
    poster, link, picture = (tex.index(part) for part in ("{{poster}.png}", "lost-update?v=1", "{{interleave-"))
    assert poster < link < picture < tex.index(r"\caption{")
    assert r"\sphinxurl{" in tex or r"\sphinxhref{" in tex
    assert "interleave-lab" not in tex
    codes = {path.read_bytes() for path in output.glob("interleave-*.png")}
    expected = set()
    for link in ("#/lost-update?v=1&threads=4", "#/lock?v=1"):
        path = output / "expected.png"
        segno.make(f"https://lab.example/course/{link}", error="m", micro=False).save(str(path), scale=8)
        expected.add(path.read_bytes())
    assert codes == expected


def test_an_electronic_book_has_no_script_and_a_code_to_scan(build):
    conf = CONF + 'version = "1"\ncopyright = "us"\nepub_show_urls = "no"\n'
    output, code, errors = build("epub", conf=conf)
    assert (code, errors) == (0, ""), errors
    text = (output / "index.xhtml").read_text(encoding="utf-8")
    assert "interleave-lab" not in text and "<script" not in text
    assert text.count("<img") == 3 and len(list((output / "_images").glob("interleave-*.png"))) == 2
    assert f'href="{URL}#/lost-update?v=1&amp;threads=4"' in text


def test_plain_text_has_the_address_in_place_of_the_experiment(build):
    output, code, errors = build("text", FULL.replace(":numref:`races`, ", ""))
    assert (code, errors) == (0, ""), errors
    text = (output / "index.txt").read_text(encoding="utf-8")
    assert text == (
        "Threads\n*******\n\n"
        '   [image: Lost "updates"][image]\n\n'
        '   Lost "updates":\n\n'
        "      https://lab.example/course/#/lost-update?v=1&threads=4\n\n"
        "   Two threads and *a counter*.\n\n"
        "   They read before they write.\n\n"
        "See the races.\n\n"
        "   https://lab.example/course/#/lock?v=1\n\n"
        "The end.\n"
    )


@pytest.mark.parametrize("builder", ["man", "texinfo", "xml", "pseudoxml", "gettext", "json"])
def test_no_other_output_stumbles_over_it(build, builder):
    conf = CONF + 'man_pages = [("index", "threads", "Threads", "me", 1)]\n'
    output, code, errors = build(builder, conf=conf)
    assert (code, errors) == (0, ""), errors
    assert any(output.rglob("*"))


def test_documents_may_be_read_and_written_side_by_side(build):
    names = [f"part{number}" for number in range(12)]
    index = "Parts\n=====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names)
    more = {f"{name}.rst": FULL.replace(":name: races", f":name: {name}").replace("<races>", f"<{name}>").replace("`races`", f"`{name}`") for name in names}
    output, code, errors = build("html", index, options=("-j", "4"), **more)
    assert (code, errors) == (0, ""), errors
    assert [len(Page(output / f"{name}.html").named("interleave-lab")) for name in names] == [2] * 12


@pytest.mark.parametrize(
    ("option", "value", "limit"),
    [
        ("height", "0", "must be auto or a whole number from 1 to 99999"),
        ("height", "100000", "must be auto or a whole number from 1 to 99999"),
        ("height", "50%", "must be auto or a whole number from 1 to 99999"),
        ("theme", "blue", "must be one of light, dark, system"),
        ("layout", "wide", "must be one of picture, step"),
        ("load", "later", "must be one of visible, click, now"),
        ("align", "top", "must be one of left, center, right"),
    ],
)
def test_an_option_that_is_wrong_is_named_with_its_value_and_limit(build, option, value, limit):
    _, code, errors = build("html", f"A\n=\n\n.. interleave:: #/lock?v=1\n   :{option}: {value}\n")
    assert code == 1
    assert f'option: "{option}"' in errors and f"value: '{value}'" in errors and limit in errors, errors
    assert "index.rst:4" in errors


@pytest.mark.parametrize(
    ("text", "conf", "said"),
    [
        (".. interleave:: lock?v=1", CONF, 'the link must begin with "#/", got "lock?v=1"'),
        (f".. interleave:: #/{'x' * 7999}", CONF, "the link is 8001 bytes long, at most 8000 are read"),
        (".. interleave:: #/lock\n   :speed: 2", CONF, 'unknown option: "speed"'),
        (".. interleave:: #/lock\n\n   * a list", CONF, "must begin with a paragraph, not with a bullet_list"),
        (".. interleave:: #/lock", CONF.replace(URL, ""), "interleave_url is not set in conf.py"),
        (".. interleave:: #/lock", CONF.replace(URL, "lab/"), 'with / or .html at its end, got "lab/"'),
        (".. interleave:: #/lock", CONF.replace(URL, URL[:-1]), f'with / or .html at its end, got "{URL[:-1]}"'),
        (".. interleave:: #/lock", CONF.replace(URL, f"{URL}?embed"), f'with / or .html at its end, got "{URL}?embed"'),
    ],
)
def test_what_cannot_be_shown_says_why(build, text, conf, said):
    _, code, errors = build("html", f"A\n=\n\n{text}\n", conf=conf)
    assert code != 0
    assert said in errors, errors


def test_a_link_of_exactly_the_limit_is_shown_though_no_code_holds_it(build):
    for builder in ("html", "latex"):
        output, code, errors = build(builder, f"A\n=\n\n.. interleave:: #/{'x' * 7998}\n")
        assert (code, errors) == (0, ""), errors
    assert list(output.glob("interleave-*.png")) == []


@pytest.mark.skipif(sphinx.version_info < (7, 1), reason="anchors of single pages cannot be left out before")
def test_links_are_checked_without_looking_for_the_experiment_in_the_page(build, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<p>the laboratory</p>")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        _, code, errors = build("linkcheck", conf=CONF.replace(URL, url))
        _, missing, _ = build("linkcheck", conf=CONF.replace(URL, f"{url}elsewhere/"))
        server.shutdown()
    assert (code, missing != 0) == (0, True), errors
