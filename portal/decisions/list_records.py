"""The lists of decisions: a place's board by step, year and matter, the desk, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from peewee import fn

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import tuples_of
from portal.places.records import Place, reached, within

from .kinds import BY_PAPER, DecisionStanding, Step
from .records import Decision, StepTaken


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see on a list; None and "" ask for everything."""

    place: Place | None = None
    step: Step | None = None
    standing: DecisionStanding | None = None
    year: int | None = None
    matter: str = ""


def decisions_page(wanted: Wanted, before: int | None, most: int) -> list[Decision]:
    """A page of the decisions of a place and everything below it, the newest first."""
    asked = Decision.select(Decision, Place).join(Place)
    if wanted.place is not None:
        asked = asked.where(within(Decision, wanted.place))
    return _page(asked, wanted, before, most)


def desk_page(viewer: Viewer, wanted: Wanted, before: int | None, most: int) -> list[Decision]:
    """The same for the places whose decisions the viewer keeps, or whose steps the township takes."""
    asked = Decision.select(Decision, Place).join(Place).where(_worked_on(viewer))
    if wanted.place is not None:
        asked = asked.where(within(Decision, wanted.place))
    return _page(asked, wanted, before, most)


def _worked_on(viewer: Viewer) -> Any:
    """Said to the database: the viewer keeps the decisions of a place, or takes the township's steps there."""
    return reached({*viewer.paths(Permission.DECIDE), *viewer.paths(Permission.OVERSEE)})


def _page(asked: Any, wanted: Wanted, before: int | None, most: int) -> list[Decision]:
    if wanted.step is not None:
        asked = asked.where(Decision.step == wanted.step)
    if wanted.standing is not None:
        asked = asked.where(Decision.standing == wanted.standing)
    if wanted.year is not None:
        asked = asked.where(Decision.year == wanted.year)
    if wanted.matter:
        asked = asked.where(Decision.matter == wanted.matter)
    if before is not None:
        asked = asked.where(Decision.id < before)
    return list(asked.order_by(Decision.id.desc()).limit(most))


def same_decision(place: Place, title: str, matter: str, since: datetime) -> Decision | None:
    """The same matter under the same title a moment ago: a button pressed twice."""
    asked = Decision.select().where(
        Decision.place == place.id, Decision.made_at >= since, Decision.title == title, Decision.matter == matter,
    )
    found: Decision | None = asked.order_by(Decision.id.desc()).first()
    return found


def waiting_counts(viewer: Viewer) -> tuple[int, int]:
    """How many decisions wait for a step of the village, and how many for the township, where the viewer takes them."""
    asked = (
        Decision.select(Decision.step, Place.path, fn.COUNT(Decision.id)).join(Place)
        .where(Decision.standing == DecisionStanding.GOING, _worked_on(viewer))
        .group_by(Decision.step, Place.path)
    )
    ours = theirs = 0
    for step, path, count in tuples_of(asked):
        if viewer.may(Permission.DECIDE, path):
            ours += count
        elif Step(step) in BY_PAPER and step != Step.SUGGEST:
            theirs += count
    return ours, theirs


def step_or_404(decision: Decision, step_id: int) -> StepTaken:
    """One sheet of a decision."""
    found: StepTaken | None = StepTaken.get_or_none(StepTaken.id == step_id, StepTaken.decision == decision.id)
    return found if found is not None else abort(404)
