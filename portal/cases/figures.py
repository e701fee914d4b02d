"""The year's figures as rows of a table: per kind, per village, and all together; shares are computed, never typed."""

from __future__ import annotations

from dataclasses import dataclass

from portal.foundation.i18n import _, label, ngettext
from portal.places.records import Place
from portal.places.rules import PlaceKind

from .kinds import Kind
from .sums_records import names_of_villages, year_of
from .tallies import Tally, percent


@dataclass(frozen=True)
class Figures:
    """A year: everything, the disputes among it, and the two tables."""

    total: Tally
    disputes: Tally
    by_kind: list[tuple[str, ...]]
    by_village: list[tuple[str, ...]]

    @property
    def settled_share(self) -> str:
        """调处率: how many of the disputes found were settled."""
        return percent(self.disputes.settled, self.disputes.cases)


def figures_of(place: Place, year: int) -> Figures:
    """The figures of a place and everything below it in a year."""
    groups = year_of(place, year)
    kinds: dict[Kind, Tally] = {}
    villages: dict[int | None, Tally] = {}
    for (village, kind), figures in groups.items():
        kinds[kind] = kinds.get(kind, Tally()) + figures
        villages[village] = villages.get(village, Tally()) + figures
    total = sum(kinds.values(), Tally())
    wide = place.level in (PlaceKind.COUNTY, PlaceKind.TOWNSHIP)
    names = names_of_villages(place, villages) if wide else {}
    return Figures(
        total, kinds.get(Kind.DISPUTE, Tally()),
        _table([(label(kind), kinds[kind]) for kind in Kind if kind in kinds], total),
        _table([(names[one], villages[one]) for one in sorted(names, key=lambda one: names[one])], total)
        if wide else [],
    )


def _table(rows: list[tuple[str, Tally]], total: Tally) -> list[tuple[str, ...]]:
    head = (_("类别"), _("件数"), _("已销号"), _("办理天数中位"), _("按时率"), _("满意率"))
    return [head, *(_row(*row) for row in rows), _row(_("合计"), total)] if rows else []


def _row(name: str, figures: Tally) -> tuple[str, ...]:
    middle = figures.middle
    days = "—" if middle is None else ngettext("{n} 天", "{n} 天", middle).format(n=middle)
    return (
        name, str(figures.cases), str(figures.closed), days, percent(figures.in_time, figures.closed),
        percent(figures.content, figures.asked),
    )
