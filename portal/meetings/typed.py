"""Reads whole sheets as they were typed: rolls line by line, agendas, attendance and roll-calls of a hundred people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from portal.foundation import clock
from portal.foundation.i18n import N_
from portal.foundation.refusal import Refused

from .agenda_records import MeetingDue
from .kinds import Away, Came, Choice, Sex, VoteWay
from .presence import Attended
from .rules import MOST_ITEMS, Line, NewMember

BETWEEN = re.compile(r"[\t,，、;；]|\s{2,}| (?=\S)")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:：.]?([0-5]\d)")
SEXES = {N_("女"): Sex.WOMAN, N_("男"): Sex.MAN, "f": Sex.WOMAN, "m": Sex.MAN}
SITS_IN, NO_REPRESENTATIVE, MINOR = N_("列席"), N_("非代表"), N_("未成年")
MOST_NAME, MOST_GROUP = 40, 40
Typed = Mapping[str, str]


def members_from(text: str, like: NewMember) -> list[NewMember]:
    """People as they stand on a list, one on a line: name, sex, group, household, and words that set them apart."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        pieces = [piece.strip() for piece in BETWEEN.split(line.strip()) if piece.strip()]
        if not pieces:
            continue
        one, rest = replace(like, name=pieces[0]), []
        for piece in pieces[1:]:
            if piece.lower() in SEXES:
                one = replace(one, sex=SEXES[piece.lower()])
            elif piece == SITS_IN:
                one = replace(one, may_vote=False)
            elif piece == NO_REPRESENTATIVE:
                one = replace(one, is_representative=False)
            elif piece == MINOR:
                one = replace(one, is_adult=False)
            else:
                rest.append(piece)
        if len(rest) > 2 or len(pieces[0]) > MOST_NAME or any(len(piece) > MOST_GROUP for piece in rest):
            raise Refused("meetings.line_unclear", number=number, text=line.strip()[:40])
        found.append(replace(one, group=rest[0] if rest else "", household=rest[1] if len(rest) > 1 else ""))
    return found


def agenda_rows(typed: Typed) -> list[dict[str, str]]:
    """The agenda as it was typed, row by row, so that nothing is lost when something is wrong with it."""
    names = ("title", "minutes", "way", "rule", "speaker")
    return [
        {name: str(typed.get(f"item{row}-{name}", "")).strip() for name in names} for row in range(1, MOST_ITEMS + 1)
    ]


def agenda_from(rows: Iterable[Mapping[str, str]]) -> tuple[Line, ...]:
    """The items of an agenda; rows without a title are passed over."""
    found = []
    for number, row in enumerate(rows, start=1):
        if not row["title"]:
            continue
        minutes = row["minutes"] or "10"
        if not minutes.isdecimal() or not 1 <= int(minutes) <= 480:
            raise Refused("meetings.minutes_of_an_item", number=number)
        way = VoteWay(row["way"]) if row["way"] in set(VoteWay) else VoteWay.NONE
        found.append(Line(row["title"][:120], int(minutes), way, row["rule"][:60], row["speaker"][:40]))
    return tuple(found)


def rows_of(lines: Iterable[Line]) -> list[dict[str, str]]:
    """An agenda as the form shows it, with empty rows to go on writing."""
    rows = [
        {"title": line.title, "minutes": str(line.minutes), "way": str(line.way), "rule": line.rule,
         "speaker": line.speaker}
        for line in lines
    ]
    empty = {"title": "", "minutes": "", "way": str(VoteWay.NONE), "rule": "", "speaker": ""}
    return [*rows, *(dict(empty) for _row in range(max(MOST_ITEMS - len(rows), 0)))]


def moment_from(text: str, near: datetime) -> datetime | None:
    """A wall-clock time such as 15:30, on the village day of `near`; None where nothing was typed."""
    clean = text.strip()
    if not clean:
        return None
    found = CLOCK.fullmatch(clean)
    if found is None:
        raise Refused("meetings.clock_unreadable")
    moment = clock.moment_of(clock.village_day(near), int(found[1]), int(found[2]))
    # A meeting that began in the evening may go on past midnight.
    return moment + timedelta(days=1) if near - moment > timedelta(hours=12) else moment


def attendance_from(typed: Typed, due: Iterable[MeetingDue], near: datetime) -> list[Attended]:
    """How everybody on the roll took part, from one screen of many rows."""
    found = []
    for one in due:
        given = {name: str(typed.get(f"due{one.number}-{name}", "")).strip() for name in FIELDS}
        came = Came(given["came"]) if given["came"] in set(Came) else Came.ABSENT
        if came in (Came.ABSENT, Came.EXCUSED):
            found.append(Attended(one.number, one.name, one.number, one.household, came))
            continue
        by_proxy = came is Came.PROXY
        found.append(Attended(
            one.number, one.name, one.number, one.household, came, moment_from(given["at"], near),
            moment_from(given["left"], near), given["proxy"][:40] if by_proxy else "",
            _scope(given["scope"]) if by_proxy else (), _day(given["until"]) if by_proxy else None,
        ))
    return found


FIELDS = ("came", "at", "left", "proxy", "scope", "until")


def _scope(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(one) for one in re.findall(r"\d+", text) if 0 < int(one) <= MOST_ITEMS}))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("form.day") from None


def choices_from(typed: Typed, numbers: Iterable[int]) -> dict[int, Choice]:
    """What each of those present was heard to say; whoever said nothing did not vote."""
    found = {}
    for number in numbers:
        said = str(typed.get(f"vote{number}", ""))
        if said in set(Choice) and said != Choice.NOT_VOTING:
            found[number] = Choice(said)
    return found


AWAY_ROWS = 6


def away_rows(typed: Typed) -> list[dict[str, str]]:
    """Who takes no part in an item, as it was typed."""
    return [
        {name: str(typed.get(f"away{row}-{name}", "")).strip() for name in ("number", "why", "reason")}
        for row in range(1, AWAY_ROWS + 1)
    ]


def away_from(rows: Sequence[Mapping[str, str]], known: Iterable[int]) -> dict[int, tuple[Away, str]]:
    """The same as the rules take it."""
    numbers, found = set(known), {}
    for row in rows:
        if not row["number"]:
            continue
        if not row["number"].isdecimal() or int(row["number"]) not in numbers:
            raise Refused("meetings.away_unclear", number=row["number"][:6])
        why = Away.OUT if row["why"] == Away.OUT else Away.RECUSED
        found[int(row["number"])] = (why, row["reason"][:200])
    return found


def away_shown(absences: Mapping[int, tuple[Away, str]]) -> list[dict[str, str]]:
    """What is kept, as the form shows it."""
    rows = [
        {"number": str(number), "why": str(why), "reason": reason} for number, (why, reason) in absences.items()
    ]
    empty = {"number": "", "why": str(Away.RECUSED), "reason": ""}
    return [*rows, *(dict(empty) for _row in range(max(3 - len(rows), 1)))]
