"""What people do with agendas: write, copy the last one, post, and move a day. Each is one deed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, canonical, deed
from portal.places.phones import office_phones
from portal.places.records import Place, line_of

from . import rules
from .office_records import AgendaDraft, AgendaMove, AgendaNote, draft_of, drop_draft, with_notes
from .records import AgendaDay, AgendaVersion, locked_day, posted_before, stored, version_of
from .rules import Written


def content_hash(place: int, day: date, version: int, points: str) -> str:
    """SHA-256 over everything a reader of an agenda was shown."""
    return hashlib.sha256(canonical([place, day.isoformat(), version, json.loads(points)]).encode()).hexdigest()


def write(viewer: Viewer, place: Place, day: date, written: Sequence[Written], seen: int) -> AgendaDraft:
    """Keep what is being written for a day; `seen` is the revision the writer had before them, 0 for none."""
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    phones = office_phones(line_of(place))
    ordered = rules.in_order(written)
    with deed(acting, "agenda.written", place=place.id) as done:
        today = clock.village_day(done.at)
        agenda = locked_day(place, day, done.at)
        rules.check_day(day, agenda.held, today)
        rules.check_points(ordered, phones)
        draft = draft_of(agenda)
        rules.check_seen(seen, draft.revision if draft else 0)
        return _keep(acting, done, agenda, ordered, draft)


def _keep(
    acting: Viewer, done: Doing, agenda: AgendaDay, written: Sequence[Written], draft: AgendaDraft | None,
) -> AgendaDraft:
    draft = draft or AgendaDraft(agenda=agenda, revision=0)
    draft.points = stored([one.point for one in written])
    draft.notes = json.dumps([one.note for one in written], ensure_ascii=False)
    draft.revision += 1
    draft.changed_at, draft.by_name = done.at, acting.name
    draft.save()
    done.subject = agenda
    done.facts(day=agenda.day, points=len(written))
    return draft


def copy_last(viewer: Viewer, place: Place, day: date) -> AgendaDraft:
    """Begin a day's agenda with that of the last day before it, notes and all."""
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    with deed(acting, "agenda.copied", place=place.id) as done:
        agenda = locked_day(place, day, done.at)
        rules.check_day(day, agenda.held, clock.village_day(done.at))
        earlier = posted_before(place, day)
        rules.check_can_copy(bool(agenda.version or draft_of(agenda)), earlier is not None)
        return _keep(acting, done, agenda, with_notes(earlier) if earlier else [], None)


def post(
    viewer: Viewer, place: Place, day: date, written: Sequence[Written], seen: int, reason: str,
) -> AgendaVersion:
    """Keep what is written and post it: sealed, a later version says why; the notes stay in the office."""
    acting = viewer.acting_as(Permission.PUBLISH, place.path)
    with writing():
        draft = write(viewer, place, day, written, seen)
        with deed(acting, "agenda.posted", place=place.id) as done:
            agenda = locked_day(place, day, done.at)
            before = version_of(agenda, agenda.version)
            ordered = draft.written()
            is_new = before is None or with_notes(before) != ordered
            rules.check_can_post(agenda.version, is_new, reason)
            agenda.version += 1
            agenda.save()
            return _seal(acting, done, agenda, ordered, reason if agenda.version > 1 else "")


def _seal(
    acting: Viewer, done: Doing, agenda: AgendaDay, written: Sequence[Written], reason: str,
) -> AgendaVersion:
    points = stored([one.point for one in written])
    hashed = content_hash(agenda.place_id, agenda.day, agenda.version, points)
    made = AgendaVersion.create(
        agenda=agenda, version=agenda.version, points=points, reason=reason, content_hash=hashed, made_at=done.at,
        by_name=acting.name, by_post=acting.post_words,
    )
    for position, one in enumerate(written):
        if one.note:
            AgendaNote.create(version=made, position=position, words=one.note)
    drop_draft(agenda)
    done.subject = agenda
    done.facts(day=agenda.day, version=agenda.version, points=len(written), content=hashed)
    return made


def move(viewer: Viewer, place: Place, day: date, to: date, reason: str) -> AgendaDay:
    """Hold a disclosure day on another day, and say why; what is due stays due when it was."""
    acting = viewer.acting_as(Permission.PUBLISH, place.path)
    with deed(acting, "agenda.moved", place=place.id) as done:
        agenda = locked_day(place, day, done.at)
        before = agenda.held
        rules.check_can_move(day, before, to, clock.village_day(done.at), reason)
        agenda.moved_to, agenda.moved_why = (to, reason) if to != day else (None, reason)
        agenda.save()
        AgendaMove.create(
            agenda=agenda, held_before=before, held=to, reason=reason, made_at=done.at, by_name=acting.name,
            by_post=acting.post_words,
        )
        done.subject = agenda
        done.facts(day=day, before=before, held=to)
        return agenda
