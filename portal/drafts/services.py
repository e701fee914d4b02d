"""What people do at the writing desk: begin, change, mask, discard, publish. Each is one deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from werkzeug.datastructures import FileStorage

from portal.charter.records import charter_on
from portal.disclosures import services as disclosures
from portal.disclosures.item_records import items_of
from portal.disclosures.items import Item
from portal.disclosures.records import Disclosure, editions_of, number_of, paper_of
from portal.disclosures.rules import check_can_correct, check_days, check_reader
from portal.disclosures.spots import masked as masked_words
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.announcing import announce
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import Received, keep, received
from portal.places.records import Place, place_by_id

from . import rules
from .records import (
    Draft,
    draft_or_404,
    files_on,
    hang,
    hang_again,
    locked_draft,
    open_correction,
    paper_from,
    rename_files,
    take_off,
)
from .rules import Written
from .verdicts import check_can_go_up, judge, masking_of, read_now


def least_days(place: Place) -> int:
    """The fewest days something stays up here today, by the charter of the place."""
    return charter_on(place, clock.today()).number("disclosure.board_days")


def offered_items(place: Place) -> list[Item]:
    """The lines of the catalogue a draft of this place may answer today, the place's own among them."""
    return items_of(place, charter_on(place, clock.today()))


def _check_written(place: Place, written: Written) -> None:
    """A draft keeps to the line it answers: its kind, its days, and never more readers than it allows."""
    item = next((item for item in offered_items(place) if item.code == written.item), None) if written.item else None
    rules.check_item(written.kind, item.kind if item else None)
    check_days(written.days, max(least_days(place), item.days if item else 0))
    if item is not None:
        check_reader(written.reader, item.reader)


def begin(viewer: Viewer, place_id: int, written: Written, files: Sequence[FileStorage] = ()) -> Draft:
    """Start a draft for a place."""
    place = place_by_id(place_id)
    if place is None or not viewer.may(Permission.DRAFT, place.path):
        raise Refused("drafts.other_place")
    _check_written(place, written)
    looked_at = received(files)
    with deed(viewer.acting_as(Permission.DRAFT, place.path), "draft.begun", place=place.id) as done:
        draft = Draft(
            place=place, made_at=done.at, made_by=viewer.account_id, made_by_name=viewer.name, changed_at=done.at,
            changed_by_name=viewer.name,
        )
        draft.write(written)
        draft.save()
        _hang_all(draft, looked_at)
        done.subject = draft
    read_now(draft)
    return draft


def begin_correction(viewer: Viewer, disclosure: Disclosure) -> Draft:
    """Start a correction with everything the newest edition says, or go on with the one already begun."""
    place = disclosure.place
    with deed(viewer.acting_as(Permission.DRAFT, place.path), "draft.begun", place=place.id) as done:
        check_can_correct(disclosure.standing(clock.village_day(done.at)))
        begun = open_correction(disclosure)
        if begun is not None:
            done.subject = begun
            return begun
        paper = paper_of(editions_of(disclosure)[0])
        days = None if disclosure.until is None else max(
            (disclosure.until - clock.village_day(done.at)).days, least_days(place)
        )
        draft = Draft(
            place=place, corrects=disclosure, made_at=done.at, made_by=viewer.account_id, made_by_name=viewer.name,
            changed_at=done.at, changed_by_name=viewer.name,
        )
        draft.write(Written(
            kind=paper.kind, item=paper.item, period=paper.period, title=paper.title, body=paper.body, rows=paper.rows,
            days=days, summary=paper.summary, statement=paper.statement, reader=paper.reader,
        ))
        draft.save()
        hang_again(draft, paper.files)
        done.subject = draft
        done.facts(corrects=disclosure.number)
        return draft


def change(
    viewer: Viewer, draft_id: int, revision: int, written: Written, files: Sequence[FileStorage] = (),
) -> Draft:
    """Write in a draft; refused when somebody else wrote in it since `revision` was read."""
    place = draft_or_404(viewer, draft_id).place
    _check_written(place, written)
    looked_at = received(files)
    with deed(viewer.acting_as(Permission.DRAFT, place.path), "draft.changed", place=place.id) as done:
        draft = _open(draft_id, revision)
        draft.write(written)
        _touch(draft, viewer, done.at)
        _hang_all(draft, looked_at)
        done.subject = draft
        done.facts(revision=draft.revision)
    read_now(draft)
    return draft


def mask(viewer: Viewer, draft_id: int, revision: int) -> Draft:
    """Mask everything in a draft that must not be read in public, the names of its files too."""
    place = draft_or_404(viewer, draft_id).place
    with deed(viewer.acting_as(Permission.DRAFT, place.path), "draft.masked", place=place.id) as done:
        draft = _open(draft_id, revision)
        masking = masking_of(draft, paper_from(draft))
        draft.write(rules.masked(draft.written(), masking))
        rename_files(draft, lambda name: masked_words(name, masking))
        _touch(draft, viewer, done.at)
        done.subject = draft
        done.facts(revision=draft.revision)
        return draft


def remove_file(viewer: Viewer, draft_id: int, revision: int, position: int) -> Draft:
    """Take a file off a draft."""
    place = draft_or_404(viewer, draft_id).place
    with deed(viewer.acting_as(Permission.DRAFT, place.path), "draft.file_removed", place=place.id) as done:
        draft = _open(draft_id, revision)
        done.facts(sha256=take_off(draft, position))
        _touch(draft, viewer, done.at)
        done.subject = draft
        return draft


def discard(viewer: Viewer, draft_id: int, revision: int) -> None:
    """Throw a draft away; the register keeps that it was there."""
    place = draft_or_404(viewer, draft_id).place
    with deed(viewer.acting_as(Permission.DRAFT, place.path), "draft.discarded", place=place.id) as done:
        draft = _open(draft_id, revision)
        draft.ended_at = done.at
        draft.save()
        done.subject = draft


def publish(viewer: Viewer, draft_id: int, revision: int) -> Disclosure:
    """Put the draft up exactly as it was looked at: a new publication, or the next edition of an old one."""
    looked_at = draft_or_404(viewer, draft_id)
    place = looked_at.place
    viewer.check(Permission.PUBLISH, place.path)
    read_now(looked_at)
    with writing():
        draft = _open(draft_id, revision)
        _check_written(place, draft.written())
        verdict = judge(draft)
        check_can_go_up(verdict)
        paper, least = verdict.paper, least_days(place)
        if draft.corrects_id is None:
            disclosure = disclosures.publish(viewer, place, paper, draft.days, least)
        else:
            number = number_of(draft.corrects_id)
            disclosure = disclosures.correct(viewer, number, paper, draft.reason, draft.days, least)
        draft.ended_at, draft.became = clock.now(), disclosure.number
        draft.save()
        announce(viewer, "drafts.published", draft)
        return disclosure


def _open(draft_id: int, revision: int) -> Draft:
    draft = locked_draft(draft_id)
    rules.check_open(draft.ended_at, draft.became)
    rules.check_revision(revision, draft.revision)
    return draft


def _touch(draft: Draft, viewer: Viewer, at: datetime) -> None:
    draft.revision += 1
    draft.changed_at, draft.changed_by_name = at, viewer.name
    draft.save()


def _hang_all(draft: Draft, files: list[Received]) -> None:
    rules.check_files(len(files_on(draft)) + len(files))
    for file in files:
        kept = keep(file)
        hang(draft, kept.attachment_id, kept.name)

