"""A page as a test reads it, and the promises every opened page must keep."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from werkzeug.test import TestResponse


class Page(HTMLParser):
    """Parsed once: its text, headings, ids, links, forms' fields and labels."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.answer = answer
        self.status = answer.status_code
        self.html = answer.get_data().decode(errors="replace")
        self.headings: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.fields: list[dict[str, str | None]] = []
        self.labelled: set[str] = set()
        self.actions: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self._words: list[str] = []
        self._silent = 0
        self._in_label = 0
        self._in_heading = False
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if "style" in given or any(name.startswith("on") for name in given):
            self.inline.append(tag)
        if tag in ("script", "style"):
            self._silent += 1
        if tag == "script":
            self.scripts.append(given)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "form":
            self.actions.append(str(given.get("action") or ""))
        if tag == "h1":
            self.headings.append("")
            self._in_heading = True
        if tag == "label":
            self._in_label += 1
            if given.get("for"):
                self.labelled.add(str(given["for"]))
        if tag in ("input", "select", "textarea") and given.get("type") not in ("hidden", "submit"):
            self.fields.append(given | ({"in_label": "yes"} if self._in_label else {}))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1
        if tag == "label":
            self._in_label -= 1
        if tag == "h1":
            self._in_heading = False

    def handle_data(self, text: str) -> None:
        if not self._silent:
            self._words.append(text)
        if self._in_heading:
            self.headings[-1] = (self.headings[-1] + text).strip()

    @property
    def text(self) -> str:
        """What a reader sees, white space folded."""
        return re.sub(r"\s+", " ", " ".join(self._words)).strip()

    def value(self, name: str) -> str | None:
        """What an input holds."""
        return next((field.get("value") for field in self.fields if field.get("name") == name), None)

    def hidden(self, name: str) -> str:
        """What a hidden field carries."""
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.html)
        assert found, f"no hidden {name}"
        return found.group(1)

    def unlabelled(self) -> list[str]:
        """Fields nobody can name."""
        return [
            str(field.get("name")) for field in self.fields
            if "in_label" not in field and field.get("id") not in self.labelled and not field.get("aria-label")
        ]
