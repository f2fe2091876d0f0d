"""What becomes of an experiment: the element in pages, and its picture, its address and a code to scan on paper."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urljoin

import segno
from docutils import nodes

from .directive import lab

SCRIPT = "interleave-lab.js"
# They write HTML for readers in which no script of another site runs.
WITHOUT_SCRIPTS = {"applehelp", "devhelp", "epub", "htmlhelp", "qthelp"}
# What is printed, or read where nothing can be pressed, has a code to scan.
WITH_CODE = {"latex", "epub"}
CODE_PIXELS = 8  # of each of its dots: sharp at 300 dots an inch


def has_element(builder):
    """Whether ``builder`` writes pages in which the element works."""
    return builder.format == "html" and builder.name not in WITHOUT_SCRIPTS


def visit_lab(translator, node):
    """Opens the element; its content is what stands in the node."""
    options = {name: text for name, text in node["options"].items() if text is not None}
    attributes = {"link": node["link"], "src": translator.config.interleave_url, **options}
    if "start" in node["options"]:
        attributes["start"] = ""
    translator.body.append(translator.starttag(node, "interleave-lab", "", **attributes))


def depart_lab(translator, node):
    """Closes it."""
    translator.body.append("</interleave-lab>\n")


def add_script(app, pagename, templatename, context, doctree):
    """Loads the element's script in pages that have one."""
    if doctree and has_element(app.builder) and next(doctree.findall(lab), None):
        app.add_js_file(urljoin(app.config.interleave_url, SCRIPT), type="module")


def replace_on_paper(app, doctree, docname):
    """Where the element does not work: the poster, the address, and a code to scan in what is printed."""
    builder = app.builder
    if has_element(builder):
        return
    for node in list(doctree.findall(lab)):
        code = qr_code(app, docname, node["address"]) if builder.name in WITH_CODE else []
        parts = [*node.findall(nodes.image), *address(node, builder.format == "text"), *code]
        if not isinstance(node.parent, nodes.figure):
            kept = {name: node[name] for name in ("ids", "names", "classes")}
            parts = [nodes.container("", *parts, **kept)]
        node.replace_self(parts)


def address(node, is_text):
    """The title, if there is one, and the address, which can be read and pressed. Text would be broken within it."""
    url = node["address"]
    title = [nodes.Text(f"{node['title']}: ")] if node["title"] else []
    if is_text:
        return [*(nodes.paragraph("", "", part) for part in title), nodes.literal_block(url, url)]
    return [nodes.paragraph("", "", *title, nodes.reference("", url, internal=False, refuri=url))]


def qr_code(app, docname, url):
    """The picture of a QR code with ``url``, drawn into a file that is named by it; none if it is too long for one."""
    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError:
        return []
    name = f"interleave-{hashlib.sha256(url.encode()).hexdigest()[:16]}.png"
    path = Path(app.doctreedir, "interleave", name)
    path.parent.mkdir(exist_ok=True)
    code.save(str(path), scale=CODE_PIXELS)
    app.env.images.add_file(docname, str(path))
    return [nodes.image("", uri=str(path), candidates={"*": str(path)}, alt=url, width="3cm")]
