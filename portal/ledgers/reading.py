"""A ledger read out of the cases: the rows in the order of the columns, and the line the report quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.cases.kinds import SETTLED, Asker, Channel, Kind, Rating
from portal.cases.kinds import Told as ToldHow
from portal.cases.records import Case
from portal.cases.sums_records import ledger_cases
from portal.cases.tallies import percent
from portal.foundation import clock
from portal.foundation.i18n import _, label
from portal.mediation.records import MediationFile
from portal.mediation.rules import Form
from portal.places.records import Place

from .records import files_beside
from .rules import Col, Scope

KINDS = {
    Scope.REQUESTS: Kind.REQUEST, Scope.DISPUTES: Kind.DISPUTE, Scope.SAFETY: Kind.SAFETY, Scope.SERVICE: Kind.SERVICE,
}


@dataclass(frozen=True)
class Ledger:
    """The table and its sums: found, settled, struck off."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    found: int
    settled: int
    closed: int

    @property
    def share(self) -> str:
        """How many of those found were settled, computed."""
        return percent(self.settled, self.found)


def ledger(place: Place, scope: Scope, columns: Sequence[Col], first: date, last: date) -> Ledger:
    """The ledger of a place and everything below it between two days."""
    cases = ledger_cases(place, first, last, KINDS.get(scope))
    files = files_beside(cases)
    rows = [
        tuple(_cell(column, at, case, files.get(case.id)) for column in columns)
        for at, case in enumerate(cases, start=1)
    ]
    done = [case for case in cases if not case.is_open]
    return Ledger(
        tuple(label(column) for column in columns), rows, len(cases),
        sum(case.outcome in SETTLED for case in done), len(done),
    )


def _day(moment: datetime | None) -> str:
    return clock.village_day(moment).isoformat() if moment else ""


def _yes(value: bool | None) -> str:
    return "" if value is None else _("是") if value else _("否")


_OF_CASE: dict[Col, Callable[[Case], str]] = {
    Col.NUMBER: lambda case: str(case.number),
    Col.RAISED: lambda case: case.raised_on.isoformat(),
    Col.CHANNEL: lambda case: label(Channel(case.channel)),
    Col.KIND: lambda case: label(case.of_kind),
    Col.NATURE: lambda case: label(case.of_nature),
    Col.CATEGORY: lambda case: label(case.about),
    Col.PLACE: lambda case: str(case.place.name),
    Col.WORDS: lambda case: _("（密封）") if case.sealed else " ".join(str(case.words).split())[:80],
    Col.BODY: lambda case: str(case.body.name),
    Col.HANDLER: lambda case: str(case.handler_name),
    Col.STAGE: lambda case: label(case.at),
    Col.DUE: lambda case: case.due.isoformat() if case.due else "",
    Col.EXTENDED: lambda case: str(case.level_extra or ""),
    Col.OUTCOME: lambda case: label(case.ended_as) if case.ended_as else "",
    Col.DONE: lambda case: _day(case.done_at),
    Col.TOLD: lambda case: _day(case.told_at),
    Col.TOLD_HOW: lambda case: label(ToldHow(case.told_how)) if case.told_how else "",
    Col.RATING: lambda case: _rating(case),
    Col.CLOSED: lambda case: _day(case.closed_at),
    Col.DAYS: lambda case: "" if case.days_taken is None else str(case.days_taken),
    Col.IN_TIME: lambda case: _yes(case.in_time),
    Col.REOPENED: lambda case: str(case.reopened or ""),
    Col.OTHERS: lambda case: str(case.others or ""),
}
_OF_FILE: dict[Col, Callable[[MediationFile], str]] = {
    Col.FILE: lambda file: str(file.formal),
    Col.METHOD: lambda file: label(file.by),
    Col.SOURCE: lambda file: label(file.came),
    Col.RISK: lambda file: label(file.at_risk),
    Col.AGREED: lambda file: label(file.ended_as) if file.ended_as else "",
    Col.FORM: lambda file: label(Form(file.form)) if file.form else "",
    Col.KEPT: lambda file: label(file.was_kept) if file.was_kept else "",
    Col.FOLLOWED: lambda file: file.followed_on.isoformat() if file.followed_on else "",
    Col.CONFIRMED: lambda file: file.confirmed_on.isoformat() if file.confirmed_on else "",
}


def _rating(case: Case) -> str:
    if not case.rating:
        return ""
    by = Asker(case.rated_by)
    return label(Rating(case.rating)) + (f"（{label(by)}）" if by is Asker.VISITOR else "")


def _cell(column: Col, at: int, case: Case, file: MediationFile | None) -> str:
    if column is Col.LINE:
        return str(at)
    if column in _OF_CASE:
        return _OF_CASE[column](case)
    return _OF_FILE[column](file) if file is not None else ""
