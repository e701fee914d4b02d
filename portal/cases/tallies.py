"""Figures from counts: how many, the middle number of days, in time, satisfied, and the share of disputes settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .kinds import Rating


@dataclass(frozen=True)
class Line:
    """So many cases that are alike."""

    count: int
    days: int | None
    in_time: bool | None
    rating: Rating | None
    closed: bool
    settled: bool


@dataclass(frozen=True)
class Tally:
    """The figures of some cases; every share is a pair of counts, so that nothing is lost by rounding."""

    cases: int = 0
    closed: int = 0
    settled: int = 0
    in_time: int = 0
    asked: int = 0
    content: int = 0
    days: tuple[tuple[int, int], ...] = ()

    @property
    def middle(self) -> int | None:
        """The middle number of days to an end: half took no longer."""
        counted = sum(count for _days, count in self.days)
        reached = 0
        for days, count in self.days:
            reached += count
            if reached * 2 >= counted:
                return days
        return None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.cases + other.cases, self.closed + other.closed, self.settled + other.settled,
            self.in_time + other.in_time, self.asked + other.asked, self.content + other.content,
            tuple(sorted((Counter(dict(self.days)) + Counter(dict(other.days))).items())),
        )


def tally(lines: Iterable[Line]) -> Tally:
    """The figures of counted lines; whoever could not be reached has not been asked."""
    cases = closed = settled = in_time = asked = content = 0
    days: Counter[int] = Counter()
    for line in lines:
        cases += line.count
        if line.closed:
            closed += line.count
            settled += line.count if line.settled else 0
            in_time += line.count if line.in_time else 0
            if line.days is not None:
                days[line.days] += line.count
        if line.rating is not None and line.rating is not Rating.UNREACHED:
            asked += line.count
            content += line.count if line.rating is not Rating.DISSATISFIED else 0
    return Tally(cases, closed, settled, in_time, asked, content, tuple(sorted(days.items())))


def percent(part: int, whole: int) -> str:
    """A share as people write it, rounded down so that only all of them are 100 %; a dash where there are none."""
    if not whole:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
