"""The directive: what is written in a document becomes a node, with a link as its content for whoever cannot run it."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

MAX_LINK_BYTES = 8000  # longer ones the page does not read
MAX_HEIGHT = 99_999


class lab(nodes.General, nodes.Element):
    """An experiment: ``link``, ``address`` of the whole page with it, ``options`` for the element, ``title`` or ``""``.

    Its content is a reference to that address, around the poster if there is one.
    """


def choice(*values):
    """An option that is one of ``values``."""

    def convert(text):
        text = (text or "").strip()
        if text not in values:
            raise ValueError(f'must be one of {", ".join(values)}')
        return text

    return convert


def height(text):
    """Pixels, or ``auto``."""
    text = (text or "").strip()
    if text == "auto" or re.fullmatch(r"[1-9]\d*", text, re.ASCII) and int(text) <= MAX_HEIGHT:
        return text
    raise ValueError(f"must be auto or a whole number from 1 to {MAX_HEIGHT}")


class Interleave(SphinxDirective):
    """``.. interleave:: #/lost-update?v=1``; the content is a caption."""

    required_arguments = 1
    has_content = True
    option_spec = {
        "height": height,
        "title": directives.unchanged_required,
        "poster": directives.uri,
        "theme": choice("light", "dark", "system"),
        "layout": choice("picture", "step"),
        "start": directives.flag,
        "load": choice("visible", "click", "now"),
        "align": choice("left", "center", "right"),
        "name": directives.unchanged,
        "class": directives.class_option,
    }

    def run(self):
        link = self.arguments[0]
        if not link.startswith("#/"):
            raise self.error(f'the link must begin with "#/", got "{link}"')
        if (size := len(link.encode())) > MAX_LINK_BYTES:
            raise self.error(f"the link is {size} bytes long, at most {MAX_LINK_BYTES} are read")
        if not self.config.interleave_url:
            raise self.error("interleave_url is not set in conf.py: it is the address of the page, https://host/path/")
        node = self.node(link)
        place = self.with_caption(node) if self.content else node
        self.set_source_info(place)
        if "align" in self.options:
            if self.content:
                place["align"] = self.options["align"]
            else:
                place["classes"].append(f"align-{self.options['align']}")
        place["classes"] += self.options.get("class", [])
        self.add_name(place)
        return [place]

    def node(self, link):
        """The experiment itself, with what stands for it where it cannot run."""
        title = self.options.get("title", "")
        address = self.config.interleave_url + link
        names = ("height", "title", "theme", "layout", "start", "load")
        options = {name: self.options[name] for name in names if name in self.options}
        node = lab("", link=link, address=address, options=options, title=title)
        reference = nodes.reference("", "", internal=False, refuri=address)
        if "poster" in self.options:
            reference += nodes.image("", uri=self.options["poster"], alt=title or link)
            node += reference
        else:
            reference += nodes.Text(title or link)
            node += nodes.paragraph("", "", reference)
        self.set_source_info(node)
        return node

    def with_caption(self, node):
        """A figure: below the experiment the first paragraph of the content, and what follows as a legend."""
        content = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, content)
        first, *rest = content.children
        if not isinstance(first, nodes.paragraph):
            raise self.error(f"the content is a caption: it must begin with a paragraph, not with a {first.tagname}")
        caption = nodes.caption(first.rawsource, "", *first.children)
        caption.source, caption.line = first.source, first.line
        figure = nodes.figure("", node, caption)
        if rest:
            figure += nodes.legend("", *rest)
        return figure
