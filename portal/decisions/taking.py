"""What people do to take a step: rest it on a counted vote, on a paper, or on what was published. Each is one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import Doing, canonical, deed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import Received, keep
from portal.meetings.kinds import BodyKind
from portal.meetings.meeting_records import Meeting
from portal.places.records import Place

from . import gate, rules
from .gate import Climb
from .kinds import BY_PAPER, PUBLISHING, STOPS, VALID, DecisionStanding, Outcome, Step
from .records import Decision, StepTaken, climb_of, decision_by_id, locked_decision, steps_of
from .votes import Counted, counted

MOST_FILES = 6


@dataclass(frozen=True)
class Sheet:
    """What one sheet says besides whose it is and which step it is of."""

    outcome: Outcome
    on: date
    words: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    article: str = ""
    note: str = ""
    files: list[dict[str, str]] = field(default_factory=list)
    vote: Counted | None = None


def take_by_meeting(viewer: Viewer, decision_id: int, step: Step, item_id: int, note: str = "") -> StepTaken:
    """Take a step by the sealed result of a meeting's item; what did not pass or had no quorum is kept as well.

    Where one person leads both bodies and they met together, the sheet of the second step is kept at once.
    """
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    rules.check_note(note)
    with deed(acting, "decision.step_taken", place=place.id) as done:
        decision = locked_decision(decision_id)
        climb = climb_of(decision, steps_of(decision))
        gate.check_can_take(climb, step)
        if any(one.item_id == item_id and one.step is step for one in climb.taken):
            raise Refused("decisions.vote_used")
        vote = counted(decision, place, step, item_id)
        gate.check_day(climb, vote.meeting.day, clock.village_day(done.at), vote.at)
        sheet = Sheet(
            vote.outcome, vote.meeting.day, vote.words, vote.facts, vote.article, note, vote=vote,
        )
        return _climbed(acting, done, decision, climb, _sheets(decision, climb, step, sheet, vote.meeting))


def _sheets(
    decision: Decision, climb: Climb, step: Step, sheet: Sheet, meeting: Meeting,
) -> list[tuple[Step, Sheet]]:
    """The sheets one vote makes: two where the first two steps are one, it passed, and both bodies sat together."""
    if sheet.outcome is not Outcome.PASSED or meeting.of is not BodyKind.TWO_COMMITTEES:
        return [(step, sheet)]
    return [(one, sheet) for one in gate.together(decision.rungs, step) if climb.valid(one) is None]


def take_by_paper(
    viewer: Viewer, decision_id: int, step: Step, on: date, note: str, files: Sequence[Received] = (),
) -> StepTaken:
    """Take a step that rests on a paper: suggestions gathered, the township's review, its filing.

    The township takes its own steps; where it does not use the portal, the secretary or director enters its stamped
    paper, which hangs on the sheet. Nobody in the village agrees in the township's name without one.
    """
    place = decision_by_id(decision_id).place
    acting = _holder(viewer, step, place, stamped=bool(files))
    rules.check_note(note)
    if len(note) < rules.LEAST_REASON:
        raise Refused("decisions.paper_needs_words", least=rules.LEAST_REASON)
    if len(files) > MOST_FILES:
        raise Refused("decisions.many_files", most=MOST_FILES)
    with deed(acting, "decision.paper_taken", place=place.id) as done:
        decision = locked_decision(decision_id)
        climb = climb_of(decision, steps_of(decision))
        gate.check_can_take(climb, step)
        gate.check_day(climb, on, clock.village_day(done.at))
        kept = [keep(file) for file in files]
        papers = [{"name": one.name, "sha256": one.sha256, "kind": one.kind} for one in kept]
        sheet = Sheet(Outcome.DONE, on, note=note, files=papers)
        return _climbed(acting, done, decision, climb, [(step, sheet)])


def _holder(viewer: Viewer, step: Step, place: Place, *, stamped: bool) -> Viewer:
    """The viewer under the post that takes a paper step."""
    if step not in BY_PAPER:
        raise Refused("decisions.not_by_paper", step=step)
    if step is not Step.TOWNSHIP_REVIEW:
        return viewer.acting_as(Permission.DECIDE, place.path)
    if viewer.may(Permission.OVERSEE, place.path):
        return viewer.acting_as(Permission.OVERSEE, place.path)
    acting = viewer.acting_as(Permission.PUBLISH, place.path)
    if not stamped:
        raise Refused("decisions.needs_stamped_paper")
    return acting


def note_published(
    viewer: Viewer, decision_id: int, step: Step, disclosure_number: str, on: date,
) -> StepTaken:
    """Take a publishing step, once what it asks for is up; call inside the deed that puts it up.

    The resolution opens the days for objections; the result finishes the decision.
    """
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.PUBLISH, place.path)
    if step not in PUBLISHING:
        raise Refused("decisions.not_by_publishing", step=step)
    with deed(acting, "decision.published", place=place.id) as done:
        decision = locked_decision(decision_id)
        climb = climb_of(decision, steps_of(decision))
        gate.check_can_take(climb, step)
        gate.check_day(climb, on, clock.village_day(done.at))
        resolved = step is Step.PUBLISH_RESOLUTION
        decision.standing = DecisionStanding.POSTED if resolved else DecisionStanding.FINISHED
        sheet = Sheet(Outcome.DONE, on, facts={"disclosure": disclosure_number})
        return _climbed(acting, done, decision, climb, [(step, sheet)])


def send_back(viewer: Viewer, decision_id: int, reason: str) -> StepTaken:
    """An objection to a posted resolution was upheld: the matter goes back and waits for a new version of its text."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    rules.check_reason(reason)
    with deed(acting, "decision.sent_back", place=place.id) as done:
        decision = locked_decision(decision_id)
        rules.check_goes_on(decision.at, DecisionStanding.POSTED)
        return _returned(acting, done, decision, Step.PUBLISH_RESOLUTION, reason)


