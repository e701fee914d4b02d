"""Short ways through the review room."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from makers import ORIGIN, Village
from page import Page

from portal.disclosures.rules import DisclosureKind
from portal.drafts import services as drafts
from portal.drafts.records import Draft, draft_or_404
from portal.drafts.rules import Written
from portal.places.records import Place
from portal.reviews import remarking, services
from portal.reviews.reading_records import Whole, whole_review
from portal.reviews.remarking import Saying
from portal.reviews.saying import Said
from portal.reviews.steps import Step

OBJECTION = "修水渠的三百元没有附票据。"
ANSWER = "票据在会计处，编号第12号，已经补附。"


def written(**changes: Any) -> Written:
    """What a clerk would type."""
    return Written(**({
        "kind": DisclosureKind.VILLAGE, "item": "", "title": "自来水管道改造安排", "body": "十二月动工。\n分两段施工。",
        "rows": (("段", "户数"), ("东", "31"), ("西", "28")), "days": 15,
    } | changes))


def draft_by(village: Village, who: str = "clerk", place: Place | None = None, **changes: Any) -> Draft:
    """A draft somebody began."""
    return drafts.begin(village.viewers[who], (place or village.village).id, written(**changes))


def sent_in(village: Village, who: str = "clerk", **changes: Any) -> Draft:
    """A draft that was sent in by whoever wrote it."""
    draft = draft_by(village, who, **changes)
    services.send_in(village.viewers[who], draft.id, draft.revision)
    return draft


def cleared(village: Village, draft: Draft) -> None:
    """The supervisor's declaration."""
    remarking.declare(village.viewers["supervisor"], draft.id, seen(draft), related=False)


def objected(village: Village, draft: Draft) -> int:
    """The supervisor's objection; returns its id."""
    one = Saying(Said.OBJECTION, OBJECTION)
    return int(remarking.object_to(village.viewers["supervisor"], draft.id, seen(draft), one).id)


def answered(village: Village, draft: Draft, objection: int) -> None:
    """The secretary's answer."""
    one = Saying(Said.ANSWER, ANSWER, about=objection)
    remarking.answer(village.viewers["secretary"], draft.id, seen(draft), one)


def ruled(village: Village, draft: Draft, objection: int, said: Said) -> None:
    """What the supervisor makes of the answer."""
    remarking.rule(village.viewers["supervisor"], draft.id, seen(draft), Saying(said, "", about=objection))


def changed(village: Village, draft: Draft, **changes: Any) -> Draft:
    """The draft after the secretary wrote in it."""
    now = fresh(village, draft)
    return drafts.change(village.viewers["secretary"], draft.id, now.revision, written(**changes))


def fresh(village: Village, draft: Draft) -> Draft:
    """The draft as it is stored now."""
    return draft_or_404(village.viewers["secretary"], draft.id)


def whole(village: Village, draft: Draft) -> Whole:
    """Its review as it is stored now."""
    return whole_review(fresh(village, draft))


def seen(draft: Draft) -> int:
    """The newest round."""
    return whole_review(draft).rounds[-1].number


def steps_taken(village: Village, draft: Draft) -> list[str]:
    """The steps of the newest round, in the order they were taken."""
    found = whole(village, draft)
    return [Step(one.step) for one in found.steps_in(found.rounds[-1].number)]


def post(browser: FlaskClient, address: str, data: dict[str, Any] | None = None, **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data or {}, headers={**ORIGIN, **more}))
