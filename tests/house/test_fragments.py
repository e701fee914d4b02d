"""A part of a page that can refresh alone is one template file with one root element of the same name."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import portal

TEMPLATES = Path(portal.__file__).parent / "templates"
FRAGMENTS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("_*.html"))
PIECES = frozenset({"layout/_told.html", "layout/_htmx.html"})
"""Pieces of a layout that never answer alone."""

NEVER_CLOSED = frozenset({"input", "br", "img", "meta", "link", "hr", "wbr", "path", "col"})


class Roots(HTMLParser):
    """The outermost elements of a template, its Jinja taken out."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.roots: list[dict[str, str | None]] = []
        self.loose = ""
        self._depth = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0:
            self.roots.append(dict(attrs))
        if tag not in NEVER_CLOSED:
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth == 0:
            self.roots.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag not in NEVER_CLOSED:
            self._depth -= 1

    def handle_data(self, text: str) -> None:
        if self._depth == 0:
            self.loose += text.strip()


def bare(source: str) -> str:
    """A template without macros, comments, blocks and expressions."""
    for hidden in (r"\{#.*?#\}", r"\{%-?\s*macro\b.*?endmacro\s*-?%\}", r"\{%.*?%\}", r"\{\{.*?\}\}"):
        source = re.sub(hidden, "", source, flags=re.S)
    return source


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_has_one_root_named_after_its_file(name: str) -> None:
    if name in PIECES:
        return
    read = Roots(bare((TEMPLATES / name).read_text(encoding="utf-8")))
    wanted = Path(name).stem.removeprefix("_")
    ids = [root.get("id") for root in read.roots]
    assert ids == [wanted], f"{name}: its roots are {ids}; write one element with id={wanted!r}, or drop the underscore"
    assert not read.loose, f"{name}: words outside its root: {read.loose!r}"
