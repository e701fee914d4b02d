"""How a decision gets onto the board: its posting is drafted, and what befalls the publication is written down."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.decisions.kinds import DecisionStanding, Outcome, Step
from portal.decisions.matters import matters
from portal.decisions.records import Decision, StepTaken, decision_by_id, locked_decision, steps_of, text_of
from portal.decisions.taking import note_published
from portal.decisions.telling import in_source_language
from portal.disclosures.catalogue import kind_of
from portal.disclosures.items import Item
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind, Reader
from portal.drafts import services as drafts
from portal.drafts.records import Draft, hang
from portal.drafts.rules import Written
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.announcing import hears
from portal.foundation.database import writing
from portal.foundation.days import Span, Unit
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.special_days import closures
from portal.places.records import Place

from . import drafting, rules, work_rules
from .kinds import What
from .records import (
    Notice,
    NoticeDraft,
    needed_in,
    newest_notice,
    noted_draft,
    notice_about,
    notices_of,
    open_draft,
    publication,
)
from .result_records import payments_of, results_of
from .task_records import photos_of, tasks_of

DAYS, REPLY_DAYS = "decision.objection_days", "decision.objection_reply_days"
LASTING = frozenset({DecisionStanding.POSTED, DecisionStanding.CARRYING_OUT, DecisionStanding.FINISHED})
OF_RESULTS = "V07"
"""The catalogue's line for how decided matters were carried out (VCOL-2025 art. 35)."""


@cache
def items() -> frozenset[str]:
    """The lines of the catalogue that postings answer; no other publication is one."""
    return frozenset({matter.item for matter in matters().values()} | {OF_RESULTS})


def span_of(charter: Charter, key: str) -> Span:
    """So many days of whatever the charter counts in."""
    return Span(charter.number(key), Unit(str(charter.settings[key].unit)))


def resolved_step(decision: Decision) -> StepTaken | None:
    """The vote that passed the newest text."""
    found = [
        one for one in steps_of(decision)
        if one.of is Step.RESOLVE and one.version == decision.version and one.came_to is Outcome.PASSED
    ]
    return found[-1] if found else None


def draft_resolution(viewer: Viewer, decision_id: int) -> Draft:
    """Draft the posting of a resolution, or go on with the draft already begun; it goes through the usual review."""
    place, today = decision_by_id(decision_id).place, clock.today()
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    with writing(), in_source_language():
        locked_decision(decision_id)
        decision = decision_by_id(decision_id)
        begun = open_draft(decision, Step.PUBLISH_RESOLUTION)
        if begun is not None:
            return begun.draft
        resolved = _check_resolution(decision)
        charter = charter_on(place, today)
        span = span_of(charter, DAYS)
        until = rules.objections_until(today, span.count, span.unit, closures())
        code = matters()[decision.matter].item
        item = item_for(place, code)
        days = rules.board_days(charter.number("disclosure.board_days"), item.days if item else 0, today, until)
        written = Written(
            kind=_kind_of(item, code), item=code, days=days,
            title=drafting.title_of(decision, Step.PUBLISH_RESOLUTION),
            body=drafting.resolution(decision, text_of(decision), resolved, span.count),
            rows=drafting.ladder_rows(steps_of(decision), decision.version),
            reader=item.reader if item else Reader.PUBLIC,
        )
        draft = drafts.begin(viewer, place.id, written)
        _note_draft(acting, decision, resolved, Step.PUBLISH_RESOLUTION, draft)
        return draft


def _check_resolution(decision: Decision) -> StepTaken:
    newest = newest_notice(decision, Step.PUBLISH_RESOLUTION)
    is_up = newest is not None and newest.befell is not What.WITHDRAWN
    resolved = resolved_step(decision)
    ready = decision.next_step is Step.PUBLISH_RESOLUTION or (
        newest is not None and decision.at in LASTING
    )
    rules.check_can_post(has_passed=resolved is not None and ready, is_up=is_up)
    if resolved is None:
        raise Refused("outcomes.not_resolved")
    return resolved


def draft_result(viewer: Viewer, decision_id: int) -> Draft:
    """Draft the posting of a result a supervisor has checked; the covered photos hang on it."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    with writing(), in_source_language():
        locked_decision(decision_id)
        decision = decision_by_id(decision_id)
        begun = open_draft(decision, Step.PUBLISH_RESULT)
        if begun is not None:
            return begun.draft
        told, said = next(iter(results_of(decision)), (None, None))
        newest = newest_notice(decision, Step.PUBLISH_RESULT)
        is_up = newest is not None and newest.befell is not What.WITHDRAWN
        at = work_rules.result_standing(said.checked if said else None, is_written=told is not None)
        work_rules.check_can_post_result(at, is_up=is_up)
        resolved = resolved_step(decision)
        if told is None or resolved is None:
            raise Refused("outcomes.no_result")
        item, tasks, payments = item_for(place, OF_RESULTS), tasks_of(decision), payments_of(decision)
        days = max(drafts.least_days(place), item.days if item else 0, rules.LEAST_BOARD_DAYS)
        written = Written(
            kind=_kind_of(item, OF_RESULTS), item=OF_RESULTS, days=days,
            title=drafting.title_of(decision, Step.PUBLISH_RESULT),
            body=drafting.result_words(decision, told, said, tasks, payments),
            rows=drafting.result_rows(tasks, payments, clock.today()), reader=item.reader if item else Reader.PUBLIC,
        )
        draft = drafts.begin(viewer, place.id, written)
        for turn, photo in enumerate((one for one in photos_of(decision) if one.result_id == told.id), 1):
            if photo.boxed is not None:
                hang(draft, photo.boxed.id, f"{turn}.{photo.boxed.kind}")
        _note_draft(acting, decision, resolved, Step.PUBLISH_RESULT, draft)
        return draft


def item_for(place: Place, code: str) -> Item | None:
    """The line of the place's catalogue a posting answers; None where the place switched it off."""
    return next((item for item in drafts.offered_items(place) if item.code == code), None)


