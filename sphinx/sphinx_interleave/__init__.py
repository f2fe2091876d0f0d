"""Experiments of Interleave in Sphinx documents: the directive ``interleave`` and what becomes of it in each output."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from sphinx.errors import ConfigError

from .directive import Interleave, lab
from .outputs import add_script, depart_lab, replace_on_paper, visit_lab

__version__ = "0.1.0"

# What is before and after its last / says where the script is.
PAGE = re.compile(r"https?://[^/?#\s]+/([^?#\s]*(/|\.html))?")


def check_config(app, config):
    """Refuses an ``interleave_url`` that cannot be the address of a page."""
    url = config.interleave_url
    if url and not PAGE.fullmatch(url):
        raise ConfigError(f'interleave_url must be "https://host/path/", with / or .html at its end, got "{url}"')
    # What follows # there is no anchor that could be found in the page.
    if url and "linkcheck_anchors_ignore_for_url" in config:
        ignored = list(config.linkcheck_anchors_ignore_for_url)
        config.linkcheck_anchors_ignore_for_url = [*ignored, re.escape(urljoin(url, "."))]


def setup(app):
    """What Sphinx calls."""
    app.add_config_value("interleave_url", "", "env", (str,))
    app.connect("config-inited", check_config)
    app.add_directive("interleave", Interleave)
    app.add_node(lab, html=(visit_lab, depart_lab))
    app.connect("doctree-resolved", replace_on_paper)
    app.connect("html-page-context", add_script)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
