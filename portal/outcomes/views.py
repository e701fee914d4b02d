"""The pages of this room, what stands beside other rooms' pages, and what waits for whom."""

from __future__ import annotations

from flask import url_for

from portal.decisions.kinds import DecisionStanding, Outcome, Step
from portal.decisions.records import Decision
from portal.disclosures.records import Disclosure
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.beside import Panel, beside
from portal.foundation.i18n import _
from portal.foundation.waiting import Waiting, waits

from . import bp, objecting_views, office_views, proving, public_views, rules, services, task_views
from .board import rows_of
from .kinds import Stage
from .records import notice_about
from .result_records import count_to_check
from .showing import MARKS, in_effect, posting_of
from .task_records import count_waiting

__all__ = ["bp", "objecting_views", "office_views", "proving", "public_views", "task_views"]
"""Opening this module opens every page of the room, and has its seals looked at by `flask verify`."""


@beside("decisions.show", "outcomes-1-posting")
def on_decision(decision: Decision) -> Panel | None:
    """Whether the resolution is posted, how long it may be objected to, and the way to object."""
    sent_back = decision.stopped_by is Outcome.SENT_BACK
    if decision.at is DecisionStanding.ENDED or (decision.at is DecisionStanding.GOING and not sent_back
                                                 and decision.next_step is not Step.PUBLISH_RESOLUTION):
        return None
    posting = in_effect(decision) if decision.at in rules.IN_EFFECT else posting_of(decision)
    if posting.notice is None and decision.at is DecisionStanding.GOING and sent_back:
        return None
    return Panel("outcomes/beside_posting.html", {"decision": decision, "posting": posting})


@beside("decisions.show", "outcomes-2-work")
def on_carried(decision: Decision) -> Panel | None:
    """How far the work is and what it cost, with overdue tasks for everybody to see."""
    if decision.at not in rules.IN_EFFECT:
        return None
    return Panel("outcomes/beside_work.html", {"row": rows_of([], [decision])["carried"][0]})


@beside("decisions.work", "outcomes")
def at_work(decision: Decision) -> Panel | None:
    """The way from the ladder to its posting and carrying out."""
    if decision.next_step is not Step.PUBLISH_RESOLUTION and decision.at not in services.LASTING:
        return None
    return Panel("outcomes/beside_ladder.html", {"number": decision.number})


@beside("disclosures.show", "outcomes")
def on_posting(disclosure: Disclosure) -> Panel | None:
    """On the posting itself: how many days are left, and the way to object."""
    notice = notice_about(disclosure.id) if disclosure.item in services.items() else None
    if notice is None:
        return None
    decision = notice.decision
    is_old = notice.version != decision.version
    at = rules.stage(notice.posted, 0, clock.today(), decision.at)
    at = Stage.WENT_BACK if is_old else at
    shown = {
        "decision": decision, "notice": notice, "stage": at, "mark": MARKS[at],
        "is_resolution": notice.step == Step.PUBLISH_RESOLUTION,
    }
    return Panel("outcomes/beside_disclosure.html", shown)


@waits("outcomes")
def objections_and_tasks_wait(viewer: Viewer) -> Waiting | None:
    """Objections the viewer's places have to answer, and tasks that are overdue there."""
    if not viewer.may(Permission.DECIDE):
        return None
    return Waiting(_("答复异议、催办任务"), url_for("outcomes.desk"), *count_waiting(viewer))


@waits("outcomes-results")
def results_wait(viewer: Viewer) -> Waiting | None:
    """Results a supervisor has to check."""
    if not viewer.may(Permission.REVIEW):
        return None
    return Waiting(_("核查决议实施结果"), url_for("outcomes.desk"), count_to_check(viewer))
