"""What this room shows elsewhere: on a draft, a publication and its archive, and among the work of today."""

from __future__ import annotations

from flask import url_for

from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer
from portal.foundation.beside import Panel, beside
from portal.foundation.i18n import _
from portal.foundation.waiting import Waiting, waits

from .reading_records import count_under_way, passage_behind, passage_of
from .rules import Facts, Phase, standing
from .showing import told_in_public


@beside("drafts.preview", "reviews")
def next_step(draft: Draft) -> Panel | None:
    """The button that sends a draft in, or how far it has come."""
    if draft.ended_at is not None:
        return None
    passage = passage_of(draft)
    if passage is None:
        return Panel("reviews/beside_draft.html", {"draft": draft, "phase": Phase.NOT_SENT, "next": None})
    facts = Facts(
        steps=passage.round.ladder, taken=tuple(one.fact for one in passage.taken), due_on=passage.round.due_on,
        is_current=passage.round.revision == draft.revision and not passage.upheld,
    )
    now = standing(facts, clock.today())
    phase = Phase.SENT_BACK if passage.upheld and passage.round.revision == draft.revision else now.phase
    return Panel("reviews/beside_draft.html", {"draft": draft, "phase": phase, "next": now.next_step})


@waits("reviews")
def waiting(viewer: Viewer) -> Waiting | None:
    """How many reviews are under way where the viewer follows them."""
    if not viewer.may(Permission.FOLLOW):
        return None
    return Waiting(_("公开前审核"), url_for("reviews.desk"), count_under_way(viewer))


@beside("disclosures.show", "reviews")
def public_way(disclosure: Disclosure) -> Panel | None:
    """How a publication came about: the same for everybody who looks."""
    passage = passage_behind(disclosure)
    return None if passage is None else Panel("reviews/beside_publication.html", told_in_public(passage))


@beside("disclosures.archive", "reviews")
def to_the_review(disclosure: Disclosure) -> Panel | None:
    """The way from the archive to the review, for those who follow it."""
    passage = passage_behind(disclosure)
    if passage is None or not current_viewer().may(Permission.FOLLOW, disclosure.place.path):
        return None
    shown = told_in_public(passage) | {"draft_id": passage.review.draft_id}
    return Panel("reviews/beside_archive.html", shown)
