"""Deeds whose day counts in law: none of them is done on a day the clock only guesses."""

from __future__ import annotations

from collections.abc import Iterable

from . import clock
from .refusal import Refused

_verbs: set[str] = set()


def day_matters(verbs: Iterable[str]) -> None:
    """Name deeds (votes, notices, publications) that wait until somebody has said what day it really is."""
    _verbs.update(verbs)


def check(verb: str) -> None:
    """Refuse a deed whose day matters while the clock is doubted and nobody has said what day it is."""
    if verb in _verbs and clock.doubt() and not clock.is_told():
        shown = clock.village_time(clock.machine())
        raise Refused("clock.doubted", shown=f"{shown:%Y-%m-%d %H:%M}")


def said_of_the_clock() -> dict[str, object]:
    """What a deed says about the clock it was done by: nothing while the clock is well."""
    doubt = clock.doubt()
    if doubt is None:
        return {}
    return {"clock_doubt": str(doubt), "clock_showed": clock.machine().isoformat(), "clock_told": clock.is_told()}
