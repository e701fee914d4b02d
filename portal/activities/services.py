"""What leaders do with activities: write, change, put up, cancel, copy, repeat, hang papers on. Each is one deed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from werkzeug.datastructures import FileStorage

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, deed
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.foundation.uploads import keep, received
from portal.places.phones import office_phones
from portal.places.records import Place, line_of, scope_of
from portal.teams.records import team_names

from . import rules
from .moving import move_up
from .records import (
    Activity,
    ActivityChange,
    ActivityPaper,
    Slot,
    activity_by_id,
    locked_activity,
    slots_of,
)
from .rules import Every, Plan, Standing
from .seating import taken
from .signup_records import turns_of


def begin(viewer: Viewer, place: Place, plan: Plan) -> Activity:
    """Begin an activity as a draft."""
    _check(place, plan)
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "activity.begun", place=place.id) as done:
        activity = _make(viewer, place, plan, done)
        done.subject = activity
        done.facts(number=activity.number, kind=plan.kind)
        return activity


def change(viewer: Viewer, activity_id: int, plan: Plan, seen: int, reason: str = "") -> Activity:
    """Change an activity; one that is up says why, and those who signed up see it when they return."""
    place = activity_by_id(activity_id).place
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path)
    _check(place, plan)
    with deed(acting, "activity.changed", place=place.id) as done:
        activity = locked_activity(activity_id)
        at = activity.standing(done.at)
        rules.check_can_change(at, seen, activity.revision)
        slots = slots_of(activity_id)
        old = activity.plan(slots)
        parts = rules.changed_fields(old, plan)
        turns = turns_of(activity_id)
        rules.check_slots_kept([(slot.name, taken(turns.get(slot.id, []), done.at)) for slot in slots], plan.slots)
        activity.write(plan)
        activity.revision += 1
        activity.save()
        _lay(activity, slots, plan)
        if at is not Standing.DRAFT:
            rules.check_reason(reason, office_phones(line_of(place)))
            ActivityChange.create(
                activity=activity, revision=activity.revision, parts=",".join(parts)[:200], reason=reason,
                made_at=done.at, by_name=acting.name, by_post=acting.post_words,
            )
            move_up(activity, done.at)
        done.subject = activity
        done.facts(number=activity.number, revision=activity.revision, parts=parts, reason=reason)
        return activity


def publish(viewer: Viewer, activity_id: int) -> Activity:
    """Put an activity up; from now on people can put themselves down."""
    place = activity_by_id(activity_id).place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "activity.published", place=place.id) as done:
        activity = locked_activity(activity_id)
        plan = activity.plan(slots_of(activity_id))
        rules.check_can_publish(plan, activity.standing(done.at), done.at)
        activity.published_at = done.at
        activity.save()
        done.subject = activity
        done.facts(number=activity.number)
        return activity


def cancel(viewer: Viewer, activity_id: int, reason: str) -> Activity:
    """Cancel an activity, saying why; its page and every slip say so."""
    place = activity_by_id(activity_id).place
    rules.check_reason(reason, office_phones(line_of(place)))
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "activity.cancelled", place=place.id) as done:
        activity = locked_activity(activity_id)
        rules.check_can_change(activity.standing(done.at), activity.revision, activity.revision)
        activity.cancelled_at, activity.reason = done.at, reason
        activity.save()
        done.subject = activity
        done.facts(number=activity.number, reason=reason)
        return activity


def copy(viewer: Viewer, activity_id: int) -> Activity:
    """Write the same once more, as a draft in the next week that is still to come."""
    source = activity_by_id(activity_id)
    place = source.place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "activity.copied", place=place.id) as done:
        plan = source.plan(slots_of(activity_id))
        activity = _make(viewer, place, replace(plan, times=rules.once_more(plan.times, done.at)), done)
        done.subject = activity
        done.facts(number=activity.number, source=source.number)
        return activity


def repeat(viewer: Viewer, activity_id: int, every: Every, count: int) -> list[Activity]:
    """Put the same up again and again, so many times; each of them is an activity of its own afterwards."""
    source = activity_by_id(activity_id)
    place = source.place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "activity.repeated", place=place.id) as done:
        if source.standing(done.at) in (Standing.DRAFT, Standing.CANCELLED):
            raise Refused("activities.not_up")
        plan = source.plan(slots_of(activity_id))
        turns = [times for times in rules.repeated(plan.times, every, count) if times.starts_at > done.at]
        if not turns:
            raise Refused("activities.in_the_past")
        made = [_make(viewer, place, replace(plan, times=times), done) for times in turns]
        for activity in made:
            activity.published_at, activity.series = done.at, source.series or source.id
            activity.save()
        done.subject = source
        done.facts(number=source.number, made=[activity.number for activity in made])
        return made


def hang_papers(viewer: Viewer, activity_id: int, files: Iterable[FileStorage]) -> int:
    """Hang papers on an activity; returns how many."""
    place = activity_by_id(activity_id).place
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path)
    looked_at = received(files)
    if not looked_at:
        raise Refused("activities.no_paper")
    with deed(acting, "activity.papers_hung", place=place.id) as done:
        activity = locked_activity(activity_id)
        for file in looked_at:
            kept = keep(file)
            ActivityPaper.create(activity=activity, attachment=kept.attachment_id, name=kept.name, made_at=done.at)
            done.facts(**{kept.sha256: kept.name})
        done.subject = activity
        return len(looked_at)


def _check(place: Place, plan: Plan) -> None:
    rules.check_plan(plan, office_phones(line_of(place)))
    if plan.team is not None and plan.team not in team_names([plan.team]):
        raise Refused("activities.no_team")


def _make(viewer: Viewer, place: Place, plan: Plan, done: Doing) -> Activity:
    counted = next_number(f"{place.mark}-H", clock.village_day(done.at).year)
    activity = Activity(
        number=rules.number_from(counted), place=place, **scope_of(line_of(place)), made_at=done.at,
        made_by=viewer.account_id, made_by_name=viewer.name,
    )
    activity.write(plan)
    activity.save(force_insert=True)
    _lay(activity, [], plan)
    return activity


def _lay(activity: Activity, slots: list[Slot], plan: Plan) -> None:
    """Bring the kinds of places in line with the plan: kept by name, so that nobody's place changes its row."""
    old = {slot.name: slot for slot in slots}
    for position, wanted in enumerate(plan.slots, 1):
        slot = old.pop(wanted.name, None) or Slot(activity=activity, name=wanted.name)
        slot.position, slot.least, slot.most, slot.skill = position, wanted.least, wanted.most, wanted.skill
        slot.save()
    for slot in old.values():
        slot.gone = True
        slot.save()


def settle(activity_id: int, now: datetime) -> None:
    """Give places that were let go by to the next in line."""
    with writing():
        move_up(locked_activity(activity_id), now)