def _kind_of(item: Item | None, code: str) -> DisclosureKind:
    """The kind of public affair a line belongs to, whether or not the place uses it."""
    return item.kind if item else kind_of(code) or DisclosureKind.VILLAGE


def _note_draft(acting: Viewer, decision: Decision, resolved: StepTaken, step: Step, draft: Draft) -> None:
    with deed(acting, "outcome.drafted", place=decision.place_id) as done:
        needed = drafting.needed_in(decision, resolved, step)
        NoticeDraft.create(
            decision=decision, version=decision.version, step=step, draft=draft,
            needed=json.dumps(needed, ensure_ascii=False), made_at=done.at, made_by_name=acting.name,
        )
        done.subject = decision
        done.facts(number=decision.number, version=decision.version, step=str(step), draft=draft.id)


@hears("drafts.published", "outcomes")
def hear_publication(viewer: Viewer, draft: Draft) -> None:
    """A draft went up: when it is the posting of a decision, the step is taken and the days begin.

    A correction of a posting begins the days for objections anew while they still run, and changes nothing after.
    """
    noted = noted_draft(draft.id)
    if noted is not None:
        disclosure = publication(draft.became)
        rules.check_item(disclosure.item, items())
        rules.check_still_tells(draft.title, draft.body, json.loads(noted.needed))
        _post(viewer, locked_decision(noted.decision_id), Step(noted.step), noted.version, disclosure)
    elif draft.corrects_id is not None:
        before = notice_about(draft.corrects_id)
        if before is not None and before.befell is not What.WITHDRAWN:
            _correct(viewer, before, draft)


def _post(viewer: Viewer, decision: Decision, step: Step, version: int, disclosure: Disclosure) -> None:
    if disclosure.reader == Reader.INTERNAL:
        raise Refused("outcomes.not_for_readers")
    rules.check_version(version, decision.version)
    before = newest_notice(decision, step)
    if before is not None and before.befell is not What.WITHDRAWN:
        raise Refused("outcomes.already_posted")
    kept = None
    if before is None:
        note_published(viewer, decision.id, step, disclosure.number, disclosure.since)
    elif decision.at is not DecisionStanding.POSTED:
        # It hangs again after carrying out began: nobody's days begin anew.
        kept = next((one for one in reversed(notices_of(decision)) if one.step == step and one.until), before)
    _write(viewer, decision.id, step, version, What.POSTED, disclosure, on=disclosure.since, kept=kept)


def _correct(viewer: Viewer, before: Notice, draft: Draft) -> None:
    disclosure = publication(draft.became)
    rules.check_item(disclosure.item, items())
    noted = json.loads(needed_in(before))
    rules.check_still_tells(draft.title, draft.body, noted)
    today = clock.today()
    runs = before.until is not None and today <= before.until
    _write(
        viewer, before.decision_id, Step(before.step), before.version, What.CORRECTED, disclosure, on=today,
        kept=None if runs else before, reason=draft.reason,
    )


def _write(
    viewer: Viewer, decision_id: int, step: Step, version: int, what: What, disclosure: Disclosure, *, on: date,
    kept: Notice | None = None, reason: str = "",
) -> None:
    """Write down what befell a posting; `kept` is the line whose days for objections go on unchanged."""
    place = disclosure.place
    until, days = (kept.until, kept.days) if kept is not None else (None, None)
    if kept is None and step is Step.PUBLISH_RESOLUTION and what is not What.WITHDRAWN:
        span = span_of(charter_on(place, on), DAYS)
        until, days = rules.objections_until(on, span.count, span.unit, closures()), span.count
    verb = "outcome.withdrawn" if what is What.WITHDRAWN else "outcome.posted"
    with deed(viewer.acting_as(Permission.PUBLISH, place.path), verb, place=place.id) as done:
        Notice.create(
            decision=decision_id, version=version, step=step, disclosure=disclosure, edition=disclosure.version,
            what=what, on=on, until=until, days=days, reason=reason, made_at=done.at,
        )
        done.subject = f"decision:{decision_id}"
        done.facts(
            step=str(step), version=version, what=str(what), disclosure=disclosure.number, edition=disclosure.version,
            until=until.isoformat() if until else None,
        )


@hears("disclosures.taken_down", "outcomes")
def hear_withdrawal(viewer: Viewer, told: tuple[Disclosure, str]) -> None:
    """A publication was taken down: a posting that leaves the board stops its days, and this is written down.

    Once carrying out has begun the withdrawal is told, but changes nothing any more.
    """
    disclosure, reason = told
    before = notice_about(disclosure.id)
    if before is not None and before.befell is not What.WITHDRAWN:
        _write(
            viewer, before.decision_id, Step(before.step), before.version, What.WITHDRAWN, disclosure,
            on=clock.today(), reason=reason,
        )
