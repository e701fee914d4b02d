"""Decisions, every version of their texts, every step that was taken; the last two are sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from portal.foundation.access import Viewer
from portal.foundation.database import Record, locked
from portal.meetings.agenda_records import MeetingItem
from portal.meetings.kinds import BodyKind
from portal.meetings.meeting_records import Meeting
from portal.meetings.result_records import Result
from portal.places.records import Place

from .gate import Climb, Rung, Taken, rungs_from
from .kinds import DecisionStanding, Origin, Outcome, Step
from .matters import matter_name

SCOPES = ("county", "township", "village")


class Decision(Record):
    """One matter on its way; `step` is the next one to take, empty when none is left, and `budget` is in 分."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT", index=False)
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    year = IntegerField()
    matter = CharField(24)
    title = CharField(80)
    origin = CharField(24)
    decider = CharField(24)
    standing = CharField(16, default=DecisionStanding.GOING)
    step = CharField(20)
    stopped = CharField(12, default="")
    version = IntegerField(default=1)
    budget = BigIntegerField(null=True)
    is_major = BooleanField(default=False)
    steps = TextField()
    plan_sent_on = DateField(null=True)
    effect_on = DateField(null=True)
    ended_reason = CharField(400, default="")
    revision = IntegerField(default=1)
    made_at = DateTimeField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "decision"
        indexes = (
            *(((scope, *by, "id"), False) for scope in SCOPES for by in ((), ("step",), ("matter",), ("year",))),
            (("place", "id"), False), (("standing", "place"), False),
        )

    @property
    def at(self) -> DecisionStanding:
        """Where it stands, as one of the closed set."""
        return DecisionStanding(self.standing)

    @property
    def next_step(self) -> Step | None:
        """The next step to take; None when none is left."""
        return Step(self.step) if self.step else None

    @property
    def decided_by(self) -> BodyKind:
        """Who resolves it."""
        return BodyKind(self.decider)

    @property
    def came_from(self) -> Origin:
        """Why it was put forward."""
        return Origin(self.origin)

    @property
    def stopped_by(self) -> Outcome | None:
        """What ended the way of its newest text; None while it goes on."""
        return Outcome(self.stopped) if self.stopped else None

    @property
    def matter_words(self) -> str:
        """What kind of matter it is, in the source language."""
        return matter_name(self.matter)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Its ladder as it was frozen on the day it was put forward."""
        return rungs_from(self.steps)


class DecisionText(Record):
    """One version of what is voted on; sealed by triggers, and every vote belongs to one of them."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT", index=False)
    version = IntegerField()
    title = CharField(80)
    body = TextField()
    budget = BigIntegerField(null=True)
    reason = CharField(400, default="")
    content_hash = CharField(64)
    code = CharField(16, index=True)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        decision_id: int

    class Meta:
        table_name = "decision_text"
        indexes = ((("decision", "version"), True),)


class StepTaken(Record):
    """One step as it was taken: the sheet of the paper form, with its arithmetic in words; sealed by triggers."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT", index=False)
    version = IntegerField()
    step = CharField(20)
    attempt = IntegerField()
    position = IntegerField()
    meeting = ForeignKeyField(Meeting, null=True, backref="+", on_delete="RESTRICT")
    item = ForeignKeyField(MeetingItem, null=True, backref="+", on_delete="RESTRICT")
    result = ForeignKeyField(Result, null=True, backref="+", on_delete="RESTRICT")
    outcome = CharField(12)
    on = DateField()
    words = TextField(default="")
    facts = TextField(default="{}")
    article = CharField(200, default="")
    note = CharField(400, default="")
    files = TextField(default="[]")
    entered_late = BooleanField(default=False)
    by_id = IntegerField(null=True)
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()
    content_hash = CharField(64)

    if TYPE_CHECKING:
        decision_id: int
        meeting_id: int | None
        item_id: int | None
        result_id: int | None

    class Meta:
        table_name = "decision_step"
        indexes = ((("decision", "version", "step", "attempt"), True),)

    @property
    def of(self) -> Step:
        """Which step, as one of the closed set."""
        return Step(self.step)

    @property
    def came_to(self) -> Outcome:
        """What it came to, as one of the closed set."""
        return Outcome(self.outcome)

    @property
    def figures(self) -> dict[str, Any]:
        """The numbers of the vote, and the number of the publication where it is one."""
        found: dict[str, Any] = json.loads(self.facts)
        return found

    @property
    def papers(self) -> list[dict[str, str]]:
        """The scanned papers: name, hash and kind of each; never public, for they bear signatures."""
        found: list[dict[str, str]] = json.loads(self.files)
        return found

    @property
    def taken(self) -> Taken:
        """It as the gate sees it."""
        said = self.figures
        return Taken(
            self.of, self.version, self.came_to, self.on, self.attempt,
            datetime.fromisoformat(said["at"]) if said.get("at") else None, self.item_id,
            said.get("short_of_people", 0), said.get("short_of_votes", 0), self.article,
        )

    @property
    def said(self) -> dict[str, object]:
        """Everything the sheet says, as its hash covers it."""
        return {
            "version": self.version, "step": self.step, "attempt": self.attempt, "position": self.position,
            "meeting": self.meeting_id, "item": self.item_id, "result": self.result_id, "outcome": self.outcome,
            "on": self.on.isoformat(), "words": self.words, "facts": self.facts, "article": self.article,
            "note": self.note, "files": self.files, "late": bool(self.entered_late), "by": self.by_name,
            "post": self.by_post,
        }


def _whole() -> Any:
    return Decision.select(Decision, Place).join(Place)


def decision_or_404(viewer: Viewer, number: str) -> Decision:
    """A decision with its place; how a matter was decided is everybody's to see."""
    decision: Decision | None = _whole().where(Decision.number == number.upper()).first()
    return decision if decision is not None else abort(404)


def decision_by_id(decision_id: int) -> Decision:
    """The decision with its place; the caller knows that it is there."""
    decision: Decision = _whole().where(Decision.id == decision_id).get()
    return decision


def locked_decision(decision_id: int) -> Decision:
    """The decision, held against others until the deed ends."""
    decision: Decision = locked(Decision.select().where(Decision.id == decision_id)).get()
    return decision


def text_of(decision: Decision, version: int | None = None) -> DecisionText:
    """One version of its text, the newest unless said otherwise."""
    wanted = decision.version if version is None else version
    text: DecisionText | None = DecisionText.get_or_none(
        DecisionText.decision == decision.id, DecisionText.version == wanted
    )
    return text if text is not None else abort(404)


def texts_of(decision: Decision) -> list[DecisionText]:
    """Every version, the newest first."""
    asked = DecisionText.select().where(DecisionText.decision == decision.id)
    return list(asked.order_by(DecisionText.version.desc()))


def steps_of(decision: Decision) -> list[StepTaken]:
    """Everything that was taken for it, the oldest first."""
    return list(StepTaken.select().where(StepTaken.decision == decision.id).order_by(StepTaken.id))


def climb_of(decision: Decision, steps: Iterable[StepTaken]) -> Climb:
    """A decision as the gate sees it: from what is sealed, never from its own marks."""
    return Climb(decision.rungs, decision.version, tuple(step.taken for step in steps), decision.at)
