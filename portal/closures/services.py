"""What people do with special days: enter one, take one out. Each is one deed."""

from __future__ import annotations

from datetime import date

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.special_days import SpecialDay, days_known, remove_day, special_day

from . import rules


def add(viewer: Viewer, day: date, *, works: bool, words: str, source: str) -> SpecialDay:
    """Enter a special day; every deadline counted from now on knows it."""
    viewer.check(Permission.CHARTER)
    with deed(viewer, "closure.added") as done:
        rules.check_day(day, days_known())
        done.subject = made = SpecialDay.create(day=day, works=works, words=words, source=source)
        done.facts(day=day.isoformat(), works=works, words=words, source=source)
        return made


def remove(viewer: Viewer, day_id: int) -> None:
    """Take a special day out again; the register keeps that it was there."""
    viewer.check(Permission.CHARTER)
    with deed(viewer, "closure.removed") as done:
        known = special_day(day_id)
        if known is None:
            raise Refused("closures.gone")
        done.subject = known
        done.facts(day=known.day.isoformat(), works=known.works, words=known.words)
        remove_day(day_id)
