"""The few facts the portal keeps about itself: set up or not, a demonstration or not, which place is home."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from flask import Flask
from peewee import CharField, TextField

from .database import Record, connected


class PortalFact(Record):
    """One named fact."""

    name = CharField(40, unique=True)
    value = TextField()

    class Meta:
        table_name = "portal_fact"


@dataclass(frozen=True)
class Known:
    """All facts at once, as every page needs them."""

    name: str = ""
    office_phone: str = ""
    home_mark: str = ""
    is_demo: bool = False
    is_set_up: bool = False


_known: list[Known] = []
_guard = Lock()


def init_app(app: Flask) -> None:
    """Forget what another application of this process knew."""
    forget()


def forget() -> None:
    """Read the facts anew at the next question."""
    with _guard:
        _known.clear()


def known() -> Known:
    """The facts, read once and kept until one is written."""
    with _guard:
        if _known:
            return _known[0]
    with connected():
        rows = {row.name: row.value for row in PortalFact.select()}
    read = Known(
        name=rows.get("name", ""), office_phone=rows.get("office_phone", ""), home_mark=rows.get("home_mark", ""),
        is_demo=rows.get("is_demo") == "yes", is_set_up=rows.get("is_set_up") == "yes",
    )
    with _guard:
        _known[:] = [read]
    return read


def write_fact(name: str, value: str) -> None:
    """Write or replace a fact; call inside a deed and `forget` after it."""
    PortalFact.insert(name=name, value=value).on_conflict(
        conflict_target=[PortalFact.name], update={PortalFact.value: value}
    ).execute()
