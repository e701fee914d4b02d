"""What a case's page tells besides the case: its history, who raised it, photos, helpers, who may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort
from peewee import JOIN

from portal.foundation.access import Permission
from portal.foundation.uploads import Attachment
from portal.people.kinds import GRANTS
from portal.people.records import Account, Post
from portal.people.words import post_name
from portal.places.records import Place

from .kinds import Department, MoveReason, PauseReason, Stage, Verb
from .line_records import HANDLING, Helper, Note, Photo, Reporter, Step
from .records import Case

HANDLE = tuple(str(kind) for kind, granted in GRANTS.items() if Permission.CASES in granted)


@dataclass(frozen=True)
class Told:
    """One line of the history as a page shows it."""

    step: Step
    verb: Verb
    stage: Stage
    words: str
    for_reporter: bool

    @property
    def department(self) -> Department | None:
        """Which other body was asked, where the step asked one."""
        return Department(self.step.code) if self.verb is Verb.JOIN else None

    @property
    def reason(self) -> MoveReason | PauseReason | None:
        """Why, where the step has a reason of the closed set."""
        code = self.step.code
        if self.verb in (Verb.ESCALATE, Verb.SEND_BACK):
            return MoveReason(code)
        return PauseReason(code) if self.verb is Verb.PAUSE else None


@dataclass(frozen=True)
class Hand:
    """Somebody a case may be given to."""

    account_id: int
    name: str
    post: str


def story_of(case: Case, *, for_reporter: bool = False) -> list[Told]:
    """The history, oldest first; a reporter reads only what was written for them."""
    query = (
        Step.select(Step, Note, Reporter)
        .join(Note, JOIN.LEFT_OUTER, on=(Note.step == Step.id), attr="note").switch(Step)
        .join(Reporter, JOIN.LEFT_OUTER, on=(Reporter.case == Step.case), attr="reporter")
    )
    found = []
    for step in query.where(Step.case == case.id).order_by(Step.position):
        note = getattr(step, "note", None)
        words = note.words if note and (note.for_reporter or not for_reporter) else ""
        found.append(Told(step, Verb(step.verb), Stage(step.stage), words, bool(note and note.for_reporter)))
    return found


def reporter_in(story: list[Told]) -> Reporter | None:
    """Who raised it, as it came along with the history."""
    found: Reporter | None = getattr(story[0].step, "reporter", None) if story else None
    return found


def handlers_in(case: Case, story: list[Told]) -> frozenset[int]:
    """Everybody who was answerable for it or dealt with it, read from its history."""
    found = {case.handler_id}
    for one in story:
        if one.verb in HANDLING:
            found.add(one.step.to_id if one.verb is Verb.ASSIGN else one.step.who_id)
    return frozenset(one for one in found if one is not None)


def bodies_before(case_id: int) -> list[int]:
    """The bodies the case has been with, the newest first."""
    steps = Step.select(Step.body_id).where(Step.case == case_id).order_by(Step.position.desc())
    return [step.body_id for step in steps]


def reporter_of(case: Case) -> Reporter | None:
    """Who raised it, unless nobody said."""
    found: Reporter | None = Reporter.get_or_none(Reporter.case == case.id)
    return found


def has_helper(case: Case, department: str, words: str) -> bool:
    """Whether this body was asked already."""
    same = Helper.department == department, Helper.words == words
    return bool(Helper.select().where(Helper.case == case.id, *same).exists())


def photos_of(case: Case) -> list[Photo]:
    """Its photos with their files, as they came."""
    boxed = Attachment.alias()
    query = (
        Photo.select(Photo, Attachment, boxed)
        .join(Attachment, on=(Photo.attachment == Attachment.id)).switch(Photo)
        .join(boxed, JOIN.LEFT_OUTER, on=(Photo.boxed == boxed.id))
    )
    return list(query.where(Photo.case == case.id).order_by(Photo.id))


def photo_or_404(case: Case, photo_id: int) -> Photo:
    """One photo of this case."""
    return next((one for one in photos_of(case) if one.id == photo_id), None) or abort(404)


def hands_at(body: Place, day: date, up: int = 2) -> list[Hand]:
    """Who holds a post that handles cases at a body, below it, or `up` places up its line, itself counted."""
    line: list[Any] = [*body.above, body.id]
    below = Place.path.startswith(body.path)
    query = (
        Post.select(Post, Account, Place).join(Account).switch(Post).join(Place)
        .where(
            Post.kind.in_(HANDLE), Post.begins <= day, Post.ends.is_null() | (Post.ends >= day),
            Post.ended_at.is_null(), Account.disabled_at.is_null(), Place.id.in_(line[-up:]) | below,
        )
        .order_by(Place.path.desc(), Post.id).limit(60)
    )
    found: dict[int, Hand] = {}
    for post in query:
        found.setdefault(post.account_id, Hand(post.account_id, post.account.shown_name,
                                               post_name(post.held, post.place.name)))
    return list(found.values())
