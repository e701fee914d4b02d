"""Small safe markup for notices: headings, lists, tables, links; nothing that loads or runs."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import mistune
from markupsafe import Markup, escape

_BLOCKS = frozenset({"p", "li", "tr", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "ul", "ol", "hr", "br"})
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def _safe_address(address: str) -> str | None:
    """The address when it is http(s) or lies on this site; None for everything else."""
    bare = _INVISIBLE.sub("", html.unescape(html.unescape(address)))
    if re.match(r"https?://[^/\\]", bare, re.IGNORECASE):
        return bare
    if "\\" in unquote(bare) or bare.startswith("//") or ":" in re.split(r"[/?#]", bare, maxsplit=1)[0]:
        return None
    return bare


class _Paper(mistune.HTMLRenderer):
    """Mistune's HTML without pictures, foreign schemes and inline styles, two heading levels down."""

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        # The page keeps its one h1 and its h2 sections.
        tag = f"h{min(level + 2, 6)}"
        return f"<{tag}>{text}</{tag}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        address = _safe_address(url)
        if address is None:
            return text
        attributes: dict[str, object] = {"href": address, "title": title or None}
        if re.match("https?:", address, re.IGNORECASE):
            attributes["rel"] = "noopener"
        return f"<a{self.render_attrs(attributes)}>{text}</a>"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{mistune.escape(code)}</code></pre>\n"

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        # No style attribute: the page's policy forbids it; numbers are aligned by the style sheet.
        mark = f' data-align="{align}"' if align else ""
        return f'<th scope="col"{mark}>{text}</th>\n' if head else f"<td{mark}>{text}</td>\n"


_render = mistune.create_markdown(renderer=_Paper(escape=True), plugins=["table", "strikethrough"])


class _Notice:
    """A notice that can write itself as HTML; every raw sign was escaped on the way."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return str(_render(self.text))


def render(text: str) -> Markup:
    """A notice as HTML that can stand in any page."""
    return escape(_Notice(text))


class _Reader(HTMLParser):
    """Collects the words of our own markup, one line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.in_row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")
            self.in_row = False
        elif tag in ("td", "th"):
            self.words.append("，" if self.in_row else "")
            self.in_row = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data if not self.in_row else data.replace("\n", ""))


def plain(text: str) -> str:
    """A notice as plain lines for search, feeds and reading aloud; the cells of a row are parted by commas."""
    reader = _Reader()
    reader.feed(render(text))
    reader.close()
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)
