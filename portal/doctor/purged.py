"""What was purged because its time was over: one report from the register, with counts and no names."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.i18n import _
from portal.foundation.purges import Purge, all_purges
from portal.places.records import Place

from .records import Purged, purged_lines


@dataclass(frozen=True)
class Kind:
    """One kind of purging: what goes after how long, how many so far, and when last."""

    what: str
    kept: str
    count: int
    last: datetime | None


@dataclass(frozen=True)
class Line:
    """One time something was purged."""

    number: int
    at: datetime
    what: str
    count: int
    place_id: int | None


@dataclass(frozen=True)
class Report:
    """Every kind of purging, and the newest times."""

    kinds: list[Kind]
    lines: list[Line]


def report(home: Place | None, places: list[int] | None, shown: int) -> Report:
    """What was purged in some places (None: everywhere); the charter of `home` says how long things stay."""
    kinds = {purge.verb: purge for purge in all_purges()}
    found = purged_lines(list(kinds), places)
    sums: Counter[str] = Counter()
    for line in found:
        sums[line.verb] += _count(kinds[line.verb], line)
    last = {line.verb: line.at for line in reversed(found)}
    charter = charter_on(home, clock.today()) if home is not None else None
    said = [
        Kind(
            _(purge.what),
            _(purge.kept).format(days=charter.number(purge.key) if charter and purge.key else purge.days),
            sums[verb], last.get(verb),
        )
        for verb, purge in kinds.items()
    ]
    lines = [
        Line(line.number, line.at, _(kinds[line.verb].what), _count(kinds[line.verb], line), line.place_id)
        for line in found[:shown]
    ]
    return Report(said, lines)


def _count(purge: Purge, line: Purged) -> int:
    count = json.loads(line.facts).get(purge.counted, 0)
    return count if isinstance(count, int) else 0
