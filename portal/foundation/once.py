"""A form sent again unchanged (an answer that got lost, a button pressed twice) is one deed, not two."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from flask import Flask, g, has_request_context, request
from jinja2.ext import Extension
from markupsafe import Markup
from peewee import CharField, DateTimeField

from . import clock
from .database import Record, writing
from .pages import KEEP

FIELD = "once"
KEPT = timedelta(days=30)
FORM = re.compile(r"<form\b(?:\{\{(?:[^}]|\}(?!\}))*\}\}|\{%(?:[^%]|%(?!\}))*%\}|[^>{])*>")
"""An opening tag with whatever our templates write inside it; no two ways to read the same text."""


class SentForm(Record):
    """One form that was taken in: a mark made from its own number, its address and its contents."""

    mark = CharField(64, unique=True)
    at = DateTimeField(index=True)

    class Meta:
        table_name = "sent_form"


class AlreadySent(Exception):
    """This very form has been taken in before, at `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


class NumberedForms(Extension):
    """Templates write plain forms; each that changes something gets a number of its own when it is shown."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Put the number behind every opening tag of a form that is posted."""
        return FORM.sub(_numbered, source)


def _numbered(tag: re.Match[str]) -> str:
    return tag.group() + ("{{ own_number() }}" if 'method="post"' in tag.group() else "")


def init_app(app: Flask) -> None:
    """Number the forms of every template."""
    app.jinja_env.add_extension(NumberedForms)
    app.jinja_env.globals["own_number"] = own_number


def own_number() -> Markup:
    """The hidden field with this page's number; nothing on a page that is kept and given to many."""
    if not has_request_context() or request.environ.get(KEEP):
        return Markup("")
    if "form_number" not in g:
        g.form_number = secrets.token_urlsafe(12)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, g.form_number)


@contextmanager
def only() -> Iterator[None]:
    """Do this once for each sending of a form; raises AlreadySent the second time. Call inside `writing()`."""
    mark = _mark()
    if mark is None or g.get("taken_in"):
        yield
        return
    same = SentForm.get_or_none(SentForm.mark == mark)
    if same is not None:
        raise AlreadySent(same.at)
    SentForm.create(mark=mark, at=clock.now())
    g.taken_in = True
    try:
        yield
    except BaseException:
        g.taken_in = False
        raise


def _mark() -> str | None:
    """What makes this sending the same as another: number, address, everything typed, names and sizes of files."""
    if not has_request_context() or request.method != "POST" or not request.form.get(FIELD):
        return None
    said = hashlib.sha256(request.full_path.encode())
    for name, text in sorted(request.form.items(multi=True)):
        said.update(repr((name, text)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: (pair[0], pair[1].filename or "")):
        said.update(repr((name, file.filename, file.content_length)).encode())
    return said.hexdigest()


def forget_old() -> None:
    """Nobody sends a form again after a month."""
    with writing():
        SentForm.delete().where(SentForm.at < clock.now() - KEPT).execute()
