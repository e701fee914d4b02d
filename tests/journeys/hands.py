"""A person at a browser without scripts: opens pages, follows links, fills in forms and presses their buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask.testing import FlaskClient
from makers import ORIGIN, PASSWORD
from page import Page
from werkzeug.datastructures import MultiDict


@dataclass
class Form:
    """A form as it stands on a page: where it goes, what its fields hold, and its buttons by their words."""

    action: str
    method: str
    many_parts: bool
    held: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    buttons: dict[str, tuple[str, str] | None] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Every form and link of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._button: tuple[str, str] | None = None
        self._select: str | None = None
        self._chosen = False
        self._written: str | None = None
        self._words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"), "enctype" in given)
            self.forms.append(self._form)
        if tag in ("a", "button"):
            self._words = ""
            self._button = (given.get("name", ""), given.get("value", "")) if tag == "button" else None
            if tag == "a":
                self.links.append((given.get("href", ""), ""))
        if self._form is None:
            return
        name = given.get("name", "")
        if tag in ("input", "select", "textarea") and name:
            self._form.names.add(name)
        if tag == "input" and name:
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if ticked and given.get("type") not in ("file", "submit"):
                self._form.held.append((name, given.get("value", "on" if "checked" in given else "")))
        if tag == "select":
            self._select, self._chosen = name, False
        if tag == "option" and self._select and ("selected" in given or not self._chosen):
            if self._chosen:
                self._form.held.pop()
            self._form.held.append((self._select, given.get("value", "")))
            self._chosen = True
        if tag == "textarea":
            self._written, self._words = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None
        if tag == "a" and self.links:
            self.links[-1] = (self.links[-1][0], " ".join(self._words.split()))
        if tag == "button" and self._form is not None and self._button is not None:
            self._form.buttons[" ".join(self._words.split())] = self._button if self._button[0] else None
        if tag == "textarea" and self._form is not None and self._written:
            self._form.held.append((self._written, self._words.lstrip("\r\n")))
            self._written = None

    def handle_data(self, text: str) -> None:
        self._words += text


class Person:
    """Somebody at a browser; `clicks` counts every link, button and choice of a file.

    Who has a `name` signs in again where the portal asks for it, as after a night.
    """

    def __init__(self, browser: FlaskClient, name: str = "") -> None:
        self.browser = browser
        self.name = name
        self.at = "/"
        self.page: Page
        self.clicks = 0

    def open(self, address: str, status: int = 200) -> Page:
        """Open an address."""
        return self._show(self.browser.get(address, headers={"Referer": ORIGIN["Origin"] + self.at}), address, status)

    def follow(self, words: str) -> Page:
        """Press the link that says this."""
        self.clicks += 1
        found = [href for href, said in _Forms(self.page.html).links if said.startswith(words)]
        assert found, f"no link “{words}” on {self.at}: {self.page.text[:600]}"
        return self.open(urljoin(self.at, found[0]))

    def press(self, words: str, /, *, status: int = 200, **typed: Any) -> Page:
        """Fill in the form that has a button with these words and press it; follows to the page it leads to."""
        self.clicks += 1
        form, button = self._find(words, set(typed))
        held = MultiDict((name, value) for name, value in form.held if name not in typed)
        if button is not None:
            held.add(*button)
        for name, value in typed.items():
            if isinstance(value, tuple):
                self.clicks += 1
                value = (BytesIO(value[0]), value[1])
            held.add(name, value)
        address = urljoin(self.at, form.action) if form.action else self.at
        if form.method.lower() == "get":
            return self._show(self.browser.get(address, query_string=held), address, status)
        kind = "multipart/form-data" if form.many_parts else None
        answer = self.browser.post(address, data=held, headers=ORIGIN, content_type=kind)
        return self._show(answer, address, status)

    def _find(self, words: str, typed: set[str]) -> tuple[Form, tuple[str, str] | None]:
        named = [form for form in _Forms(self.page.html).forms if words in form.buttons]
        fitting = [form for form in named if typed <= form.names]
        assert fitting, (
            f"no form with “{words}” and {sorted(typed)} on {self.at}: "
            f"{[(sorted(form.buttons), sorted(form.names)) for form in named]} {self.page.text[:800]}"
        )
        return fitting[0], fitting[0].buttons[words]

    def _show(self, answer: Any, address: str, status: int) -> Page:
        while answer.status_code in (302, 303):
            address = urljoin(address, answer.location)
            if self.name and address.startswith("/sign-in?"):
                back = dict(parse_qsl(urlsplit(address).query))
                answer = self.browser.post(
                    "/sign-in", data={"name": self.name, "password": PASSWORD, **back}, headers=ORIGIN,
                )
            else:
                answer = self.browser.get(address)
        self.page = Page(answer)
        assert answer.status_code == status, f"{address}: {answer.status_code} {self.page.text[:800]}"
        parts = urlsplit(address)
        self.at = parts.path + (f"?{parts.query}" if parts.query else "")
        return self.page
