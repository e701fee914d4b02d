"""What people do before a meeting: plan it, post its notice, call it off, rehearse it. Each is one deed."""

from __future__ import annotations

from datetime import date

from portal.charter.records import charter_on
from portal.charter.rules import NOTICE_KEYS, Charter
from portal.charter.wording import source_of
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import Doing
from portal.foundation.i18n import _
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.places.records import Place, place_by_id

from . import rules, texts
from .agenda_records import freeze_roll, items_of, replace_items
from .body_records import MeetingBody, locked_body
from .kinds import RULES_OF, BodyKind, Sex, VoteWay
from .meeting_records import Meeting, locked_meeting
from .result_records import throw_away as throw_all_away
from .rules import Line, Plan
from .telling import told

MOST_INVENTED = 200


def place_of(meeting: Meeting | MeetingBody) -> Place:
    """The place a meeting or body belongs to."""
    place = place_by_id(meeting.place_id)
    if place is None:
        raise Refused("meetings.no_such_place")
    return place


def notice_source(kind: BodyKind, charter: Charter) -> str:
    """The text that asks for the notice days, with its article."""
    bodies = RULES_OF.get(kind, ())
    key = NOTICE_KEYS.get(bodies[0]) if bodies else None
    rule = charter.rule(key) if key else None
    if rule is not None:
        return source_of(rule) or _("本村的规定")
    spoken = [one for one in (charter.quorums(bodies[0]) if bodies else ()) if one.notice_days]
    return source_of(spoken[0]) if spoken else ""


def plan(viewer: Viewer, body_id: int, planned: Plan) -> Meeting:
    """Plan a meeting; one on a day gone by is entered late, which is allowed and marked."""
    body = locked_body(body_id)
    place = place_of(body)
    if not viewer.may(Permission.MEETINGS, place.path):
        raise Refused("meetings.other_place")
    rules.check_plan(planned)
    with told(viewer, "meeting.planned", place) as (done, acting):
        if body.ended_at is not None:
            raise Refused("meetings.body_is_over")
        meeting = _make(done, acting, place, body, planned, practice=False)
        done.subject = meeting
        done.facts(number=meeting.number, day=meeting.day, items=len(planned.lines), late=meeting.entered_late)
        return meeting


def _make(done: Doing, acting: Viewer, place: Place, body: MeetingBody, planned: Plan, *, practice: bool) -> Meeting:
    today = clock.village_day(done.at)
    day = clock.village_day(planned.at)
    # A rehearsal counts in a series of its own, so that real numbers have no gap.
    mark, letter = place.mark, "L" if practice else "H"
    series, year, count = next_number(f"{mark}-{letter}", day.year).rsplit("-", 2)
    meeting = Meeting(
        number=f"{series.rsplit('-', 1)[0]}-{year}-{letter}{count}", place=place, body=body, kind=body.kind,
        is_practice=practice, made_at=done.at, made_by_id=acting.account_id, made_by_name=acting.name,
        entered_late=day < today and not practice,
    )
    _write(meeting, planned)
    meeting.save(force_insert=True)
    replace_items(meeting, planned.lines)
    return meeting


def _write(meeting: Meeting, planned: Plan) -> None:
    meeting.title, meeting.planned_at, meeting.venue = planned.title, planned.at, planned.venue
    meeting.day = clock.village_day(planned.at)
    meeting.chair, meeting.chair_reason = planned.chair, planned.chair_reason
    meeting.recorder, meeting.teller, meeting.other_teller = planned.recorder, planned.teller, planned.other_teller
    meeting.basis = planned.basis


def plan_of(meeting: Meeting) -> Plan:
    """A meeting's plan as it stands."""
    return Plan(
        meeting.title, meeting.planned_at, meeting.venue, meeting.chair, meeting.chair_reason, meeting.recorder,
        meeting.teller, meeting.other_teller, meeting.basis, tuple(item.line for item in items_of(meeting)),
    )


def _told_in_notice(planned: Plan) -> tuple[object, ...]:
    """What a notice tells people; when it changes, the notice has to go up again."""
    return (planned.at, planned.venue, tuple(line.title for line in planned.lines))


