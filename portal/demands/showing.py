"""A demand as a page shows it: how many have signed of how many, where it stands, and the forms behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.charter.records import charter_on
from portal.charter.values import share_of
from portal.charter.wording import share_in_words, source_of
from portal.disclosures.catalogue import item_words
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.beside import Panel, beside
from portal.foundation.shares import Share
from portal.places.records import Place

from . import rules
from .counting import SHARES, shares_of
from .forms import Answer, CountSheet, Hide, Refuse, SendBack
from .records import Demand, answers_to, owed_by, works_on
from .rules import ITEM, OVERDUE, OWED, Numbers, Signers, Standing
from .sheet_records import entry_of, roll_of, sheets_of

MARKS = {
    Standing.COUNTING: "waiting", Standing.REACHED: "warning", Standing.LATE: "late", Standing.ANSWERED: "ok",
    Standing.ANSWERED_LATE: "warning", Standing.REFUSED: "ended", Standing.HIDDEN: "ended",
}


@dataclass(frozen=True)
class OnPage:
    """A demand with where it stands today, and the sign for it."""

    demand: Demand
    standing: Standing

    @property
    def mark(self) -> str:
        """The sign beside its standing."""
        return MARKS[self.standing]

    @property
    def is_owed(self) -> bool:
        """Whether enough have signed and nobody has answered."""
        return self.standing in OWED

    @property
    def is_late(self) -> bool:
        """Whether the day was missed."""
        return self.standing in OVERDUE

    @property
    def is_hidden(self) -> bool:
        """Whether its words are out of sight."""
        return self.standing is Standing.HIDDEN

    @property
    def is_counting(self) -> bool:
        """Whether signatures are still being collected."""
        return self.standing in (Standing.COUNTING, *OWED)


@dataclass(frozen=True)
class Count:
    """How many of one kind have signed, of how many, and how many it takes."""

    signers: Signers
    count: int
    of: int
    least: int
    part: str

    @property
    def missing(self) -> int:
        """How many more it takes."""
        return max(0, self.least - self.count)


def on_page(demand: Demand) -> OnPage:
    """A demand as it stands today."""
    return OnPage(demand, demand.standing(clock.today()))


def counts(counted: Numbers, roll: Numbers, shares: dict[Signers, Share]) -> list[Count]:
    """The arithmetic, one line for villagers and one for representatives; none without rolls."""
    return [
        Count(one, counted.of(one), roll.of(one), shares[one].least(roll.of(one)), share_in_words(shares[one]))
        for one in Signers if roll.of(one)
    ]


@beside("duties.show", "demands")
def owed(place: Place) -> Panel | None:
    """The demands a place owes, beside its duties; one question."""
    found = [on_page(demand) for demand in owed_by(place)]
    return Panel("demands/panel.html", {"rows": found, "place": place}) if found else None


def around(demand: Demand, viewer: Viewer, **forms: Any) -> dict[str, Any]:
    """What the page of one demand shows this viewer; a form that was refused is given back in `forms`."""
    shown, place = on_page(demand), demand.place
    charter = charter_on(place, demand.reached_on or clock.today())
    shares, roll = shares_of(charter), roll_of(place)
    reached = Signers(demand.reached_by) if demand.reached_by else None
    if reached is not None:
        shares[reached] = share_of(demand.reached_share)
    sources = [rule for key in SHARES.values() if (rule := charter.rule(key)) is not None]
    return {
        "shown": shown, "demand": demand, "place": place, "item": item_words(demand.item),
        "counts": counts(demand.counted, roll.numbers, shares) if roll else [], "roll": roll,
        "reached": Count(
            reached, demand.reached_count, demand.reached_of, shares[reached].least(demand.reached_of),
            share_in_words(shares[reached]),
        ) if reached else None,
        "source": next((words for rule in sources if (words := source_of(rule))), ""),
        "parts": {one: share_in_words(shares[one]) for one in Signers},
        "answers": answers_to(demand) if demand.answered_on or demand.refused_at else [],
        "days": charter.number("disclosure.demand_days"), "asked_item": ITEM, **_desk(shown, viewer, forms),
    }


def _desk(shown: OnPage, viewer: Viewer, forms: dict[str, Any]) -> dict[str, Any]:
    """The office's half of the page: the sheets, and the forms this viewer may use."""
    demand, path = shown.demand, shown.demand.place.path
    if not works_on(viewer, demand.place):
        return {"sheets": [], "works": False}
    sheets = sheets_of(demand)
    may_publish, may_review = viewer.may(Permission.PUBLISH, path), viewer.may(Permission.REVIEW, path)
    done = shown.standing in (Standing.ANSWERED, Standing.ANSWERED_LATE, Standing.HIDDEN)
    entries = [entry_of(sheet) for sheet in sheets]
    gone = {entry.replaces for entry in entries if entry.agreed}
    return {
        "works": True, "sheets": list(zip(sheets, entries, strict=True)), "replaced": gone, "may_review": may_review,
        "me": viewer.account_id, "waiting": rules.total(entries) != demand.counted, "sent_back": forms.get("sent_back"),
        "counting": (forms.get("counting") or CountSheet()).offer(sheets) if shown.is_counting else None,
        "sending": forms.get("sending") or SendBack(),
        "answering": forms.get("answering") or Answer() if may_publish and not done else None,
        "refusing": forms.get("refusing") or Refuse() if may_publish and shown.is_owed else None,
        "hiding": forms.get("hiding") or Hide() if may_review and shown.standing is Standing.COUNTING else None,
    }
