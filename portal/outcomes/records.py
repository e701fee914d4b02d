"""The postings of decisions: which draft was written for which step, and what befell each publication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField, fn

from portal.decisions.kinds import DecisionStanding, Step
from portal.decisions.records import Decision
from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft
from portal.foundation import clock
from portal.foundation.database import Record, tuples_of
from portal.places.records import Place

from .kinds import Stage, What
from .objection_records import Objection
from .rules import Posted, stage


class NoticeDraft(Record):
    """Which draft was written for which step of a decision; `needed` are the words it may not lose on the way."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    step = CharField(24)
    draft = ForeignKeyField(Draft, backref="+", on_delete="RESTRICT", unique=True)
    needed = TextField()
    made_at = DateTimeField()
    made_by_name = CharField(80)

    if TYPE_CHECKING:
        decision_id: int
        draft_id: int

    class Meta:
        table_name = "outcome_draft"
        indexes = ((("decision", "version", "step"), False),)


class Notice(Record):
    """What befell a posting on a day; sealed, the newest counts. `until` is the last day for objections."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    step = CharField(24)
    disclosure = ForeignKeyField(Disclosure, backref="+", on_delete="RESTRICT")
    edition = IntegerField()
    what = CharField(12)
    on = DateField()
    until = DateField(null=True)
    days = IntegerField(null=True)
    reason = CharField(400)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        decision_id: int
        disclosure_id: int

    class Meta:
        table_name = "outcome_notice"
        indexes = ((("decision", "step"), False),)

    @property
    def befell(self) -> What:
        """What happened."""
        return What(self.what)

    @property
    def posted(self) -> Posted:
        """The same as the rules want it."""
        return Posted(self.befell, self.on, self.until)


def notices_of(decision: Decision) -> list[Notice]:
    """Everything that befell the postings of a decision, the oldest first, with the publication."""
    query = Notice.select(Notice, Disclosure).join(Disclosure).where(Notice.decision == decision.id)
    return list(query.order_by(Notice.id))


@dataclass(frozen=True)
class Told:
    """What befell the postings of a decision, and how many objections were made and wait for the present text."""

    notices: list[Notice]
    made: int
    waiting: int

    def newest(self, decision: Decision, step: Step) -> Notice | None:
        """The newest that befell the posting of a step for the present text."""
        return newest_in(self.notices, decision.version, step)


def told_of(decision: Decision) -> Told:
    """The same as `notices_of` with the objections counted, in one question."""
    mine = Objection.decision == decision.id, Objection.version == decision.version
    made = Objection.select(fn.COUNT(Objection.id)).where(*mine)
    waiting = Objection.select(fn.COUNT(Objection.id)).where(*mine, Objection.answered_at.is_null())
    query = (
        Notice.select(Notice, Disclosure, made.alias("made"), waiting.alias("waiting"))
        .join(Disclosure).where(Notice.decision == decision.id).order_by(Notice.id)
    )
    found: list[Any] = list(query)
    return Told(found, int(found[0].made), int(found[0].waiting)) if found else Told([], 0, 0)


def newest_notices(ids: list[int]) -> dict[tuple[int, int], tuple[Notice, int]]:
    """The newest line about each resolution with how many objections wait, by the decision's id and version."""
    waiting = Objection.select(fn.COUNT(Objection.id)).where(
        Objection.decision == Notice.decision, Objection.version == Notice.version, Objection.answered_at.is_null(),
    )
    query = Notice.select(Notice, waiting.alias("waiting")).where(
        Notice.decision.in_(ids), Notice.step == Step.PUBLISH_RESOLUTION,
    )
    found: list[Any] = list(query.order_by(Notice.id)) if ids else []
    return {(one.decision_id, one.version): (one, int(one.waiting)) for one in found}


def newest_notice(decision: Decision, step: Step) -> Notice | None:
    """The newest that befell the posting of a step for the present text."""
    return newest_in(notices_of(decision), decision.version, step)


def newest_in(notices: Iterable[Notice], version: int, step: Step) -> Notice | None:
    """The same among notices that were read already."""
    found = [one for one in notices if one.version == version and one.step == step]
    return found[-1] if found else None


def notice_about(disclosure_id: int) -> Notice | None:
    """The newest line about a publication with its decision, when it is the posting of one."""
    query = Notice.select(Notice, Decision).join(Decision).where(Notice.disclosure == disclosure_id)
    found: Notice | None = query.order_by(Notice.id.desc()).first()
    return found


def resolution_of(disclosure: Disclosure) -> Decision | None:
    """The decision whose resolution a publication is, whether or not objections may still come."""
    notice = notice_about(disclosure.id)
    return notice.decision if notice is not None and notice.step == Step.PUBLISH_RESOLUTION else None


def resolution_on(disclosure: Disclosure) -> Decision | None:
    """The same while objections may come."""
    notice = notice_about(disclosure.id)
    if notice is None or notice.step != Step.PUBLISH_RESOLUTION or notice.version != notice.decision.version:
        return None
    at = stage(notice.posted, 0, clock.today(), notice.decision.at)
    return notice.decision if at is Stage.OPEN else None


def noted_draft(draft_id: int) -> NoticeDraft | None:
    """What a draft was written for, when it was written for a decision."""
    found: NoticeDraft | None = NoticeDraft.get_or_none(NoticeDraft.draft == draft_id)
    return found


def open_draft(decision: Decision, step: Step) -> NoticeDraft | None:
    """The draft of a posting that is still being written or reviewed, for the present text."""
    query = NoticeDraft.select(NoticeDraft, Draft).join(Draft).where(
        NoticeDraft.decision == decision.id, NoticeDraft.version == decision.version, NoticeDraft.step == step,
        Draft.ended_at.is_null(),
    )
    found: NoticeDraft | None = query.order_by(NoticeDraft.id.desc()).first()
    return found


def needed_in(notice: Notice) -> str:
    """The words a correction of a posting may not lose, as they were kept with its draft; JSON."""
    query = NoticeDraft.select().where(
        NoticeDraft.decision == notice.decision_id, NoticeDraft.version == notice.version,
        NoticeDraft.step == notice.step,
    )
    found = query.order_by(NoticeDraft.id.desc()).first()
    return str(found.needed) if found is not None else "[]"


def publication(number: str) -> Disclosure:
    """The publication with a number; the caller knows that it is there."""
    query = Disclosure.select(Disclosure, Place).join(Place).where(Disclosure.number == number)
    found: Disclosure = query.get()
    return found


def decisions_posted() -> list[int]:
    """The ids of every decision whose resolution is posted and has not taken effect."""
    query = Decision.select(Decision.id).where(Decision.standing == DecisionStanding.POSTED)
    return [int(row_id) for (row_id,) in tuples_of(query)]


def open_drafts(decision: Decision) -> list[NoticeDraft]:
    """The drafts of postings for the present text that are still written or reviewed."""
    query = NoticeDraft.select(NoticeDraft, Draft).join(Draft).where(
        NoticeDraft.decision == decision.id, NoticeDraft.version == decision.version, Draft.ended_at.is_null(),
    )
    return list(query.order_by(NoticeDraft.id))
