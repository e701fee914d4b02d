"""Whole reviews as pages and verbs read them: one draft's, all that wait, and the one behind a publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import abort
from peewee import fn

from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft, paper_from
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deeds_about
from portal.places.records import Place, reached

from .records import Remark, Review, Round, TakenStep
from .rules import Facts, Objection, Standing, standing
from .saying import RULINGS, Said
from .steps import Step, content_of

NEWEST = "newest"
WRITTEN = ("draft.begun", "draft.changed", "draft.masked", "draft.file_removed")
"""The deeds by which somebody writes in a draft."""


@dataclass(frozen=True)
class Whole:
    """One review with everything in it; `rounds` from the first on, `writers` are account ids."""

    draft: Draft
    review: Review | None
    rounds: Sequence[Round] = ()
    taken: Sequence[TakenStep] = ()
    remarks: Sequence[Remark] = ()
    writers: frozenset[int | None] = field(default_factory=frozenset)

    @property
    def round(self) -> Round | None:
        """The newest round."""
        return self.rounds[-1] if self.rounds else None

    def steps_in(self, number: int) -> list[TakenStep]:
        """What was taken in a round, in its order."""
        return [one for one in self.taken if one.round == number]

    def remarks_in(self, number: int) -> list[Remark]:
        """What was said in a round, in its order."""
        return [one for one in self.remarks if one.round == number]

    def facts(self, content_hash: str = "") -> Facts | None:
        """The newest round as the rules see it; with a hash, only while the paper is that very one."""
        last = self.round
        if last is None:
            return None
        same = last.revision == self.draft.revision and content_hash in ("", last.content_hash)
        return Facts(
            steps=last.ladder, taken=tuple(one.fact for one in self.steps_in(last.number)), due_on=last.due_on,
            objections=tuple(self._objections(last.number)), is_current=same, at_once=last.at_once,
            writers=self.writers,
            cleared=frozenset(one.by_id for one in self.remarks if one.kind is Said.CLEAR),
            related=frozenset(one.by_id for one in self.remarks if one.kind is Said.RELATED),
        )

    def standing(self, today: date, content_hash: str = "") -> Standing | None:
        """Where it stands; nothing before it was sent in."""
        facts = self.facts(content_hash)
        return standing(facts, today) if facts else None

    def _objections(self, number: int) -> Iterable[Objection]:
        said = self.remarks_in(number)
        for one in said:
            if one.kind is Said.OBJECTION:
                answer = next((a for a in said if a.about_id == one.id and a.kind is Said.ANSWER), None)
                ruling = next((a.kind for a in said if a.about_id == one.id and a.kind in RULINGS), None)
                answered = clock.village_day(answer.made_at) if answer else None
                yield Objection(one.id, one.by_id, one.due_on or date.max, answered, ruling)


def reviewed_or_404(viewer: Viewer, draft_id: int) -> Whole:
    """The review of a draft the viewer writes, or of one that was sent in and the viewer follows."""
    draft: Draft | None = Draft.select(Draft, Place).join(Place).where(Draft.id == draft_id).first()
    if draft is None or not viewer.may(Permission.FOLLOW, draft.place.path):
        return abort(404)
    whole = whole_review(draft)
    if not whole.rounds and not viewer.may(Permission.DRAFT, draft.place.path):
        return abort(404)
    return whole


def whole_review(draft: Draft) -> Whole:
    """Everything about the review of one draft, with three questions; one when it was never sent in."""
    rounds = list(
        Round.select(Round, Review).join(Review).where(Review.draft == draft.id).order_by(Round.number)
    )
    if not rounds:
        return Whole(draft, None)
    return _with_all([(draft, rounds[-1].review, rounds)])[0]


def _with_all(found: Sequence[tuple[Draft, Review, list[Round]]]) -> list[Whole]:
    ids = [review.id for _draft, review, _rounds in found]
    taken: dict[int, list[TakenStep]] = defaultdict(list)
    remarks: dict[int, list[Remark]] = defaultdict(list)
    writers: dict[str, set[int | None]] = defaultdict(set)
    for step in TakenStep.select().where(TakenStep.review.in_(ids)).order_by(TakenStep.id):
        taken[step.review_id].append(step)
    for remark in Remark.select().where(Remark.review.in_(ids)).order_by(Remark.id):
        remarks[remark.review_id].append(remark)
    for line in deeds_about([f"draft:{draft.id}" for draft, _review, _rounds in found], WRITTEN):
        writers[line.subject].add(line.who_id)
    return [
        Whole(draft, review, rounds, taken[review.id], remarks[review.id], frozenset(writers[f"draft:{draft.id}"]))
        for draft, review, rounds in found
    ]


def whole_draft(draft_id: int) -> Draft:
    """A draft with its place; the caller knows that it is there."""
    draft: Draft = Draft.select(Draft, Place).join(Place).where(Draft.id == draft_id).get()
    return draft


def content_now(draft: Draft) -> str:
    """The hash of what a draft says now, with one question for its files."""
    return content_of(paper_from(draft), draft.days, draft.reason)


def _under_way(viewer: Viewer, *asked: Any) -> Any:
    return (
        Round.select(*asked)
        .join(Review, on=(Round.review == Review.id) & (Round.number == Review.rounds))
        .join(Draft).switch(Review).join(Place)
        .where(
            Review.finished_at.is_null(), Draft.ended_at.is_null() | (Draft.became != ""), _followed(viewer),
        )
    )


def count_under_way(viewer: Viewer) -> int:
    """How many reviews are under way in the places the viewer follows."""
    return int(_under_way(viewer, fn.COUNT(Round.id)).scalar())


def waiting_reviews(viewer: Viewer, most: int = 100) -> list[Whole]:
    """What waits in the places the viewer follows, the soonest due first; of each only the newest round."""
    query = _under_way(viewer, Round, Review, Draft, Place).order_by(Round.due_on, Round.id).limit(most)
    found = []
    for one in query:
        one.review.draft.place = one.review.place
        found.append((one.review.draft, one.review, [one]))
    return _with_all(found) if found else []


def _followed(viewer: Viewer) -> Any:
    return reached(viewer.paths(Permission.FOLLOW))


@dataclass(frozen=True)
class Passage:
    """The newest round of a review with the steps taken in it, and how many objections stand; read in one question."""

    review: Review
    round: Round
    taken: Sequence[TakenStep]
    open_objections: int
    upheld: int

    def by(self, step: Step) -> TakenStep | None:
        """How a step was taken, if it was."""
        return next((one for one in self.taken if one.step == step), None)


def passage_of(draft: Draft) -> Passage | None:
    """How far a draft has come."""
    return _passage(Review.draft == draft.id)


def passage_behind(disclosure: Disclosure) -> Passage | None:
    """The way a publication's newest reviewed edition went up."""
    return _passage(Review.disclosure == disclosure.id)


def _passage(which: Any) -> Passage | None:
    query = (
        TakenStep.select(
            TakenStep, Review, Round, *(_count(said).alias(str(said)) for said in (Said.OBJECTION, *RULINGS))
        )
        .join(Review).join(Round, on=(Round.review == Review.id) & (Round.number == Review.rounds), attr=NEWEST)
        .where(which, TakenStep.round == Review.rounds)
        .order_by(Review.id.desc(), TakenStep.id)
    )
    rows = list(query)
    if not rows:
        return None
    first, review = rows[0], rows[0].review
    newest: Round = getattr(review, NEWEST)
    return Passage(
        review, newest, [row for row in rows if row.review_id == review.id],
        int(getattr(first, Said.OBJECTION)) - int(getattr(first, Said.LIFTED)), int(getattr(first, Said.UPHELD)),
    )


def _count(said: Said) -> Any:
    return Remark.select(fn.COUNT(Remark.id)).where(
        Remark.review == Review.id, Remark.round == Review.rounds, Remark.said == said
    )
