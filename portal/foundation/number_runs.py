"""Digits in a text as people may have written or hidden them: pieces that could belong to one number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Signs that are not seen: zero-width and direction marks, soft hyphen, variation selectors, combining strokes.
_UNSEEN = (
    "\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20f0\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_CHINESE = "〇零○一二三四五六七八九"
_CHINESE_VALUE = dict(zip(_CHINESE, "000123456789", strict=True))
_PIECE = re.compile(
    rf"(?:\d(?:[{_UNSEEN}]*\d)*|[{_CHINESE}](?:[{_UNSEEN}]*[{_CHINESE}])*)"
)
_HIDDEN = re.compile(f"[{_UNSEEN}]+")
# A public number (DGL-2026-0012) is no phone, whatever stands beside it.
_PUBLIC_NUMBER = re.compile(r"(?<![A-Za-z])[A-Z]{2,6}-(?:19|20)[0-9]{2}-[0-9]{3,6}(?![0-9])")
_CHECK_SIGNS = frozenset("xX\uff38\uff58×\u0425\u0445\u03a7")
_GAPS = frozenset(" \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
                  "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\ufe58\ufe63\uff0d~_·・•)）")
_DECIMAL_POINTS = frozenset(".．")
_WIDEST_GAP = 3


@dataclass(frozen=True)
class Group:
    """Digits that stand together, with their place in the text."""

    digits: str
    start: int
    end: int


def _value(sign: str) -> str:
    return _CHINESE_VALUE.get(sign) or str(unicodedata.decimal(sign, ""))


def _pieces(text: str) -> Iterator[tuple[Group, bool]]:
    """Groups in order, and whether they are in Chinese digits; public numbers are passed over."""
    skipped = [match.span() for match in _PUBLIC_NUMBER.finditer(text)]
    skip = 0
    for match in _PIECE.finditer(text):
        while skip < len(skipped) and skipped[skip][1] <= match.start():
            skip += 1
        if skip < len(skipped) and skipped[skip][0] <= match.start():
            continue
        digits = "".join(map(_value, _HIDDEN.sub("", match[0])))
        yield Group(digits, match.start(), match.end()), match[0][0] in _CHINESE


def _joins(gap: str, following: str) -> bool:
    """Whether what stands between two groups may stand inside one number."""
    seen = _HIDDEN.sub("", gap)
    if not seen or len(seen) > _WIDEST_GAP:
        return False
    if seen in _DECIMAL_POINTS:
        # 138.1234.5678 is a phone, 12.50 an amount.
        return len(following) >= 3
    return all(sign in _GAPS for sign in seen)


def _check_sign(text: str, at: int) -> Group | None:
    """An X that may be the last character of an ID number."""
    for place in range(at, min(at + 3, len(text))):
        if text[place] in _CHECK_SIGNS:
            return Group("X", place, place + 1)
        if text[place] not in _GAPS and not _HIDDEN.match(text[place]):
            return None
    return None


def _is_date(run: list[Group]) -> bool:
    """Whether a run begins with a date: 1978-12-18."""
    if len(run) < 3:
        return False
    year, month, day = (group.digits for group in run[:3])
    return (
        len(year) == 4 and year[:2] in ("19", "20") and len(month) <= 2 and len(day) <= 2
        and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    )


def read_runs(text: str) -> Iterator[list[Group]]:
    """Groups of digits that only spaces, dashes and the like divide; dates at the front of a run are left out."""
    run: list[Group] = []
    chinese = False
    for group, in_chinese in _pieces(text):
        if run and not (in_chinese == chinese and _joins(text[run[-1].end : group.start], group.digits)):
            yield from _split(run, text)
            run = []
        run.append(group)
        chinese = in_chinese
    if run:
        yield from _split(run, text)


def _split(run: list[Group], text: str) -> Iterator[list[Group]]:
    while _is_date(run):
        run = run[3:]
    if run:
        sign = _check_sign(text, run[-1].end)
        yield [*run, sign] if sign else run


def places(group: Group, text: str) -> list[int]:
    """Where each digit of a group stands in the text."""
    return [at for at in range(group.start, group.end) if not _HIDDEN.match(text[at])]