def change_plan(viewer: Viewer, meeting_id: int, revision: int, planned: Plan) -> Meeting:
    """Change a plan before the opening; a notice that tells something else now has to be posted anew."""
    place = place_of(locked_meeting(meeting_id))
    rules.check_plan(planned)
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.plan_changed", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_can_plan(meeting.standing)
        rules.check_revision(revision, meeting.revision)
        again = _told_in_notice(plan_of(meeting)) != _told_in_notice(planned)
        _write(meeting, planned)
        meeting.entered_late = meeting.day < clock.village_day(done.at) and not practice
        if again:
            meeting.noticed_on, meeting.is_short, meeting.short_reason = None, False, ""
        meeting.revision += 1
        meeting.save()
        replace_items(meeting, planned.lines)
        done.subject = meeting
        done.facts(number=meeting.number, day=meeting.day, items=len(planned.lines), notice_again=again)
        return meeting


def post_notice(viewer: Viewer, meeting_id: int, revision: int, reason: str, day: date | None = None) -> Meeting:
    """Post the notice; `day` is when it really went up, for a meeting that is entered late."""
    place = place_of(locked_meeting(meeting_id))
    if reason:
        rules.check_reason(reason)
    with told(viewer, "meeting.noticed", place) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_can_notice(meeting.standing)
        rules.check_revision(revision, meeting.revision)
        if meeting.is_practice:
            raise Refused("meetings.is_practice")
        today = clock.village_day(done.at)
        noticed = day if day is not None and meeting.entered_late else today
        if noticed > today:
            raise Refused("meetings.notice_in_the_future")
        charter = charter_on(place, meeting.day)
        days = texts.notice_days(meeting.of, charter)
        meeting.is_short = rules.check_notice(
            meeting.day, noticed, days, reason, may_be_short=texts.short_notice_allowed(meeting.of, charter),
            source=notice_source(meeting.of, charter),
        )
        meeting.noticed_on, meeting.notice_days = noticed, days
        meeting.short_reason = reason if meeting.is_short else ""
        meeting.revision += 1
        meeting.save()
        done.subject = meeting
        done.facts(number=meeting.number, day=meeting.day, noticed=noticed, days=days, short=meeting.is_short)
        return meeting


def call_off(viewer: Viewer, meeting_id: int, reason: str) -> Meeting:
    """Call a meeting off before it began, and say why."""
    place = place_of(locked_meeting(meeting_id))
    rules.check_reason(reason)
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.called_off", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_can_cancel(meeting.standing)
        meeting.cancelled_at, meeting.cancelled_reason = done.at, reason
        meeting.save()
        done.subject = meeting
        done.facts(number=meeting.number, reason=reason)
        return meeting


def rehearse(viewer: Viewer, body_id: int, people: int) -> Meeting:
    """Make a rehearsal with invented people and an invented agenda; nothing of it is ever counted or public."""
    body = locked_body(body_id)
    place = place_of(body)
    if not 3 <= people <= MOST_INVENTED:
        raise Refused("meetings.invented_people", most=MOST_INVENTED)
    invented = Plan(
        _("练习：{name}").format(name=body.name), clock.now(), _("练习用的会议室"), _invented(1), "", _invented(2),
        _invented(3), _invented(4), "",
        (
            Line(_("练习：举手表决一项议题"), 10, VoteWay.HANDS),
            Line(_("练习：唱名表决一项议题"), 10, VoteWay.ROLL_CALL),
            Line(_("练习：无记名投票一项议题"), 10, VoteWay.PAPER),
        ),
    )
    with told(viewer, "meeting.planned", place, practice=True) as (done, acting):
        meeting = _make(done, acting, place, body, invented, practice=True)
        meeting.adults = meeting.households = people
        meeting.save()
        freeze_roll(meeting, [_invented_line(number) for number in range(1, people + 1)])
        return meeting


def _invented(number: int) -> str:
    return _("学员{number}").format(number=number)


def _invented_line(number: int) -> dict[str, object]:
    return {
        "name": _invented(number), "sex": Sex.WOMAN if number % 5 < 2 else Sex.MAN, "group_name": "",
        "household": str(number), "represents_household": True, "is_representative": True, "is_adult": True,
        "may_vote": True, "ties": "",
    }


def throw_away(viewer: Viewer, meeting_id: int) -> None:
    """Throw a rehearsal away whole; the register never knew of it."""
    place = place_of(locked_meeting(meeting_id))
    with told(viewer, "meeting.planned", place, practice=True):
        meeting = locked_meeting(meeting_id)
        if not meeting.is_practice:
            raise Refused("meetings.not_practice")
        throw_all_away(meeting)
