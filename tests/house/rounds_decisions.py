"""The decisions of the furnished village: one just begun, one whose resolution is up, one that was voted down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from decisions import ways
from makers import Village

from portal.decisions import services, taking
from portal.decisions.kinds import Step
from portal.foundation import clock
from portal.meetings.kinds import BodyKind


def furnish(village: Village) -> dict[str, Any]:
    """A decision of several standings; returns their numbers. Call with a connection."""
    secretary = village.viewers["secretary"]
    posted = ways.posted(village, title="修建村口广场")
    going = ways.put(village, title="修建三组水渠")
    ways.taken(village, going, Step.PROPOSE, came=3)
    ways.taken(village, going, Step.PROPOSE)
    ways.listed(village, going, Step.CONSULT, ways.planned(village, BodyKind.TWO_COMMITTEES))
    ways.planned(village, BodyKind.TWO_COMMITTEES)
    refused = ways.put(village, title="修建四组水渠")
    ways.taken(village, refused, Step.PROPOSE, yes=2)
    services.new_text(secretary, refused.id, 1, "修建四组水渠", ways.BODY + "\n水渠要加盖。", "按意见改")
    ways.taken(village, refused, Step.PROPOSE)
    taking.refuse(secretary, refused.id, "会前没有通知到全体委员")
    ended = ways.put(village, title="买一台铲车")
    services.end(secretary, ended.id, "资金没有落实")
    found = ways.authorised(village, ends=clock.today() + timedelta(days=90))
    return {
        "decided": posted.number, "deciding": going.number, "voted_down": refused.number,
        "dropped": ended.number, "authorisation_id": found.id,
    }


def crowd(village: Village, count: int) -> None:
    """One more decision among many."""
    ways.put(village, title=f"第{count}件要大家议的事")


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Pages for everybody, pages behind a sign-in, and pages of the touch screen."""
    mark = facts["mark"]
    here = f"/decisions/{facts['deciding']}"
    public = [
        visit("decisions", "/decisions/"),
        visit("decisions-of-a-kind", f"/decisions/?place={mark}&standing=going&step=consult&year=2026"),
        visit("decisions-none", f"/decisions/?place={mark}&matter=levy"),
        visit("decision", f"/decisions/{facts['decided']}"),
        visit("decision-going", here),
        visit("decision-voted-down", f"/decisions/{facts['voted_down']}"),
        visit("decision-ended", f"/decisions/{facts['dropped']}"),
        visit("decision-text", f"/decisions/{facts['voted_down']}/v2"),
        visit("decision-old-text", f"/decisions/{facts['voted_down']}/v1"),
    ]
    powers = f"/decisions/authorisations/{mark}"
    one = f"/decisions/authorisations/{facts['authorisation_id']}"
    staff = [
        visit("decisions-desk", "/decisions/desk", "clerk"),
        visit("decisions-desk-of-the-township", "/decisions/desk?step=township_review", "township"),
        visit("decision-new", "/decisions/new", "clerk"),
        visit("decision-new-refused", "/decisions/new", "clerk", {"title": ""}, 422),
        visit("decision-work", f"{here}/work", "secretary"),
        visit("decision-work-posted", f"/decisions/{facts['decided']}/work", "secretary"),
        visit("decision-work-voted-down", f"/decisions/{facts['voted_down']}/work", "secretary"),
        visit("decision-work-ended", f"/decisions/{facts['dropped']}/work", "clerk"),
        visit("decision-change", f"{here}/text", "clerk"),
        visit("decision-change-refused", f"{here}/text", "clerk", {"title": ""}, 422),
        visit("decision-agenda-refused", f"{here}/agenda", "clerk", {"step": "consult", "meeting": "0"}, 422),
        visit("decision-step-refused", f"{here}/take", "clerk", {"step": "consult", "take-item": "1"}, 422),
        visit("decision-paper-refused", f"{here}/paper", "clerk", {"step": "consult"}, 422),
        visit("decision-plan-refused", f"{here}/plan-sent", "clerk", {}, 422),
        visit("decision-refusal-refused", f"{here}/refuse", "secretary", {"refuse-reason": ""}, 422),
        visit("decision-ending-refused", f"{here}/end", "secretary", {"end-reason": ""}, 422),
        visit("authorisations", powers, "clerk"),
        visit("authorisations-refused", powers, "clerk", {}, 422),
        visit("authorisation-shown-refused", f"{one}/shown", "clerk", {}, 422),
        visit("authorisation-end-refused", f"{one}/end", "clerk", {}, 422),
    ]
    return public, staff, []