def refuse(viewer: Viewer, decision_id: int, reason: str) -> StepTaken:
    """Refuse the newest verdict, with a reason everybody reads; the same text is never voted on again.

    The secretary, the director, or the township that finds it unlawful (VCOL-2025 art. 31, 41).
    """
    place = decision_by_id(decision_id).place
    township = viewer.may(Permission.OVERSEE, place.path)
    acting = viewer.acting_as(Permission.OVERSEE if township else Permission.PUBLISH, place.path)
    rules.check_reason(reason)
    with deed(acting, "decision.refused", place=place.id) as done:
        decision = locked_decision(decision_id)
        rules.check_goes_on(decision.at, DecisionStanding.GOING)
        climb = climb_of(decision, steps_of(decision))
        voted = [one for one in climb.taken if one.version == climb.version and one.outcome in VALID]
        if climb.stopped is not None or not voted:
            raise Refused("decisions.nothing_to_refuse")
        return _returned(acting, done, decision, voted[-1].step, reason)


def _returned(acting: Viewer, done: Doing, decision: Decision, step: Step, reason: str) -> StepTaken:
    climb = climb_of(decision, steps_of(decision))
    decision.standing = DecisionStanding.GOING
    sheet = Sheet(Outcome.SENT_BACK, clock.village_day(done.at), note=reason)
    return _climbed(acting, done, decision, climb, [(step, sheet)])


def _climbed(
    acting: Viewer, done: Doing, decision: Decision, climb: Climb, sheets: list[tuple[Step, Sheet]],
) -> StepTaken:
    """Seal the sheets and move the decision's marks on; returns the first sheet."""
    kept = [_seal(acting, done, decision, climb, step, sheet) for step, sheet in sheets]
    after = gate.step_after(climb, [one.taken for one in kept])
    stopped = next((one.came_to for one in kept if one.came_to in STOPS), None)
    decision.stopped = str(stopped) if stopped is not None else ""
    following = after.next
    decision.step = following.step if following is not None else ""
    if stopped is not None:
        decision.step = climb.begins_again
    decision.revision += 1
    decision.save()
    done.subject = decision
    done.facts(
        number=decision.number, next=decision.step, standing=decision.standing,
        steps=[
            {
                "id": one.id, "version": one.version, "step": one.step, "attempt": one.attempt,
                "outcome": one.outcome, "on": one.on.isoformat(), "late": one.entered_late,
                "content": one.content_hash,
            }
            for one in kept
        ],
    )
    return kept[0]


def _seal(acting: Viewer, done: Doing, decision: Decision, climb: Climb, step: Step, sheet: Sheet) -> StepTaken:
    vote = sheet.vote
    one = StepTaken(
        decision=decision, version=decision.version, step=step, attempt=climb.attempts(step) + 1,
        position=[rung.step for rung in climb.rungs].index(step) + 1, meeting=vote.meeting if vote else None,
        item=vote.item_id if vote else None, result=vote.result_id if vote else None, outcome=sheet.outcome,
        on=sheet.on, words=sheet.words, facts=canonical(sheet.facts), article=sheet.article, note=sheet.note,
        files=canonical(sheet.files),
        entered_late=sheet.on < clock.village_day(done.at) or (vote is not None and vote.meeting.entered_late),
        by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, made_at=done.at,
    )
    one.content_hash = rules.step_hash(decision.number, one.said)
    one.save(force_insert=True)
    return one
