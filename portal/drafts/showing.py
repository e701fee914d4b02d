"""A draft as somebody else would see it: the days it would be up, whose eyes are borrowed, what was masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import request

from portal.disclosures.rules import Reader, stay_of
from portal.foundation import clock

from .records import Draft

_MASKED = re.compile(
    r"\d*[*＊]{2,}\d*|[一-龥]?[*＊]+[一-龥]?|[一-龥]某某?|（(?:[一-龥]{2,6}略|未成年人|当事人)）"
)
_TEXT = re.compile(r">[^<>]+<")


@dataclass(frozen=True)
class Planned:
    """The edition a draft would become if it went up today."""

    since: date
    until: date | None


def planned(draft: Draft) -> Planned:
    """From when to when a draft would be up."""
    stay = stay_of(clock.today(), draft.days)
    return Planned(stay.since, stay.until)


def seen_as(reader: Reader) -> Reader:
    """Whose eyes the preview borrows: those a paper is for unless somebody chose others."""
    try:
        return Reader(request.args.get("as", reader))
    except ValueError:
        return reader


def marks(page: str) -> str:
    """A piece of a page with everything masked in it lifted out by <mark>; only the text between tags is touched."""
    return _TEXT.sub(lambda text: _MASKED.sub(lambda one: f"<mark>{one[0]}</mark>", text[0]), str(page))
