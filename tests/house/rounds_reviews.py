"""The review room's part of the furnished village and of the round through its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from makers import Village, carried, taken

from portal.disclosures.rules import DisclosureKind
from portal.drafts import services as drafts
from portal.drafts.rules import Written
from portal.reviews import remarking, services
from portal.reviews.remarking import Saying
from portal.reviews.saying import Said
from portal.reviews.steps import Step


def _sent(village: Village, title: str, **changes: Any) -> int:
    words = {"kind": DisclosureKind.VILLAGE, "item": "", "body": "第一行。\n第二行。", "rows": (), "days": 15} | changes
    draft = drafts.begin(village.viewers["clerk"], village.village.id, Written(title=title, **words))
    services.send_in(village.viewers["clerk"], draft.id, draft.revision)
    return int(draft.id)


def furnish(village: Village) -> dict[str, Any]:
    """A review in every standing: waiting, objected to, changed, the Party's own, put up first, and put up."""
    supervisor, secretary = village.viewers["supervisor"], village.viewers["secretary"]
    waiting, objected = _sent(village, "等监委会审查的安排"), _sent(village, "有异议的安排")
    remarking.declare(supervisor, objected, 1, related=False)
    about = remarking.object_to(supervisor, objected, 1, Saying(Said.OBJECTION, "没有写清楚由谁承担费用。"))
    changed = drafts.begin(village.viewers["clerk"], village.village.id, Written(
        kind=DisclosureKind.VILLAGE, item="", title="改过的安排", body="原来的内容。", rows=(), days=15,
    ))
    services.send_in(village.viewers["clerk"], changed.id, 1)
    taken(village, changed, Step.SUPERVISORY_REVIEW)
    drafts.change(village.viewers["clerk"], changed.id, 1, changed.written())
    party = _sent(village, "党费收缴情况", kind=DisclosureKind.PARTY)
    first = services.put_up(secretary, _sent(village, "救灾物资分配", item="V18"), 1, first=True)
    passed = carried(village, drafts.begin(village.viewers["clerk"], village.village.id, Written(
        kind=DisclosureKind.VILLAGE, item="", title="审核以后公开的安排", body="内容。", rows=(), days=15,
    )))
    return {
        "review": waiting, "objected": objected, "objection": about.id, "changed": changed.id, "party_paper": party,
        "went_first": first.number, "passed": passed.number,
    }


def crowd(village: Village, count: int) -> None:
    """One more paper under review, with something said about it."""
    waiting = _sent(village, f"第{count}份送审的安排")
    remarking.declare(village.viewers["supervisor"], waiting, 1, related=False)
    remarking.object_to(village.viewers["supervisor"], waiting, 1, Saying(Said.OBJECTION, "没有写清楚由谁承担费用。"))


def visits(facts: dict[str, Any], visit: Callable[..., Any]) -> tuple[list[Any], list[Any]]:
    """What the room shows beside publications, and its pages behind a sign-in."""
    waiting, objected = f"/reviews/{facts['review']}", f"/reviews/{facts['objected']}"
    about, party = facts["objection"], f"/reviews/{facts['party_paper']}"
    public = [
        visit("item-reviewed", f"/disclosures/{facts['passed']}"),
        visit("item-put-up-first", f"/disclosures/{facts['went_first']}"),
    ]
    staff = [
        *(visit(f"reviews-as-{who}", "/reviews/", who) for who in ("clerk", "secretary", "supervisor", "township")),
        *(visit(f"review-as-{who}", waiting, who) for who in ("clerk", "secretary", "supervisor", "township")),
        *(visit(f"review-objected-as-{who}", objected, who) for who in ("clerk", "supervisor")),
        visit("review-changed", f"/reviews/{facts['changed']}", "clerk"),
        visit("review-not-sent", f"/reviews/{facts['draft_id']}", "secretary"),
        visit("review-of-the-party", party, "secretary"),
        visit("review-sheet", f"{objected}/sheet", "secretary"),
        visit("review-archive", f"/disclosures/archive/{facts['passed']}", "secretary"),
        visit("review-preview", f"/drafts/{facts['changed']}/preview", "clerk"),
        visit("review-refused", f"{objected}/note", "supervisor", {"round": 1, "note-words": ""}, 422),
        visit("review-answer-refused", f"{objected}/answer", "clerk", {"round": 1, "about": about}, 422),
        visit("review-declare-refused", f"{waiting}/declare", "supervisor", {"round": 1}, 422),
        visit("review-put-up-refused", f"{waiting}/put-up", "secretary", {"round": 1}, 422),
    ]
    return public, staff
