"""Who was there for one item: arrivals, departures, proxies, people out of the room, and those who may not vote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.foundation.refusal import Refused

from .kinds import Away, Came


@dataclass(frozen=True)
class Attended:
    """How one person on the frozen roll took part; moments are naive UTC."""

    id: int
    name: str
    number: int
    household: str
    came: Came
    at: datetime | None = None
    left: datetime | None = None
    proxy: str = ""
    proxy_scope: tuple[int, ...] = ()
    """The items a proxy speaks for; empty for all."""
    proxy_until: date | None = None

    def is_there(self, position: int, moment: datetime, day: date) -> bool:
        """Whether this person takes part in an item at a moment, in person, from afar or by proxy."""
        if self.came in (Came.ABSENT, Came.EXCUSED):
            return False
        if self.came is Came.PROXY and not self._stands_in(position, day):
            return False
        return (self.at is None or self.at <= moment) and (self.left is None or moment < self.left)

    def _stands_in(self, position: int, day: date) -> bool:
        in_scope = not self.proxy_scope or position in self.proxy_scope
        return in_scope and (self.proxy_until is None or day <= self.proxy_until)


def present_at(
    attended: Iterable[Attended], away: Mapping[int, Away], position: int, moment: datetime, day: date,
) -> frozenset[int]:
    """Everybody who is there for an item: the recused are, those out of the room are not."""
    return frozenset(
        one.id for one in attended
        if one.is_there(position, moment, day) and away.get(one.id) is not Away.OUT
    )


def recused_at(present: Collection[int], away: Mapping[int, Away]) -> frozenset[int]:
    """Those of them who take no part in the vote."""
    return frozenset(one for one in present if away.get(one) is Away.RECUSED)


def check_attended(
    attended: Iterable[Attended], opened: datetime, closed: datetime | None, day: date, *, proxies: bool, online: bool,
) -> None:
    """Times lie inside the meeting, and proxies and voices from afar are what the law of this body allows."""
    everybody = list(attended)
    names: dict[str, list[Attended]] = {}
    for one in everybody:
        names.setdefault(one.name, []).append(one)
    for one in everybody:
        _check_times(one, opened, closed)
        if one.came is Came.ONLINE and not online:
            raise Refused("meetings.not_online", number=one.number, name=one.name)
        if one.came is Came.PROXY:
            if not proxies:
                raise Refused("meetings.no_proxies", number=one.number, name=one.name)
            _check_proxy(one, names.get(one.proxy, []), day)


def _check_times(one: Attended, opened: datetime, closed: datetime | None) -> None:
    if one.at is not None and closed is not None and one.at > closed:
        raise Refused("meetings.came_after_the_end", number=one.number, name=one.name)
    if one.left is not None and one.left <= max(one.at or opened, opened):
        raise Refused("meetings.left_before_coming", number=one.number, name=one.name)


def _check_proxy(one: Attended, holders: list[Attended], day: date) -> None:
    """A proxy is in writing, of the same household, in the room, and still runs (RCEO art. 27)."""
    same = [other for other in holders if other.household and other.household == one.household and other is not one]
    if not one.proxy or not same:
        raise Refused("meetings.proxy_not_of_the_house", number=one.number, name=one.name)
    if all(other.came is not Came.HERE for other in same):
        raise Refused("meetings.proxy_not_here", number=one.number, name=one.name, proxy=one.proxy)
    if one.proxy_until is not None and one.proxy_until < day:
        raise Refused("meetings.proxy_over", number=one.number, name=one.name, day=one.proxy_until.isoformat())


def check_away(away: Mapping[int, tuple[Away, str]], here: Collection[int], names: Mapping[int, str]) -> None:
    """Who steps back was there, and says why."""
    for one, (why, reason) in away.items():
        if one not in here:
            raise Refused("meetings.away_not_here", name=names.get(one, "?"))
        if why is Away.RECUSED and len(reason) < 2:
            raise Refused("meetings.recusal_reason", name=names.get(one, "?"))
